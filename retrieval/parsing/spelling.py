"""Slips of the keyboard in a region's name: 无湖 → 芜湖, 池洲 → 池州. Only a single near name counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from pypinyin import lazy_pinyin

_LOOSE = ((r"^([zcs])h", r"\1"), (r"ng$", "n"), (r"^l", "n"))


def near(word: str, among: Iterable[str]) -> str | None:
    """The one name of ``among`` that ``word`` is a slip for; None where none or several are near, or the word is one.

    Near: the same sound without tones, else sounds that the south confuses (zh/z, n/l, ing/in), else, from three
    characters on, one other character. 市, 区 and 县 at the end are left out on both sides.
    """
    stems = {name: _stem(name) for name in dict.fromkeys(among)}
    asked = _stem(word)
    if len(asked) < 2 or asked in stems.values():
        return None
    for test in (_same_sound, _loose_sound, _one_off):
        found = [name for name, stem in stems.items() if test(asked, stem)]
        if found:
            return found[0] if len({stems[name] for name in found}) == 1 else None
    return None


@lru_cache(maxsize=8192)
def sounds(word: str) -> tuple[str, ...]:
    """Pinyin of each character without tones: 芜湖 → ("wu", "hu")."""
    return tuple(lazy_pinyin(word))


def _stem(name: str) -> str:
    return re.sub(r"(?<=..)(?:[省市区县旗盟]|自治[区州县])$", "", name)


def _same_sound(one: str, other: str) -> bool:
    return len(one) == len(other) and sounds(one) == sounds(other)


def _loose_sound(one: str, other: str) -> bool:
    return len(one) == len(other) and [_loose(s) for s in sounds(one)] == [_loose(s) for s in sounds(other)]


def _loose(sound: str) -> str:
    for pattern, plain in _LOOSE:
        sound = re.sub(pattern, plain, sound)
    return sound


def _one_off(one: str, other: str) -> bool:
    return len(one) == len(other) > 2 and sum(a != b for a, b in zip(one, other, strict=True)) == 1
