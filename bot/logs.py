"""The log: a reference that joins the lines of one update, lines as text or JSON, and no secrets.

The sentence that a user reads when something failed carries the same reference.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Literal

Form = Literal["text", "json"]
TEXT = "%(asctime)s %(levelname)s %(reference)s %(name)s: %(message)s"

_reference: ContextVar[str] = ContextVar("reference", default="-")
_TOKEN = re.compile(r"\b\d{3,20}:[A-Za-z0-9_-]{8,}")


@contextmanager
def referenced() -> Iterator[str]:
    """What is logged within belongs together: its reference, six hex digits."""
    token = _reference.set(secrets.token_hex(3))
    try:
        yield _reference.get()
    finally:
        _reference.reset(token)


def reference() -> str:
    """The reference of what is being done, "-" outside of any update."""
    return _reference.get()


class Referenced(logging.Filter):
    """Gives every record its reference."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, let it pass."""
        record.reference = _reference.get()
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: time (ISO 8601, UTC), level, logger, reference, message, and traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "reference": getattr(record, "reference", "-"),
            "message": record.getMessage(),
        }
        trace = record.exc_text or (self.formatException(record.exc_info) if record.exc_info else None)
        return json.dumps(line | ({"traceback": trace} if trace else {}), ensure_ascii=False)


def to_stderr(form: Form) -> None:
    """Log to stderr in this form, from INFO on."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter(TEXT))
    handler.addFilter(Referenced())
    logging.basicConfig(level=logging.INFO, handlers=[handler])
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("telegram.ext").addFilter(_not_reported_below)


def _not_reported_below(record: logging.LogRecord) -> bool:
    """Drops what PTB logs, with a traceback, when it gives up reaching Telegram: ``bot.running`` says it in one sentence."""
    return record.module != "networkloop" or record.levelno < logging.ERROR


class Hidden(logging.Filter):
    """Writes ``***`` for secrets in a record's message and traceback."""

    def __init__(self, *secrets: str) -> None:
        super().__init__()
        self._secrets = tuple(sorted((secret for secret in secrets if secret), key=len, reverse=True))

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record, let it pass."""
        record.msg, record.args = self._without(record.getMessage()), None
        if record.exc_info and not record.exc_text:
            record.exc_text = logging.Formatter().formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = self._without(record.exc_text)
        return True

    def _without(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return _TOKEN.sub("***", text)


def hide(*secrets: str) -> None:
    """Hide secrets, and whatever looks like a token, in all that the root's handlers write; httpx tells addresses."""
    for handler in logging.getLogger().handlers:
        handler.addFilter(Hidden(*secrets))
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
