"""A web server over a made-up library, asked without a network."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from bot.metrics import Metrics
from bot.pool import Pool
from bot.rendering.refs import Target
from bot.viewer.addresses import SourcePages
from bot.viewer.keys import Keyring
from bot.viewer.passes import Passes
from bot.viewer.routes import Doors, Shelf, Viewer
from bot.web.site import site
from tests.bot.conftest import Clock
from tests.bot.fakes import DOCUMENTS, FakeLibrary

READER, REVOKED = 7, 8
TOKEN = "42:secret"
ADDRESS = "http://pages.test"


@dataclass
class House:
    """A site and what a test needs of it. ``hidden``: ids of documents that only READER sees."""

    data: Path
    clock: Clock
    library: FakeLibrary
    hidden: frozenset[str] = frozenset()
    admitted: set[int] = field(default_factory=lambda: {READER})

    def __post_init__(self) -> None:
        self.keyring = Keyring(self.data)
        self.passes = Passes(self.keyring, clock=self.clock, life=3600)
        self.pages = SourcePages(ADDRESS, self.passes)
        self.metrics = Metrics()

    def link(self, target: Target | str, person: int = READER, *, mini: bool = False) -> str:
        at = Target(section_id=target) if isinstance(target, str) else target
        return self.pages.link(person, at, mini=mini)

    async def _everyone(self) -> Shelf:
        return FakeLibrary(documents_=tuple(one for one in DOCUMENTS if one.id not in self.hidden))

    async def _shelf(self, person: int) -> Shelf | None:
        return self.library if person in self.admitted else None

    def doors(self) -> Doors:
        return Doors(
            everyone=self._everyone,
            shelf=self._shelf,
            chat=lambda start: f"https://t.me/demo_bot?start={start}",
            token=TOKEN,
            clock=self.clock,
        )

    @asynccontextmanager
    async def asked(self) -> AsyncIterator[httpx.AsyncClient]:
        """A client of the site; what breaks inside is answered, not raised."""
        pool = Pool("cpu", 1)
        app = site(Viewer(self.doors(), self.passes, pool), self.metrics, ())
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url=ADDRESS) as client:
            yield client
        pool.close()
