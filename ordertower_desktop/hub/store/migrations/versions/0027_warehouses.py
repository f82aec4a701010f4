"""The warehouse of every order beside what it is searched by, and whose orders alone somebody sees."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0025"


def upgrade() -> None:
    """What has been measured knows its warehouse; of all else systems said it in documents, so the judge fills it in at once."""
    op.add_column("orders", sa.Column("warehouse", sa.String(length=128), nullable=False, server_default=""))
    op.execute("UPDATE orders SET warehouse = COALESCE((SELECT warehouse FROM measures WHERE order_id = orders.id), '')")
    op.execute("UPDATE orders SET next_at = 0 WHERE warehouse = ''")
    op.add_column("people", sa.Column("warehouses", sa.Text(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """The columns go; whoever saw one warehouse sees all again."""
    op.drop_column("people", "warehouses")
    op.drop_column("orders", "warehouse")
