"""Pages of sections, for files that have pages.

Revision ID: 0005_pages
"""

import sqlalchemy as sa
from alembic import op

revision = "0005_pages"
down_revision = "0004_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add where pages begin in a section."""
    op.add_column("sections", sa.Column("pages", sa.JSON(), nullable=True))
