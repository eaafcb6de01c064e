"""Requests that nobody would make in good faith: never a 5xx, never a traceback. The many are in ``.ci/soak_web.py``."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bot.conftest import Clock
from tests.bot.fakes import FakeLibrary
from tests.bot.web.sites import ADDRESS, House

MANY = int(os.environ.get("HUIWEN_TEST_WEB", "60"))
ROOTS = ("/s/", "/s/bbbbbbbbbb", "/s/bbbbbbbbbb/open", "/static/", "/robots.txt", "/telegram/", "/", "/s/../")
FIGURES = "千人口托位数"
TEXT = st.text(max_size=80)
LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60)
HEADERS = st.sampled_from(["Content-Type", "Cookie", "Accept", "Range", "X-Forwarded-For", "Authorization", "Origin"])


@settings(max_examples=MANY, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "BREW"]),
    root=st.sampled_from(ROOTS),
    tail=TEXT,
    query=st.dictionaries(st.sampled_from(["p", "e", "part", "x"]), TEXT, max_size=4),
    headers=st.dictionaries(HEADERS, LATIN, max_size=3),
    body=st.binary(max_size=400),
)
async def test_no_request_breaks_it(
    tmp_path: Path,
    clock: Clock,
    method: str,
    root: str,
    tail: str,
    query: dict[str, str],
    headers: dict[str, str],
    body: bytes,
) -> None:
    house = House(data=tmp_path, clock=clock, library=FakeLibrary())
    address = ADDRESS + root + quote(tail.encode("utf-8", "surrogatepass"))
    async with house.asked() as client:
        answer = await client.request(method, address, params=query, headers=headers, content=body)
    assert answer.status_code < 500
    assert "Traceback" not in answer.text and FIGURES not in answer.text
    assert "content-security-policy" in answer.headers
