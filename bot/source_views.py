"""Sources as JSON and as lines for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bot.json_views import SCHEMA
from bot.rendering import texts
from bot.rendering.sources import health
from bot.terminal import readable
from retrieval import Listing, Source, SourceCheck

NO_LIST = "没有认出文章列表：页面上有 {links} 个链接，请用 --selector 指明列表，或换用该栏目的 RSS、数据接口地址。"
NO_LINKS = "页面上没有链接，列表可能靠脚本显示，请换用该栏目的 RSS、数据接口（JSON）地址。"


def listing(found: Listing) -> dict[str, Any]:
    """What an address lists."""
    articles = [{"url": one.url, "title": one.title, "date": one.date} for one in found.articles]
    return {"schema": SCHEMA, "articles": articles, "next": found.following}


def listing_lines(found: Listing) -> Iterator[str]:
    """One line an article, then the next page."""
    for article in found.articles:
        yield f"{article.date or '日期不明  '}  {readable(article.title or '（无标题）')}  {article.url}"
    if found.articles:
        yield f"共 {len(found.articles)} 篇" + (f"；下一页 {found.following}" if found.following else "")


def nothing(found: Listing) -> str:
    """Why nothing was found."""
    return NO_LIST.format(links=found.links) if found.links else NO_LINKS


def source(one: Source) -> dict[str, Any]:
    """A kept source."""
    names = ("id", "address", "kind", "name", "region", "selector", "active", "every_hours", "due_at", "checked_at")
    more = ("succeeded_at", "new_at", "failures", "trouble", "remark", "articles", "waiting", "state")
    return {"schema": SCHEMA, **{name: getattr(one, name) for name in (*names, *more)}}


def source_lines(found: Sequence[Source]) -> Iterator[str]:
    """Two lines a source: what it is, how it is."""
    if not found:
        yield "还没有来源。添加：huiwen sources add 网址或文件夹"
    for one in found:
        name = f"{readable(one.name)}  " if one.name else ""
        yield f"{one.id}  {name}{readable(one.address)}  [{texts.SOURCE_KINDS[one.kind]}{'' if one.active else '，已暂停'}]"
        yield f"    {readable(health(one))}"


def checked(done: SourceCheck) -> Iterator[str]:
    """What a check did."""
    taken = sum(result.state in ("added", "updated") for result in done.results)
    yield f"{done.source.id}  {readable(done.source.name or done.source.address)}：新列出 {done.found} 篇，收录 {taken} 份"
    for result in done.results:
        if result.state == "failed":
            yield f"    没有收录：{readable(result.error or result.source)}"
    yield f"    {readable(health(done.source))}"


def all_checked(done: Sequence[SourceCheck]) -> Iterator[str]:
    """What several checks did."""
    if not done:
        yield "没有到时间的来源。"
    for one in done:
        yield from checked(one)
