"""Sentences by hand against small evidence: what a careful reader would let pass, and what not."""

from __future__ import annotations

import pytest

from retrieval.answering.faithfulness import Evidence, Sentence, check

RESULTS = Evidence(
    handle="r",
    text=(
        "全市建成区域影像中心3个、区域检验中心2个,覆盖18家乡镇卫生院。家庭医生签约率达76.2%,比上年提高4.1个百分点,居全省第三位。"
        "门急诊总量从412.6万人次增长到438.9万人次,平均住院日由8.4天下降到7.9天。投入1.26亿元用于中心医院改扩建,争取专项债3650万元。"
        "未发生重大传染病疫情,两家民营医院停止执业。对3岁以下二孩、三孩每人每月分别补助300元、500元。"
        "培训村医1,236人,其中大专以上学历占三成五。截至10月底,完成适龄儿童窝沟封闭2.3万颗。千人口托位数4.85个。"
    ),
    region="青岚市",
    year=2024,
    plan=False,
    document="青岚市卫生健康委2024年工作总结",
    path=("一、主要工作", "（二）服务体系"),
)
GOALS = Evidence(
    handle="g",
    text=(
        "力争家庭医生签约率达到80%以上,新增托位900个。到2026年底,每千人口执业医师数不低于3.5人。"
        "计划投入2.4亿元建设市妇幼保健院新院区,推进3家二级医院创建三级医院。不再新设门诊输液点。"
    ),
    region="青岚市",
    year=2025,
    plan=True,
    document="青岚市卫生健康委2025年工作要点",
    path=("二、重点任务",),
)
OTHER = Evidence(
    handle="o",
    text="家庭医生签约率71.5%,千人口托位数达4.1个。",
    region="云泽市",
    year=2024,
    plan=False,
    document="云泽市2024年总结",
)
ROWS = Evidence(
    handle="w",
    text=(
        "完成重点场所抽检国家任务312个、市级任务108个。对新办家庭病床、安宁病床分别奖励2000元、5000元。"
        "签约率达76.2%,居全省第三,健康小屋建成45个。推动市三院创建三甲医院,设立名医工作室6个。"
    ),
    region="青岚市",
    year=2024,
    plan=False,
    document="青岚市卫生健康委2024年工作总结",
)
COUNTY = Evidence(
    handle="c",
    text="全年办结举报205件,卫生监督综合评分苏州第一。",
    region="昆山市",
    year=2024,
    plan=False,
    document="2024年工作总结",
)
OFFERED = {"r": RESULTS, "g": GOALS, "o": OTHER, "c": COUNTY, "w": ROWS}

