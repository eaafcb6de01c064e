"""Files and pages that people send: kept for an hour in a folder of their own, read, taken in, or asked about by who sent them.

    uploads/<token>/about.json      who sent it where, and the message that tells what was read
    uploads/<token>/file/<name>     the file, or what the address held
    uploads/<token>/alone/          a library of this file alone, made at the first question

Everything here is gone after an hour; what was taken in lives in the catalogue. Blocks, but for ``tidy``.
"""

from __future__ import annotations

import asyncio
import json
import re
import secrets
import shutil
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from retrieval import (
    Answer,
    Attachment,
    Correction,
    Fetched,
    IndexResult,
    Indicator,
    InputError,
    Kind,
    Outline,
    Preview,
    Region,
)

KEPT_SECONDS = 3600.0
EVERY_SECONDS = 60.0
LONGEST_NAME = 120
ABOUT, FILE, ALONE = "about.json", "file", "alone"


class Taking(Protocol):
    """What uploads need of the library."""

    def fetch(self, address: str) -> Fetched:
        """A page or file of the web. Raises FetchError."""

    def previews(self, target: str | Path | Fetched) -> tuple[Preview, ...]:
        """What the documents in a file or page would be read as."""

    def figures(self, outline: Outline) -> tuple[Indicator, ...]:
        """The figures of one."""

    def region(self, name: str) -> Region | None:
        """The one region called so."""

    def index(
        self, targets: Sequence[str | Path | Fetched], *, by: Collection[str] | None, correction: Correction
    ) -> tuple[IndexResult, ...]:
        """Take in files."""


class Alone(Protocol):
    """A library of one file."""

    def index(self, targets: Sequence[str | Path | Fetched]) -> tuple[IndexResult, ...]:
        """Take it in."""

    def ask(self, question: str, *, worded: bool = True) -> Answer:
        """Ask it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file or page that was sent. ``message``: the bot's message that tells what was read, 0 before it is sent.

    ``code``: of the corrected ``region``, where it has one; ``prompt``: the bot's message that asks for a region; ``read_years``: as
    they were read. ``url``, ``media_type``: of a page, as it was fetched. ``attachments``: (address, title) of files that it links to.
    """

    token: str
    person: int
    chat: int
    name: str
    at: float
    message: int = 0
    region: str | None = None
    year: int | None = None
    kind: Kind | None = None
    url: str | None = None
    media_type: str | None = None
    attachments: tuple[tuple[str, str], ...] = ()
    code: str | None = None
    prompt: int = 0
    read_years: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """What a document of an upload was read as, and how many figures it gives; ``error``: why it can't be read."""

    name: str
    outline: Outline | None
    figures: int = 0
    attachments: tuple[Attachment, ...] = ()
    error: str | None = None


