"""The ways of orders, and what was forecast of them."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
RUNGS = ("to_accept", "to_audit", "to_print", "to_pack", "to_ship", "to_collect", "in_transit", "signed")


def upgrade() -> None:
    """Every order is counted once more, which writes down its way."""
    op.create_table(
        "passages",
        sa.Column("order_id", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in (*RUNGS, "over_at", "ship_by", "deliver_by")),
        sa.Column("held", sa.Boolean(), nullable=False),
        sa.Column("warehouse", sa.String(length=128), nullable=False),
        sa.Column("carrier", sa.String(length=128), nullable=False),
        sa.Column("province", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("shop", sa.String(length=128), nullable=False),
        sa.Column("began", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index("passages_began", "passages", ["began"], unique=False)
    op.create_index("passages_open", "passages", ["order_id"], sqlite_where=sa.text("open"), postgresql_where=sa.text("open"))
    op.create_table(
        "forecasts",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("aim", sa.String(length=8), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("p", sa.Float(), nullable=False),
        sa.Column("band", sa.String(length=8), nullable=False),
        sa.Column("warm", sa.Boolean(), nullable=False),
        sa.Column("early_p", sa.Float(), nullable=True),
        sa.Column("rose_at", sa.BigInteger(), nullable=True),
        sa.Column("told_to", sa.String(length=64), nullable=False),
        sa.Column("live", sa.Boolean(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "aim"),
    )
    op.create_index("forecasts_live", "forecasts", ["order_id"], sqlite_where=sa.text("live"), postgresql_where=sa.text("live"))
    op.create_index("forecasts_due", "forecasts", ["due_at"], unique=False)
    op.execute(
        "INSERT INTO unmeasured (order_id, mark) SELECT id, 0 FROM orders"
        " WHERE NOT EXISTS (SELECT 1 FROM unmeasured AS known WHERE known.order_id = orders.id)"
    )


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("forecasts")
    op.drop_table("passages")
