"""Circles: names of groups of people who alone may see some documents, and which circle a new document belongs to. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from retrieval.errors import InputError
from retrieval.stores.keys import canonical, is_address

LONGEST = 20
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f<>|:：,，、/\\]")


def named(name: str) -> str:
    """A circle's name as it is stored. Raises InputError.

    >>> named(" 医政处 ")
    '医政处'
    """
    normal = unicodedata.normalize("NFKC", name).strip()
    if not normal or len(normal) > LONGEST or _UNFIT.search(normal):
        raise InputError(f"圈子的名称要 1 到 {LONGEST} 个字，不含空格和标点，例如：医政处。")
    return normal


def prefix_of(place: str) -> str:
    """A rule's place as it is stored: an address in one spelling, else a folder with no slash at its end. Raises InputError."""
    text = unicodedata.normalize("NFC", place.strip())
    if is_address(text):
        try:
            return canonical(text)
        except ValueError as error:
            raise InputError(f"“{place}”不是有效的网址。") from error
    stripped = text.replace("\\", "/").rstrip("/")
    if not stripped.strip("/."):
        raise InputError("请写文件夹的名称（例如 内部）或网址的开头。")
    return stripped


def circle_of(rules: Mapping[str, str], key: str, source: str) -> str | None:
    """The circle of a new document: of the longest rule whose place holds it.

    A folder name holds wherever it stands in the path, so that it makes no difference which folder was indexed.

    >>> circle_of({"内部": "医政处"}, "内部/a.txt", "/data/inbox/内部/a.txt")
    '医政处'
    """
    fitting = [prefix for prefix in rules if _holds(prefix, key, source)]
    return rules[max(fitting, key=len)] if fitting else None


def _holds(prefix: str, key: str, source: str) -> bool:
    places = (unicodedata.normalize("NFC", key), unicodedata.normalize("NFC", source.replace("\\", "/")))
    if is_address(prefix):
        return any(place.startswith(prefix) for place in places)
    if prefix.startswith("/"):
        return any(f"{place}/".startswith(f"{prefix}/") for place in places)
    return any(f"/{prefix}/" in f"/{place}/" for place in places)
