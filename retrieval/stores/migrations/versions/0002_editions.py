"""Earlier editions stay readable; events may be silent; a file knows which edition it held.

Revision ID: 0002_editions
Branch: retrieval
"""

import sqlalchemy as sa
from alembic import op

revision = "0002_editions"
down_revision = "0001_catalogue"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("versions", sa.Column("sections", sa.JSON(), nullable=True))
    op.add_column("versions", sa.Column("replaced", sa.Integer(), nullable=True))
    op.add_column("sources", sa.Column("version", sa.Integer(), nullable=True))
    op.add_column("events", sa.Column("silent", sa.Boolean(), server_default=sa.false(), nullable=False))
