"""Sentences of a model and extractive lines, made one answer that says no less."""

from __future__ import annotations

from dataclasses import replace

from retrieval.generation.leading import led
from retrieval.generation.merging import Said, covers, grown, merged
from retrieval.model import Answer, Citation, Line, Receipt


def citation(n: int, *, region: str = "青岚市", year: int = 2024, plan: bool = False) -> Citation:
    return Citation(
        n=n,
        section_id=f"section{n:03}",
        document="总结",
        document_id="d",
        path=(),
        quote=f"引文{n}",
        start=0,
        region=region,
        year=year,
        plan=plan,
    )


ONE, TWO = citation(1), citation(2)
LINES = (
    Line(text="青岚市2024年实际：新增托位429个，入托率16.9%", citations=(1,), region="青岚市", year=2024, plan=False),
    Line(text="签约率46.8%", citations=(2,), region="青岚市", year=2024, plan=False),
    Line(text="报告未载其余", note=True),
)


def answer(*, form: str = "how", lines: tuple[Line, ...] = LINES, cited: tuple[Citation, ...] = (ONE, TWO)) -> Answer:
    receipt = Receipt(understood={"形式": form}, way="evidence")
    return Answer(
        id="a", question="托育怎样", status="answered", reason=None, lines=lines, citations=cited, receipt=receipt
    )


def said(text: str, *citations: Citation) -> Said:
    return Said(text=text, citations=tuple(replace(each, n=0) for each in citations))


def test_a_sentence_stands_for_the_line_that_it_covers() -> None:
    made = merged(answer(), [said("2024年青岚市入托率16.9%，新增托位429个。", ONE)])
    assert made.text.splitlines() == [
        "青岚市2024年实际：入托率16.9%，新增托位429个 [1]",
        "签约率46.8% [2]",
        "报告未载其余",
    ]
    assert made.mode == "llm" and [each.quote for each in made.citations] == ["引文1", "引文2"]


def test_one_that_leaves_a_figure_out_does_not() -> None:
    plain = answer()
    assert merged(plain, [said("青岚市新增托位429个。", ONE)]) is plain
    assert merged(plain, []) is plain
    assert not covers([said("新增托位429个", ONE)], "新增托位429个，入托率16.9%")
    assert not covers([said("《办法》印发", ONE)], "《托育办法》印发")


def test_two_sentences_may_cover_a_line_together() -> None:
    made = merged(answer(), [said("新增托位429个。", ONE), said("入托率16.9%。", ONE), said("签约率46.8%。", TWO)])
    assert made.text.splitlines()[:3] == ["青岚市2024年实际：新增托位429个 [1]", "入托率16.9% [1]", "签约率46.8% [2]"]


def test_sides_keep_their_heads() -> None:
    goal = citation(2, year=2025, plan=True)
    lines = (
        LINES[0],
        Line(text="青岚市2025年目标：新增托位900个", citations=(2,), region="青岚市", year=2025, plan=True),
    )
    plain = answer(form="goal_vs_result", lines=lines, cited=(ONE, goal))
    made = merged(plain, [said("目标：青岚市2025年计划新增托位900个。", goal)])
    assert made.text.splitlines() == [
        "青岚市2024年实际：新增托位429个，入托率16.9% [1]",
        "青岚市2025年目标：计划新增托位900个 [2]",
    ]


def test_further_evidence_is_added_to_surveys_only() -> None:
    more = [said("新增托位429个，入托率16.9%。", ONE), said("每人每月补助300元运营费用由财政承担。", citation(7))]
    assert "补助300元" in merged(answer(), more).text
    assert "补助300元" not in merged(answer(form="fact"), more).text


def test_a_growing_answer_shows_what_has_passed() -> None:
    draft = grown(answer(), [said("新增托位429个。", ONE)])
    assert draft.text.splitlines() == ["青岚市2024年实际：新增托位429个 [1]", "报告未载其余"]


def test_a_table_is_led_by_a_sentence_over_several_regions() -> None:
    other, third = citation(2, region="云泽市"), citation(3, region="望川市")
    rows = (
        Line(text="青岚市2024年实际：4.6个", citations=(1,), region="青岚市"),
        Line(text="云泽市2024年实际：4.1个", citations=(2,), region="云泽市"),
        Line(text="望川市2024年实际：4.9个", citations=(3,), region="望川市"),
    )
    plain = answer(lines=rows, cited=(ONE, other, third))
    both = Said(text="青岚市4.6个，高于云泽市的4.1个。", citations=(ONE, other))
    made = led(plain, [Said(text="青岚市4.6个最高，云泽市4.1个。", citations=(ONE, other)), both])
    assert made.text.splitlines()[0] == "青岚市4.6个，高于云泽市的4.1个 [1] [2]" and made.lines[1:] == rows
    assert led(plain, [Said(text="青岚市4.6个。", citations=(ONE,))]) is plain
