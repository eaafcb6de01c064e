"""Who may do what: members, groups, circles, invitations, requests, and the audit log."""

import sqlalchemy as sa
from alembic import op

revision = "b0004"
down_revision = "b0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _people()
    _waiting()
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", sa.BigInteger, nullable=False, index=True),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sqlite_autoincrement=True,
    )


def _people() -> None:
    op.create_table(
        "members",
        sa.Column("person", sa.BigInteger, primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "groups",
        sa.Column("chat", sa.BigInteger, primary_key=True),
        sa.Column("title", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table("circles", sa.Column("name", sa.String(80), primary_key=True))
    for table, owner in (("person_circles", "person"), ("group_circles", "chat")):
        op.create_table(
            table,
            sa.Column(owner, sa.BigInteger, primary_key=True),
            sa.Column("circle", sa.String(80), primary_key=True),
        )


def _waiting() -> None:
    op.create_table(
        "invites",
        sa.Column("hash", sa.String(64), primary_key=True),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("circles", sa.Text, nullable=False),
        sa.Column("by", sa.BigInteger, nullable=False),
        sa.Column("expires", sa.BigInteger, nullable=False),
        sa.Column("used_by", sa.BigInteger),
        sa.Column("used_at", sa.BigInteger),
    )
    op.create_table(
        "requests",
        sa.Column("code", sa.String(12), primary_key=True),
        sa.Column("person", sa.BigInteger, nullable=False, unique=True),
        sa.Column("name", sa.String(80), nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("audit", "requests", "invites", "group_circles", "person_circles", "groups", "circles", "members"):
        op.drop_table(table)
