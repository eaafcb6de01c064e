"""Feedback that is looked after: whether it is settled, and prompts that wait for a reply."""

import sqlalchemy as sa
from alembic import op

revision = "b0006"
down_revision = "b0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two columns and a table."""
    op.add_column("feedback", sa.Column("state", sa.String(20), nullable=False, server_default="open"))
    op.add_column("feedback", sa.Column("told", sa.Boolean, nullable=False, server_default="0"))
    op.create_table(
        "prompts",
        sa.Column("chat", sa.BigInteger, primary_key=True),
        sa.Column("message", sa.BigInteger, primary_key=True),
        sa.Column("answer", sa.Integer, sa.ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_table("prompts")
    with op.batch_alter_table("feedback") as table:
        table.drop_column("told")
        table.drop_column("state")
