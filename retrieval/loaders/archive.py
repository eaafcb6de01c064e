"""Archives: the files inside a zip, or inside a letter, each to be read as a document of its own.

Nothing is written to disk, so a member's path can reach nowhere; it only becomes part of the document's key.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
from dataclasses import replace
from pathlib import PurePosixPath

from retrieval.errors import LoadError
from retrieval.loaders.context import LoadContext
from retrieval.loaders.faults import ZIP_FAULTS
from retrieval.loaders.letters import letter
from retrieval.loaders.members import Member

MOST_MEMBERS = 500
LARGEST_MEMBER = 50 * 1024 * 1024
LARGEST_TOTAL = 300 * 1024 * 1024
HIGHEST_RATIO = 200
"""Unpacked over packed size; text shrinks to a tenth, a bomb to a thousandth. Small members may do as they like."""
_SMALL = 1024 * 1024
DEEPEST = 2
"""A zip within a zip is opened, one within that is not."""
_UTF8_FLAG, _ENCRYPTED = 0x800, 0x1
_UNICODE_PATH = 0x7075
_RUBBISH = re.compile(r"(?:^|/)(?:__MACOSX/|\.[^/]+$|~\$[^/]*$|Thumbs\.db$|desktop\.ini$)", re.I)
_FAULTS = (*ZIP_FAULTS, struct.error)


def members_of_zip(data: bytes, context: LoadContext, suffixes: frozenset[str]) -> list[Member]:
    """The files of a zip whose names end in ``suffixes``, in order; one that is encrypted or too large has an ``error``.

    Raises LoadError for a damaged zip, a bomb, and one in which there is nothing to read.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
            if len(entries) > MOST_MEMBERS or sum(entry.file_size for entry in entries) > LARGEST_TOTAL:
                raise LoadError(f"{context.label}里的文件太多或太大，请解压后把需要的文件放进文件夹再收录。")
            named = [(entry, member_name(entry)) for entry in entries]
            found = [
                _read(archive, entry, name)
                for entry, name in named
                if not _RUBBISH.search(name) and PurePosixPath(name).suffix.lower() in suffixes
            ]
    except _FAULTS as error:
        raise LoadError(f"{context.label}损坏或不是完整的 ZIP 压缩包，请重新下载或重新压缩后再试。") from error
    if not found:
        raise LoadError(f"{context.label}里没有可收录的文件。")
    return found


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str) -> Member:
    label = f"压缩包里的“{name}”"
    if entry.flag_bits & _ENCRYPTED:
        return Member(name=name, error=f"{label}加了密码，请解压后再收录。")
    bomb = entry.file_size > _SMALL and entry.file_size > HIGHEST_RATIO * max(1, entry.compress_size)
    if entry.file_size > LARGEST_MEMBER or bomb:
        return Member(name=name, error=f"{label}解压后太大，没有读。")
    try:
        with archive.open(entry) as stream:
            content = stream.read(LARGEST_MEMBER + 1)
    except _FAULTS:
        return Member(name=name, error=f"{label}损坏，没有读。")
    return Member(name=name, data=content)


def member_name(entry: zipfile.ZipInfo) -> str:
    """The path of a member: UTF-8 where it says so or reads so, else GB18030 (Windows); made harmless and unlike a way out."""
    name = _unicode_path(entry) or entry.filename
    if not entry.flag_bits & _UTF8_FLAG and name == entry.filename:
        name = _decoded(entry.orig_filename)
    parts = [
        part
        for part in re.split(r"[/\\]+", name)
        if part not in ("", ".", "..") and not re.fullmatch(r"[A-Za-z]:", part)
    ]
    return "/".join(re.sub(r"[\x00-\x1f\x7f]", "", part) for part in parts) or "无名"


def _unicode_path(entry: zipfile.ZipInfo) -> str | None:
    """The UTF-8 name that some packers put beside one in an old charset."""
    extra = entry.extra
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        if kind == _UNICODE_PATH and size > 5:
            try:
                return extra[9 : 4 + size].decode()
            except UnicodeDecodeError:
                return None
        extra = extra[4 + size :]
    return None


def _decoded(name: str) -> str:
    """zipfile reads names without the UTF-8 flag as cp437; these are their bytes again, in the charset that fits."""
    try:
        raw = name.encode("cp437")
    except UnicodeEncodeError:
        return name
    for charset in ("utf-8", "gb18030", "big5"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return name


def members_of_letter(data: bytes, context: LoadContext, suffixes: frozenset[str]) -> list[Member]:
    """The text and the readable attachments of a letter. Raises LoadError where there is neither."""
    found = [
        replace(member, name="/".join(part for part in re.split(r"[/\\]+", member.name) if part not in ("", ".", "..")))
        for member in letter(data, context)
    ]
    readable = [
        member for member in found if PurePosixPath(member.name).suffix.lower() in suffixes and member.data.strip()
    ]
    if not readable:
        raise LoadError(f"{context.label}里没有正文，也没有可收录的附件。")
    return readable
