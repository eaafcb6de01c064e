"""What crosses the wire: JSON objects, parameters of a call, and errors in the Bot API's own words.

The descriptions follow Telegram's server, since bots (and python-telegram-bot) recognise errors by them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]
"""A JSON object as the Bot API defines it (Message, Update, …)."""


class ApiError(Exception):
    """A refused call: HTTP status, description and the optional ``parameters`` of Telegram's error object."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def payload(self) -> Json:
        """The body that Telegram sends with this error."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        if self.parameters:
            body["parameters"] = self.parameters
        return body


def bad_request(reason: str) -> ApiError:
    """400 with Telegram's prefix."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403 with Telegram's prefix."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """429 that tells the caller how many whole seconds to wait."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it was sent in a multipart body."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class Params:
    """Parameters of one call: everything arrives as text (JSON text for objects), files apart."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Upload] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The parameter as text."""
        return self.values.get(name, default)

    def integer(self, name: str, default: int = 0) -> int:
        """The parameter as an integer; ``default`` where it is missing, 400 where it is none."""
        raw = self.values.get(name, "")
        if not raw:
            return default
        try:
            return int(raw)
        except ValueError as error:
            raise bad_request(f'field "{name}" must be a valid Number') from error

    def flag(self, name: str) -> bool:
        """The parameter as a truth value, read as Telegram does."""
        return self.values.get(name, "").lower() in {"true", "yes", "1"}

    def json(self, name: str, kind: type[Any], what: str) -> Any:
        """The parameter as a decoded JSON value of the given kind (dict or list), or None where it is missing."""
        raw = self.values.get(name, "")
        if not raw:
            return None
        try:
            value = json.loads(raw)
        except ValueError as error:
            raise bad_request(f"can't parse {what} JSON object") from error
        if not isinstance(value, kind):
            expected = "an Array" if kind is list else "an Object"
            raise bad_request(f"expected {expected} as {what}")
        return value


class Refused(Exception):
    """Something that a made-up user (or a test) asked for and that cannot be done; the text is for people."""
