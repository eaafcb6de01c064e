"""The bot's own tables in the data directory's database: inbox, threads, answers, views, feedback, people."""

from bot.store.answers import Answers, StoredAnswer, Tally
from bot.store.audit import Audit, Entry, recorded
from bot.store.database import Database, bring_up_to_date
from bot.store.feedback import Complaint, Feedback, Prompt
from bot.store.inbox import Inbox, Received
from bot.store.members import Group, Invite, Member, Members, Standing
from bot.store.members import Request as Asking
from bot.store.people import People
from bot.store.pins import Draft, Pin, Pins
from bot.store.usage import Usage
from bot.store.views import Request, SavedTable, View, Views

__all__ = [
    "Answers",
    "Asking",
    "Audit",
    "Complaint",
    "Database",
    "Draft",
    "Entry",
    "Feedback",
    "Group",
    "Inbox",
    "Invite",
    "Member",
    "Members",
    "People",
    "Pin",
    "Pins",
    "Prompt",
    "Received",
    "Request",
    "SavedTable",
    "Standing",
    "StoredAnswer",
    "Tally",
    "Usage",
    "View",
    "Views",
    "bring_up_to_date",
    "recorded",
]
