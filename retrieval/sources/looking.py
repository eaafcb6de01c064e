"""One look at a source: fetched, read, and what stands in the way said in one sentence."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from retrieval.errors import FetchError, Trouble
from retrieval.sources.fetch import Fetched
from retrieval.sources.listing import Listing, read
from retrieval.sources.listing.reading import Decode
from retrieval.sources.visiting import Fetches

_FURTHER = 5
_WALLS: dict[str, tuple[Trouble, str]] = {
    "captcha": ("captcha", "要求输入验证码，程序读不了，请改用它的 RSS 或手工收录"),
    "login": ("login", "要求登录，程序读不了，请换一个公开的地址"),
    "gone": ("gone", "说网页不存在或已删除，请核对地址"),
    "refused": ("refused", "拦截了程序访问，请改用它的 RSS 或手工收录"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``listing``: None where the source has not changed since it was last looked at."""

    fetched: Fetched
    listing: Listing | None


def look(
    visitor: Fetches,
    url: str,
    *,
    decode: Decode,
    today: date,
    selector: str | None = None,
    etag: str | None = None,
    modified: str | None = None,
) -> Look:
    """What an address lists now; a page that only refreshes or frames another, and a sitemap of sitemaps, are followed.

    Raises FetchError, also for a page behind a captcha or a login; LoadError; InputError for a wrong selector.
    """
    fetched = visitor.get(url, etag=etag, modified=modified)
    if fetched.unchanged:
        return Look(fetched=fetched, listing=None)
    listing = _read(fetched, decode, today, selector)
    if listing.form == "sitemap":
        listing = _whole(visitor, listing, decode, today)
    elif not listing.articles:
        listing = _meant(visitor, listing, decode, today, selector)
    return Look(fetched=fetched, listing=listing)


def check_wall(url: str, listing: Listing) -> None:
    """Raises FetchError where something stands in the way of a page."""
    if listing.wall:
        trouble, what = _WALLS[listing.wall]
        raise FetchError(f"{url} 的网站{what}。", trouble=trouble)


def _read(fetched: Fetched, decode: Decode, today: date, selector: str | None) -> Listing:
    listing = read(
        fetched.data, media_type=fetched.media_type, url=fetched.url, decode=decode, today=today, selector=selector
    )
    check_wall(fetched.url, listing)
    return listing


def _whole(visitor: Fetches, listing: Listing, decode: Decode, today: date) -> Listing:
    """A sitemap with the newest of the sitemaps that it names."""
    articles = list(listing.articles)
    for address in listing.further[:_FURTHER]:
        articles += _read(visitor.get(address), decode, today, None).articles
    newest = sorted(articles, key=lambda article: article.date or "", reverse=True)
    return replace(listing, articles=tuple({article.url: article for article in newest}.values()))


def _meant(visitor: Fetches, listing: Listing, decode: Decode, today: date, selector: str | None) -> Listing:
    """The page that a page without a list leads to, where that one has a list."""
    for address in listing.further:
        try:
            found = _read(visitor.get(address), decode, today, selector)
        except FetchError:
            continue
        if found.articles:
            return found
    return listing
