"""Learning the list of a page: links that repeat one shape, weighed by what lists of articles look like. Pure.

Each link is widened to its item, the largest element that holds no other link; items that repeat below one element (or
below its like-shaped brothers) are a group. A group is a list where its items carry dates, long and different titles and
addresses of articles, and do not stand in menus, footers or side boxes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from math import log2
from statistics import median
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from retrieval.sources.listing import dates
from retrieval.sources.listing.links import Link, squeezed, text_of

_ACTIONS = re.compile(
    r"[\[【（(<《]?\s*(?:更多|详情|查看|查看详情|查看全文|查看更多|阅读全文|阅读|全文|下载|点击下载|附件|首页|尾页|末页|上一?页|下一?页|前一?页|后一?页|"
    r"第一页|最后一页|返回|返回顶部|关闭|打印|分享|收藏|登录|注册|搜索|more|next|prev|previous|first|last|read more)\s*[>»›+…\]】）)》]*",
    re.I,
)
_PAGE_NUMBER = re.compile(r"[\[第]?\s*\d{1,4}\s*[\]页]?")
_OUTSIDE = re.compile(
    r"nav|menu|foot|crumb|position|location|dqwz|wzdh|yqlj|friend|flink|toplink|link-?s?$|copyright|share|pag(?:e|ing|ination|er)|fenye|search|login|lang|toolbar|header|banner|logo|sitemap|qrcode|weixin",
    re.I,
)
_ASIDE = re.compile(
    r"side|hot|rank|recommend|tuijian|remen|relat|aside|widget|popular|paihang|swiper|slide|carousel|focus|lunbo|scroll|jdt|marquee|float|ztzl|zhuanti|topic",
    re.I,
)
_MAIN = re.compile(r"aside-?main|content-?side|main|page-?list|list-?page", re.I)
_HEADING = re.compile(
    r"热门|热点|排行|推荐|点击量|相关|友情|链接|导航|猜你|专题|快速|服务|栏目|频道|直达|关注|阅读榜|热榜|本月|最热|要闻回顾"
)
_BRACKETED = re.compile(r"[\[【（(<〔「]\s*\S{1,8}\s*[\]】）)>〕」][:：]?")
_SKIPPED = frozenset({"script", "style", "option", "select"})
_ENOUGH = 1.9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Item:
    """One link of a group and the element that is its own. ``day``: the day beside it or in its address."""

    link: Link
    element: HtmlElement
    title: str
    day: date | None = None
    beside: bool = False


class Group:
    """Items of one shape; ``quality`` weighs how much they look like a list of articles."""

    def __init__(self, items: Sequence[Item], url: str) -> None:
        self.items = list(items)
        self._host = urlsplit(url).hostname

    @cached_property
    def signature(self) -> str:
        """The shape: tags and classes from the body down to the items."""
        return _path(self.items[0].element)

    @cached_property
    def dated(self) -> float:
        """Share of items with a day beside them."""
        return sum(item.beside for item in self.items) / len(self.items)

    @cached_property
    def articles(self) -> float:
        """Share of items whose address looks like an article's."""
        return sum(item.link.article or dates.has_time(item.link.url) for item in self.items) / len(self.items)

    @cached_property
    def outside(self) -> bool:
        """Whether the group stands in a menu, a footer, a path or among pages."""
        return any(_is_outside(element) for element in _upwards(self.items[0].element))

    @cached_property
    def aside(self) -> bool:
        """Whether the group stands in a side box, a slide show, or under a heading of such."""
        names = any(_is_aside(element) for element in _upwards(self.items[0].element))
        return names or bool(_HEADING.search(_heading(self.items[0].element)))

    @cached_property
    def quality(self) -> float:
        """How much the items look like articles of a list; a list has about 2 to 5."""
        titles = [len(item.title) for item in self.items]
        columns = sum(item.link.column for item in self.items) / len(self.items)
        local = sum(urlsplit(item.link.url).hostname == self._host for item in self.items) / len(self.items)
        worth = (
            2.2 * self.dated + 1.3 * self.articles + 1.6 * min(1.0, max(0.0, (median(titles) - 6) / 10)) + 0.3 * local
        )
        return worth - 1.2 * columns - 2.0 * self.outside - 1.3 * self.aside

    @property
    def score(self) -> float:
        """Quality, and how many items show it."""
        return self.quality * log2(1 + min(len(self.items), 30))


