"""Bytes → text: which charset, proven rather than guessed; and what counts as text at all."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_WIDE = ("utf-16-le", "utf-16-be")
_LEGACY = ("gb18030", "big5")
_BIG5 = "big5hkscs"
_COMMON = re.compile("[的一是在不了有和人大中上市年月工作生健康全區縣，。、；：「」（）\\n]")
_LEAST_COMMON = 0.12
_SAMPLE = 256 * 1024
_UNINFORMATIVE = {"ascii", "iso8859-1", "cp1252"}  # servers' defaults; they decode any bytes
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_LINE_ENDS = re.compile("\r\n|[\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_USUAL = re.compile("[\t\n\r -~\u3000-\u303f\u4e00-\u9fff\uff00-\uffef\u2010-\u203f\u00a0]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """``cut``: the bytes ended inside a character; that incomplete character is not in ``text``."""

    text: str
    encoding: str
    cut: bool = False


def decode(data: bytes, *, declared: tuple[str | None, ...] = ()) -> Decoded | None:
    """Text of ``data``, or None where no charset can be shown to be right.

    In this order: byte order mark, UTF-8 strict (other charsets practically never pass it), the ``declared`` charsets
    (strict), UTF-16 without a mark, then GB18030 or Big5 where charset-normalizer confirms it.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding)
    return next((found for encoding in _candidates(data, declared) if (found := _strict(data, encoding))), None)


def _candidates(data: bytes, declared: tuple[str | None, ...]) -> Iterator[str]:
    yield "utf-8"
    yield from (name for label in declared if (name := python_name(label)))
    if b"\0" in data:
        yield from (name for name in _WIDE if _looks_wide(data, name))
    elif legacy := _legacy(data):
        yield legacy


def python_name(label: str | None) -> str | None:
    """Python's codec for a declared charset (gb2312 and gbk widened to gb18030 as browsers do); None where it says nothing."""
    try:
        name = codecs.lookup((label or "").strip().strip("\"'")).name
    except (LookupError, ValueError):
        return None
    return None if name in _UNINFORMATIVE else _SUPERSETS.get(name, name)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        text = decoder.decode(data, final=False)
    except (UnicodeError, ValueError):
        return None
    return Decoded(text=text, encoding=encoding, cut=bool(decoder.getstate()[0]))


def _looks_wide(data: bytes, encoding: str) -> bool:
    """True where the first characters read as UTF-16 are nearly all ASCII, Chinese or punctuation."""
    sample = data[:4096].decode(encoding, errors="replace")
    return len(data) % 2 == 0 and len(_USUAL.findall(sample)) >= 0.9 * len(sample)


def _legacy(data: bytes) -> str | None:
    sample = data if len(data) <= _SAMPLE else data[: data.rfind(b"\n", 0, _SAMPLE) + 1 or _SAMPLE]
    if _is_big5(sample):
        return _BIG5
    best = from_bytes(sample, cp_isolation=list(_LEGACY)).best()
    return best.encoding if best else None


def _is_big5(sample: bytes) -> bool:
    """Whether bytes read as Big5 are mostly the commonest characters of official prose, and clearly more so than as GB18030."""
    big5, other = (_strict(sample, name) for name in (_BIG5, "gb18030"))
    if big5 is None:
        return False
    share = len(_COMMON.findall(big5.text)) / max(1, len(big5.text))
    return share >= _LEAST_COMMON and (
        other is None or share > 2 * len(_COMMON.findall(other.text)) / max(1, len(other.text))
    )


def normalise_lines(text: str) -> str:
    r"""Every kind of line end (CRLF, CR, form feed, U+2028 …) as ``\n``, leading byte order marks gone; nothing else touched."""
    return _LINE_ENDS.sub("\n", text.lstrip("\ufeff"))


def controls(text: str) -> int:
    """Number of control characters that no text holds."""
    return len(_CONTROL.findall(text))


def without_controls(text: str) -> str:
    """``text`` less its control characters."""
    return _CONTROL.sub("", text)


def storable(text: str) -> str:
    """``text`` with U+FFFD for each lone surrogate, which no encoding can hold; its length stays."""
    return _SURROGATE.sub("\ufffd", text)
