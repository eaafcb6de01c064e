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
from tests.fakes import FakeEmbedder
from tests.retrieval.gathering.sites import Site, articles, publish, serving
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


@pytest.fixture
def watched() -> Iterator[Site]:
    with serving() as running:
        publish(running, "/tzgg/", articles(3))
        yield running


def test_a_source_is_kept_checked_paused_and_forgotten(
    watched: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("retrieval.library.make_embedder", lambda: FakeEmbedder())
    monkeypatch.setattr("bot.opening.embedder", lambda _settings: FakeEmbedder())
    monkeypatch.setattr("retrieval.sources.visiting.PAUSE", 0.0)

    def said(*arguments: str) -> str:
        done = run(tmp_path / "data", *arguments, HUIWEN_ALLOW_PRIVATE="1")
        assert done.exit_code == 0, done.output
        return done.stdout

    assert "还没有来源" in said("list")
    assert "收录 3 份" in said("add", watched.at("/tzgg/"), "--name", "青岚通知公告")
    assert "没有到时间" in said("check")
    assert "正常" in said("check", "1")
    (kept,) = json.loads(said("list", "--json"))
    assert (kept["id"], kept["name"], kept["kind"], kept["articles"]) == (1, "青岚通知公告", "page", 3)
    assert "已暂停" in said("pause", "1")
    assert "，已暂停]" in said("list")
    assert "已恢复" in said("resume", watched.at("/tzgg/"))
    watched.pages.clear()
    assert "不正常" in said("check")
    assert "已删除" in said("remove", "1")
    done = run(tmp_path / "data", "remove", "1")
    assert (done.exit_code, done.stderr.count("\n")) == (1, 1)
