"""From one file to the documents in it: archives and letters are taken apart, anything else is left alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from retrieval.errors import LoadError
from retrieval.loaders import load
from retrieval.loaders.archive import DEEPEST, MOST_MEMBERS, members_of_letter, members_of_zip
from retrieval.loaders.context import LoadContext
from retrieval.loaders.formats import EML, SUFFIXES, ZIP
from retrieval.loaders.members import Member
from retrieval.loaders.sniff import binary_type
from retrieval.model import Loaded

_OPENERS = {ZIP: members_of_zip, EML: members_of_letter}


def unpack(data: bytes, *, name: str = "") -> tuple[Member, ...] | None:
    """The documents inside a zip or a letter, in order, those in a zip or letter within it too; None for any other file.

    At most ``MOST_MEMBERS``. One that could not be taken out has an ``error``. Raises LoadError where there is nothing to read.
    """
    kind = binary_type(data)
    if kind not in _OPENERS:
        return None
    context = LoadContext(name=name)
    return tuple(islice(_opened(_OPENERS[kind](data, context, SUFFIXES), 1), MOST_MEMBERS))


def _opened(members: list[Member], deep: int) -> Iterator[Member]:
    for member in members:
        kind = None if member.error else binary_type(member.data)
        if kind not in _OPENERS:
            yield member
        elif deep >= DEEPEST:
            yield Member(name=member.name, error=f"“{member.name}”是压缩包里的压缩包里的压缩包，请解压后再收录。")
        else:
            yield from _within(member, kind, deep)


def _within(member: Member, kind: str, deep: int) -> Iterator[Member]:
    try:
        inner = _OPENERS[kind](member.data, LoadContext(name=member.name), SUFFIXES)
    except LoadError as error:
        yield Member(name=member.name, error=str(error))
        return
    for one in _opened(inner, deep + 1):
        yield Member(name=f"{member.name}/{one.name}", data=one.data, media_type=one.media_type, error=one.error)


def load_only(data: bytes, context: LoadContext) -> Loaded:
    """The one document in an archive or a letter. Raises LoadError where there are several."""
    members = unpack(data, name=context.name) or ()
    if len(members) != 1:
        raise LoadError(f"{context.label}里有 {len(members)} 份文件，请分别打开。")
    (member,) = members
    if member.error:
        raise LoadError(member.error)
    return load(member.data, name=member.name, media_type=member.media_type)
