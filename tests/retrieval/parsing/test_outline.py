from __future__ import annotations

import re
import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.parsing.outline import structure
from tests.retrieval.parsing.samples import BODY, HEADINGS, LAYOUTS, REPORT, flat, solid, tree


def plain(heading: str | None) -> str:
    """A heading with width, white space and the sign after its number evened out."""
    text = solid(unicodedata.normalize("NFKC", heading or ""))
    return re.sub(r"^(\d+)[、.]", r"\1.", text)


def check_whole(body: str) -> None:
    sections = flat(structure(body))
    assert solid("".join(section.text for section in sections)) == solid(body)
    for section in sections:
        assert section.text
        assert section.text == section.text.strip()
        assert section.text in body
        if section.heading:
            assert solid(section.heading) in solid(section.text)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_heading_in_every_layout(layout: str) -> None:
    body = LAYOUTS[layout](REPORT)
    check_whole(body)
    found = [(section.level, plain(section.heading)) for section in flat(structure(body)) if section.level is not None]
    assert found == [(level, plain(heading)) for level, heading in HEADINGS]


def test_text_starts_with_the_heading_and_ends_at_the_first_child() -> None:
    title, chapter, item = flat(structure(REPORT))[:3]
    assert title.text.startswith(HEADINGS[0][1] + "\n2024年，")
    assert title.text.endswith("现将情况报告如下。")
    assert chapter.text == "一、主要工作成效"
    assert item.path == ("一、主要工作成效", "（一）抓基层强基础，服务能力稳步提高")
    assert title.path == ()


def test_items_run_on_across_chapters() -> None:
    body = (
        f"一、夯实基础\n1.{BODY}\n2.加强监测，{BODY}\n二、深化试点\n3.推进试点。{BODY}\n"
        f"三、抓好重点\n（一）党建引领\n4.\xa0 健全制度，{BODY}\n5.做好统计、内控等工作。\n（二）综合医改\n6.推进集采，{BODY}"
    )
    assert tree(structure(body)) == [
        ["一、夯实基础", "1.全年新增示范站点12家", "2.加强监测"],
        ["二、深化试点", "3.推进试点"],
        [
            "三、抓好重点",
            ["（一）党建引领", "4.\xa0 健全制度", "5.做好统计、内控等工作"],
            ["（二）综合医改", "6.推进集采"],
        ],
    ]


@pytest.mark.parametrize(
    ("item", "heading"),
    [
        (f"1.深化改革。{BODY}", "1.深化改革"),
        (f"1.深化改革，{BODY}", "1.深化改革"),
        (f"1.贯彻《条例（试行），附则》要求，{BODY}", "1.贯彻《条例（试行），附则》要求"),
        (f"1.开展“进校园，进社区”活动，{BODY}", "1.开展“进校园，进社区”活动"),
        (f"1.重点任务：{BODY}", "1.重点任务"),
        ("1.做好统计工作。", "1.做好统计工作"),
        ("1.做好统计工作；", "1.做好统计工作"),
        (f"1.补助1,200元，{BODY}", "1.补助1,200元"),
        (f"1.2025年新增托位。{BODY}", "1.2025年新增托位"),
    ],
)
def test_where_a_heading_ends(item: str, heading: str) -> None:
    sections = flat(structure(f"一、重点工作\n{item}\n2.其他工作。{BODY}"))
    assert [section.heading for section in sections] == ["一、重点工作", heading, "2.其他工作"]


def test_short_first_sentences_with_a_comma_are_titles_where_all_neighbours_have_one() -> None:
    titled = "".join(
        f"（{n}）聚焦{name}建设，{name}活力迸发。{BODY}\n"
        for n, name in zip("一二三", ("医改", "托育", "急救"), strict=True)
    )
    assert flat(structure(titled))[0].heading == "（一）聚焦医改建设，医改活力迸发"
    mixed = titled + "".join(f"（{n}）{BODY}\n" for n in "四五六")
    assert flat(structure(mixed))[0].heading == "（一）聚焦医改建设"


def test_a_space_alone_parts_a_chapter_from_its_body() -> None:
    body = f"2024年工作总结 工作有序开展。 一、凝心聚力，推进党的建设 坚持学用结合，{BODY} 二、提质增效，推进医改 （一）改革。{BODY} （二）创新。{BODY}"
    sections = flat(structure(body))
    assert [section.heading for section in sections] == [
        "2024年工作总结",
        "一、凝心聚力，推进党的建设",
        "二、提质增效，推进医改",
        "（一）改革",
        "（二）创新",
    ]


