"""Whether a source's pushes arrive."""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0030"


def upgrade() -> None:
    """Nothing until somebody names a message group."""
    op.add_column("sources", sa.Column("push", sa.Text(), nullable=True))


def downgrade() -> None:
    """Nothing else knows of it."""
    op.drop_column("sources", "push")
