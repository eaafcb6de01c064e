"""Tables of the texts, whole.

Revision ID: 0004_tables
Branch: retrieval
"""

import sqlalchemy as sa
from alembic import op

revision = "0004_tables"
down_revision = "0003_circles"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table of tables."""
    op.create_table(
        "grids",
        sa.Column("number_id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("section_id", sa.Text(), nullable=False),
        sa.Column("grid", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.id"], name=op.f("fk_grids_document_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["section_id"], ["sections.id"], name=op.f("fk_grids_section_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("number_id", name=op.f("pk_grids")),
    )
    op.create_index(op.f("ix_grids_document_id"), "grids", ["document_id"], unique=False)
    op.create_index(op.f("ix_grids_section_id"), "grids", ["section_id"], unique=False)
