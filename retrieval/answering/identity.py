"""Which questions ask the same. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from hashlib import sha256

from retrieval.answering.values import ANSWERS
from retrieval.model import Query

SLOTS = (
    "shape",
    "topic",
    "regions",
    "places",
    "not_indexed",
    "every",
    "area",
    "years",
    "period",
    "wants",
    "measure",
    "anonymous",
    "refuse",
)
#: Words that the topic leaves out and that turn a question for a value into another.
_TURNING = re.compile("[最更没未不非首末]")


def identity(queries: Sequence[Query]) -> str:
    """A digest of what is asked, 32 characters: the same for questions that only say it in other words.

    A question for one value is known by its slots. Any other is known by its words too, since its slots do not hold all that it
    says (the highest, the lowest, which measures). Asking for what was done is asking as such. What a follow-up takes over counts, how it was taken over does not.
    """
    asked = [[*(getattr(query, slot) for slot in SLOTS), bool(query.plan), _words(query)] for query in queries]
    return sha256(json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")).hexdigest()[:32]


def _words(query: Query) -> str:
    valued = query.shape == "fact" and query.wants in ANSWERS and query.topic and not query.refuse
    return "" if valued and not _TURNING.search(query.question) else "".join(filter(str.isalnum, query.question))
