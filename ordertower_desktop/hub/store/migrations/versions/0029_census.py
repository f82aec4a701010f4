"""What came of counting a source's orders, how long its authorisation holds, and what a night found besides what is missing."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    """A source that was connected before begins to count, and to renew, when it is read next."""
    op.add_column("sources", sa.Column("census", sa.LargeBinary(), nullable=True))
    op.create_table(
        "channel_checks",
        sa.Column("channel", sa.String(length=32), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("tested_at", sa.BigInteger(), nullable=True),
        sa.Column("failed_since", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("silent_since", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("channel"),
    )
    op.add_column("write_back_nights", sa.Column("other", sa.Integer(), nullable=True))
    op.add_column("write_back_nights", sa.Column("void", sa.Integer(), nullable=True))
    op.add_column("write_back_nights", sa.Column("unread", sa.Integer(), nullable=True))
    op.add_column("write_back_missing", sa.Column("found", sa.String(length=8), nullable=True))
    op.add_column("sources", sa.Column("authority", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Nothing else knows of them."""
    op.drop_table("channel_checks")
    op.drop_column("sources", "authority")
    op.drop_column("write_back_missing", "found")
    for name in ("unread", "void", "other"):
        op.drop_column("write_back_nights", name)
    op.drop_column("sources", "census")
