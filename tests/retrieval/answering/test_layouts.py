"""Questions over reports of other layouts: half a year, a page with a head, figures taken out, chapters about one theme."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from retrieval.library import Library
from tests.fakes import FakeEmbedder

HALF = """望川市卫生健康局2024年上半年工作总结及下半年工作计划
上半年工作情况
一、医疗服务。1—6月，全市诊疗人次达312.4万人次。次均门诊费用196.2元。
二、安全监管。罚没款合计38.6万元，新增安宁疗护床位12张，累计90张。
三、争取资金。争取省级资金1.3亿元，争取特别国债支持项目4个、资金0.72亿元。
下半年工作计划
一、人才引育。招聘医务人员120名。
二、托育服务。到2024年底，每千人口拥有3岁以下婴幼儿照护服务设施托位数达到4.4个。
望川市卫生健康局
2024年7月9日
"""
HIDDEN = """xx市卫生健康委2024年工作总结
2024年，xx市卫生健康委主要工作如下。
一、妇幼健康。全市孕产妇死亡率为xx/10万，孕妇学校覆盖率100%。
二、卫生应急。组织应急演练11场，培训急救员xx名。
"""
POINTS = """首页 > 政务公开 > 规划计划
索 引 号：0123456789/2025-00012　　主题分类：卫生健康
发布机构：云泽市东湖镇人民政府　　发文日期：2025年02月17日
文　　号：云卫〔2025〕9号　　有 效 性：有效
名　　称：云泽市2025年卫生健康工作要点

云泽市2025年卫生健康工作要点
2025年，全市卫生健康工作围绕提质增效开展。
一、实施中医药振兴行动
1、打造岐黄品牌。举办中医药文化节，建设名医工作室7个。
2、推进中西医协同。建设旗舰科室3个。
3、发展道地药材。黄精种植面积稳定在6万亩。
二、补齐基层短板
4、推动标准化。推动70%以上的乡镇卫生院达到服务能力标准。
5、做好托育。新增托位640个。
"""
YEAR = """青岚市卫生健康委员会2024年工作总结和2025年工作安排
2024年，全市卫生健康事业取得新成效。
第一部分　2024年工作总结
一、公立医院改革
（一）绩效考核。在2023年度三级公立医院绩效考核中，市人民医院位列全国第152名。
（二）资源扩容。临溪县人民医院新院区投用，新增床位260张。
二、存在的主要问题
一是儿科医师紧缺。二是县乡能力不均衡。
第二部分　2025年工作安排
2025年是收官之年，全市卫生健康工作要力争县域就诊率达到91%。
一、深化改革
（一）分级诊疗。基层诊疗量占比达到57%。
"""
REPORTS = {"half.txt": HALF, "hidden.txt": HIDDEN, "points.txt": POINTS, "year.txt": YEAR}


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("layouts")
    source = folder / "reports"
    source.mkdir()
    for name, text in REPORTS.items():
        (source / name).write_text(text, encoding="utf-8")
    with Library(folder / "data", embedder=FakeEmbedder(), today=date(2026, 3, 1)) as opened:
        opened.index([source])
        yield opened


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("望川2024年上半年诊疗人次是多少", "望川市2024年1-6月实际：全市诊疗人次达312.4万人次"),
        ("望川上半年罚款总额多少", "38.6万元"),
        ("望川安宁疗护床位一共有多少张", "累计90张"),
        ("望川2024年获得的特别国债有多少资金", "0.72亿元"),
        ("望川下半年打算招多少医务人员", "120名"),
        ("望川千人口托位数目标是多少", "4.4个"),
        ("云泽2025年卫生健康工作要点的文号是什么", "云卫〔2025〕9号"),
        ("云泽2025年工作要点什么时候发布的", "2025-02-17"),
        ("云泽要让多少乡镇卫生院达到服务能力标准", "70%"),
        ("青岚市人民医院绩效考核排全国第几名", "第152名"),
        ("临溪县人民医院新院区增加了多少张床", "260张"),
        ("青岚2025年基层诊疗量占比目标", "青岚市2025年目标：基层诊疗量占比达到57%"),
        ("青岚还存在哪些问题", "儿科医师紧缺"),
        ("现在收录了哪些地方的报告", "青岚市"),
    ],
)
def test_said(library: Library, question: str, said: str) -> None:
    answer = library.ask(question)
    assert answer.status == "answered"
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "reason"),
    [
        ("xx市2024年孕产妇死亡率是多少", "anonymised"),
        ("xx市培训了多少名急救员", "anonymised"),
        ("望川2024年前三季度诊疗人次是多少", "not_in_reports"),
        ("望川新增了多少省级中医专科床位", "not_in_reports"),
    ],
)
def test_refused(library: Library, question: str, reason: str) -> None:
    answer = library.ask(question)
    assert (answer.status, answer.reason) == ("not_found", reason)


def test_a_survey_follows_the_chapter_that_is_about_it(library: Library) -> None:
    text = library.ask("云泽2025年怎么发展中医药").text
    assert all(said in text for said in ("名医工作室7个", "旗舰科室3个", "6万亩"))


def test_what_a_year_holds_is_an_overview(library: Library) -> None:
    answer = library.ask("云泽2025年有哪些目标任务")
    assert answer.status == "answered" and len(answer.citations) > 2
