"""Customers, suggestions to merge their orders, and parcels that were stopped."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Seven tables beside those that are there."""
    _customers()
    _links()
    _merges()
    _acts()
    _stops()


def _customers() -> None:
    keys = [sa.Column(name, sa.String(length=64), nullable=False) for name in ("oaid", "buyer", "phone", "address", "device")]
    op.create_table(
        "customer_faces",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("platform", sa.String(length=32), nullable=False),
        *keys,
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.Column("place", sa.String(length=64), nullable=False),
        sa.Column("customer", sa.String(length=64), nullable=False),
        sa.Column("first_at", sa.BigInteger(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    for name in ("oaid", "buyer", "phone", "address"):
        known = sa.text(f"{name} != ''")
        op.create_index(f"customer_faces_{name}", "customer_faces", [name], sqlite_where=known, postgresql_where=known)
    op.create_index("customer_faces_of", "customer_faces", ["customer"])
    op.create_index("customer_faces_last", "customer_faces", ["last_at"])
    op.create_table(
        "customer_orders",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("face", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("stood", sa.Boolean(), nullable=False),
        sa.Column("goods", sa.Text(), nullable=False),
        sa.Column("moved", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index("customer_orders_face", "customer_orders", ["face", "at"])
    moved = sa.text("moved = 1")
    op.create_index("customer_orders_moved", "customer_orders", ["moved"], sqlite_where=moved, postgresql_where=moved)


def _links() -> None:
    op.create_table(
        "customer_links",
        sa.Column("a", sa.String(length=64), nullable=False),
        sa.Column("b", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("a", "b"),
    )
    op.create_index("customer_links_b", "customer_links", ["b"])
    op.create_index("customer_links_state", "customer_links", ["state", "at"])


def _merges() -> None:
    op.create_table(
        "merge_offers",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("customer", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("saved_fen", sa.BigInteger(), nullable=False),
        sa.Column("chosen", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("decided_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("job", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("merge_offers_state", "merge_offers", ["state", "until"])
    op.create_index("merge_offers_of", "merge_offers", ["customer"])
    op.create_index("merge_offers_decided", "merge_offers", ["decided_at"])


def _acts() -> None:
    op.create_table(
        "customer_acts",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=16), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("customer_acts_at", "customer_acts", ["at"])
    op.create_table(
        "customer_purges",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("faces", sa.Integer(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("oldest", sa.BigInteger(), nullable=False),
        sa.Column("months", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("at"),
    )


def _stops() -> None:
    op.create_table(
        "ship_stops",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("station", sa.String(length=64), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("took_us", sa.Integer(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("same", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ship_stops_at", "ship_stops", ["at"])
    op.create_index("ship_stops_order", "ship_stops", ["order_id"])


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in (
        "ship_stops", "customer_purges", "customer_acts", "merge_offers", "customer_links", "customer_orders", "customer_faces",
    ):  # fmt: skip
        op.drop_table(name)
