"""A local Bot API server with a chat page, to try the bot and to test it without Telegram."""

from bot.playground.faults import Fault
from bot.playground.limits import UNLIMITED, Limits
from bot.playground.people import ADMIN, GROUP, READER, STRANGER, USERS, Person
from bot.playground.server import TOKEN, Playground
from bot.playground.wire import Refused

__all__ = [
    "ADMIN",
    "GROUP",
    "READER",
    "STRANGER",
    "TOKEN",
    "UNLIMITED",
    "USERS",
    "Fault",
    "Limits",
    "Person",
    "Playground",
    "Refused",
]
