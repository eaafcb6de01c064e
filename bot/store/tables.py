"""The tables of the bot. Times are whole seconds since 1970, UTC; values of the library are JSON.

Numbers of answers and searches are never used again: buttons out in the chats carry them.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text
from sqlalchemy import UniqueConstraint as Unique

metadata = MetaData()

inbox = Table(
    "inbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("payload", Text),
    Column("attempts", Integer, nullable=False),
    Column("done", Boolean, nullable=False, index=True),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

sent = Table(
    "sent",
    metadata,
    Column("key", String(120), primary_key=True),
    Column("ordinal", Integer, primary_key=True),
    Column("message_id", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
)

answers = Table(
    "answers",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("question_message", BigInteger),
    Column("question", Text, nullable=False),
    Column("before", Text),
    Column("answer", Text, nullable=False),
    Column("messages", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("answers_place", "chat", "topic", "person", "number"),
    Index("answers_question", "chat", "question_message"),
    sqlite_autoincrement=True,
)

threads = Table(
    "threads",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("topic", BigInteger, primary_key=True),
    Column("person", BigInteger, primary_key=True),
    Column("thread", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("answer", Integer, ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("helpful", Boolean, nullable=False),
    Column("reason", String(40)),
    Column("at", BigInteger, nullable=False),
    Column("state", String(20), nullable=False, server_default="open"),
    Column("told", Boolean, nullable=False, server_default="0"),
    Unique("answer", "person"),
)

prompts = Table(
    "prompts",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("message", BigInteger, primary_key=True),
    Column("answer", Integer, ForeignKey("answers.number", ondelete="CASCADE"), nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("section", String(40)),
)

pins = Table(
    "pins",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("asks", String(64), nullable=False, index=True),
    Column("question", Text, nullable=False),
    Column("dated", Boolean, nullable=False),
    Column("lines", Text, nullable=False),
    Column("section", String(40), nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("until", BigInteger),
    sqlite_autoincrement=True,
)

people = Table(
    "people",
    metadata,
    Column("person", BigInteger, primary_key=True),
    Column("home", String(80)),
)

searches = Table(
    "searches",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("query", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

views = Table(
    "views",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("key", String(120), nullable=False, unique=True),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("question", BigInteger),
    Column("request", Text, nullable=False),
    Column("message", BigInteger),
    Column("at", BigInteger, nullable=False),
    Index("views_place", "chat", "topic", "person", "number"),
    sqlite_autoincrement=True,
)

saved_tables = Table(
    "saved_tables",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("name", String(80), nullable=False),
    Column("request", Text, nullable=False),
    Column("cells", Text, nullable=False),
    Column("at", BigInteger, nullable=False),
    Unique("chat", "name"),
    sqlite_autoincrement=True,
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("said", Text, nullable=False),
    Column("interest", Text, nullable=False),
    Column("rhythm", String(20), nullable=False),
    Column("state", String(20), nullable=False),
    Column("at", BigInteger, nullable=False),
    Index("subscriptions_chat", "chat", "state"),
    sqlite_autoincrement=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("subscription", Integer, nullable=False),
    Column("chat", BigInteger, nullable=False),
    Column("topic", BigInteger, nullable=False),
    Column("person", BigInteger, nullable=False),
    Column("document", String(120), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("rhythm", String(20), nullable=False),
    Column("content", Text, nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("message_id", BigInteger),
    Column("at", BigInteger, nullable=False),
    Unique("subscription", "chat", "document", "version"),
    Index("outbox_due", "state", "due"),
    Index("outbox_document", "document", "chat"),
    sqlite_autoincrement=True,
)

alert_chats = Table(
    "alert_chats",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("zone", String(60), nullable=False),
    Column("quiet_from", Integer),
    Column("quiet_to", Integer),
    Column("workdays", Boolean, nullable=False),
    Column("wait_until", BigInteger, nullable=False),
    Column("failures", Integer, nullable=False),
    Column("blocked", Boolean, nullable=False),
)

marks = Table(
    "marks",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("number", BigInteger, nullable=False),
)

members = Table(
    "members",
    metadata,
    Column("person", BigInteger, primary_key=True),
    Column("role", String(20), nullable=False),
    Column("name", String(80), nullable=False),
    Column("at", BigInteger, nullable=False),
)

person_circles = Table(
    "person_circles",
    metadata,
    Column("person", BigInteger, primary_key=True),
    Column("circle", String(80), primary_key=True),
)

circles = Table("circles", metadata, Column("name", String(80), primary_key=True))

groups = Table(
    "groups",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("title", String(80), nullable=False),
    Column("at", BigInteger, nullable=False),
)

group_circles = Table(
    "group_circles",
    metadata,
    Column("chat", BigInteger, primary_key=True),
    Column("circle", String(80), primary_key=True),
)

invites = Table(
    "invites",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("circles", Text, nullable=False),
    Column("by", BigInteger, nullable=False),
    Column("expires", BigInteger, nullable=False),
    Column("used_by", BigInteger),
    Column("used_at", BigInteger),
)

requests = Table(
    "requests",
    metadata,
    Column("code", String(12), primary_key=True),
    Column("person", BigInteger, nullable=False, unique=True),
    Column("name", String(80), nullable=False),
    Column("at", BigInteger, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", BigInteger, nullable=False, index=True),
    Column("by", BigInteger, nullable=False),
    Column("what", String(40), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    sqlite_autoincrement=True,
)

usage = Table(
    "usage",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("person", BigInteger, primary_key=True),
    Column("questions", Integer, nullable=False),
    Column("told", Boolean, nullable=False),
)
