"""Answers that are being written, and the word that ends them: heard at once, not in the chat's turn."""

from __future__ import annotations

import threading
from collections.abc import Hashable, Iterator
from contextlib import contextmanager

from telegram import Update

from bot.addressing import said
from bot.rendering.texts import STOP_WRITING

COMMAND = "stop"


class Stops:
    """Who may stop what: a person his own answer, in the chat and topic where it is written."""

    def __init__(self) -> None:
        self._running: dict[Hashable, threading.Event] = {}
        self._heard: set[str] = set()

    @contextmanager
    def running(self, key: Hashable) -> Iterator[threading.Event]:
        """An answer is written; the event is set when it is to end."""
        stop = threading.Event()
        self._running[key] = stop
        try:
            yield stop
        finally:
            if self._running.get(key) is stop:
                del self._running[key]

    def end_all(self) -> None:
        """End whatever is written: the bot stops."""
        for stop in tuple(self._running.values()):
            stop.set()

    def hear(self, update: Update, key: Hashable, name: str) -> None:
        """Look at an update as it comes in: where it says stop and something is written, that ends. ``name``: of the update."""
        running = self._running.get(key)
        if running is not None and says_stop(update):
            running.set()
            self._heard.add(name)

    def heard(self, name: str) -> bool:
        """Whether an update has stopped something."""
        if name not in self._heard:
            return False
        self._heard.discard(name)
        return True


def says_stop(update: Update) -> bool:
    """Whether an update is the stop button, /stop or 停止."""
    if update.callback_query:
        return update.callback_query.data == STOP_WRITING
    return bool(update.message and update.message.text and said(update.message.text).command == COMMAND)
