"""Lists that come as JSON: a whole answer, or literals in a page's scripts. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from retrieval.model import Article
from retrieval.sources.listing import dates
from retrieval.sources.listing.links import cleaned, resolved, squeezed
from retrieval.sources.listing.paging import with_page

_URL = (
    "url",
    "link",
    "href",
    "articleurl",
    "docpuburl",
    "docurl",
    "linkurl",
    "infourl",
    "pageurl",
    "weburl",
    "puburl",
    "path",
    "htmlurl",
    "visiturl",
    "jumpurl",
    "detailurl",
    "uri",
    "loc",
    "permalink",
    "address",
    "external_url",
)
_TITLE = (
    "title",
    "doctitle",
    "articletitle",
    "infotitle",
    "newstitle",
    "headline",
    "subject",
    "name",
    "showtitle",
    "maintitle",
    "biaoti",
    "bt",
    "caption",
    "text",
)
_DATE = (
    "date",
    "pubdate",
    "publishdate",
    "publishtime",
    "publishedtime",
    "pubtime",
    "docreltime",
    "docpubtime",
    "releasetime",
    "releasedate",
    "createtime",
    "createdate",
    "infodate",
    "time",
    "datepublished",
    "date_published",
    "published",
    "publish_time",
    "publish_date",
    "created",
    "createdat",
    "publishedat",
    "updatetime",
    "shijian",
    "rq",
    "fbsj",
    "fbrq",
    "displaydate",
    "showtime",
    "day",
)
_NEXT = ("next", "nextpage", "nexturl", "nextlink", "next_page", "next_url", "nextpageurl", "next_page_url")
_PAGES = (
    "pages",
    "totalpages",
    "totalpage",
    "pagecount",
    "total_pages",
    "pagetotal",
    "last_page",
    "countpage",
    "maxpage",
)
_PAGE = ("page", "pageno", "pagenum", "currentpage", "current", "pageindex", "current_page", "curpage", "number")
_JSONP = re.compile(r"^\s*[\w.$]+\s*\(\s*(.*?)\s*\)\s*;?\s*$", re.S)
_LITERAL = re.compile(r"(?:=|\(|:)\s*(?=[\[{])|^\s*(?=[\[{])")
_MOST_LITERALS = 60
_TAGS = re.compile(r"<[^>]+>")


def parsed(text: str) -> Any | None:
    """The value of a JSON or JSONP answer; None where it is neither."""
    text = text.lstrip("\ufeff").strip()
    for candidate in (text, wrapped[1] if (wrapped := _JSONP.match(text)) else ""):
        if candidate.startswith(("[", "{")):
            try:
                return json.loads(candidate)
            except (ValueError, RecursionError):
                continue
    return None


def literals(script: str) -> Iterator[Any]:
    """The JSON values that stand in a script."""
    decoder, end = json.JSONDecoder(), 0
    for count, found in enumerate(_LITERAL.finditer(script)):
        if count >= _MOST_LITERALS:
            return
        if found.end() < end:
            continue
        try:
            value, end = decoder.raw_decode(script, found.end())
        except (ValueError, RecursionError):
            continue
        yield value


def articles(value: Any, base: str) -> list[Article]:
    """The articles of the longest list of records in a value."""
    lists = [found for records in _lists(value) if len(found := _articles(records, base)) >= 1]
    return max(lists, key=len, default=[])


def next_page(value: Any, base: str, url: str) -> str | None:
    """The next page as the answer says: its address, or the page parameter of ``url`` one further."""
    for record in _records(value):
        said = _lower(record)
        for name in _NEXT:
            if isinstance(said.get(name), str) and (found := resolved(base, said[name])):
                return found if found != url else None
    for record in _records(value):
        said = _lower(record)
        pages, page = _number(said, _PAGES), _number(said, _PAGE)
        if pages is not None and page is not None:
            return with_page(url, page + 1) if page < pages else None
    return None


def _number(record: Mapping[str, Any], names: Sequence[str]) -> int | None:
    for name in names:
        value = record.get(name)
        if isinstance(value, int | str) and not isinstance(value, bool) and str(value).isdigit():
            return int(value)
    return None


def _records(value: Any, depth: int = 0) -> Iterator[Mapping[str, Any]]:
    """The objects that are not in a list, from the outside in."""
    if isinstance(value, Mapping) and depth < 5:
        yield value
        for inner in value.values():
            yield from _records(inner, depth + 1)


def _lists(value: Any, depth: int = 0) -> Iterator[Sequence[Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        yield value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    for one in inner:
        yield from _lists(one, depth + 1)


def _articles(records: Sequence[Any], base: str) -> list[Article]:
    found = (_article(record, base) for record in records if isinstance(record, Mapping))
    return list({article.url: article for article in found if article}.values())


def _article(record: Mapping[str, Any], base: str) -> Article | None:
    said = _lower(record)
    inner = said.get("item")
    said = {**_lower(inner), **said} if isinstance(inner, Mapping) else said
    url = next((to for name in _URL if isinstance(said.get(name), str) and (to := resolved(base, said[name]))), None)
    title = next((said[name] for name in _TITLE if isinstance(said.get(name), str) and said[name].strip()), None)
    if url is None or title is None or _menu(said):
        return None
    day = next((day for name in _DATE if (day := dates.stamped(said.get(name)))), None) or dates.in_address(url)
    return Article(url=url, title=cleaned(squeezed(_TAGS.sub("", title))), date=day.isoformat() if day else None)


def _menu(record: Mapping[str, Any]) -> bool:
    return any(isinstance(record.get(name), list) for name in ("children", "submenu", "subs"))


def _lower(record: Mapping[str, Any]) -> dict[str, Any]:
    return {str(name).lower().replace("-", "_"): value for name, value in record.items()}