def learned(links: Sequence[Link], url: str, today: date) -> list[Group]:
    """The list of a page and its like, best first; empty where nothing looks like a list."""
    groups = [group for group in _groups(links, url, today) if group.quality >= _needed(group)]
    if not groups:
        return []
    best = max(groups, key=lambda group: group.score)
    return [best, *(group for group in groups if group is not best and _like(group, best))]


def _needed(group: Group) -> float:
    """What a group must reach; few items must look the better."""
    return _ENOUGH + (0.0 if len(group.items) >= 3 else 1.0)


def _like(group: Group, best: Group) -> bool:
    """Whether a second group is a list in its own right beside the best one."""
    if group.aside or group.outside or (best.dated >= 0.5) != (group.dated >= 0.5):
        return False
    if best.articles >= 0.5 and group.articles < 0.5:
        return False
    return group.quality >= 0.8 * best.quality


def _groups(links: Sequence[Link], url: str, today: date) -> Iterator[Group]:
    usable = [link for link in links if _usable(link, url)]
    found: dict[tuple[HtmlElement, str], dict[str, Item]] = defaultdict(dict)
    for item in _items(usable):
        parent = item.element.getparent()
        home = found[(item.element if parent is None else parent, str(item.element.tag))]
        known = home.get(item.link.url)
        if known is None or len(item.title) > len(known.title):
            home[item.link.url] = item
    for items in _merged(found):
        yield Group(_with_days(items, today), url)


def _usable(link: Link, url: str) -> bool:
    text = link.title or link.text
    if not text or _ACTIONS.fullmatch(text) or _PAGE_NUMBER.fullmatch(text):
        return False
    parts = urlsplit(link.url)
    return link.url.rstrip("/") != url.rstrip("/") and (parts.path not in ("", "/") or bool(parts.query))


def _items(links: Sequence[Link]) -> Iterator[Item]:
    """Each link with its own element. A short link beside one long title (a category) belongs to that item."""
    below: dict[HtmlElement, dict[str, int]] = defaultdict(dict)
    for link in links:
        for element in _upwards(link.element):
            urls = below[element]
            urls[link.url] = max(urls.get(link.url, 0), _weight(link.title))
    for link in links:
        element, length = link.element, _weight(link.title)
        parent = element.getparent()
        while parent is not None and parent.tag not in ("body", "html") and _alone(below[parent], link.url, length):
            element, parent = parent, parent.getparent()
        if element.tag in _SKIPPED or _is_category(below, element, link):
            continue
        yield Item(link=link, element=element, title=link.title)


def _alone(urls: Mapping[str, int], url: str, length: int) -> bool:
    """Whether ``url`` is the only link, or the one long title beside a short one."""
    others = [size for other, size in urls.items() if other != url]
    return not others or (len(others) == 1 and others[0] <= 8 and length >= max(6, 2 * others[0]))


def _weight(title: str) -> int:
    """Length of a title; a word in brackets, as categories are written, weighs little."""
    return min(2, len(title)) if _BRACKETED.fullmatch(title) else len(title)


def _is_category(below: Mapping[HtmlElement, Mapping[str, int]], element: HtmlElement, link: Link) -> bool:
    """A short link whose neighbour in the same element is the long title."""
    parent = element.getparent()
    if parent is None or parent.tag in ("body", "html"):
        return False
    sizes = below[parent]
    return len(sizes) == 2 and any(_alone(sizes, url, size) for url, size in sizes.items() if url != link.url)