def test_points_are_children_of_their_section() -> None:
    body = (
        f"一、主要成效\n（一）强化基层。做了三件事：一是建成站点3家，床位增加；二是培训500人次；三是下沉专家。全年增长8%。\n"
        f"（二）强化急救。一是完善网络。新建急救站4个。二是优化流程。\n{BODY}\n（三）其他。{BODY}"
    )
    first, second, last = structure(body)[0].children
    assert first.text == "（一）强化基层。做了三件事："
    assert [(point.level, point.heading, point.text) for point in first.children] == [
        (5, "一是建成站点3家", "一是建成站点3家，床位增加；"),
        (5, "二是培训500人次", "二是培训500人次；"),
        (5, "三是下沉专家", "三是下沉专家。"),
        (None, None, "全年增长8%。"),
    ]
    assert [point.text for point in second.children] == ["一是完善网络。新建急救站4个。", "二是优化流程。", BODY]
    assert not last.children


@pytest.mark.parametrize(
    "sentence",
    [
        "这是唯一是由本市承担的任务，二是没有先例。",
        "一是一，二是二，不得混淆。",
        "成效之一是体系健全，之二是队伍稳定。",
        "全市二、三级医院共12家。二、三级医院全部达标。",
        "投入1.5亿元，2.3万人受益，2024.3.1起施行。",
        "按照第三条（一）（二）两款规定执行。",
        "文件写明“一、总体要求；二、重点任务；三、保障措施”三个部分。",
        "印发《2025年要点（一）重点任务（二）保障措施》。",
        "建成1+6+N体系，位列第1位，排名第2。",
        "比例按（1）=A/B、（2）=C/D计算。",
        "服务一、二、三产业从业人员，覆盖一、二类场所。",
    ],
)
def test_numbers_inside_sentences_are_no_headings(sentence: str) -> None:
    for body in (
        f"一、总体情况\n{sentence}{BODY}\n二、下步打算\n{BODY}",
        f"一、总体情况 {sentence}{BODY} 二、下步打算 {BODY}",
    ):
        assert [section.level for section in flat(structure(body))] == [1, 1]


@pytest.mark.parametrize(
    "line", ["5.99张托位，居前列", "10、12月份开展活动", "120、急救热线畅通", "2024.12.31完成验收"]
)
def test_figures_at_the_start_of_a_line_are_no_headings(line: str) -> None:
    assert len(flat(structure(f"一、总体情况\n{BODY}\n{line}\n二、下步打算\n{BODY}"))) == 2


@pytest.mark.parametrize("numbers", ["一二二四", "一二四五", "一三二四", "二三四五", "一一二三"])
def test_slips_in_the_numbering_lose_no_heading(numbers: str) -> None:
    body = "\n".join(f"{number}、第{place}项工作\n{BODY}" for place, number in enumerate(numbers))
    assert [section.heading for section in flat(structure(body))] == [
        f"{n}、第{p}项工作" for p, n in enumerate(numbers)
    ]


def test_a_list_within_a_sentence_does_not_break_the_items_around_it() -> None:
    body = f"一、工作\n（一）医改。主要是：（一）机制；（二）投入；（三）人才。{BODY}\n（二）托育。{BODY}\n（三）急救。{BODY}\n（四）血液。{BODY}"
    assert [section.heading for section in flat(structure(body))][1:] == [
        "（一）医改",
        "（二）托育",
        "（三）急救",
        "（四）血液",
    ]


def test_chapters_and_articles() -> None:
    body = f"青岚市急救办法\n第一章 总则\n第一条 为了规范急救，制定本办法。\n第二条 下列情形：\n（一）院前急救；\n（二）院内急救。\n第二章 保障\n第三条 依照第二条规定，{BODY}"
    assert tree(structure(body)) == [
        [
            "青岚市急救办法",
            ["第一章 总则", "第一条 为了规范急救", ["第二条 下列情形", "（一）院前急救", "（二）院内急救"]],
            ["第二章 保障", "第三条 依照第二条规定"],
        ]
    ]
    assert [section.level for section in flat(structure(body))] == [0, 1, 3, 3, 2, 2, 1, 3]


def test_level_is_the_kind_of_number_even_where_the_order_is_unusual() -> None:
    body = f"1、基本情况\n（一）人口。{BODY}\n（二）机构。{BODY}\n2、主要做法\n（一）党建。{BODY}\n（二）医改。{BODY}\n"
    sections = structure(body)
    assert tree(sections) == [["1、基本情况", "（一）人口", "（二）机构"], ["2、主要做法", "（一）党建", "（二）医改"]]
    assert [section.level for section in flat(sections)] == [3, 2, 2, 3, 2, 2]


