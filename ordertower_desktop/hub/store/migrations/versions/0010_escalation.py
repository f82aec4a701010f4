"""Whom a step of a chain names, and when each telling was queued, accepted and delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """What was told before keeps the one time that was known of it."""
    op.add_column("deliveries", sa.Column("whom", sa.String(length=64), nullable=False, server_default=""))
    for name in ("queued_at", "sent_at", "delivered_at"):
        op.add_column("deliveries", sa.Column(name, sa.BigInteger(), nullable=True))


def downgrade() -> None:
    for name in ("delivered_at", "sent_at", "queued_at", "whom"):
        op.drop_column("deliveries", name)
