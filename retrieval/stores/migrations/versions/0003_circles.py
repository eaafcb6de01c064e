"""Circles: who may see a document, and where new documents get theirs from.

Revision ID: 0003_circles
"""

import sqlalchemy as sa
from alembic import op

revision = "0003_circles"
down_revision = "0002_editions"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the circle of documents and events, and the rules."""
    op.add_column("documents", sa.Column("circle", sa.Text(), nullable=True))
    op.create_index(op.f("ix_documents_circle"), "documents", ["circle"], unique=False)
    op.add_column("events", sa.Column("circle", sa.Text(), nullable=True))
    op.create_table(
        "circle_rules",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("circle", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_circle_rules")),
    )
