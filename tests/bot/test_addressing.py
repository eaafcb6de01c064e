"""Words that are commands, and words that are not."""

from __future__ import annotations

import pytest

from bot.addressing import Said, said, without_mention


@pytest.mark.parametrize(
    ("text", "command", "words"),
    [
        ("青岚市2024年托位", None, "青岚市2024年托位"),
        ("/ask 托位", "ask", "托位"),
        ("/ASK@some_bot 托位\n第二行", "ask", "托位\n第二行"),
        ("/start s_abc_1-2-00ff", "start", "s_abc_1-2-00ff"),
        ("对比 托位", "compare", "托位"),
        ("/对比托位", "compare", "托位"),
        ("／综述 青岚", "summary", "青岚"),
        ("、城市：青岚", "city", "：青岚"),
        ("目录", "docs", ""),
        (" 帮助 ", "help", ""),
        ("对比青岚和云泽的托位", None, "对比青岚和云泽的托位"),
        ("城市医疗集团有几个", None, "城市医疗集团有几个"),
        ("/1 托位", None, "/1 托位"),
        ("托\x00位\ud800", None, "托位"),
        ("", None, ""),
    ],
)
def test_said(text: str, command: str | None, words: str) -> None:
    found = said(text)
    assert (found.command, found.words) == (command, words)


def test_a_command_names_its_bot() -> None:
    assert said("/ask@some_bot 托位") == Said(words="托位", command="ask", bot="some_bot")


def test_a_mention_is_taken_off() -> None:
    assert without_mention("@Huiwen_bot 托位", "huiwen_bot") == "托位"
    assert without_mention("@huiwen_bot2 托位", "huiwen_bot") == "@huiwen_bot2 托位"
