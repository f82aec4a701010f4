"""The log of calls to systems outside, and the newest change that a source told."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    """It begins empty."""
    op.create_table(
        "calls",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("work", sa.String(length=8), nullable=False),
        sa.Column("interface", sa.String(length=96), nullable=False),
        sa.Column("answered", sa.String(length=12), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("sent", sa.Integer(), nullable=False),
        sa.Column("got", sa.Integer(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("calls_source", "calls", ["source", "at"])
    op.create_index("calls_at", "calls", ["at"])
    some = sa.text("order_id != ''")
    op.create_index("calls_order", "calls", ["order_id", "id"], sqlite_where=some, postgresql_where=some)
    op.add_column("sources", sa.Column("news_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    """Nothing else knows of it."""
    op.drop_column("sources", "news_at")
    op.drop_table("calls")
