"""Plain text."""

from __future__ import annotations

from retrieval.errors import LoadError
from retrieval.loaders.charset import Decoded, controls, decode, normalise_lines, without_controls
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import TEXT
from retrieval.model import Loaded

_TOLERATED = 1000  # one stray control character in so many may be left out; more means a binary file


def load_txt(data: bytes, context: LoadContext) -> Loaded:
    """UTF-8 (with or without BOM), UTF-16, GB18030 or Big5 → lines of text, otherwise untouched.

    Raises LoadError for an unknown charset, binary content, null bytes or a text of nothing but blanks.
    """
    decoded = decode(data, declared=(context.charset,))
    if decoded is None:
        raise LoadError(f"{context.label}的编码不是 UTF-8、UTF-16、GB18030 或 Big5，请用记事本另存为 UTF-8 后再试。")
    text, warnings = clean(decoded, context)
    if not text.strip():
        raise LoadError(f"{context.label}是空的，没有文字，请检查文件内容。")
    return Loaded(text=text, media_type=TEXT, encoding=decoded.encoding, warnings=warnings)


def clean(decoded: Decoded, context: LoadContext) -> tuple[str, tuple[str, ...]]:
    """Text with normal line ends, and warnings. Raises LoadError where null bytes or control characters say binary."""
    text = normalise_lines(decoded.text)
    stray = controls(text)
    if "\0" in text or stray * _TOLERATED > len(text):
        raise LoadError(f"{context.label}含有空字节或控制字符，不是纯文本，请导出为 UTF-8 文本后再试。")
    warnings = [f"去掉了 {stray} 个控制字符。"] if stray else []
    if decoded.cut:
        warnings.append("文件末尾缺半个字，可能没有下载完整。")
    return (without_controls(text) if stray else text), tuple(warnings)
