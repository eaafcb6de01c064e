"""Heads of invented documents, of every kind that misleads: what their profile must, and must not, say."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

import pytest

from retrieval.model import Part, Section
from retrieval.parsing.profile import Profiled, profile
from retrieval.parsing.regions import Gazetteer

GAZETTEER = Gazetteer.load()


def sections(text: str) -> tuple[Section, ...]:
    """Sections of a small text: ``# `` begins a title, 一、 a chapter, ``| `` an untitled part, else a paragraph."""
    found: list[Section] = []
    for line in text.strip().splitlines():
        if line.startswith("# "):
            found.append(Section(id="", heading=line[2:], level=0, text=line[2:] + "\n"))
        elif line.startswith("| "):
            found.append(Section(id="", heading=None, level=0, text=line[2:] + "\n"))
        elif re.match(r"[一二三四五]、", line):
            found.append(Section(id="", heading=line.split("。")[0], level=1, text=line + "\n"))
        else:
            found.append(Section(id="", heading=None, level=None, text=line + "\n"))
    return tuple(found)


def read(head: Head, complete: bool = True) -> Profiled:
    return profile(
        sections(head.text),
        metadata=head.meta,
        loaded_metadata=head.loaded,
        name=head.name,
        gazetteer=GAZETTEER,
        complete=complete,
    )


@dataclass(frozen=True, kw_only=True)
class Head:
    """One document's head and the fields that it must have; ``region`` is a full name."""

    about: str
    text: str
    name: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    loaded: dict[str, str] = field(default_factory=dict)
    expected: dict[str, object]


