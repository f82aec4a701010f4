"""What platforms have to be told of shipments, and every try at it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Two tables beside those that are there, and whether a source is told."""
    op.create_table(
        "write_backs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("waybill", sa.Text(), nullable=False),
        sa.Column("carrier", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("out_at", sa.BigInteger(), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("write_backs_state", "write_backs", ["source", "state", "lease_until"], unique=False)
    op.create_index("write_backs_order", "write_backs", ["order_id"], unique=False)
    op.create_index("write_backs_out", "write_backs", ["out_at"], unique=False)
    op.create_index("write_backs_at", "write_backs", ["at"], unique=False)
    op.create_table(
        "write_back_tries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("write_back", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("move", sa.String(length=8), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("repeat", sa.Boolean(), nullable=False),
        sa.Column("ill", sa.Boolean(), nullable=False),
        sa.Column("rest_until", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("write_back_tries_of", "write_back_tries", ["write_back", "id"], unique=False)
    op.create_index("write_back_tries_source", "write_back_tries", ["source", "id"], unique=False)
    op.add_column("sources", sa.Column("write_back", sa.String(length=8), nullable=True))


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_column("sources", "write_back")
    op.drop_table("write_back_tries")
    op.drop_table("write_backs")
