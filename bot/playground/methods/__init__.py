"""The Bot API methods that the playground speaks, by their name in lower case (Telegram ignores case)."""

from collections.abc import Callable

from bot.playground.methods import chats, editing, profile, queries, sending
from bot.playground.state import World
from bot.playground.wire import Params

Method = Callable[[World, Params], object]

METHODS: dict[str, Method] = {
    name.lower(): method
    for family in (sending.METHODS, editing.METHODS, queries.METHODS, chats.METHODS, profile.METHODS)
    for name, method in family.items()
}
"""Every method but getUpdates, which alone has to wait."""