def test_a_notice_and_two_reports_of_which_the_second_has_no_title() -> None:
    body = (
        "各县区卫生健康局，委属单位： 现将有关总结和要点印发给你们，请遵照执行。\n云泽市卫生健康局 2025年3月1日\n2024年全市卫生健康工作总结\n"
        f"2024年，全市工作平稳。 一、党建更实 （一）思想。{BODY} （二）作风。{BODY} 二、医改更深 （一）医共体。{BODY} （二）集采。{BODY} "
        "此外，认真办理建议提案。\n"
        f"2025年是收官之年，总体要求是稳中求进。 一、抓党建 （一）思想。{BODY} （二）作风。{BODY} 二、抓医改 （一）医共体。{BODY} "
        f"（二）集采。{BODY} 扎实做好安全生产等工作。"
    )
    check_whole(body)
    notice, first, second = structure(body)
    assert (notice.level, notice.heading) == (None, None)
    assert notice.text.endswith("2025年3月1日")
    assert (first.level, first.heading) == (0, "2024年全市卫生健康工作总结")
    assert [child.heading for child in first.children] == ["一、党建更实", "二、医改更深", None]
    assert (first.children[-1].level, first.children[-1].text) == (None, "此外，认真办理建议提案。")
    assert (second.level, second.heading, second.text) == (0, None, "2025年是收官之年，总体要求是稳中求进。")
    assert [child.heading for child in second.children] == ["一、抓党建", "二、抓医改", None]
    assert second.children[-1].text == "扎实做好安全生产等工作。"


def test_a_notice_with_a_title_of_its_own_and_a_signature_at_the_end() -> None:
    body = (
        "关于印发《望川市2025年卫生健康\n工作要点》的通知\n各县（区）卫生健康局：\n现将要点印发给你们，请认真贯彻执行。\n望川市卫生健康委员会\n"
        f"2025年2月18日\n望川市2025年卫生健康工作要点\n{BODY}\n一、党建引领\n1.加强学习，{BODY}\n二、深化医改\n2.推进集采，{BODY}\n"
        "望川市卫生健康委员会\n2025年2月18日\n附件：分工表"
    )
    notice, report, signature = structure(body)
    assert notice.heading == "关于印发《望川市2025年卫生健康工作要点》的通知"
    assert report.heading == "望川市2025年卫生健康工作要点"
    assert (signature.level, signature.text) == (None, "望川市卫生健康委员会\n2025年2月18日\n附件：分工表")


def test_titles_of_two_lines_and_parts() -> None:
    body = f"青岚市卫生健康委员会\n关于2024年工作总结和2025年工作计划的报告\n（2024年12月20日）\n第一部分 2024年工作总结\n一、党建\n{BODY}\n二、医改\n{BODY}\n第二部分 2025年工作计划\n一、党建\n{BODY}\n二、医改\n{BODY}"
    assert tree(structure(body)) == [
        [
            "青岚市卫生健康委员会关于2024年工作总结和2025年工作计划的报告",
            ["第一部分 2024年工作总结", "一、党建", "二、医改"],
            ["第二部分 2025年工作计划", "一、党建", "二、医改"],
        ]
    ]


def test_a_second_title_begins_a_report_only_where_the_numbering_restarts() -> None:
    first = f"2024年工作总结\n一、党建\n{BODY}\n二、医改\n（一）改革。{BODY}\n2025年工作目标\n（二）创新。{BODY}\n三、其他\n{BODY}\n"
    second = f"2025年工作打算\n{BODY}\n一、党建\n{BODY}\n二、医改\n{BODY}\n"
    assert [section.heading for section in structure(first + second)] == ["2024年工作总结", "2025年工作打算"]


def test_headings_without_numbers_over_numbered_items() -> None:
    items = f"（一）医改。{BODY}\n（二）托育。{BODY}\n"
    body = f"青岚市2024年卫生健康工作情况\n主要工作成效\n{items}存在的问题\n{BODY}{BODY}\n下一步打算\n{items}"
    report = structure(body)[0]
    assert tree(report.children) == [
        ["主要工作成效", "（一）医改", "（二）托育"],
        "存在的问题",
        ["下一步打算", "（一）医改", "（二）托育"],
    ]
    assert [child.level for child in report.children] == [1, 1, 1]


