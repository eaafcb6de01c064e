"""The key figures of a region by theme. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from retrieval.model import Indicator
from retrieval.parsing.indicators.names import standard

#: Figures shown of one theme.
MOST = 6
#: Theme → what its figures' names or, failing that, their headings speak of; the first that fits takes a figure.
THEMES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (theme, re.compile(pattern))
    for theme, pattern in (
        ("托育", r"托育|托位|入托|婴幼儿照护"),
        ("生育妇幼", r"生育|孕产|产妇|出生|新生儿|婴儿|儿童|妇幼|妇女|两癌|宫颈癌|产前|育儿"),
        ("老龄医养", r"老年|老龄|医养|养老|护理院|安宁疗护|护理床"),
        ("中医药", r"中医|中药|国医|针灸"),
        ("基层服务", r"基层|签约|家庭医生|家医|乡镇卫生院|村卫生室|村医|乡村医生|社区卫生|县域|医共体"),
        (
            "公共卫生",
            r"疫苗|接种|传染病|艾滋|结核|血吸虫|慢性?病|健康素养|卫生城|爱国卫生|控烟|职业病|监督|献血|疾控|食品|饮用水|精神|心理",
        ),
        ("人才队伍", r"人才|医师|护士|医生|人员|招聘|引进|招录|培训|学历|博士|专家|卫生技术"),
        ("投入建设", r"投入|投资|资金|债|经费|补助|补贴|项目|面积|床位|建设|万元|财政"),
        ("医疗服务", r"医院|医疗|急救|门诊|住院|手术|就诊|重点专科|学科|检查|诊疗|患者"),
    )
)
OTHER = "其他"


def themes(figures: Iterable[Indicator]) -> tuple[tuple[str, tuple[Indicator, ...]], ...]:
    """(theme, its weightiest figures) in the order of ``THEMES``; a theme without figures is left out."""
    found: dict[str, dict[str, Indicator]] = {}
    for figure in figures:
        found.setdefault(theme(figure), {}).setdefault(figure.name, figure)
    order = [name for name, _ in THEMES]
    return tuple((name, weightiest(found[name].values(), MOST)) for name in order if name in found)


def theme(figure: Indicator) -> str:
    """What a figure is about, by its name, else by the heading nearest to it that tells."""
    for text in (figure.name, *reversed(figure.path)):
        for name, pattern in THEMES:
            if pattern.search(text):
                return name
    return OTHER


def weightiest(figures: Iterable[Indicator], most: int) -> tuple[Indicator, ...]:
    """At most ``most`` figures, the weightiest first."""
    ordered = sorted(figures, key=lambda figure: -_weight(figure))
    return tuple(ordered[:most])


def _weight(figure: Indicator) -> float:
    """Standard names first, then ranks, shares and money; changes and small counts last."""
    weight = 2.0 * (standard(figure.name) is not None) + 1.0 * (figure.rank is not None)
    weight += 0.5 * (figure.unit in ("%", "‰", "元")) + 0.25 * ((figure.number or 0) >= 100)
    return (
        weight
        - 1.0 * bool(re.search(r"同比|增幅|增长|提升|下降|次数|频次|改革前|扩展前", figure.name))
        - 0.02 * max(0, len(figure.name) - 8)
    )
