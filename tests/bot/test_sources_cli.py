"""``huiwen sources`` against a server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from click.testing import CliRunner, Result

from bot.cli import cli
from tests.retrieval.sources import sites

MADE = sites.site("gbk_table", 3)


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        found = self.path == MADE.path
        self.send_response(200 if found else 404)
        self.send_header("content-type", MADE.media_type)
        self.end_headers()
        self.wfile.write(MADE.data if found else b"")

    def log_message(self, format: str, *args: object) -> None:
        """Quiet."""


@pytest.fixture
def address() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{MADE.path}"
    server.shutdown()
    thread.join()
    server.server_close()


def run(data: Path, *arguments: str, **settings: str) -> Result:
    return CliRunner().invoke(cli, ["--data", str(data), "sources", *arguments], env=settings)


def test_an_address_is_looked_at_without_storing_anything(address: str, tmp_path: Path) -> None:
    done = run(tmp_path / "data", "check", address, "--json", HUIWEN_ALLOW_PRIVATE="127.0.0.0/8")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    assert set(found) == {"schema", "articles", "next"}
    truth = [{"url": urljoin(address, e.path), "title": e.title, "date": e.day.isoformat()} for e in MADE.entries]
    assert found["articles"] == truth
    assert found["next"] == urljoin(address, str(MADE.following))
    assert not (tmp_path / "data").exists()
    lines = run(tmp_path / "data", "check", address, HUIWEN_ALLOW_PRIVATE="1").stdout.splitlines()
    assert len(lines) == len(truth) + 1
    assert MADE.entries[0].title in lines[0]


def test_inside_addresses_are_refused_unless_allowed(address: str, tmp_path: Path) -> None:
    done = run(tmp_path / "data", "check", address, "--json")
    assert (done.exit_code, done.stdout) == (1, "")
    assert "HUIWEN_ALLOW_PRIVATE" in done.stderr


def test_a_page_that_is_gone_is_said(address: str, tmp_path: Path) -> None:
    done = run(tmp_path / "data", "check", urljoin(address, "/gone"), HUIWEN_ALLOW_PRIVATE="1")
    assert done.exit_code == 1
    assert "404" in done.stderr
