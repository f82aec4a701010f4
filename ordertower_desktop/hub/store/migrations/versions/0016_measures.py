"""Orders and cases as they are counted over weeks, months of health that were frozen, and notices of platforms."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

TEXTS = (("platform", 32), ("shop", 128), ("warehouse", 128), ("carrier", 128), ("category", 128), ("region", 32))


def upgrade() -> None:
    """Every order that is there waits to be counted."""
    op.create_table(
        "unmeasured",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("mark", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_table(
        "measures",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.String(length=length), nullable=False) for name, length in TEXTS),
        sa.Column("shipped_at", sa.BigInteger(), nullable=True),
        *(sa.Column(name, sa.Boolean(), nullable=False) for name in ("void", "missed", "complained")),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in ("reached", "late", "faulty", "unhappy")),
        sa.PrimaryKeyConstraint("order_id"),
    )
    op.create_index("measures_at", "measures", ["at"], unique=False)
    op.create_table(
        "case_records",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    for name in ("order_id", "opened_at", "closed_at"):
        op.create_index(f"case_records_{name.removesuffix('_id').removesuffix('_at')}", "case_records", [name], unique=False)
    op.create_table(
        "health_months",
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("month", "revision"),
    )
    op.create_table(
        "platform_notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("shop", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("settled_at", sa.BigInteger(), nullable=True),
        sa.Column("settled_by", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("platform_notices_settled", "platform_notices", ["settled_at"], unique=False)
    op.execute("INSERT INTO unmeasured (order_id, mark) SELECT id, 0 FROM orders")


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in ("platform_notices", "health_months", "case_records", "measures", "unmeasured"):
        op.drop_table(name)
