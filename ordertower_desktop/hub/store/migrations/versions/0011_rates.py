"""How orders count in rates, alarms about groups of orders, and what orders have in common."""

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

    op.create_table(
        "burst_marks",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "at", "order_id"),
    )
    op.create_index("burst_marks_order", "burst_marks", ["order_id"], unique=False)
    op.create_index("burst_marks_at", "burst_marks", ["at"], unique=False)
    op.create_table(
        "burst_links",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("event", sa.String(length=96), nullable=False),
        sa.Column("field", sa.String(length=96), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "event", "field"),
    )
    op.create_index("burst_links_key", "burst_links", ["key"], unique=False)
    op.create_table(
        "burst_secret",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in ("burst_secret", "burst_links", "burst_marks", "alarms", "rate_counts", "rate_cells"):
        op.drop_table(name)
