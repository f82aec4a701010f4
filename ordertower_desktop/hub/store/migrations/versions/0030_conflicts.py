"""The list of conflicts that are open; it is filled by counting every order anew."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"


def upgrade() -> None:
    """Who is counted is compared, too."""
    op.create_table(
        "conflicts",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("field", sa.String(length=64), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("counts_at", sa.BigInteger(), nullable=False),
        sa.Column("over_at", sa.BigInteger(), nullable=True),
        sa.Column("platform", sa.String(length=32), nullable=False),
        sa.Column("sources", sa.String(length=512), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "field"),
    )
    op.create_index("conflicts_since", "conflicts", ["since", "order_id"])
    op.execute(
        "INSERT INTO unmeasured (order_id, mark) SELECT id, 0 FROM orders"
        " WHERE NOT EXISTS (SELECT 1 FROM unmeasured AS known WHERE known.order_id = orders.id)"
    )


def downgrade() -> None:
    """The orders themselves still tell it."""
    op.drop_table("conflicts")