HEADS = [
    Head(
        about="city, summary and plan in one file",
        text="""
# 芜湖市卫生健康委2024年工作总结和2025年工作计划
2024年，我市卫生健康工作稳步前进。
一、主要工作
全年新增托位三百个。
二、2025年工作计划
新增托位四百个。
""",
        expected={
            "title": "芜湖市卫生健康委2024年工作总结和2025年工作计划",
            "region": "芜湖市",
            "level": "地级市",
            "province": "安徽省",
            "years": (2024, 2025),
            "kind": "总结+计划",
            "author": "芜湖市卫生健康委",
            "parts": ((2024, False, None), (2025, True, None)),
            "starts": (0, 4),
        },
    ),
    Head(
        about="a town reposts the city's work points; a span of years is not the year",
        text="""
# 2024年滁州市卫生健康工作要点
2024年，全市将实施行动方案（2023-2030年），推动来安县先行。
一、深化改革
""",
        meta={
            "发布机构": "滁州市琅琊区清河镇人民政府",
            "来源": "滁州市卫生健康委",
            "发布日期": "2024-04-19",
            "文号": "",
        },
        expected={
            "region": "滁州市",
            "years": (2024,),
            "kind": "要点",
            "publisher": "滁州市琅琊区清河镇人民政府",
            "author": "滁州市卫生健康委",
            "published": "2024-04-19",
            "number": None,
            "parts": ((2024, True, None),),
        },
    ),
    Head(
        about="a notice sends two reports; county-level city; second part with no title",
        text="""
各医疗卫生单位：现将《2024年全市卫健工作总结和2025年全市卫健工作要点》印发给你们，请照此办理。
海宁市卫生健康局 2025年2月8日
# 2024年全市卫健工作总结
2024年，全市工作稳中有进，考核居嘉兴前列。
一、突出重点
| 2025年是承前启后之年，全市工作要更进一步。
一、抓好党建
""",
        expected={
            "title": "2024年全市卫健工作总结和2025年全市卫健工作要点",
            "region": "海宁市",
            "level": "县级",
            "parent": "嘉兴市",
            "province": "浙江省",
            "kind": "总结+要点",
            "author": "海宁市卫生健康局",
            "published": "2025-02-08",
            "parts": ((2024, False, None), (2025, True, None)),
            "starts": (2, 5),
        },
    ),
    Head(
        about="only 我市, nothing proves which: unknown",
        text="""
# 2023年卫生健康工作总结
2023年，我市卫生健康工作取得新进展，全市门诊量上升。
一、主要成效
""",
        expected={"region": None, "years": (2023,), "kind": "总结", "author": None, "published": None},
    ),
    Head(
        about="no title: the counties of one city prove the city",
        text="""
2024年以来，全市卫生健康系统扎实工作，现将工作情况报告如下。
一、工作开展情况
桐城市、怀宁县和望江县率先完成改造，宿松县、岳西县紧随其后。我市组织人员赴杭州、成都考察。
二、下一步工作打算
继续推进。
""",
        expected={
            "region": "安庆市",
            "title_inferred": True,
            "years": (2024,),
            "kind": "总结",
            "parts": ((2024, False, None), (2025, True, None)),
        },
    ),
    Head(
        about="no title: a county-level city named often, the city above only as a yardstick",
        text="""
2024年，全市医疗服务持续改善，慈溪经验在宁波推广，慈溪市人民医院通过评审。
一、主要做法
出台《慈溪市名医培养办法》，慈溪市级机关带头。考核居宁波前列，宁波市级督查通报表扬。
""",
        expected={"region": "慈溪市", "parent": "宁波市", "level": "县级"},
    ),
    Head(
        about="anonymised: never guess",
        text="""
# xx市卫生健康委2023年工作总结
2023年，我市新增床位xx张，培训xx名医生，芜湖来人交流。
一、主要工作
""",
        expected={"region": None, "anonymised": True, "years": (2023,), "kind": "总结"},
    ),
    Head(
        about="anonymised by stars and 某",
        text="""
# 某县2022年卫生健康工作总结
2022年，**镇新建村卫生室**所，全县签约××万人。
一、主要工作
""",
        expected={"region": None, "anonymised": True, "years": (2022,)},
    ),
    Head(
        about="figures taken out, the place left in",
        text="""
# 铜陵市2023年卫生健康工作总结
2023年，全市新增托位xx个，门诊xx万人次。
一、主要工作
""",
        expected={"region": "铜陵市", "anonymised": True},
    ),
    Head(
        about="reposted on a document-sharing site: its name and date are not the report's",
        text="""
# 2023年卫生健康工作总结
2023年，我市各项工作有序推进。
一、主要工作
""",
        meta={"来源": "青松文库", "发布日期": "2024-11-02"},
        expected={"region": None, "author": None, "published": None, "years": (2023,)},
    ),
    Head(
        about="province",
        text="""
# 安徽省卫生健康委2024年工作总结
2024年，全省卫生健康系统真抓实干，合肥市、芜湖市、安庆市领先。
一、深化医改
""",
        expected={"region": "安徽省", "level": "省级", "parent": None, "province": "安徽省", "years": (2024,)},
    ),
    Head(
        about="province by 全省 and its cities, no title",
        text="""
2024年，全省卫生健康系统真抓实干，现将工作情况汇报如下。
一、工作情况
南昌市、九江市和赣州市率先完成，上饶市、吉安市跟进。全省签约率提升。
""",
        expected={"region": "江西省", "level": "省级", "kind": "总结"},
    ),
    Head(
        about="a district, its city named in the title",
        text="""
# 福州市鼓楼区2024年卫生健康工作总结
2024年，全区卫生健康工作稳步推进。
一、主要工作
""",
        expected={"region": "鼓楼区", "level": "县级", "parent": "福州市", "province": "福建省"},
    ),
    Head(
        about="a district with four cities that may be meant, and nothing that tells: unknown",
        text="""
# 鼓楼区2024年卫生健康工作总结
2024年，全区卫生健康工作稳步推进。
一、主要工作
""",
        expected={"region": None, "years": (2024,)},
    ),
    Head(
        about="the same district, told by its city in the text",
        text="""
# 鼓楼区2024年卫生健康工作总结
2024年，在徐州市卫生健康委指导下，全区工作稳步推进。
一、主要工作
""",
        expected={"region": "鼓楼区", "parent": "徐州市"},
    ),
    Head(
        about="a county",
        text="# 来安县卫生健康委2025年工作要点\n2025年，全县要做好下列工作。\n一、抓好基层",
        expected={"region": "来安县", "parent": "滁州市", "kind": "要点", "parts": ((2025, True, None),)},
    ),
    Head(
        about="a town's own report",
        text="# 芜湖市繁昌区荻港镇2024年卫生健康工作总结\n2024年，全镇签约率提升。\n一、主要工作",
        expected={"region": "荻港镇", "level": "乡镇", "parent": "繁昌区", "province": "安徽省"},
    ),
    Head(
        about="a region that no list has",
        text="# 江岚省青岚市卫生健康委2024年工作总结\n2024年，全市各县区稳步推进。\n一、主要工作",
        expected={"region": "青岚市", "level": "地级市", "province": "江岚省", "years": (2024,)},
    ),
    Head(
        about="an unlisted county, its province unknown",
        text="# 2024年临溪县卫生健康工作总结\n2024年，全县稳步推进。\n一、主要工作",
        expected={"region": "临溪县", "level": "县级", "province": None},
    ),
    Head(
        about="half a year: the next step is the same year's second half",
        text="""
# 宣城市卫生健康委2024年上半年工作总结
今年以来，全市卫生健康工作有序推进。
一、上半年工作情况
二、下半年工作打算
""",
        expected={
            "region": "宣城市",
            "years": (2024,),
            "kind": "总结",
            "parts": ((2024, False, "上半年"), (2024, True, "下半年")),
        },
    ),
    Head(
        about="three quarters",
        text="# 滁州市2024年前三季度卫生健康工作总结\n今年以来，工作有序推进。\n一、主要工作\n二、下一步工作打算",
        expected={"years": (2024,), "parts": ((2024, False, "前三季度"), (2024, True, None))},
    ),
    Head(
        about="a government's report looks back on the year before",
        text="# 2025年宁国市政府工作报告\n各位代表：现在我代表市人民政府报告工作。\n一、2024年工作回顾\n二、2025年工作总体要求和主要目标",
        expected={
            "kind": "政府工作报告",
            "region": "宁国市",
            "years": (2024, 2025),
            "parts": ((2024, False, None), (2025, True, None)),
        },
    ),
    Head(
        about="work points that begin with last year's results",
        text="# 黄山市2025年卫生健康工作计划\n一、2024年工作回顾\n已经完成。\n二、2025年重点工作\n要完成。",
        expected={"years": (2024, 2025), "parts": ((2024, False, None), (2025, True, None)), "starts": (0, 3)},
    ),
    Head(
        about="chapters on work done and problems start no new part",
        text="# 六安市2024年卫生健康工作总结\n一、2024年重点工作完成情况\n二、主要工作举措\n三、存在问题",
        expected={"years": (2024,), "kind": "总结", "parts": ((2024, False, None),)},
    ),
    Head(
        about="a summary whose last chapter plans a named year",
        text="# 六安市2024年卫生健康工作总结\n2024年，进展顺利。\n一、主要成效\n二、存在问题\n三、2025年工作思路",
        expected={"years": (2024, 2025), "kind": "总结+计划", "starts": (0, 4)},
    ),
    Head(
        about="news that says only 我市",
        text="# 我市托育服务驶入快车道\n本报讯（记者 张三）今年以来，我市新增托位五百个。",
        meta={"来源": "青松日报", "发布日期": "2024-12-05"},
        expected={"kind": "新闻", "region": None, "years": (2024,), "published": "2024-12-05"},
    ),
    Head(
        about="a notice with no report in it",
        text="# 云泽市卫生健康局关于召开工作会议的通知\n各单位：定于5月8日召开会议。\n云泽市卫生健康局\n2024年4月30日",
        expected={"kind": "通知", "author": "云泽市卫生健康局", "published": "2024-04-30"},
    ),
    Head(
        about="a notice that sends work points is work points",
        text="# 关于印发《2024年绩溪县卫生健康工作要点》的通知\n绩卫发〔2024〕12号\n各单位：现印发给你们。\n一、抓好党建",
        expected={"kind": "要点", "region": "绩溪县", "number": "绩卫发〔2024〕12号", "years": (2024,)},
    ),
    Head(
        about="a five-year plan is none of the kinds, its span no year",
        text="# 临溪县“十四五”卫生健康发展规划（2021-2025年）\n为推动事业发展，制定本规划。\n一、总体要求",
        expected={"kind": "其他", "years": ()},
    ),
    Head(
        about="nothing in the text, the file's name tells region and year",
        text="现将有关工作情况汇报如下。\n一、主要工作",
        name="阜阳市2023年卫生健康工作总结.txt",
        expected={"region": "阜阳市", "years": (2023,), "kind": "总结", "title_inferred": True},
    ),
    Head(
        about="the page's own title, without the site's name",
        text="2024年，全区工作有序。\n一、主要工作",
        loaded={"title": "镜湖区2024年卫生健康工作总结-芜湖市镜湖区人民政府网"},
        expected={"title": "镜湖区2024年卫生健康工作总结", "title_inferred": False, "region": "镜湖区"},
    ),
    Head(
        about="a document number that is only quoted is not its own",
        text="# 蚌埠市2024年卫生健康工作总结\n根据国卫发〔2023〕8号文件要求，全市有序推进。\n一、主要工作",
        expected={"number": None, "region": "蚌埠市"},
    ),
    Head(
        about="visited and praised places are not the region",
        text="# 2024年卫生健康工作总结\n2024年，我市深入学习考察浙江重要讲话精神，赴三明、深圳学习，推广三明经验。\n一、主要工作",
        expected={"region": None},
    ),
    Head(
        about="a county newspaper that writes 我县",
        text="# 我县召开卫生健康工作会议\n日前，我县召开2024年卫生健康工作会议，全县干部参加。",
        meta={"来源": "来安县融媒体中心"},
        expected={"kind": "新闻", "region": "来安县", "author": "来安县融媒体中心"},
    ),
    Head(
        about="a province's newspaper that writes 我市 proves nothing",
        text="# 我市召开卫生健康工作会议\n日前，我市召开2024年卫生健康工作会议。",
        meta={"来源": "安徽日报"},
        expected={"kind": "新闻", "region": None},
    ),
    Head(
        about="an institution of a town",
        text="# 芜湖市南陵县籍山镇卫生院2024年工作总结\n2024年，我院工作有序。\n一、主要工作",
        expected={"region": "籍山镇", "parent": "南陵县", "author": "芜湖市南陵县籍山镇卫生院"},
    ),
    Head(
        about="parts that are chapters of the file; the first is no title",
        text="# 第一部分 2024年工作总结\n全市有序，当涂县、含山县争先。\n一、主要工作\n# 第二部分 2025年工作计划\n一、党建",
        expected={"title_inferred": True, "region": "马鞍山市", "years": (2024, 2025), "starts": (0, 3)},
    ),
    Head(
        about="the results stand after the plans in the title, before them in the text",
        text="# 滁州市2024年工作打算和2023年工作总结\n一、2023年工作总结\n好。\n二、2024年工作打算\n继续。",
        expected={"parts": ((2023, False, None), (2024, True, None)), "kind": "总结+计划"},
    ),
    Head(
        about="quarters",
        text="# 望川市卫健局2024年第一季度工作总结及第二季度工作计划\n一、一季度工作情况\n二、二季度工作计划",
        expected={"parts": ((2024, False, "一季度"), (2024, True, "二季度")), "years": (2024,), "region": "望川市"},
    ),
    Head(
        about="an autonomous region calls itself 全区",
        text="# 2024年卫生健康工作总结\n2024年，自治区卫生健康委真抓实干，全区有序，南宁市、柳州市、桂林市领先，自治区加大投入。\n一、主要工作",
        expected={"region": "广西壮族自治区", "level": "省级"},
    ),
    Head(
        about="year in Chinese numerals, date of signature",
        text="# 亳州市卫生健康工作总结\n二〇二三年，全市有序推进。\n一、主要工作\n亳州市卫生健康委员会\n二〇二四年一月九日",
        expected={"years": (2023,), "published": "2024-01-09", "author": "亳州市卫生健康委员会"},
    ),
]