def test_headings_without_any_numbers() -> None:
    body = f"青岚市2024年卫生健康工作总结\n【党建引领】\n{BODY}{BODY}\n【医药改革】\n{BODY}{BODY}\n"
    assert tree(structure(body)) == [["青岚市2024年卫生健康工作总结", "【党建引领】", "【医药改革】"]]


def test_a_text_without_headings_is_its_paragraphs() -> None:
    body = f"我市召开卫生健康工作会议\n本报讯 {BODY}\n{BODY}\n"
    report = structure(body)[0]
    assert (report.level, report.heading, report.text) == (0, "我市召开卫生健康工作会议", "我市召开卫生健康工作会议")
    assert [(child.level, child.heading, child.text) for child in report.children] == [
        (None, None, f"本报讯 {BODY}"),
        (None, None, BODY),
    ]
    assert [section.text for section in structure(f"{BODY}\n{BODY}")] == [BODY, BODY]


def test_a_second_paragraph_of_a_section_is_its_text() -> None:
    body = f"2024年工作总结\n一、党建\n{BODY}\n{BODY}\n二、医改\n{BODY}\n三、托育\n{BODY}\n{BODY}\n四、急救\n{BODY}\n{BODY}"
    assert [section.heading for section in flat(structure(body))] == [
        "2024年工作总结",
        "一、党建",
        "二、医改",
        "三、托育",
        "四、急救",
    ]


def test_blank_lines_that_cut_words() -> None:
    body = (
        f"青岚市2024年工作总结\n\n一、坚持党的领\n\n导，筑牢根基\n\n（一）强化武装。{BODY}培训乡\n\n村医生。\n\n（二）强化队\n\n伍建设。{BODY}\n\n"
        f"（三）强化监督。{BODY}组织检\n\n查12次。\n\n（四）强化宣传。{BODY}\n\n二、深化医改\n\n（一）集采。{BODY}"
    )
    assert [section.heading for section in flat(structure(body))][1:] == [
        "一、坚持党的领导，筑牢根基",
        "（一）强化武装",
        "（二）强化队伍建设",
        "（三）强化监督",
        "（四）强化宣传",
        "二、深化医改",
        "（一）集采",
    ]


def test_everything_glued_together() -> None:
    body = (
        "标签: 范文\nX区卫生健康局2024年上半年工作总结及下半年工作计划一、上半年工作总结"
        f"1.医改工作。{BODY}2.基层工作。一是推进试点。{BODY}二是推进改造。{BODY}3.急救工作。{BODY}"
        f"二、下半年工作计划1.继续医改。{BODY}2.发展托育。{BODY}"
    )
    stray, report = structure(body)
    assert stray.text == "标签: 范文"
    assert tree((report,)) == [
        [
            "X区卫生健康局2024年上半年工作总结及下半年工作计划",
            ["一、上半年工作总结", "1.医改工作", ["2.基层工作", "一是推进试点", "二是推进改造"], "3.急救工作"],
            ["二、下半年工作计划", "1.继续医改", "2.发展托育"],
        ]
    ]


def test_a_title_glued_to_its_opening() -> None:
    body = f"20XX年某区卫生工作总结及下一年工作打算2022年，{BODY}一、成效（一）深化医改，促进发展。一是集采。{BODY}二是薪酬。{BODY}（二）强化基层，改善服务。{BODY}二、计划（一）党建。{BODY}（二）作风。{BODY}"
    assert [section.heading for section in flat(structure(body)) if section.level in (0, 1, 2)] == [
        "20XX年某区卫生工作总结及下一年工作打算",
        "一、成效",
        "（一）深化医改，促进发展",
        "（二）强化基层，改善服务",
        "二、计划",
        "（一）党建",
        "（二）作风",
    ]


def test_headings_that_keep_their_stop_on_a_line_of_their_own() -> None:
    body = f"一、总体要求\n{BODY}\n二、主要任务\n（一）实施健康促进行动。\n1.主要指标。\n{BODY}\n2.重点举措。\n（1）构建体系，{BODY}\n（2）健全机制，{BODY}"
    sections = flat(structure(body))
    assert [section.heading for section in sections] == [
        "一、总体要求",
        "二、主要任务",
        "（一）实施健康促进行动",
        "1.主要指标",
        "2.重点举措",
        "（1）构建体系",
        "（2）健全机制",
    ]
    assert sections[3].text == f"1.主要指标。\n{BODY}"


