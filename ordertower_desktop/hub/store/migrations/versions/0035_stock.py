"""Stock by code and warehouse, what of it orders hold, and where more is on sale than there is."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"


def upgrade() -> None:
    """Nothing is held until a source tells of stock."""
    op.create_table(
        "stock_figures",
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.String(length=128), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("on_hand", sa.Integer(), nullable=True),
        sa.Column("reserved", sa.Integer(), nullable=True),
        sa.Column("on_sale", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("source", "sku", "warehouse"),
    )
    op.create_index("stock_figures_sku", "stock_figures", ["sku", "warehouse"])
    op.create_table(
        "stock_asked",
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("tried_at", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("trouble", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("source"),
    )
    op.create_table(
        "stock_oversold",
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.String(length=128), nullable=False),
        sa.Column("on_sale", sa.Integer(), nullable=False),
        sa.Column("free", sa.Integer(), nullable=False),
        sa.Column("shop", sa.String(length=96), nullable=False),
        sa.Column("store", sa.String(length=96), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("cleared_at", sa.BigInteger(), nullable=True),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("sku", "warehouse"),
    )
    op.create_table(
        "stock_nights",
        sa.Column("day", sa.Integer(), nullable=False),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.Column("right", sa.Integer(), nullable=False),
        sa.Column("leaks", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day"),
    )
    op.create_table(
        "stock_holds",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("sku", sa.Text(), nullable=False),
        sa.Column("warehouse", sa.String(length=128), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "sku"),
    )
    op.create_index("stock_holds_sku", "stock_holds", ["sku", "state"])
    op.create_index("stock_holds_until", "stock_holds", ["state", "until"])
    op.create_table(
        "stock_moved",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )


def downgrade() -> None:
    """The sources tell it again."""
    for name in ("stock_moved", "stock_holds", "stock_nights", "stock_oversold", "stock_asked", "stock_figures"):
        op.drop_table(name)
