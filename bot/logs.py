"""Secrets stay out of the log."""

from __future__ import annotations

import logging
import re

_TOKEN = re.compile(r"\b\d{3,20}:[A-Za-z0-9_-]{8,}")


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
