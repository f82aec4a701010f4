"""Back-tests over stored history."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """One row a back-test; the orders of its lists lie apart, so that a page of them is a page."""
    op.create_table(
        "backtests",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("asked", sa.LargeBinary(), nullable=False),
        sa.Column("view", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "backtest_orders",
        sa.Column("job", sa.String(length=32), nullable=False),
        sa.Column("list", sa.String(length=8), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("job", "list", "place"),
    )


def downgrade() -> None:
    """What they found can be found again."""
    op.drop_table("backtest_orders")
    op.drop_table("backtests")
