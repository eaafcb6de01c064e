"""Words of number and measure: units, scales, comparators. All patterns are for narrow text."""

from __future__ import annotations

import re

from retrieval.parsing.text import numeral

NUMBER = r"\d{1,3}(?:,\d{3}){1,4}(?:\.\d{1,6})?(?!\d)|\d{1,14}(?:\.\d{1,6})?"
HAN = r"(?:[一二两三四五六七八九]百(?:零?[一二三四五六七八九]?十?[一二三四五六七八九]?)|[一二三四五六七八九]?十[一二三四五六七八九]?|[两三四五六七八九])"
SCALE = r"(?:[余多]?(?:千万|百万|十万|万亿|[万亿千])[余多]?|[余多])"
_FACTORS = {"万亿": 1e12, "亿": 1e8, "千万": 1e7, "百万": 1e6, "十万": 1e5, "万": 1e4, "千": 1e3}

PER = r"(?:/(?:人|月|年|天|日|床|户|例|次|张|家|县区?|季度|半年|周|个))"
MONEY = rf"(?:美元|欧元|元){PER}*"
TIMES = ("次", "场", "场次", "期", "轮", "轮次", "届", "课时", "学时")
_MEASURES = (
    "个家庭|户家庭|人次|人份|例次|床位|门次|台次|台套|台件|家次|户次|件次|剂次|项次|份次|车次|头份|轮次|课时|学时|场次|床日|平方公里|平方米|立方米|公里|"
    "千米|千克|公斤|毫升|万字|单位|街道|社区|部门|乡镇|组|名|个|人|家|张|所|处|项|件|条|例|场|期|次|辆|台|套|支|种|类|户|间|座|"
    "份|位|对|届|篇|部|本|册|起|宗|亩|吨|克|升|米|门|袋|盒|款|队|站|幅|枚|面|只|轮|块|栋|幢|架|艘|片|头|株|盏|把|"
    "(?:[省市县区镇乡村州旗](?![级属域直辖长委政内]|\\([市区])|县\\(市\\)|县区)|分(?![钟秒之成期])|点"
)
HAN_MEASURES = "部门|街道|社区|乡镇|个|项|家|名|所|类|种|条|张|支|场|处|座|套|台|辆|件|份|位|例|人次|人|轮|户|间|组|对"
DURATION = r"个?(?:小时|工作日)|分钟|秒钟?|个月|天|日(?![均常])|周岁?(?![边围年])|岁|年(?![度级代来底初])"
RATE = r"[%‰]|/10万|/十万|/百万|/万(?!元)|个?百分点"
UNIT = re.compile(rf"(?:{RATE}|{MONEY}|{DURATION}|倍|(?:{_MEASURES})(?:/(?:月|年|天|日|季度|半年|周))?)")
BIG = "工程|行动|专项整治|整治|项目|任务|举措|措施|活动|计划|攻坚|机制|体系|中心|平台|基地|板块|联盟|指标|系列|重点|改革|试点|模块|模式"

_AT_LEAST = r"超过|突破|(?<![彩B])超|逾|至少|不少于|不低于|不小于|不下于|高于|多于|大于|≥|>=?|至少[^,。;、\d]{1,4}"
_AT_MOST = r"不超过|不高于|不多于|不大于|低于|少于|小于|至多|≤|<=?"
_ABOUT = r"将近|接近|大约|约为|(?<![签履预节集制])约|(?<![最邻附靠])近"
BEFORE = re.compile(rf"(?:(?P<least>{_AT_LEAST})|(?P<most>{_AT_MOST})|(?P<about>{_ABOUT})) ?$")
AFTER = re.compile(
    r" ?(?:(?P<least>及?以上|之上|有余|多(?=[,。;、]))|(?P<most>及?以[内下]|之[内下])|(?P<about>左右|上下))"
)
THINGS = ("中心", "平台", "基地", "板块", "体系", "系列")
"""Of a counted set, those counted in 个 and not in 项."""
_SPELLINGS = {
    "秒钟": "秒",
    "个工作日": "工作日",
    "个小时": "小时",
    "个百分点": "百分点",
    "/十万": "/10万",
    "周岁": "岁",
}


def amount(digits: str, scale: str) -> float:
    """The number of written digits, Arabic or Han, and a scale word: ("1.5", "万余") → 15000.0."""
    plain = digits.replace(",", "")
    number = float(plain) if plain[:1].isascii() else float(numeral(plain.replace("两", "二")))
    word = scale.strip("余多")
    return exact(number * _FACTORS.get(word, 1.0))


def exact(number: float) -> float:
    """The number without the noise of binary multiplication (1822.95 万 is 18229500)."""
    return float(f"{number:.12g}")


def one_spelling(unit: str) -> str:
    """A unit in its one spelling: 秒 for 秒钟, 百分点 for 个百分点, /10万 for /十万."""
    return _SPELLINGS.get(unit, unit)
