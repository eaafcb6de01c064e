"""Names that last: keys and ids of documents, canonical addresses, hashes of contents. Pure.

A key is the canonical address of a page, else the path below the folder that was indexed. Another report under a known
key (the page was overwritten with next year's report) gets ``~2``; see ARCHITECTURE, decision 7.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from retrieval.model import Passage, Profile

ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz"
DOCUMENT_ID_LENGTH = 8
DEFAULT_PORTS = {"http": 80, "https": 443}
_SITE_PREFIX = re.compile(r"^(?:(?:www|m|wap|3g|mobile|wx)\.)+(?=[^.]+\.)")
_MOBILE_PATH = re.compile(r"^/(?:m|wap|mobile|3g)/")
_INDEX_FILE = re.compile(r"/(?:index|default)\.(?:s?html?|jsp|php|aspx?)$", re.I)
_SESSION_IN_PATH = re.compile(r";(?:jsessionid|sid|phpsessid)=[^/?;]*", re.I)
_PASSING = re.compile(
    r"utm_\w+|spm|from|fromsource|share\w*|scene|isappinstalled|jsessionid|phpsessid|sessionid|session_id|sid|token|_t|_|t|ts|timestamp|rand(?:om)?"
    r"|fr|ref|referer|wxref|nsukey|gclid|fbclid|bd_vid|hmsr|hmpl|hmcu|hmkw|hmci|clickid|traceid|wfr|for",
    re.I,
)
SUFFIX = re.compile(r"~(\d+)$")


def document_id(key: str) -> str:
    """8 characters of [a-z0-9], the same for the same key on every machine."""
    number = int.from_bytes(hashlib.sha256(key.encode()).digest())
    digits = []
    for _ in range(DOCUMENT_ID_LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    return "".join(digits)


def canonical(address: str) -> str:
    """An address in one spelling: scheme and host in lower case, no default port, no fragment, never an empty path."""
    parts = urlsplit(address.strip())
    host = (parts.hostname or "").lower()
    port = "" if parts.port in (None, DEFAULT_PORTS.get(parts.scheme)) else f":{parts.port}"
    return urlunsplit((parts.scheme.lower(), host + port, parts.path or "/", parts.query, ""))


def same_address(address: str) -> str:
    """The form in which addresses are compared: that of one page is the same for http and https, with and without www., on
    the mobile site, with its index file, with tracking parameters and session ids, in any order of its parameters.

    >>> same_address("https://m.example.cn/a/index.html?utm_source=x&id=7")
    'http://example.cn/a/?id=7'
    """
    try:
        parts = urlsplit(canonical(address))
    except ValueError:
        return address
    if parts.scheme not in ("http", "https"):
        return address
    host = _SITE_PREFIX.sub("", parts.netloc) if parts.netloc.count(".") > 1 else parts.netloc
    path = _SESSION_IN_PATH.sub("", unquote(parts.path))
    path = _INDEX_FILE.sub("/", _MOBILE_PATH.sub("/", path))
    kept = sorted((n, v) for n, v in parse_qsl(parts.query, keep_blank_values=True) if not _PASSING.fullmatch(n))
    return urlunsplit(("http", host.removesuffix(":443"), path or "/", urlencode(kept), ""))


def is_address(text: str) -> bool:
    """Whether ``text`` is an http(s) address rather than a path."""
    return text.lower().startswith(("http://", "https://"))


def bytes_hash(data: bytes) -> str:
    """Tells whether a source changed since it was last read."""
    return hashlib.sha256(data).hexdigest()


def body_hash(body: str) -> str:
    """Tells whether two documents say the same, whatever container and page they came in."""
    return hashlib.sha256(body.encode("utf-8", "surrogatepass")).hexdigest()


def entry_id(passage: Passage) -> str:
    """A passage's name in the derived indexes: its id and a hash of all that is indexed of it."""
    content = repr((passage.header, passage.text, passage.region, passage.year, passage.plan))
    return f"{passage.id}-{hashlib.sha256(content.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def compatible(known: Profile, new: Profile) -> bool:
    """Whether two profiles may be versions of one report: region, years and kind agree where both are known.

    Of a known one that was corrected, what was read before counts as well.

    >>> compatible(Profile(title=None, years=(2024,)), Profile(title=None, years=(2025,)))
    False
    """
    return _agree(_identity(known), _identity(new)) or _agree(_identity_read(known), _identity(new))


def _identity(profile: Profile) -> tuple[object, ...]:
    kind = None if profile.kind == "其他" else profile.kind
    return (profile.region and profile.region.name, profile.years, kind)


def _identity_read(profile: Profile) -> tuple[object, ...]:
    """By what was read before it was corrected; where nothing was read, the correction counts."""
    region, years, kind = _identity(profile)
    read = profile.as_read
    kind_read = read.get("kind")
    return (
        read.get("region") or region,
        tuple(read.get("years") or ()) or years,
        kind if kind_read in (None, "其他") else kind_read,
    )


def _agree(one: tuple[object, ...], other: tuple[object, ...]) -> bool:
    return all(not a or not b or a == b for a, b in zip(one, other, strict=True))


def numbered(key: str, taken: Sequence[str]) -> str:
    """``key``, or the first of key~2, key~3 … that is not ``taken``.

    >>> numbered("a.txt", ["a.txt", "a.txt~2"])
    'a.txt~3'
    """
    if key not in taken:
        return key
    number = 2
    while f"{key}~{number}" in taken:
        number += 1
    return f"{key}~{number}"
