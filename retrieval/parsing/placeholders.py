"""Where a text was made anonymous: xx市, **县, 某区, ×名. A placeholder is never a value and never counted."""

from __future__ import annotations

import re

_PLACES = "省|市|县|区|镇|乡|州|街道"
_COUNTED = "名|个|人|万|亿|家|元|张|例|次|件|项|台|所|床|年|%|％|‰|余|户|月|号|位|分|平方|/"
_MARK = r"(?<![A-Za-z0-9])[xX×ｘＸ]+(?![A-Za-z0-9])|[*＊]{1,}|[○□]{2,}|_{2,}"
PLACE = re.compile(rf"(?:(?<![A-Za-z0-9])[xX×ｘＸ]{{1,4}}|[*＊]{{1,4}}|[○□]{{2,}}|某{{1,2}}) ?(?:{_PLACES})")
VALUE = re.compile(rf"(?:{_MARK})\s*(?=[.．]?(?:{_COUNTED}))|(?:{_MARK})\.(?:{_MARK})")


def placeholders(text: str) -> list[tuple[int, int]]:
    """Spans of the placeholders in ``text``, in its order: of places (with their 市 or 县) and of values (without unit)."""
    found = [*PLACE.finditer(text), *VALUE.finditer(text)]
    return sorted((m.start(), m.end()) for m in found)


def anonymised(title: str, text: str) -> bool:
    """Whether names or figures were taken out: a placeholder in the title, or at least two in the text."""
    return bool(placeholders(title)) or len(placeholders(text)) >= 2


def anonymous_place(title: str, text: str) -> bool:
    """Whether the place itself was taken out: xx市 in the title, or again and again in the text."""
    return bool(PLACE.search(title)) or len(PLACE.findall(text)) >= 2
