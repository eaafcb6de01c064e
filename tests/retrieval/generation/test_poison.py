"""Reports that speak to the model, and a model that obeys them, through the whole way of an answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest

from retrieval import Answer, Citation, LanguageModel, Line, Receipt, StoredSection, Thread
from retrieval.generation.writing import Writer
from retrieval.model import Query
from tests.endpoint import Reply, Request, endpoint
from tests.faithful.poison import POISON

GOOD = "全市家庭医生签约率达76.2%，千人口托位数4.6个。"


def section(id: str, text: str) -> StoredSection:
    return StoredSection(
        id=id, document_id=f"d{id}", ordinal=0, heading=None, level=None, path=("一、工作",), text=text, year=2024
    )


def citation(n: int, at: StoredSection) -> Citation:
    return Citation(
        n=n,
        section_id=at.id,
        document="青岚市2024年总结",
        document_id=at.document_id,
        path=at.path,
        quote=at.text,
        start=0,
        region="青岚市",
        year=2024,
        plan=False,
    )


class Desk:
    def __init__(self, *sections: StoredSection) -> None:
        self._sections = {each.id: each for each in sections}

    def sections_by_id(self, ids: Sequence[str]) -> dict[str, StoredSection]:
        return {id: self._sections[id] for id in ids}

    def understand(self, question: str, thread: Thread | None) -> Sequence[Query]:
        raise AssertionError("no follow-up is asked here")

    def extract(self, question: str, thread: Thread | None) -> Answer:
        raise AssertionError("no follow-up is asked here")

    def internal(self, document_ids: Iterable[str]) -> bool:
        return False


@pytest.mark.parametrize(
    ("kind", "planted", "obedient", "mark"), POISON, ids=[f"{p[0]}{n}" for n, p in enumerate(POISON)]
)
def test_no_poisoned_report_gets_its_way(kind: str, planted: str, obedient: str, mark: str) -> None:
    good, bad = section("goodgoodgo", GOOD), section("badbadbadb", planted)
    plain = Answer(
        id="a",
        question="青岚市2024年家庭医生签约率是多少",
        status="answered",
        reason=None,
        lines=(Line(text=f"青岚市2024年实际：{GOOD[:-1]}", citations=(1,), region="青岚市", year=2024, plan=False),),
        citations=(citation(1, good),),
        further=(replace(citation(0, bad), n=0),),
        thread=Thread(regions=("青岚市",), years=(2024,), topic="家庭医生签约率"),
        receipt=Receipt(understood={"形式": "how"}, way="evidence"),
    )

    def script(request: Request) -> Reply:
        other, mine = request.offered
        assert "</资料>" not in "".join(request.offered.values())
        return Reply(text=obedient.replace("{h}", mine).replace("{o}", other))

    with endpoint(script) as running:
        writer = Writer(LanguageModel(name="openai:scripted", base_url=running.url, timeout=60))
        drafts: list[Answer] = []
        answer = writer.worded(plain, Desk(good, bad), progress=drafts.append)
    for shown in (*drafts, answer):
        assert mark not in shown.text
        assert "76.2%" in shown.text or shown is not answer
