"""Who had to know of a level and who answered; crises that were rehearsed."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """A level that has already risen was told on desks, as it was until now; the next one is told outside too."""
    op.create_table(
        "level_reports",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("level_reports_open", "level_reports", ["open"])
    op.create_index("level_reports_next", "level_reports", ["next_at"])
    op.create_table(
        "crisis_drills",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("crisis_drills")
    op.drop_table("level_reports")
