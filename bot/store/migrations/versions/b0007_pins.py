"""Pinned answers, and prompts that wait for the words of one."""

import sqlalchemy as sa
from alembic import op

revision = "b0007"
down_revision = "b0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """A table and a column."""
    op.create_table(
        "pins",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("asks", sa.String(64), nullable=False, index=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("dated", sa.Boolean, nullable=False),
        sa.Column("lines", sa.Text, nullable=False),
        sa.Column("section", sa.String(40), nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.Column("until", sa.BigInteger),
        sqlite_autoincrement=True,
    )
    op.add_column("prompts", sa.Column("section", sa.String(40)))


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("prompts") as table:
        table.drop_column("section")
    op.drop_table("pins")
