"""One message, several questions: cut at ?, ; and line ends, put together again where a piece is no question by itself."""

from __future__ import annotations

import re
from collections.abc import Callable

from retrieval.search.guards import ASKS

CUT = re.compile(r"(?<=[?;])|\n+|(?<=[,。!])\s*(?=(?:另外|还有|顺便|再问|此外)[,:]?[^,。;?!\n]{3,}[?\n]?)")
NUMBERED = re.compile(
    r"^\s*(?:[(]?\d{1,2}[.、)](?!\d)|第[一二三四五][,、:]|[一二三四五]是|[一二三四五六七八九十]、|[-*•·])\s*"
)
LINKING = re.compile(r"^(?:另外|还有|顺便(?:问(?:一下|下)?)?|再问(?:一下)?|此外|然后|以及)[,:]?\s*")
#: A message holds no more questions than this; the rest stays with the last.
MOST = 8
#: Pieces looked at one by one.
LOOKED_AT = 24
SHORT = 20


def pieces(text: str, *, leans: Callable[[str], bool], bears: Callable[[str], bool]) -> tuple[str, ...]:
    """The questions of a message, in order.

    ``leans``: a piece has no subject of its own and belongs to the one before it (在全省排第几?). ``bears``: it names a region,
    a year or a health matter; what asks nothing and bears nothing (我在写材料) is left out.
    """
    raw = [piece.strip() for piece in CUT.split(text) if piece.strip(" ?;,。!\n")]
    raw = [*raw[: LOOKED_AT - 1], " ".join(raw[LOOKED_AT - 1 :])] if len(raw) > LOOKED_AT else raw
    if len(raw) < 2:
        return (text,)
    asking = any(ASKS.search(piece) for piece in raw)
    found: list[str] = []
    waiting = ""
    for piece in raw:
        said = LINKING.sub("", NUMBERED.sub("", piece))
        if found and leans(said):
            found[-1] = f"{found[-1].rstrip(',')},{said}"
        elif not ASKS.search(piece) and (leans(said) or (asking and not _item(piece))):
            waiting += said + "," if bears(said) else ""
        else:
            found.append(waiting + said)
            waiting = ""
    if waiting or not found:
        found = [*found[:-1], f"{found[-1]}{waiting}"] if found else [waiting or text]
    return (*found[: MOST - 1], " ".join(found[MOST - 1 :])) if len(found) > MOST else tuple(found)


def _item(piece: str) -> bool:
    """A short line of a list, with no verb of telling needed: 2. 采血量目标."""
    return bool(NUMBERED.match(piece)) or (len(piece) <= SHORT and piece[-1] not in "。,:")