class Uploads:
    """``folder``: made when it is first needed; ``alone``: opens a library in an empty folder; ``clock``: seconds since 1970."""

    def __init__(
        self,
        folder: Path,
        library: Taking,
        alone: Callable[[Path], AbstractContextManager[Alone]],
        clock: Callable[[], float],
    ) -> None:
        self._folder = folder
        self._library = library
        self._alone = alone
        self._clock = clock

    def keep(self, person: int, chat: int, name: str, data: bytes) -> Upload:
        """Put a file away; what is older than an hour goes."""
        return self._keep(Upload(token=_token(), person=person, chat=chat, name=_safe(name), at=self._clock()), data)

    def fetch(self, person: int, chat: int, address: str) -> Upload:
        """Fetch an address and put away what it holds. Raises FetchError. Takes up to half a minute."""
        found = self._library.fetch(address)
        upload = Upload(
            token=_token(),
            person=person,
            chat=chat,
            name=_safe(_last(found.url)),
            at=self._clock(),
            url=found.url,
            media_type=found.media_type,
        )
        return self._keep(upload, found.data)

    def _keep(self, upload: Upload, data: bytes) -> Upload:
        self.purge()
        # Made under another name and put in place whole, so that a purge meanwhile does not take it for a ruin.
        making = self._folder / f".{upload.token}"
        (making / FILE).mkdir(parents=True)
        self._folder.chmod(0o700)
        (making / FILE / upload.name).write_bytes(data)
        _write(making, upload)
        making.rename(self._folder / upload.token)
        return upload

    def told(self, upload: Upload, message: int, read: Sequence[Read]) -> Upload:
        """Note the message under which its buttons stand and to which people reply, and the attachments that it tells."""
        told = tuple((one.url, one.title) for document in read for one in document.attachments)
        years = next((one.outline.profile.years for one in read if one.outline and one.outline.profile.years), ())
        return self._note(replace(upload, message=message, attachments=told, read_years=years))

    def prompted(self, upload: Upload, message: int) -> Upload:
        """Note the message that asks for a region: a reply to it is the region."""
        return self._note(replace(upload, prompt=message))

    def find(self, token: str, chat: int) -> Upload | None:
        """An upload of this chat by its token; None where it is gone."""
        if not re.fullmatch(r"[0-9a-f]{12}", token):
            return None
        found = self._about(self._folder / token)
        return found if found and found.chat == chat and not self._old(found) else None

    def replied(self, chat: int, message: int) -> Upload | None:
        """The upload that a message of the bot tells of or asks about."""
        places = self._folder.iterdir() if self._folder.is_dir() else ()
        known = (self._about(place) for place in places)
        return next(
            (
                one
                for one in known
                if one and one.chat == chat and message in (one.message, one.prompt) and not self._old(one)
            ),
            None,
        )

    def read(self, upload: Upload) -> tuple[Read, ...]:
        """What is in the file. Raises InputError where none of it can be read."""
        previews = self._library.previews(self._target(upload))
        if not any(one.outline for one in previews):
            raise InputError(next((one.error for one in previews if one.error), None) or "这个文件读不了。")
        return tuple(self._read(one, upload) for one in previews)

    def _read(self, preview: Preview, upload: Upload) -> Read:
        return Read(
            name=preview.name.rpartition(f"{upload.name}/")[2],
            outline=preview.outline,
            figures=len(self._library.figures(preview.outline)) if preview.outline else 0,
            attachments=preview.attachments,
            error=preview.error,
        )

    def correct(self, upload: Upload, *, region: str | None, year: int | None, kind: Kind | None) -> Upload:
        """Note what the sender says of the file. Raises InputError for a region that is not known."""
        if region is not None:
            place = self._library.region(region)
            if place is None:
                raise InputError(f"不认识“{region[:20]}”这个地区，请写全称，如某某市。")
            upload = replace(upload, region=place.name, code=place.code)
        return self._note(replace(upload, year=year or upload.year, kind=kind or upload.kind))

    def take_in(self, upload: Upload, by: Collection[str] | None) -> tuple[IndexResult, ...]:
        """Index the file with what was corrected; ``by``: circles of who adds it. Blocks while it is embedded.

        A page stays for its hour where it has attachments, which can be read from its message then.
        """
        said = Correction(
            region=self._library.region(upload.code or upload.region) if upload.region else None,
            year=upload.year,
            kind=upload.kind,
        )
        results = self._library.index([self._target(upload)], by=by, correction=said)
        if any(one.document is not None for one in results) and not upload.attachments:
            self.drop(upload)
        return results

    def ask(self, upload: Upload, question: str) -> Answer:
        """Answer from this file alone. Raises LoadError."""
        with self._alone(self._folder / upload.token / ALONE) as library:
            failed = next((one for one in library.index([self._target(upload)]) if one.state == "failed"), None)
            if failed is not None:
                raise InputError(failed.error or "这个文件读不了。")
            return library.ask(question, worded=False)

    def drop(self, upload: Upload) -> None:
        """Forget a file."""
        shutil.rmtree(self._folder / upload.token, ignore_errors=True)

    def purge(self) -> None:
        """Forget what is older than an hour, and what was cut off while it was put away."""
        for place in self._folder.iterdir() if self._folder.is_dir() else ():
            known = self._about(place)
            ruin = known is None and not (place.name.startswith(".") and _young(place))
            if ruin or (known is not None and self._old(known)):
                shutil.rmtree(place, ignore_errors=True)

    async def tidy(self) -> None:
        """A job: forget in time."""
        while True:
            await asyncio.to_thread(self.purge)
            await asyncio.sleep(EVERY_SECONDS)

    def _old(self, upload: Upload) -> bool:
        return self._clock() - upload.at > KEPT_SECONDS

    def _target(self, upload: Upload) -> Path | Fetched:
        path = self._folder / upload.token / FILE / upload.name
        if upload.url is None:
            return path
        return Fetched(data=path.read_bytes(), media_type=upload.media_type, url=upload.url)

    def _note(self, upload: Upload) -> Upload:
        _write(self._folder / upload.token, upload)
        return upload

    def _about(self, place: Path) -> Upload | None:
        try:
            about = json.loads((place / ABOUT).read_text(encoding="utf-8"))
            return Upload(
                **{
                    **about,
                    "read_years": tuple(about["read_years"]),
                    "attachments": tuple(map(tuple, about["attachments"])),
                }
            )
        except (OSError, ValueError, TypeError, KeyError):
            return None


def _write(place: Path, upload: Upload) -> None:
    part = place / f"{ABOUT}.part"
    part.write_text(json.dumps(asdict(upload), ensure_ascii=False), encoding="utf-8")
    part.replace(place / ABOUT)


def _young(place: Path) -> bool:
    """Whether a folder was made within the hour, by the machine's own clock."""
    try:
        return time.time() - place.stat().st_mtime < KEPT_SECONDS
    except OSError:
        return False


def _token() -> str:
    return secrets.token_hex(6)


def _last(address: str) -> str:
    """The last part of an address's path, else its host."""
    parts = urlsplit(address)
    return unquote(parts.path).rstrip("/").rpartition("/")[2] or parts.netloc


def _safe(name: str) -> str:
    """A file name without a path and without what a file system minds."""
    plain = re.sub(r"[\x00-\x1f/\\\\:*?\"<>|]", "_", name).strip(". ") or "文件"
    stem, dot, suffix = plain.rpartition(".")
    return f"{stem[:LONGEST_NAME]}{dot}{suffix}" if dot else plain[:LONGEST_NAME]
