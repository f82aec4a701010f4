"""The response level with its log, responses, offers of money, and roles lent until a time."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """New tables beside those that are there."""
    op.create_table(
        "crises",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "crisis_marks",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("crisis", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("did", sa.String(length=16), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("crisis_marks_of", "crisis_marks", ["crisis", "at"], unique=False)
    op.create_table(
        "crisis_offers",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("crisis", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("crisis_offers_of", "crisis_offers", ["crisis", "at"], unique=False)
    op.create_table(
        "crisis_paid",
        sa.Column("order_id", sa.Text(), nullable=False),
        sa.Column("offer", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("order_id", "offer"),
    )
    op.create_index("crisis_paid_offer", "crisis_paid", ["offer"], unique=False)
    op.create_table(
        "crisis_level",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "crisis_cleared",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("crisis", sa.Text(), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "crisis"),
    )
    op.create_index("crisis_cleared_of", "crisis_cleared", ["crisis"], unique=False)
    op.create_table(
        "grants",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("grants_person", "grants", ["person", "until"], unique=False)


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in ("grants", "crisis_cleared", "crisis_level", "crisis_paid", "crisis_offers", "crisis_marks", "crises"):
        op.drop_table(name)
