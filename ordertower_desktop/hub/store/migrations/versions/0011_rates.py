"""How orders count in rates, and alarms about groups of orders."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """New tables beside those that are there; the orders are counted by the hub, a part at a time."""
    op.create_table(
        "rate_cells",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("grp", sa.Text(), nullable=False),
        sa.Column("good", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "order_id"),
    )
    op.create_index("rate_cells_day", "rate_cells", ["rule", "day", "grp", "good"], unique=False)
    op.create_index("rate_cells_order", "rate_cells", ["order_id"], unique=False)
    op.create_table(
        "rate_counts",
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("spec", sa.String(length=64), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("done", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("rule"),
    )
    op.create_table(
        "alarms",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("grp", sa.Text(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("days", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("alarms_about", "alarms", ["about", "opened_at"], unique=False)
    op.create_index("alarms_open", "alarms", ["open"], unique=False)
    op.create_index("alarms_closed", "alarms", ["closed_at"], unique=False)


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in ("alarms", "rate_counts", "rate_cells"):
        op.drop_table(name)
