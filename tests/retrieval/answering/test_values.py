"""Values in our own sentences: kind and extent."""

import pytest

from retrieval.answering.values import fits, values

TABLE = [
    ("云泽市新建托育园12家", [("number", "12家")]),
    ("签约率达63.5%，比上年提高4.2个百分点", [("percent", "63.5%"), ("percent", "4.2个百分点")]),
    ("每千人口献血率12.5‰", [("percent", "12.5‰")]),
    ("七成以上的村卫生室通过评估", [("percent", "七成")]),
    ("百分之四十的乡镇卫生院开设康复科", [("percent", "百分之四十")]),
    ("发放护理补贴860万元", [("money", "860万元")]),
    ("争取专项资金1.35亿元", [("money", "1.35亿元")]),
    ("投入320万建设远程会诊平台", [("money", "投入320万")]),
    ("平均候诊时间缩短至18分钟", [("duration", "18分钟")]),
    ("救护车平均11分40秒到达", [("duration", "11分40秒")]),
    ("综合评价居全省第3位", [("rank", "第3位")]),
    ("绩效考核居全省首位", [("rank", "首位")]),
    ("门诊量达56.2万人次", [("number", "56.2万人次")]),
    ("培训乡村医生1800余人", [("number", "1800余人")]),
    ("两家医院通过复评", [("number", "两家")]),
    ("于2024年6月18日启用", [("date", "2024年6月18日")]),
    ("2024年全市卫生健康工作", []),
    ("实施2023-2026年三项计划", [("number", "三项")]),
    ("持续深化改革", []),
    ("肺结核发病率降到31/10万以下", [("percent", "31/10万")]),
    ("孕产妇死亡率(1/10万)不公布", [("number", "1"), ("number", "10万")]),
    ("可取药10周", [("duration", "10周")]),
    ("建院60周年", [("number", "60")]),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_values(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(value.kind, value.text) for value in values(text)] == expected


@pytest.mark.parametrize(
    ("wanted", "measure", "text", "expected"),
    [
        ("percent", None, "签约率达63.5%", 1.0),
        ("percent", None, "签约12万人", 0.0),
        ("money", None, "补助每人800元", 1.0),
        ("number", "家", "新建托育园12家", 1.0),
        ("number", "张", "新建托育园12家", 0.3),
        ("number", "所", "新建托育园12家", 0.9),
        ("number", None, "28.持续提升托育服务", 0.0),
        ("number", "个", "培养一批骨干", 0.3),
        ("change", None, "签约率达63.5%", 0.3),
        ("change", None, "比上年提高4.2个百分点", 1.0),
        ("list", None, "胸痛、卒中中心", 1.0),
        ("list", None, "胸痛中心", 0.5),
        ("number", None, "签约率达63.5%", 0.9),
        ("number", "个", "签约率达63.5%", 0.18),
        ("text", None, "持续深化改革", 0.5),
        ("rank", None, "居全省首位", 1.0),
    ],
)
def test_fits(wanted: str, measure: str | None, text: str, expected: float) -> None:
    assert fits(wanted, text, measure) == pytest.approx(expected)
