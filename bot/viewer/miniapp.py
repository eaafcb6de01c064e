"""What Telegram tells a Mini App of who opened it, checked.

Source: https://core.telegram.org/bots/webapps#validating-data-received-via-the-mini-app
"""

from __future__ import annotations

import hashlib
import hmac
import json
from urllib.parse import parse_qsl

OLDEST_SECONDS = 3600
AHEAD_SECONDS = 60
_LONGEST = 8192


def opener(init_data: str, token: str, now: float) -> int | None:
    """The id of the person whose Telegram made ``init_data`` for this bot within the last hour; None where it is not so."""
    fields = _fields(init_data)
    given = fields.pop("hash", "")
    secret = hmac.new(b"WebAppData", token.encode(), hashlib.sha256).digest()
    text = "\n".join(f"{name}={fields[name]}" for name in sorted(fields))
    made = hmac.new(secret, text.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
    if not hmac.compare_digest(made, given if given.isascii() else ""):
        return None
    signed_at = fields.get("auth_date", "")
    age = now - int(signed_at) if signed_at.isdecimal() and len(signed_at) < 12 else OLDEST_SECONDS
    return _person(fields.get("user", "")) if -AHEAD_SECONDS <= age < OLDEST_SECONDS else None


def _fields(init_data: str) -> dict[str, str]:
    if len(init_data) > _LONGEST:
        return {}
    try:
        return dict(parse_qsl(init_data, keep_blank_values=True, max_num_fields=50))
    except ValueError:
        return {}


def _person(user: str) -> int | None:
    try:
        number = json.loads(user)["id"]
    except (ValueError, KeyError, TypeError):
        return None
    return number if type(number) is int else None
