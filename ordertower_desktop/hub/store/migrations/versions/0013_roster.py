"""What the roster last said of each person."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Nobody has been said anything of yet: the first round of the roster does."""
    op.create_table(
        "duties",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("on_shift", sa.Boolean(), nullable=False),
        sa.Column("post", sa.String(length=32), nullable=False),
        sa.Column("backup", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("person"),
    )


def downgrade() -> None:
    op.drop_table("duties")