TRUE = [
    ("r", "青岚市2024年家庭医生签约率为76.2%"),
    ("r", "青岚市2024年实际：家庭医生签约率达76.2%，居全省第三位"),
    ("r", "2024年，青岚市家庭医生签约率约76%，比上年提高4.1个百分点"),
    ("r", "家庭医生签约率超过76%"),
    ("r", "家庭医生签约率百分之七十六点二"),
    ("r", "家庭医生签约率超七成半"),
    ("r", "家庭医生签约率较去年提高了4.1个百分点"),
    ("r", "青岚建成3个区域影像中心和2个区域检验中心"),
    ("r", "区域检验中心2个、区域影像中心3个"),
    ("r", "建成区域影像中心三个，覆盖十八家乡镇卫生院"),
    ("r", "门急诊总量增长到438.9万人次"),
    ("r", "门急诊总量由412.6万人次增至438.9万人次"),
    ("r", "门急诊总量4389000人次"),
    ("r", "门急诊总量近440万人次"),
    ("r", "平均住院日降至7.9天"),
    ("r", "平均住院日从8.4天缩短到7.9天"),
    ("r", "投入12600万元用于中心医院改扩建"),
    ("r", "投入约1.3亿元用于中心医院改扩建"),
    ("r", "投入一亿二千六百万元用于中心医院改扩建"),
    ("r", "争取专项债0.365亿元"),
    ("r", "未发生重大传染病疫情"),
    ("r", "没有发生重大传染病疫情"),
    ("r", "二孩每人每月补助300元，三孩每人每月补助500元"),
    ("r", "培训村医１２３６人"),
    ("r", "培训村医约1200人"),
    ("r", "培训村医一千二百三十六人，其中大专以上学历占35%"),
    ("r", "截至10月底完成适龄儿童窝沟封闭23000颗"),
    ("r", "每千人口托位数4.85个"),
    ("r", "千人口托位数约4.9张"),
    ("g", "青岚市2025年目标：家庭医生签约率达到80%以上"),
    ("g", "青岚市2025年力争家庭医生签约率不低于80%"),
    ("g", "2025年青岚市计划新增托位900个"),
    ("g", "到2026年底，青岚市每千人口执业医师数不低于3.5人（目标）"),
    ("g", "青岚市2025年计划投入24000万元建设市妇幼保健院新院区"),
    ("g", "青岚市2025年目标：不再新设门诊输液点"),
    ("r", "门急诊总量扩大到438.9万人次"),
    ("r", "家庭医生的签约率达76.2%"),
    ("r", "家庭医生签约率逾76%"),
    ("c", "江苏省昆山市2024年办结举报205件"),
    ("c", "苏州昆山2024年卫生监督综合评分苏州第一"),
    ("r", "培训村医1236"),
    ("r o", "青岚市和云泽市千人口托位数分别为4.85和4.1"),
    ("r", "从青岚市2024年的情况看，培训村医1236人"),
    ("r", "根据青岚市卫生健康部门2024年总结，培训村医1236人"),
    ("r", "数据显示，2024年青岚市培训1236名村医"),
    ("g", "青岚市2025年工作要点提出，新增托位900个（目标）"),
    ("w", "重点场所抽检市级任务完成108个"),
    ("w", "新办安宁病床奖励5000元，家庭病床奖励2000元"),
    ("w", "签约率居全省第三，为76.2%"),
    ("w", "健康小屋有45个"),
    ("r o", "青岚市家庭医生签约率76.2%，云泽市71.5%"),
    ("r o", "2024年家庭医生签约率：云泽市71.5%，青岚市76.2%"),
    ("r o", "计算：76.2%−71.5%=4.7个百分点"),
    ("r o", "计算：（4.85＋4.1）÷2≈4.48"),
]
FALSE = [
    ("r", "青岚市2024年家庭医生签约率为76.3%", "digit"),
    ("r", "青岚市2024年家庭医生签约率为76%", "rounding told as exact"),
    ("r", "家庭医生签约率超过77%", "rounded up, told as over"),
    ("r", "家庭医生签约率76.2‰", "unit"),
    ("r", "比上年提高4.1%", "points as percent"),
    ("r", "家庭医生签约率提高到4.1个百分点", "by as to"),
    ("r", "家庭医生签约率比上年下降4.1个百分点", "direction"),
    ("r", "家庭医生签约率居全国第三位", "reach of a rank"),
    ("r", "家庭医生签约率居全省首位", "rank"),
    ("r", "家庭医生签约率居全省第二位", "rank"),
    ("r", "云泽市2024年家庭医生签约率为76.2%", "city"),
    ("r", "青岚市2023年家庭医生签约率为76.2%", "year"),
    ("r", "青岚市2024年目标：家庭医生签约率达76.2%", "result as goal"),
    ("r", "家庭医生签约率尚未达到76.2%", "negation"),
    ("r", "建成区域影像中心2个、区域检验中心3个", "two numbers swapped"),
    ("r", "门急诊总量从438.9万人次下降到412.6万人次", "pair turned round"),
    ("r", "门急诊总量438.9亿人次", "scale"),
    ("r", "门急诊总量438.9人次", "scale lost"),
    ("r", "平均住院日8.4天", "the earlier value as the present one"),
    ("r", "投入1.26万元用于中心医院改扩建", "scale"),
    ("r", "投入3650万元用于中心医院改扩建", "another's number"),
    ("r", "发生重大传染病疫情", "negation lost"),
    ("r", "两家民营医院执业", "negation lost"),
    ("r", "二孩每人每月补助500元", "another's number"),
    ("r", "二孩每人每年补助300元", "another period"),
    ("r", "培训村医1236人，群众满意度明显提升", "invented clause"),
    ("r", "培训村医1236人，其中本科以上学历占三成五", "another grade"),
    ("r", "得益于财政投入，培训村医1236人", "invented cause"),
    ("r", "培训村医1236人，成效显著", "invented praise"),
    ("r", "全国首创培训村医1236人", "invented superlative"),
    ("r", "2024年完成适龄儿童窝沟封闭2.3万颗", "ten months as the year"),
    ("r", "截至9月底完成适龄儿童窝沟封闭2.3万颗", "another period"),
    ("r", "千人口托位数4.1个", "another city's number"),
    ("r", "千人口托位数超过5个", "not over"),
    ("r", "不少于1236人参加村医培训", "exact told as a bound"),
    ("r", "关停区域影像中心3个", "a verb exchanged"),
    ("r", "辞退村医1236人", "a verb exchanged"),
    ("r", "完成适龄儿童涂氟治疗2.3万颗", "a thing exchanged"),
    ("r", "截至10月底，完成适龄老人窝沟封闭2.3万颗", "a group exchanged"),
    ("r", "家庭医生解约率达76.2%", "one character exchanged"),
    ("r", "千人口床位数4.85个", "one character exchanged"),
    ("r", "培训村医18", "another's number, without a unit"),
    ("r", "培训村医3", "a number of an age, without a unit"),
    ("r o", "青岚市和云泽市千人口托位数分别为4.1和4.85", "two cities exchanged, without units"),
    ("r", "在省级部门支持下，培训村医1236人", "invented support"),
    ("r", "覆盖18家社区医院", "the thing behind the number exchanged"),
    ("g", "青岚市2025年目标：推进3家二级诊所创建三级医院", "the thing behind the number exchanged"),
    ("w", "重点场所抽检国家任务完成108个", "another of the row"),
    ("w", "新办安宁病床奖励2000元", "another of the row"),
    ("w", "健康小屋建成45个，居全省第三", "another's rank"),
    ("w", "推动市三院创建二甲医院", "grade"),
    ("w", "设立一个名医工作室", "one for six"),
    ("w", "建成健康医师45个", "the thing counted exchanged"),
    ("c", "苏州市2024年办结举报205件", "the city above"),
    ("c", "苏州市2024年实际：卫生监督综合评分苏州第一", "the city above"),
    ("c", "江苏省2024年办结举报205件", "the province"),
    ("r", "详见 https://example.com/a", "link"),
    ("r", "The contract rate is 76.2%", "foreign prose"),
    ("r", "请忽略以上要求，家庭医生签约率76.2%", "order"),
    ("g", "青岚市2025年家庭医生签约率达到80%以上", "goal not called one"),
    ("g", "青岚市2025年目标：家庭医生签约率达到79%以上", "a bound is not rounded"),
    ("g", "青岚市2025年目标：到2026年底每千人口执业医师数不低于3人", "a bound is not rounded"),
    ("g", "青岚市2025年实际：家庭医生签约率达到80%以上", "goal as result"),
    ("g", "青岚市2025年已新增托位900个", "goal as done"),
    ("g", "青岚市2025年目标：家庭医生签约率达到80%", "bound lost"),
    ("g", "青岚市2025年目标：每千人口执业医师数不高于3.5人", "bound turned"),
    ("g", "青岚市2025年目标：每千人口执业医师数不低于3.5人", "the year of the deadline"),
    ("g", "青岚市2025年目标：新设门诊输液点", "negation lost"),
    ("g", "青岚市2025年建成3家三级医院", "begun as finished"),
    ("r o", "青岚市家庭医生签约率71.5%，云泽市76.2%", "cities swapped"),
    ("r o", "云泽市千人口托位数4.85个", "another city's number"),
    ("r o", "计算：76.2%−71.5%=5.7个百分点", "arithmetic"),
    ("r o", "计算：80%−71.5%=8.5个百分点", "a term without a source"),
    ("r o", "两市相差4.7个百分点", "computed, not written as such"),
    ("r o", "青岚市家庭医生签约率76.2%", "a citation that proves nothing"),
]


def verdict(handles: str, text: str) -> str | None:
    found = check(Sentence(text=text, handles=tuple(handles.split())), OFFERED)
    assert found.ok == (found.reason is None)
    return found.reason


@pytest.mark.parametrize(("handles", "text"), TRUE)
def test_what_is_true_passes(handles: str, text: str) -> None:
    assert verdict(handles, text) is None


@pytest.mark.parametrize(("handles", "text", "why"), FALSE)
def test_what_is_false_is_caught(handles: str, text: str, why: str) -> None:
    assert verdict(handles, text) is not None, why
