"""The gate over whole texts: what passes, what is repaired, what is dropped, when too little is left."""

from __future__ import annotations

from dataclasses import replace

from retrieval.answering.faithfulness import Evidence, Gate, Sentence, gate, split
from retrieval.model import Query

RESULT = Evidence(
    handle="k1",
    text="全市建成托育点12个,新增托位680个,千人口托位数达4.2个,居全省第三位。普惠托位占比超过六成五。",
    region="青岚市",
    year=2024,
    plan=False,
    document="青岚市2024年工作总结",
    path=("一、主要工作", "（二）托育服务"),
)
GOAL = Evidence(
    handle="k2",
    text="新增托位900个以上,千人口托位数达到4.6个。",
    region="云泽市",
    year=2024,
    plan=True,
    document="云泽市2024年工作要点",
)
OFFERED = {"k1": RESULT, "k2": GOAL}


def test_what_the_evidence_says_passes_with_its_span() -> None:
    found = gate("青岚市2024年新增托位680个，千人口托位数达4.2个[k1]。", OFFERED)
    (line,) = found.lines
    assert (line.ok, line.repaired, found.enough, found.invented) == (True, False, True, 0)
    (span,) = line.citations
    assert RESULT.text[span.start : span.end].startswith("全市建成托育点12个")
    assert "占比" not in RESULT.text[span.start : span.end]


def test_an_invented_handle_is_dropped_and_counted() -> None:
    found = gate("青岚市2024年新增托位680个[k1][z9]。青岚市千人口托位数达4.2个[z9]。", OFFERED)
    assert found.invented == 2
    assert [each.citations[0].handle for each in found.lines] == ["k1", "k1"]
    assert [each.repaired for each in found.lines] == [False, True]


def test_a_citation_moves_to_the_one_evidence_that_proves_the_sentence() -> None:
    (line,) = gate("青岚市2024年建成托育点12个[k2]。", OFFERED).lines
    assert line.repaired
    assert line.citations[0].handle == "k1"


def test_a_goal_is_called_one() -> None:
    (line,) = gate("云泽市2024年千人口托位数达到4.6个[k2]。", OFFERED).lines
    assert line.text == "云泽市2024年目标：千人口托位数达到4.6个"
    assert line.repaired


def test_a_bound_is_said() -> None:
    (line,) = gate("云泽市2024年目标：新增托位900个[k2]。", OFFERED).lines
    assert line.text == "云泽市2024年目标：新增托位900个以上"


def test_what_fails_is_dropped_with_its_reason() -> None:
    found = gate("青岚市2024年新增托位860个[k1]。群众满意度大幅提升[k1]。", OFFERED)
    assert not found.lines
    assert not found.enough
    assert [each.reason for each in found.dropped] == ["出处没有“860个”", "出处没有“群众满意度大幅提升”"]


def test_a_value_that_was_asked_must_be_left() -> None:
    query = Query(question="青岚市千人口托位数", topic="千人口托位数", wants="number")
    keeper = Gate(OFFERED, query)
    assert keeper.add(Sentence(text="青岚市2024年建成托育点", handles=("k1",))).ok
    assert not keeper.result().enough
    assert keeper.add(Sentence(text="千人口托位数4.2个", handles=("k1",))).ok
    assert keeper.result().enough


def test_a_goal_that_cites_nothing_is_called_one_and_finds_its_evidence() -> None:
    (line,) = gate("云泽市2024年新增托位900个。", OFFERED).lines
    assert (line.text, line.citations[0].handle) == ("云泽市2024年目标：新增托位900个以上。", "k2")
    assert not gate("目标。", OFFERED).lines


def test_of_two_passages_of_one_report_that_prove_a_sentence_the_first_is_cited() -> None:
    again = replace(RESULT, handle="k3", text="千人口托位数达4.2个。")
    (line,) = gate("千人口托位数4.2个。", OFFERED | {"k3": again}).lines
    assert line.citations[0].handle == "k1"
    elsewhere = replace(again, region="望川市")
    assert not gate("千人口托位数4.2个。", OFFERED | {"k3": elsewhere}).lines


def test_a_result_may_follow_a_goal_without_a_head_of_its_own() -> None:
    found = gate("云泽市2024年目标：新增托位900个以上[k2]。建成托育点12个[k1]。", OFFERED)
    assert [each.citations[0].handle for each in found.lines] == ["k2", "k1"]


def test_marks_come_in_many_brackets() -> None:
    found = split("甲【k1】。乙［k1，k2］\n- 丙[^k2]！丁")
    assert [(each.text, each.handles, each.shared) for each in found] == [
        ("甲", ("k1",), False),
        ("乙", ("k1", "k2"), False),
        ("丙", ("k2",), False),
        ("丁", (), False),
    ]
    assert split("皖政〔2024〕12号文件印发[k1]")[0].text == "皖政〔2024〕12号文件印发"
