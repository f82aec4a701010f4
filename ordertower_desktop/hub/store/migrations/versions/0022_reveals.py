"""Who has seen which order's receiver in plain, and why."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0020"


def upgrade() -> None:
    """The looks, without anything of what was seen."""
    op.create_table(
        "reveals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("fields", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("reveals_person", "reveals", ["person", "at"])
    op.create_index("reveals_at", "reveals", ["at", "id"])


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("reveals")
