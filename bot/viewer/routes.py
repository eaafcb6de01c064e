"""The pages' addresses: who asks, what may be shown, how it is shown.

The text needs a valid pass of a person who still may read the section. Without it the page holds the title and the way
back to the chat; where a section is not for everyone, not even the title.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.pool import Pool
from bot.rendering import texts
from bot.rendering.refs import Target, parse
from bot.viewer.addresses import query
from bot.viewer.miniapp import opener
from bot.viewer.page import Page, page_of
from bot.viewer.passes import Pass, Passes
from bot.web.guard import Failures, client
from retrieval import Document, StoredSection, Table, UnknownIdError

HERE = Path(__file__).parent
_SECTION = re.compile(r"[A-Za-z0-9]{1,24}")
_PART = re.compile(r"[0-9]{1,4}")
_SECTION_ROOT = "../"
_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_LASTING = "public, max-age=31536000, immutable"
_ROBOTS = "User-agent: *\nDisallow: /\n"


class Shelf(Protocol):
    """What the pages need of a library as one person sees it; every call blocks."""

    def section(self, id: str) -> StoredSection: ...

    def sections(self, document_id: str) -> tuple[StoredSection, ...]: ...

    def document(self, id: str) -> Document: ...

    def tables(self, section_id: str) -> tuple[Table, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Doors:
    """How the pages reach the rest of the bot.

    ``everyone``: the reports that all may see. ``shelf``: the reports that a person may see, None for one without a right.
    ``chat``: start parameter → the address that opens the chat. ``token``: the bot's, which signs what Mini Apps tell.
    """

    everyone: Callable[[], Awaitable[Shelf]]
    shelf: Callable[[int], Awaitable[Shelf | None]]
    chat: Callable[[str], str]
    token: str
    clock: Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a section: which one, with which pass, with which evidence and stretch to show."""

    section_id: str
    code: str
    target: Target
    part: int | None

    @property
    def extra(self) -> str:
        """The start parameter that leads to the same place in the chat."""
        return "s_" + self.target.code


