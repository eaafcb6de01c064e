"""Whether a rewritten follow-up may be asked: its slots must be those that the rules read. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.model import Query, Thread

#: Least share of the topic's pairs of characters that must come from the question or the thread.
KNOWN = 0.6


def agrees(read: Sequence[Query], meant: Sequence[Query], thread: Thread) -> bool:
    """Whether the rewritten question says the same as the rules understood.

    ``read``: the follow-up as the rules read it; ``meant``: the rewritten question, read without the thread. The same
    regions and the same side, no year that neither the follow-up nor the thread names, and no words from nowhere.
    """
    if len(read) != 1 or len(meant) != 1:
        return False
    rule, model = read[0], meant[0]
    if model.refuse or model.not_indexed != rule.not_indexed or set(model.regions) != set(rule.regions):
        return False
    if not set(model.years) <= {*rule.years, *thread.years} or (rule.years and model.years != rule.years):
        return False
    if rule.plan is not None and model.plan not in (None, rule.plan):
        return False
    return _from_here(model.topic, "".join((rule.question, rule.topic, thread.asked, thread.topic)))


def _from_here(topic: str, known: str) -> bool:
    said = "".join(topic.split())
    pairs = [said[at : at + 2] for at in range(max(1, len(said) - 1))]
    return bool(said) and sum(pair in known for pair in pairs) >= KNOWN * len(pairs)
