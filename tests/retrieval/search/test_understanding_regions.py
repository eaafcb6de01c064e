"""Which regions a question asks for."""

from __future__ import annotations

import pytest

from retrieval.model import Region
from retrieval.search.holdings import Holdings
from tests.retrieval.search.asking import (
    HOLDINGS,
    LINXI,
    PROVINCE,
    RESULT_AND_GOAL,
    document,
    one,
    real,
)

ASKED: list[tuple[str, tuple[str, ...]]] = [
    ("青岚的托位数", ("青岚市",)),
    ("青岚市的托位数", ("青岚市",)),
    ("临溪托位数", ("临溪县",)),
    ("江岚省青岚市的托位数", ("青岚市",)),
    ("青岚和云泽的托位数", ("青岚市", "云泽市")),
    ("云泽、青岚、临溪的托位数", ("云泽市", "青岚市", "临溪县")),
    ("qinglan的托位数", ("青岚市",)),
    ("青嵐市的托位數", ("青岚市",)),
    ("千人口托位数是多少", ()),
    ("青岚市人民医院的床位", ("青岚市",)),
    ("青岚派队去云南学习", ("青岚市",)),
]


@pytest.mark.parametrize(("question", "regions"), ASKED)
def test_indexed_regions(question: str, regions: tuple[str, ...]) -> None:
    query = one(question)
    assert (query.regions, query.not_indexed) == (regions, ())


COUNTY = real("平江县", "桂林市")
HEADED: list[tuple[str, tuple[str, ...]]] = [
    ("平江叫救护车多久到", ("平江县",)),
    ("平江县叫救护车多久到", ("平江县",)),
    ("平江基层能开多少种药", ("平江县",)),
    ("桂林和平江出生人口各多少", ("桂林市", "平江县")),
    ("桂林和平江县出生人口各多少", ("桂林市", "平江县")),
    ("桂林的生平江湖往事", ("桂林市",)),
]


@pytest.mark.parametrize(("question", "regions"), HEADED)
def test_an_indexed_county_is_known_by_its_short_name_where_a_region_is_due(
    question: str, regions: tuple[str, ...]
) -> None:
    assert one(question, holdings=COUNTY).regions == regions


ANHUI = real("芜湖市", "池州市", "海宁市")

REAL: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = [
    ("合肥的托位数", (), ("合肥市",)),
    ("肥西县的托位数", (), ("肥西县",)),
    ("hefei的托位数", (), ("合肥市",)),
    ("甬的托位数", (), ("宁波市",)),
    ("嘉兴市的托位数", (), ("嘉兴市",)),
    ("江苏的托位数", (), ("江苏省",)),
    ("嘉兴海宁的托位数", ("海宁市",), ()),
    ("芜湖和合肥谁的托位多", ("芜湖市",), ("合肥市",)),
    ("合肥、芜湖、马鞍山的托位数", ("芜湖市",), ("合肥市", "马鞍山市")),
    ("海宁的人去杭州看病的有多少", ("海宁市",), ()),
    ("芜湖为了招商跑了杭州没有", ("芜湖市",), ()),
    ("海宁在嘉兴排第几", ("海宁市",), ()),
    ("芜湖与上海合作建了几个中心", ("芜湖市",), ()),
    ("杭州市第七人民医院帮扶了哪里", (), ()),
    ("芜湖引进了北京天坛医院没有", ("芜湖市",), ()),
    ("安徽的托位数", ("芜湖市", "池州市"), ()),
    ("浙江各市的托位数", ("海宁市",), ()),
    ("云湖市2024年的托位数", (), ("云湖市",)),
    ("中医夜市有几场", (), ()),
    ("“皖南中医药联盟”有多少成员", (), ()),
    ("友好医院建设怎么样", (), ()),
    ("健康长寿的目标", (), ()),
]


@pytest.mark.parametrize(("question", "regions", "unknown"), REAL)
def test_known_regions(question: str, regions: tuple[str, ...], unknown: tuple[str, ...]) -> None:
    query = one(question, holdings=ANHUI)
    assert (query.regions, query.not_indexed) == (regions, unknown)


def test_place_inside_an_indexed_region() -> None:
    query = one("镜湖区有几家社区医院", holdings=ANHUI)
    assert (query.regions, query.places) == (("芜湖市",), (("镜湖区", "芜湖市"),))
    query = one("芜湖市繁昌区的中医馆", holdings=ANHUI)
    assert (query.regions, query.places) == (("芜湖市",), (("繁昌区", "芜湖市"),))


