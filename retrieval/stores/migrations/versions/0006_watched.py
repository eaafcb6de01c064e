"""Sources that are looked at, what they listed, what is to be told of them.

Revision ID: 0006_watched
Branch: retrieval
"""

import sqlalchemy as sa
from alembic import op

revision = "0006_watched"
down_revision = "0005_pages"
branch_labels = None
depends_on = None


def _text(name: str, *, null: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "watched",
        sa.Column("id", sa.Integer(), nullable=False),
        _text("address", null=False),
        *map(_text, ("kind", "name", "region", "selector")),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("every", sa.Integer(), nullable=False),
        _text("due_at", null=False),
        _text("added_at", null=False),
        *map(_text, ("checked_at", "succeeded_at", "new_at", "etag", "modified", "shape")),
        sa.Column("failures", sa.Integer(), nullable=False),
        *map(_text, ("failing_since", "trouble", "remark")),
        sa.Column("told", sa.Boolean(), nullable=False),
        sa.Column("stale", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched")),
        sa.UniqueConstraint("address", name=op.f("uq_watched_address")),
    )
    op.create_index(op.f("ix_watched_due_at"), "watched", ["due_at"], unique=False)
    op.create_table(
        "watched_articles",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        _text("address", null=False),
        _text("url", null=False),
        *map(_text, ("title", "date")),
        _text("state", null=False),
        sa.Column("silent", sa.Boolean(), nullable=False),
        sa.Column("attachment", sa.Boolean(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("due_at", null=False),
        _text("seen_at", null=False),
        *map(_text, ("error", "document_id")),
        sa.ForeignKeyConstraint(
            ["source_id"], ["watched.id"], name=op.f("fk_watched_articles_source_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watched_articles")),
        sa.UniqueConstraint("source_id", "address", name=op.f("uq_watched_articles_source_id_address")),
    )
    op.create_index(
        op.f("ix_watched_articles_source_id_state"), "watched_articles", ["source_id", "state"], unique=False
    )
    op.create_table(
        "notices",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        *(_text(name, null=False) for name in ("kind", "text", "at")),
        sa.Column("told", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_notices")),
        sqlite_autoincrement=True,
    )
