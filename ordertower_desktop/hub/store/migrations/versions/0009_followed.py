"""Parcels that carriers are asked about."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """A table of its own: whose turn it is must outlive a restart."""
    op.create_table(
        "followed",
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("waybill", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("subscribed", sa.Boolean(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=True),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("source", "waybill", "order_id"),
    )
    op.create_index("followed_next", "followed", ["source", "next_at"], unique=False)
    op.create_index("followed_order", "followed", ["order_id"], unique=False)


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("followed")
