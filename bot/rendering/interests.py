"""What a subscription asks for, in a few words. Pure."""

from __future__ import annotations

from bot.rendering.rich import shortened
from retrieval import Interest

TITLE = 60


def interest_title(interest: Interest) -> str:
    """芜湖市 托育 总结."""
    parts = (
        "、".join(dict.fromkeys(place.label for place in interest.places)),
        "、".join(f"{year}年" for year in interest.years),
        " ".join(topic.text for topic in interest.topics),
        "、".join(interest.indicators),
        " ".join(f"「{word}」" for word in interest.words),
        "、".join(interest.kinds),
    )
    return shortened(" ".join(part for part in parts if part), TITLE)
