"""The first tables: inbox, ledger of what was sent, answers, threads, feedback, people, searches."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "b0001"
down_revision = None
branch_labels = ("bot",)
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _create_inbox()
    _create_answers()
    op.create_table(
        "threads",
        sa.Column("chat", sa.BigInteger, primary_key=True),
        sa.Column("topic", sa.BigInteger, primary_key=True),
        sa.Column("person", sa.BigInteger, primary_key=True),
        sa.Column("thread", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("person", sa.BigInteger, primary_key=True),
        sa.Column("home", sa.String(80)),
    )
    op.create_table(
        "searches",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("query", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )


def _create_inbox() -> None:
    op.create_table(
        "inbox",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("payload", sa.Text),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done", sa.Boolean, nullable=False, index=True),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "sent",
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("ordinal", sa.Integer, primary_key=True),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
    )


def _create_answers() -> None:
    op.create_table(
        "answers",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("chat", sa.BigInteger, nullable=False),
        sa.Column("topic", sa.BigInteger, nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("question_message", sa.BigInteger),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("messages", sa.Text, nullable=False),
        sa.Column("at", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("answers_place", "answers", ["chat", "topic", "person", "number"])
    op.create_index("answers_question", "answers", ["chat", "question_message"])
    op.create_table(
        "feedback",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("answer", sa.Integer, sa.ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
        sa.Column("person", sa.BigInteger, nullable=False),
        sa.Column("helpful", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("at", sa.BigInteger, nullable=False),
        sa.UniqueConstraint("answer", "person"),
    )


def downgrade() -> None:
    """Drop the tables."""
    for table in ("feedback", "answers", "sent", "inbox", "threads", "people", "searches"):
        op.drop_table(table)
