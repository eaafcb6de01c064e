"""Sentences that ask for alerts, and those that do not."""

from __future__ import annotations

import pytest

from bot.wishes import wish


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("池州有新文件就告诉我", "池州 文件"),
        ("一有青岚的总结就通知我", "青岚的总结"),
        ("云泽市发布新通知的时候提醒我一下", "云泽市 通知"),
        ("等池州总结到了提醒我", "池州总结"),
        ("池州2025年总结出来了告诉我", "池州2025年总结"),
        ("关注安徽各市托育", "安徽各市托育"),
        ("请帮我订阅长三角 医共体", "长三角 医共体"),
        ("关注一下青岚市家庭医生。", "青岚市家庭医生"),
    ],
)
def test_a_wish(said: str, what: str) -> None:
    found = wish(said)
    assert found is not None and "".join(found.split()).strip("的") == "".join(what.split())


@pytest.mark.parametrize(
    "said",
    [
        "芜湖关注哪些重点工作",
        "芜湖市重点关注老年人健康",
        "告诉我池州的托位数",
        "青岚市2024年的托位数告诉我",
        "请把托位数告诉我",
        "有什么新文件告诉我",
        "青岚市有托育机构吗，告诉我",
        "有了提醒我",
    ],
)
def test_no_wish(said: str) -> None:
    assert wish(said) is None
