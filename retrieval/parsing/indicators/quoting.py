"""The words that prove a figure: a verbatim stretch of its sentence."""

from __future__ import annotations

import re

from retrieval.parsing.text import Span, mask

LONGEST = 300
_ENOUGH = 100


def quoted(text: str, plain: str, sentence: Span, words: Span) -> str:
    """The sentence, or as many whole clauses around ``words`` as make about a hundred characters; never more than 300.

    ``plain``: ``text`` in narrow characters; both spans are offsets in it.
    """
    start, end = sentence
    if end - start <= _ENOUGH:
        return text[start:end]
    cuts = [start, *(start + cut.end() for cut in re.finditer(r"[,:;]", mask(plain[start:end]))), end]
    low = max((cut for cut in cuts if cut <= words[0]), default=start)
    high = min((cut for cut in cuts if cut >= words[1]), default=end)
    low = min((cut for cut in cuts if cut <= low and high - cut <= _ENOUGH), default=low)
    high = max((cut for cut in cuts if cut >= high and cut - low <= _ENOUGH), default=high)
    if high - low > LONGEST:
        low, high = max(start, words[1] - LONGEST // 2), min(end, words[1] + LONGEST // 2)
    return text[low:high].strip().rstrip(",，:：;；")
