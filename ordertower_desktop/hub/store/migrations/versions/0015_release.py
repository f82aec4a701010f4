"""Pre-audits, and what warehouses have to be told of orders."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Four tables beside those that are there."""
    op.create_table(
        "warehouses",
        sa.Column("id", sa.String(length=96), nullable=False),
        sa.Column("name", sa.String(length=128), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "warehouse_jobs",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("command", sa.String(length=16), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("undone_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("warehouse_jobs_at", "warehouse_jobs", ["at"], unique=False)
    _commands()
    _audits()


def _commands() -> None:
    op.create_table(
        "warehouse_commands",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("source", sa.String(length=96), nullable=False),
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("command", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("begun", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("lease_until", sa.BigInteger(), nullable=True),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("warehouse_commands_state", "warehouse_commands", ["source", "state", "lease_until"], unique=False)
    op.create_index("warehouse_commands_job", "warehouse_commands", ["job"], unique=False)
    op.create_index("warehouse_commands_order", "warehouse_commands", ["order_id", "begun"], unique=False)
    op.create_index("warehouse_commands_at", "warehouse_commands", ["at"], unique=False)


def _audits() -> None:
    op.create_table(
        "pre_audits",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("paid_at", sa.BigInteger(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("sampled", sa.Boolean(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("clauses", sa.LargeBinary(), nullable=False),
        sa.Column("mark", sa.String(length=8), nullable=False),
        sa.Column("mark_by", sa.String(length=64), nullable=False),
        sa.Column("mark_at", sa.BigInteger(), nullable=True),
        sa.Column("done_at", sa.BigInteger(), nullable=True),
        sa.Column("done_by", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("order_id"),
    )
    for name, columns in (("at", ["at"]), ("done", ["done_at"]), ("mark", ["mark_at"])):
        op.create_index(f"pre_audits_{name}", "pre_audits", columns, unique=False)


def downgrade() -> None:
    """Nothing else knows of them."""
    for table in ("pre_audits", "warehouse_commands", "warehouse_jobs", "warehouses"):
        op.drop_table(table)