def _merged(found: Mapping[tuple[HtmlElement, str], Mapping[str, Item]]) -> Iterator[list[Item]]:
    """Groups below like-shaped brothers are one: lists cut into pieces, rows of two columns, boxes of one row."""
    homes: dict[tuple[object, ...], dict[str, Item]] = defaultdict(dict)
    for (parent, tag), items in found.items():
        above = parent.getparent()
        key: tuple[object, ...] = (parent, tag)
        if above is not None and parent.tag not in ("body", "html", "td"):
            further = above.getparent()
            like = _sign(parent)
            key = (above, like, tag)
            if further is not None and above.tag not in ("body", "html", "td", "tr") and _repeats(above):
                key = (further, _sign(above), like, tag)
        key = (*key, sum(item.link.article for item in items.values()) * 2 >= len(items))
        for url, item in items.items():
            homes[key].setdefault(url, item)
    return map(list, _joined([list(items.values()) for items in homes.values()]))


def _joined(groups: Sequence[list[Item]]) -> Iterator[list[Item]]:
    """A link alone in its piece of a list joins the group whose links stand in the same tags and classes."""
    shapes: dict[str, list[Item]] = {}
    for items in sorted(groups, key=len, reverse=True):
        shape = _path(items[0].link.element)
        home = shapes.get(shape)
        if home is None or len(items) > 1:
            shapes.setdefault(shape, items)
        elif items[0].link.article == home[0].link.article and items[0].title not in {item.title for item in home}:
            home += items
            items.clear()
    yield from (items for items in groups if items)


def _repeats(element: HtmlElement) -> bool:
    """Whether brothers of the element have its shape."""
    parent = element.getparent()
    return parent is not None and sum(_sign(brother) == _sign(element) for brother in parent) > 1


def _with_days(items: Sequence[Item], today: date) -> list[Item]:
    """The items with their days: inside, after or before them, else in the address."""
    inside = [_inside(item, today) for item in items]
    found = [day for _, day in inside]
    if not any(found) and len(items) > 1:
        after = [dates.written(_beside(item.element, items, forward=True), today) for item in items]
        before = [dates.written(_beside(item.element, items, forward=False), today) for item in items]
        found = after if sum(map(bool, after)) >= sum(map(bool, before)) else before
    dated = []
    for item, (title, _), day in zip(items, inside, found, strict=True):
        where = dates.agreed(day, dates.in_address(item.link.url))
        dated.append(Item(link=item.link, element=item.element, title=title, day=where, beside=day is not None))
    return dated


def _inside(item: Item, today: date) -> tuple[str, date | None]:
    """Title and day of an item: from the text beside the link, else from the end or the start of the link's own text."""
    around = squeezed(text_of(item.element))
    own = squeezed(text_of(item.link.element))
    day = dates.written(around.replace(own, " ", 1), today) if own in around else None
    if day is not None and item.element is not item.link.element:
        return _stripped(item), day
    return _parted(item, today)


def _stripped(item: Item) -> str:
    return item.title


def _parted(item: Item, today: date) -> tuple[str, date | None]:
    """The link's own text with the date cut off that stands in an element of its own, or at its end."""
    element = item.link.element
    pieces = [child for child in element.iterdescendants() if isinstance(child.tag, str) and len(child) == 0]
    for piece in pieces:
        text = squeezed(text_of(piece))
        if text and len(text) <= 24 and (day := dates.written(text, today)) and _only_date(text):
            rest = " ".join(squeezed(text_of(element)).replace(text, " ", 1).split())
            return _longest_piece(element, item, rest), day
    block = _block_date(element, today)
    if block:
        return _longest_piece(element, item, item.title), block
    found = list(dates.WRITTEN.finditer(item.title))
    if found and (found[-1].end() == len(item.title) or found[0].start() == 0):
        cut = found[-1] if found[-1].end() == len(item.title) else found[0]
        rest = f"{item.title[: cut.start()]}{item.title[cut.end() :]}".strip()
        if len(rest) >= 4 and (day := dates.written(cut.group(), today)):
            return rest, day
    return item.title, None


def _only_date(text: str) -> bool:
    return not re.sub(r"[\d\s\-/.年月日:：\[\]（）()【】]|发布|时间|日期", "", text)


