"""Nights in which what was told is compared with the platforms' own records."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """How far a night has come survives a restart; what is missing stays listed until it is there."""
    op.create_table(
        "write_back_nights",
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("night", sa.String(length=10), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("rest_until", sa.BigInteger(), nullable=True),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("timely", sa.Float(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("source", "night"),
    )
    op.create_table(
        "write_back_missing",
        sa.Column("write_back", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("looked_at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("write_back"),
    )
    op.create_index("write_back_missing_source", "write_back_missing", ["source", "looked_at"])


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("write_back_missing")
    op.drop_table("write_back_nights")
