"""Questions that a system asks before it takes a write-back."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0016"


def upgrade() -> None:
    """A table of its own: what was agreed to stays agreed over a restart."""
    op.create_table(
        "write_back_questions",
        sa.Column("write_back", sa.Text(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("agreed_by", sa.String(length=64), nullable=True),
        sa.Column("agreed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("write_back", "key"),
    )


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("write_back_questions")
