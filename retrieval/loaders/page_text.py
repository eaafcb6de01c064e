"""The markup of a page as text, whatever charset it says or hides."""

from __future__ import annotations

import re
from email.message import Message

from retrieval.errors import LoadError
from retrieval.loaders.charset import decode, python_name

_DECLARED = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]+)|<\?xml[^>]{0,200}?encoding=[\"']([\w.:-]+)", re.I
)
_BROKEN_SHARE = 0.01


def page_text(data: bytes, media_type: str | None) -> str:
    """The text of a page or JSON answer; a few bytes that fit no charset become U+FFFD. Raises LoadError where many do."""
    header = Message()
    header["content-type"] = media_type or ""
    match = _DECLARED.search(data[:4096])
    declared = (header.get_content_charset(), (match[1] or match[2]).decode("ascii") if match else None)
    if decoded := decode(data, declared=declared):
        return decoded.text
    encodings = dict.fromkeys([*filter(None, map(python_name, declared)), "utf-8", "gb18030"])
    text = min(
        (data.decode(encoding, errors="replace") for encoding in encodings), key=lambda text: text.count("\ufffd")
    )
    if text.count("\ufffd") > _BROKEN_SHARE * len(text):
        raise LoadError("网页的编码无法识别，请在浏览器里打开核对，或改用该栏目的 RSS。")
    return text
