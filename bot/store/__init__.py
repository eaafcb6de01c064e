"""The bot's own tables in the data directory's database: inbox, threads, answers, feedback, people."""

from bot.store.answers import Answers, StoredAnswer
from bot.store.database import Database
from bot.store.inbox import Inbox, Received
from bot.store.people import People

__all__ = ["Answers", "Database", "Inbox", "People", "Received", "StoredAnswer"]
