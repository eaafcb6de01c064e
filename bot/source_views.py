"""Sources as JSON and as lines for a terminal. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.json_views import SCHEMA
from bot.terminal import readable
from retrieval import Listing

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
