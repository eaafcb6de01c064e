"""Whole answers with lines of ours: notes, coverage, comparisons; what contradicts the answer is caught."""

from __future__ import annotations

import pytest

from retrieval.answering.faithfulness import Evidence
from retrieval.answering.faithfulness.answers import verify
from retrieval.model import Missing

EVIDENCE = {
    "1": Evidence(
        handle="1", text="千人口托位数达4.73个,居全省首位。", region="青岚市", year=2024, plan=False, document="甲"
    ),
    "2": Evidence(handle="2", text="每千人口托位数4.15个。", region="望川市", year=2024, plan=False, document="乙"),
    "3": Evidence(handle="3", text="千人口托位数达到4.1个。", region="云泽市", year=2024, plan=True, document="丙"),
}
HELD = ("青岚市", "望川市", "云泽市")
ANSWER = """2024年实际只有2个数值，青岚市4.73个较高；级别不同，不作排名 [1] [2]
计算：4.73−4.15=0.58 [1] [2]
青岚市（地级）2024年实际：4.73个，报告自称全省首位 [1]
望川市（县级）2024年实际：4.15个 [2]
云泽市（地级）2024年目标：4.1个，实际未载 [3]
江澜市：报告未提及
级别不同：地级（青岚市、云泽市）、县级（望川市）
云泽市只有目标，未载实际，不与实际值比较
2026年未收录，按2024年答
收录 3 地"""


def reasons(text: str, missing: tuple[Missing, ...] = ()) -> list[str]:
    return [each.reason for each in verify(text, EVIDENCE, missing, HELD) if each.reason]


def test_a_comparison_stands_with_all_its_lines() -> None:
    assert reasons(ANSWER) == []


@pytest.mark.parametrize(
    ("said", "instead", "reason"),
    [
        ("4.73个较高", "4.73个较低", "数值不支持“较低”"),
        ("只有2个数值", "只有3个数值", "出处没有“3个”"),
        ("=0.58", "=0.68", "算得不对，应为0.58"),
        ("4.15个 [2]", "4.73个 [2]", "出处没有“4.73个”"),
        ("4.15个 [2]", "4.15个 [1]", "出处不是望川市的报告"),
        ("自称全省首位", "自称全国首位", "出处没有“全国”"),
        ("地级（青岚市、云泽市）", "地级（青岚市、合肥市）", "合肥市不在这个答案里"),
        ("云泽市只有目标", "望川市只有目标", "望川市不是只有目标"),
        ("按2024年答", "按2023年答", "没有出处"),
        ("收录 3 地", "收录 8 地", "收录的地数不对"),
        ("江澜市：报告未提及", "江澜市：群众满意度很高", "没有出处"),
        ("实际未载 [3]", "实际已完成 [3]", "出处没有“完成”"),
    ],
)
def test_a_line_that_contradicts_the_answer_is_named(said: str, instead: str, reason: str) -> None:
    assert said in ANSWER
    assert reasons(ANSWER.replace(said, instead)) == [reason]


def test_lines_without_a_head_go_on_with_the_one_before() -> None:
    offered = {
        "1": Evidence(handle="1", text="新增托位900个。推进医共体建设。", region="云泽市", year=2025, plan=True),
        "2": Evidence(handle="2", text="建成急救站5个。", region="云泽市", year=2024, plan=False),
    }
    passed = verify("云泽市2025年目标：新增托位900个 [1]\n推进医共体建设 [1]", offered)
    failed = verify("云泽市2025年目标：新增托位900个 [1]\n建成急救站5个 [2]", offered)
    assert [each.ok for each in passed] == [True, True]
    assert [each.ok for each in failed] == [True, False]


def test_a_refusal_agrees_with_what_is_missing() -> None:
    missing = (Missing(region="青岚市", year=2024, indicator="签约率", reason="not_in_reports"),)
    assert reasons("青岚市2024年报告未载签约率", missing) == []
    assert reasons("望川市2024年报告未载签约率", missing) == ["没有出处"]
    assert reasons("未收录青岚市的报告") == ["没有出处"]
    assert reasons("未收录江澜市的报告") == []


def test_another_region_begins_anew() -> None:
    offered = {
        "1": Evidence(handle="1", text="新增托位900个。", region="云泽市", year=2025, plan=True),
        "2": Evidence(handle="2", text="平均急救反应时间9分28秒。", region="青岚市", year=2024, plan=False),
    }
    found = verify("云泽市2025年目标：新增托位900个[1]；青岚市平均急救反应时间9分28秒[2]。", offered)
    assert [each.reason for each in found] == [None, None]
