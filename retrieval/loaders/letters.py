"""Letters (eml): the text and the attachments, each a document of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import EML
from retrieval.loaders.members import Member

MOST_PARTS = 200
_COVER = 200  # a letter with attachments and fewer Chinese characters than this only says that they are there
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
FAULTS = (MessageError, LookupError, ValueError, TypeError, AttributeError)


def letter(data: bytes, context: LoadContext) -> list[Member]:
    """The text of a letter, where it is more than a covering note, and its attachments, in order. Raises LoadError."""
    try:
        message = parsed(data)
        attachments = list(_attachments(message))
        body = message.get_body(("plain", "html"))
        text = _body(body) if body is not None else None
    except FAULTS as error:
        raise damaged(context) from error
    note = text is not None and len(_CHINESE.findall(text.data.decode("utf-8", "replace"))) < _COVER
    return [*([text] if text and not (note and attachments) else []), *attachments]


def parsed(data: bytes) -> EmailMessage:
    """A message of the email package. Raises one of ``FAULTS``."""
    message = message_from_bytes(data, policy=default)
    if not isinstance(message, EmailMessage):
        raise ValueError("no message")
    return message


def damaged(context: LoadContext) -> LoadError:
    """The error of a broken letter or saved page."""
    return LoadError(f"{context.label}损坏或不是完整的邮件，请重新导出，或把附件另存后再试。")


def _body(part: MIMEPart) -> Member:
    charset = part.get_content_charset() or ""
    kind = part.get_content_type()
    data = content_of(part)
    if kind == "text/plain":
        try:
            data = data.decode(charset or "utf-8").encode()
            charset = "utf-8"
        except (LookupError, UnicodeDecodeError):
            charset = ""
    name = "正文.html" if kind == "text/html" else "正文.txt"
    return Member(name=name, data=data, media_type=f"{kind}; charset={charset}" if charset else kind)


def _attachments(message: EmailMessage) -> Iterator[Member]:
    for number, part in enumerate(message.walk()):
        name = part.get_filename()
        if number > MOST_PARTS:
            return
        if name and not part.is_multipart() and part.get_content_maintype() != "image":
            yield Member(name=name, data=content_of(part))
        elif part.get_content_type() == EML and part is not message:
            inner = part.get_payload(0) if part.is_multipart() else None
            if isinstance(inner, EmailMessage):
                yield Member(name=name or "转发的邮件.eml", data=inner.as_bytes())


def content_of(part: MIMEPart) -> bytes:
    """The bytes of a part, decoded from how they were sent."""
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""