def _block_date(element: HtmlElement, today: date) -> date | None:
    """A day in blocks of its own within a link: <b>05</b><i>2024-03</i>."""
    for child in element.iterdescendants():
        if isinstance(child.tag, str) and len(child) and _only_date(text := squeezed(text_of(child))) and text:
            return dates.written(text, today)
    return None


def _longest_piece(element: HtmlElement, item: Item, rest: str) -> str:
    """The title among the pieces of a link that holds title, summary and date."""
    said = squeezed(element.get("title") or "")
    if said:
        return said
    for tag in ("h1", "h2", "h3", "h4", "h5", "strong"):
        for heading in element.iter(tag):
            if text := squeezed(text_of(heading)):
                return text
    titled = [
        squeezed(text_of(child))
        for child in element.iterdescendants()
        if isinstance(child.tag, str) and re.search(r"tit|bt|name|subject", child.get("class") or "", re.I)
    ]
    return next((text for text in titled if text and not _only_date(text)), rest)


def _beside(element: HtmlElement, items: Sequence[Item], *, forward: bool) -> str:
    """The text between an element and the next (or the last) item."""
    stops = {item.element for item in items}
    texts: list[str] = []
    if forward:
        texts.append(element.tail or "")
        for brother in element.itersiblings():
            if brother in stops:
                break
            texts += [text_of(brother), brother.tail or ""]
    else:
        for brother in element.itersiblings(preceding=True):
            texts.append(brother.tail or "")
            if brother in stops:
                break
            texts.append(text_of(brother))
    return squeezed(" ".join(texts))[:200]


def _upwards(element: HtmlElement) -> Iterator[HtmlElement]:
    """The element and all above it, below the body."""
    current: HtmlElement | None = element
    while current is not None and current.tag not in ("body", "html"):
        yield current
        current = current.getparent()


def _path(element: HtmlElement) -> str:
    return "/".join(map(_sign, _upwards(element)))


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}".strip()


def _sign(element: HtmlElement) -> str:
    """Tag and lasting class names: no numbers, no marks of place or state."""
    names = re.split(r"\s+", element.get("class") or "")
    lasting = [re.sub(r"\d+", "", name) for name in names if name]
    passing = re.compile(
        r"(?:first|last|odd|even|on|active|cur|current|hover|selected|top|new|red|bold|line|bg|alt)-?_?", re.I
    )
    return ".".join([str(element.tag), *sorted(name for name in lasting if name and not passing.fullmatch(name))])


def _is_outside(element: HtmlElement) -> bool:
    if element.tag in ("nav", "footer", "header") and not any(True for _ in element.iter("article")):
        return True
    words = re.split(r"[\s]+", _names(element))
    return any(_OUTSIDE.search(word) and not _MAIN.search(word) for word in words if word)


def _is_aside(element: HtmlElement) -> bool:
    words = re.split(r"[\s]+", _names(element))
    return element.tag == "aside" or any(_ASIDE.search(word) and not _MAIN.search(word) for word in words if word)


def _heading(element: HtmlElement) -> str:
    """The nearest short text before the group: the title of its box."""
    current: HtmlElement | None = element
    for _ in range(4):
        if current is None or current.tag in ("body", "html"):
            return ""
        for brother in current.itersiblings(preceding=True):
            text = squeezed(text_of(brother))
            if text and len(text) <= 16 and not _only_date(text) and _heads(brother):
                return text
            if len(text) > 16:
                break
        current = current.getparent()
    return ""


def _heads(element: HtmlElement) -> bool:
    """Whether an element may be a box's title rather than an item."""
    return bool(re.fullmatch(r"h\d|div|p|dt|span|strong|b|caption|thead|tr|td|legend|center|font", str(element.tag)))


def single(links: Sequence[Link], url: str, today: date) -> list[Group]:
    """All these links as one list, as somebody named them."""
    items = {item.link.url: item for item in _items(links) if not _ACTIONS.fullmatch(item.title)}
    return [Group(_with_days(list(items.values()), today), url)] if items else []
