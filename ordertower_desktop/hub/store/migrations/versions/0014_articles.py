"""The knowledge base: articles, what they are found by, and the cases that they helped."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """New tables beside those that are there."""
    op.create_table(
        "articles",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(length=64), nullable=False),
        sa.Column("cause", sa.String(length=32), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("used", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "article_grams",
        sa.Column("gram", sa.Text(), nullable=False),
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("gram", "article"),
    )
    op.create_index("article_grams_of", "article_grams", ["article"], unique=False)
    op.create_table(
        "article_uses",
        sa.Column("article", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("article", "case_id"),
    )


def downgrade() -> None:
    """Nothing else knows of them."""
    for name in ("article_uses", "article_grams", "articles"):
        op.drop_table(name)