class Viewer:
    """Handlers of the pages' addresses."""

    def __init__(self, doors: Doors, passes: Passes, pool: Pool) -> None:
        self._doors = doors
        self._passes = passes
        self._pool = pool
        self._failures = Failures(doors.clock)
        self._templates = Environment(
            loader=FileSystemLoader(HERE / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._files = {path.name: path.read_bytes() for path in sorted((HERE / "static").iterdir())}
        self._templates.globals["version"] = hashlib.sha256(b"".join(self._files.values())).hexdigest()[:8]

    def routes(self) -> list[Route]:
        """The routes to mount at the root."""
        return [
            Route("/s/{id}", self.section),
            Route("/s/{id}/open", self.open, methods=["POST"]),
            Route("/static/{name}", self.file),
            Route("/robots.txt", _robots),
        ]

    async def section(self, request: Request) -> Response:
        """A section's page, or what stands in its place."""
        asked = _asked(request)
        if asked is None:
            return self.missing(request)
        who = client(request)
        if self._failures.many(who):
            return self._closed(_SECTION_ROOT, None, texts.PAGE_BUSY, 429)
        held = self._passes.read(asked.code, asked.section_id)
        if held is None and asked.code:
            self._failures.add(who)
        shelf = await self._doors.shelf(held.person) if held else None
        if held and shelf and held.valid and not held.mini:
            return await self._pool(self._shown, shelf, asked, held)
        return await self._pool(self._kept, shelf or await self._doors.everyone(), asked, held)

    def _shown(self, shelf: Shelf, asked: Asked, held: Pass) -> Response:
        """The page with the text. Blocks."""
        try:
            section = shelf.section(asked.section_id)
            document = shelf.document(section.document_id)
            if section.id != asked.section_id:
                return self._moved(section, asked, held)
            sections, tables = shelf.sections(document.id), shelf.tables(section.id)
        except UnknownIdError:
            return self._closed(_SECTION_ROOT, asked, texts.PAGE_GONE, 404)
        known = {asked.section_id: asked.code}

        def link(section_id: str) -> str:
            code = known.get(section_id) or self._passes.issue(held.person, section_id, expires=held.expires)
            return f"{section_id}?p={code}"

        page = page_of(section, document, sections, asked.target, link, asked.part, tables)
        return HTMLResponse(self._section_page(page, asked))

    def _section_page(self, page: Page, asked: Asked) -> str:
        template = self._templates.get_template("section.html")
        return template.render(page=page, chat=self._doors.chat(asked.extra), root=_SECTION_ROOT)

    def _moved(self, section: StoredSection, asked: Asked, held: Pass) -> Response:
        """The way to a section's present address, with a pass for it."""
        code = self._passes.issue(held.person, section.id, expires=held.expires)
        return RedirectResponse(section.id + query(code, Target(section_id=section.id)), status_code=302)

    def _kept(self, shelf: Shelf, asked: Asked, held: Pass | None) -> Response:
        """The title and the way back to the chat, no text. Blocks."""
        try:
            section = shelf.section(asked.section_id)
            document = shelf.document(section.document_id)
        except UnknownIdError:
            return self._closed(_SECTION_ROOT, asked, texts.PAGE_GONE, 404)
        expired = held is not None and not held.valid
        reason = texts.PAGE_EXPIRED if expired else texts.PAGE_CLOSED
        mini = asked.code if held is not None and held.valid and held.mini else ""
        return self._closed(_SECTION_ROOT, asked, reason, 403, title=document.title, mini=mini)

    def _closed(
        self, root: str, asked: Asked | None, reason: str, status: int, *, title: str = "", mini: str = ""
    ) -> Response:
        """A page with no text. ``root``: from its address to the root of the pages."""
        chat = self._doors.chat(asked.extra if asked else "")
        page = self._templates.get_template("closed.html")
        return HTMLResponse(
            page.render(title=title, reason=reason, chat=chat, mini=mini, root=root), status_code=status
        )

    async def open(self, request: Request) -> Response:
        """A Mini App tells who opened it: {pass, init_data} → {address} with a pass that opens the text."""
        section_id, who = request.path_params["id"], client(request)
        if self._failures.many(who):
            return JSONResponse({"error": texts.PAGE_BUSY}, status_code=429)
        told = await _told(request)
        held = self._passes.read(told.get("pass", ""), section_id) if _SECTION.fullmatch(section_id) else None
        person = opener(told.get("init_data", ""), self._doors.token, self._doors.clock())
        if held is None or person is None:
            self._failures.add(who)
            return JSONResponse({"error": texts.PAGE_CLOSED}, status_code=403)
        if person != held.person:
            return JSONResponse({"error": texts.PAGE_OTHER}, status_code=403)
        if not held.valid:
            return JSONResponse({"error": texts.PAGE_EXPIRED}, status_code=403)
        target = _target(section_id, told.get("evidence", ""))
        code = self._passes.issue(person, section_id, expires=held.expires)
        return JSONResponse({"address": section_id + query(code, target)})

    async def file(self, request: Request) -> Response:
        """A file of the pages; there are no others."""
        name = request.path_params["name"]
        if name not in self._files:
            return self.missing(request)
        headers = {"Cache-Control": _LASTING}
        return Response(self._files[name], media_type=_TYPES[Path(name).suffix], headers=headers)

    def failed(self, request: Request, reference: str) -> Response:
        """What is shown when something broke."""
        return self._closed(_root(request), None, texts.PAGE_FAILED.format(reference=reference), 500)

    def missing(self, request: Request) -> Response:
        """What is shown where there is no such address."""
        return self._closed(_root(request), None, texts.PAGE_WRONG, 404)


def _root(request: Request) -> str:
    """From an address to the root of the pages, whatever stands before it at a proxy."""
    return "../" * max(0, min(request.url.path.count("/") - 1, 40))


def _asked(request: Request) -> Asked | None:
    """What is asked for; None for what can't be a section's address."""
    section_id, given = request.path_params["id"], request.query_params
    if not _SECTION.fullmatch(section_id):
        return None
    part = given.get("part", "")
    return Asked(
        section_id=section_id,
        code=given.get("p", ""),
        target=_target(section_id, given.get("e", "")),
        part=int(part) if _PART.fullmatch(part) else None,
    )


def _target(section_id: str, evidence: str) -> Target:
    """The section with the evidence that an address names; without it where it can't be read."""
    bare = Target(section_id=section_id)
    return parse(f"{section_id}_{evidence}") or bare if evidence else bare


async def _told(request: Request) -> dict[str, str]:
    """The texts of a JSON object; empty for any other body."""
    try:
        body: Any = json.loads(await request.body())
    except (ValueError, RecursionError):
        return {}
    return {name: value for name, value in body.items() if isinstance(value, str)} if isinstance(body, dict) else {}


async def _robots(_request: Request) -> Response:
    return PlainTextResponse(_ROBOTS)