@pytest.mark.parametrize(
    ("question", "region", "note"),
    [
        ("无湖2024年托位数", "芜湖市", "按“芜湖”答（问句写作“无湖”）"),
        ("池洲的托位目标", "池州市", "按“池州”答（问句写作“池洲”）"),
        ("那无湖市的呢", "芜湖市", "按“芜湖”答（问句写作“无湖”）"),
    ],
)
def test_slips_are_corrected_and_said(question: str, region: str, note: str) -> None:
    query = one(question, holdings=ANHUI)
    assert (query.regions, query.corrected) == ((region,), note)


def test_a_slip_between_two_names_is_not_corrected() -> None:
    twin = Region(name="云则市", short="云则", level="地级市")
    twins = Holdings(documents=(*HOLDINGS.documents, document(twin, RESULT_AND_GOAL)))
    assert one("云责的托位数").regions == ("云泽市",)
    assert one("云责的托位数", holdings=twins).regions == ()
    assert one("芜胡的托位数", holdings=real("海宁市")).regions == ()


@pytest.mark.parametrize("question", ["医院的床位有多少", "案情通报有几次", "宣称的疗效有哪些", "预防接种率"])
def test_words_are_no_slips(question: str) -> None:
    held = real("沂源县", "安庆市", "宣城市", "玉环市")
    assert one(question, holdings=held).regions == ()


def test_all_regions() -> None:
    query = one("各市千人口托位数谁最高")
    assert (query.every, query.regions, query.shape) == (True, (), "compare")
    query = one("安徽各市的医共体建设情况", holdings=ANHUI)
    assert (query.every, query.regions, query.area) == (True, ("芜湖市", "池州市"), "安徽省")
    query = one("长三角各市的育儿补贴", holdings=ANHUI)
    assert (query.every, query.regions, query.area) == (True, ("芜湖市", "池州市", "海宁市"), "长三角")
    assert not one("青岚跑了哪几个城市").every


def test_a_province_with_its_own_report_is_asked_itself() -> None:
    held = Holdings(documents=(document(PROVINCE, RESULT_AND_GOAL), *HOLDINGS.documents))
    assert one("江岚省的托位数", holdings=held).regions == ("江岚省",)
    held = real("安徽省", "芜湖市")
    assert one("安徽的托位数", holdings=held).regions == ("安徽省",)
    query = one("合肥的托位数", holdings=held)
    assert query.places == (("合肥市", "安徽省"),)


HOME = [
    ("我市千人口托位数", "青岚市", ("青岚市",)),
    ("我们市千人口托位数", "青岚", ("青岚市",)),
    ("全市有多少家医院", "青岚市", ("青岚市",)),
    ("本县有多少家医院", "临溪县", ("临溪县",)),
    ("我省的托位数", "青岚市", ("青岚市", "云泽市")),
    ("全省排第几", "青岚市", ()),
    ("青岚托位数居全省第几", "云泽市", ("青岚市",)),
    ("我市千人口托位数", None, ()),
]


@pytest.mark.parametrize(("question", "home", "regions"), HOME)
def test_home_region(question: str, home: str | None, regions: tuple[str, ...]) -> None:
    assert one(question, home=home).regions == regions


def test_home_that_is_not_indexed() -> None:
    assert one("我市千人口托位数", holdings=ANHUI, home="合肥市").not_indexed == ("合肥市",)
    assert one("我省的托位数", holdings=ANHUI, home="合肥市").regions == ("芜湖市", "池州市")


def test_the_only_indexed_region_is_home() -> None:
    only = Holdings(documents=(document(LINXI, RESULT_AND_GOAL),))
    assert one("全县有几家医院", holdings=only).regions == ("临溪县",)


def test_with_nothing_indexed_known_regions_are_named() -> None:
    query = one("芜湖的托位数", holdings=Holdings())
    assert (query.regions, query.not_indexed) == ((), ("芜湖市",))


@pytest.mark.parametrize(
    ("question", "unknown"), [("梧桐市千人口托位数是多少", "梧桐市"), ("晓月县2024年建了几个站点", "晓月县")]
)
def test_a_city_that_nobody_knows_is_not_held(question: str, unknown: str) -> None:
    query = one(question)
    assert (query.not_indexed, query.regions) == ((unknown,), ())
    assert unknown not in query.topic


@pytest.mark.parametrize(
    "question",
    ["健康城市建设情况", "卫生县城有几个", "兄弟市有哪些", "晓月县人民医院新增多少张床", "县域医共体", "超市检查几家"],
)
def test_words_that_end_like_a_city_are_none(question: str) -> None:
    assert one(question).not_indexed == ()