def summary(read: Profiled) -> dict[str, object]:
    found, region = read.profile, read.profile.region
    return {
        "title": found.title,
        "title_inferred": found.title_inferred,
        "region": region.name if region else None,
        "level": region.level if region else None,
        "province": region.province if region else None,
        "parent": region.parent if region else None,
        "years": found.years,
        "kind": found.kind,
        "publisher": found.publisher,
        "author": found.author,
        "published": found.published,
        "number": found.number,
        "anonymised": found.anonymised,
        "parts": tuple((part.year, part.plan, part.period) for part in read.parts),
        "starts": read.starts,
    }


@pytest.mark.parametrize("head", HEADS, ids=lambda head: head.about)
def test_profile_of_a_head(head: Head) -> None:
    found = summary(read(head))
    assert {key: found[key] for key in head.expected} == head.expected


def test_each_known_field_says_where_it_was_read() -> None:
    head = HEADS[1]
    found = read(head).profile
    assert found.read_from["region"] == "滁州市"
    assert found.read_from["author"] == "来源: 滁州市卫生健康委"
    assert "number" not in found.read_from


def test_parts_are_named_by_year_and_kind() -> None:
    assert [part.title for part in read(HEADS[0]).parts] == ["2024年总结", "2025年计划"]


def test_incomplete_is_kept_and_nothing_makes_a_profile_of_nothing() -> None:
    found = read(Head(about="", text="# 云泽市2024年工作总结", expected={}), complete=False)
    assert found.profile.complete is False
    empty = profile((), metadata={}, loaded_metadata={}, name="", gazetteer=GAZETTEER)
    assert (empty.profile.title, empty.parts, empty.starts) == (None, (), ())
    assert isinstance(found.parts[0], Part)
