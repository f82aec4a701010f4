"""Attempts to send, and how people are reached."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Two tables beside those that are there."""
    op.create_table(
        "contacts",
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("channel", sa.String(length=16), nullable=False),
        sa.Column("address", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("person", "channel"),
    )
    op.create_table(
        "sends",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("deliveries", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("rest_until", sa.BigInteger(), nullable=True),
        sa.Column("reference", sa.String(length=128), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("sends_channel", "sends", ["channel", "at"], unique=False)


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("sends")
    op.drop_table("contacts")
