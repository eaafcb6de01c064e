"""What ``index`` is given → the single files and pages to read, each with the key that its document will have."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from retrieval.errors import HuiwenError, InputError, LoadError
from retrieval.loaders import MAX_BYTES, SUFFIXES
from retrieval.loaders.members import Member
from retrieval.loaders.unpacking import unpack
from retrieval.sources.fetch import Fetched
from retrieval.stores.keys import canonical, is_address


class Fetches(Protocol):
    """The seam to the web: one page. Raises FetchError."""

    def get(self, url: str) -> Fetched: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """The bytes of an input. ``url``: the final address of a page, None for a file."""

    data: bytes
    name: str = ""
    media_type: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file or page. ``label``: as the caller wrote it; ``source``: absolute; ``read`` raises InputError or OSError."""

    label: str
    source: str
    key: str
    read: Callable[[], Raw]


def inputs(targets: Sequence[str | Path | Fetched], fetcher: Fetches, below: Path | None = None) -> Iterator[Input]:
    """The inputs of files, folders (recursive, hidden ones left out, known suffixes only), http(s) addresses and fetched pages.

    ``below``: single files are known by their path below this folder.
    """
    for target in targets:
        if isinstance(target, Fetched):
            yield fetched_page(target.url, target)
        elif is_address(str(target)):
            yield _page(str(target), fetcher)
        elif _is_folder(Path(target)):
            yield from _folder(Path(target))
        else:
            yield _file(Path(target), _key(Path(target), below))


def documents(item: Input) -> Iterator[Input]:
    """The documents of one input: those inside an archive or a letter, each under ``key/member``, else the input itself.

    What cannot be read comes out as one input whose ``read`` raises.
    """
    try:
        raw = item.read()
        members = unpack(raw.data, name=raw.name)
    except (HuiwenError, OSError) as error:
        yield replace(item, read=partial(_raise, error))
        return
    if members is None:
        yield replace(item, read=lambda: raw)
        return
    for member in members:
        yield replace(
            item,
            label=f"{item.label}/{member.name}",
            source=f"{item.source}/{member.name}",
            key=unicodedata.normalize("NFC", f"{item.key}/{member.name}"),
            read=partial(_member, member),
        )


def _member(member: Member) -> Raw:
    if member.error:
        raise LoadError(member.error)
    return Raw(data=member.data, name=member.name, media_type=member.media_type)


def _raise(error: Exception) -> Raw:
    raise error


def _key(path: Path, below: Path | None) -> str:
    return path.relative_to(below).as_posix() if below and below in path.parents else path.name


def read_file(path: Path) -> Raw:
    """The bytes of a file. Raises LoadError, in one sentence."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise LoadError(f"“{path}”超过 {MAX_BYTES // 1024 // 1024} MB 的上限，请拆分后再试。")
        return Raw(data=path.read_bytes(), name=path.name)
    except FileNotFoundError as error:
        raise LoadError(f"没有“{path}”这个文件。") from error
    except (OSError, ValueError) as error:
        raise LoadError(f"“{path}”读不了：{getattr(error, 'strerror', None) or error}。") from error


def _page(address: str, fetcher: Fetches) -> Input:
    try:
        key = canonical(address)
    except ValueError:
        key = address
    return Input(label=address, source=key, key=key, read=partial(_fetch, address, fetcher))


def fetched_page(address: str, fetched: Fetched) -> Input:
    """The input of a page that was fetched already, from the address that was asked for."""
    raw = Raw(data=fetched.data, name=_name(fetched.url), media_type=fetched.media_type, url=fetched.url)
    return Input(label=address, source=canonical(address), key=canonical(fetched.url), read=lambda: raw)


def _name(address: str) -> str:
    return unquote(urlsplit(address).path).rpartition("/")[2]


def _fetch(address: str, fetcher: Fetches) -> Raw:
    fetched = fetcher.get(address)
    return Raw(data=fetched.data, media_type=fetched.media_type, url=fetched.url)


def _folder(folder: Path) -> Iterator[Input]:
    found = False
    for path in _files(folder):
        found = True
        yield _file(path, path.relative_to(folder).as_posix())
    if not found:
        yield Input(label=str(folder), source=str(folder), key=str(folder), read=partial(_nothing, folder))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long for the file system
        return False


def _files(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES:
                yield Path(parent) / name


def _file(path: Path, key: str) -> Input:
    normal = unicodedata.normalize("NFC", key)
    return Input(label=str(path), source=str(path.absolute()), key=normal, read=partial(read_file, path))


def _nothing(folder: Path) -> Raw:
    raise InputError(f"“{folder}”里没有可收录的文件（{'、'.join(sorted(SUFFIXES))}）。")