def test_a_plan_handed_out_by_a_notice() -> None:
    body = (
        "关于印发云泽市公共卫生三年行动计划\n（2023—2025年）的通知\n各县（市）、区人民政府：\n行动计划已经同意，现印发给你们，请认真贯彻执行。\n"
        f"云泽市人民政府办公室\n2023年12月25日\n云泽市公共卫生三年行动计划（2023—2025年）\n{BODY}\n一、总体思路\n（一）指导思想。{BODY}"
    )
    assert [section.heading for section in structure(body)] == [
        "关于印发云泽市公共卫生三年行动计划（2023—2025年）的通知",
        "云泽市公共卫生三年行动计划（2023—2025年）",
    ]


def test_a_table_of_contents_has_no_headings() -> None:
    chapters = f"一、主要成效\n{BODY}\n二、下步打算\n{BODY}"
    body = f"青岚市2024年工作总结\n目 录\n一、主要成效……1\n二、下步打算……3\n{chapters}"
    assert [section.heading for section in flat(structure(body))] == [
        "青岚市2024年工作总结",
        "一、主要成效",
        "二、下步打算",
    ]


def test_a_title_that_stands_twice_begins_the_report_where_it_stands_last() -> None:
    title = "云泽市2024年卫生健康工作总结"
    stray, report = structure(f"{title}\n2024-12-16\n{title}\n{BODY}\n一、医改\n{BODY}\n二、托育\n{BODY}")
    assert (stray.level, stray.heading) == (None, None)
    assert report.text == f"{title}\n{BODY}"


@pytest.mark.parametrize("body", ["", " \n\u3000\xa0\n", "一", "（一）", "1.", "。", "\n一、\n", "一是二是"])
def test_next_to_nothing(body: str) -> None:
    check_whole(body)


MARKS = [
    "一、",
    "二、",
    "（一）",
    "(二)",
    "1.",
    "2、",
    "（1）",
    "①",
    "一是",
    "二是",
    "第一章",
    "第二条",
    "第一部分",
    "**",
    "# ",
]
SOUP = st.lists(
    st.sampled_from(
        [
            *MARKS,
            "\n",
            " ",
            "\u3000",
            "。",
            "，",
            "；",
            "：",
            "“",
            "”",
            "《",
            "》",
            "（",
            "）",
            "\r\n",
            "\x0c",
            "医改",
            "2024年工作总结",
            BODY,
        ]
    )
    | st.text(max_size=4),
    max_size=60,
).map("".join)


@given(SOUP)
def test_nothing_is_lost_or_doubled(body: str) -> None:
    check_whole(body)


NAMES = st.text(alphabet="推进深化加强完善提升医改托育急救基层疾控健康服务体系能力建设", min_size=4, max_size=16)
CHAPTERS = st.lists(
    st.tuples(NAMES, st.lists(st.tuples(NAMES, st.integers(0, 3)), min_size=2, max_size=5)), min_size=2, max_size=6
)
CN = "一二三四五六七八九"


@given(CHAPTERS, st.sampled_from(["\n", "\n\n", " ", "\n　　"]))
def test_a_report_made_of_numbered_pieces_comes_apart_into_them(
    chapters: list[tuple[str, list[tuple[str, int]]]], between: str
) -> None:
    lines, expected, number = ["青岚市2024年工作总结", f"过去一年，{BODY}"], [(0, "青岚市2024年工作总结")], 0
    for place, (chapter, sections) in enumerate(chapters):
        lines.append(f"{CN[place]}、{chapter}")
        expected.append((1, lines[-1]))
        for inner, (name, items) in enumerate(sections):
            expected.append((2, f"（{CN[inner]}）{name}"))
            lines.append(f"{expected[-1][1]}。{BODY}")
            for _ in range(items):
                number += 1
                expected.append((3, f"{number}.{name}"))
                lines.append(f"{expected[-1][1]}。{BODY}")
    sections_found = flat(structure(between.join(lines)))
    assert [(section.level, section.heading) for section in sections_found] == expected


@pytest.mark.parametrize(
    "body",
    [
        REPORT * 800,
        "（一）" * 50_000,
        "（一）\n" * 20_000,
        "一、（一）1.（1）一是" * 10_000,
        "“" * 200_000,
        "(" * 200_000,
        "\n " * 200_000,
        "1." * 100_000,
        "2024年工作总结\n" * 10_000,
        "一是甲。二是乙；" * 10_000,
        " " * 400_000 + "一、",
    ],
    ids=lambda body: repr(body[:9]),
)
def test_long_and_odd_texts_take_linear_time(body: str) -> None:
    begin = time.thread_time()
    assert solid("".join(section.text for section in flat(structure(body)))) == solid(body)
    assert time.thread_time() - begin < 10
