"""False and true variants of a right answer line, made by plain text surgery: nothing of the gate is used here.

An answer is the JSON that ``huiwen ask`` prints. Each maker takes (answer, line number, random source) and gives the lines
that may stand in its place, as (text, citations or None for those of the answer).
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from typing import Any

Answer = dict[str, Any]
Variant = tuple[str, list[dict[str, Any]] | None]
Maker = Callable[[Answer, str, random.Random], list[Variant]]

MARKS = re.compile(r"(?: ?\[\d+\])+$")
HEAD = re.compile(r"^(?P<city>[\u4e00-\u9fff]{2,6}[省市县区])?(?P<year>20\d\d)年(?P<side>实际|目标)：")
CITIES = ("合肥市", "望川市", "杭州市", "云泽市", "宁波市", "青岚市")
CLAUSES = (
    "，群众满意度大幅提升",
    "，获得国家卫生健康委通报表扬",
    "，居全国第一",
    "，较上年有明显改善",
    "，为全省首创",
    "，带动就业3200人",
    "，同时新建三级医院2家",
    "，得益于财政投入持续加大",
    "，效果显著",
    "，并在全国推广",
    "，预计明年翻一番",
    "，受到群众一致好评",
    "，超额完成年度任务",
    "，惠及全省1200万居民",
    "，成为全国标杆",
    "，主要原因是人口老龄化加快",
    "，实现历史性突破",
    "，其中农村地区占三成",
    "，并投入使用智慧养老平台",
    "，总体进展顺利",
)
VERBS = re.compile(
    r"达到?|居|建成|建设|新增|完成|开展|推动|实施|出台|组建|创建|引进|发放|获得|投入|招录|下降|提高|增长|覆盖|举办|支持|推进"
)
NEGATIVES = re.compile(r"不(?=予|少于|低于|超过|外转|得)|未(?=提|完|达|开|发)|无(?=偿|障碍)|非(?=必要)")


def split(line: str) -> tuple[str, str]:
    """A line without its marks, and the marks."""
    found = MARKS.search(line)
    return (line[: found.start()], found[0]) if found else (line, "")


# False


def digit(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """One digit of a number becomes another."""
    text, marks = split(line)
    head = HEAD.match(text)
    places = [n for n in range(head.end() if head else 0, len(text)) if text[n] in "0123456789"]
    made: list[Variant] = []
    for at in chance.sample(places, min(2, len(places))):
        other = chance.choice([d for d in "123456789" if d != text[at]])
        made.append((text[:at] + other + text[at + 1 :] + marks, None))
    return made


def unit(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """万 becomes 亿 and back, 元 万元, % ‰."""
    text, marks = split(line)
    swaps = (
        (r"(?<=\d)万", "亿"), (r"(?<=\d)亿", "万"), (r"(?<=\d)元", "万元"), (r"(?<=\d)%", "‰"), (r"(?<=\d)‰", "%"),
        (r"(?<=\d)个百分点", "%"),
    )  # fmt: skip
    return [(re.sub(old, new, text, count=1) + marks, None) for old, new in swaps if re.search(old, text)]


def place(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """The city becomes another."""
    text, marks = split(line)
    cities = {each["region"] for each in answer["citations"] if each["region"]}
    made: list[Variant] = []
    for city in cities:
        if city in text:
            others = [other for other in (*CITIES, *cities) if other != city]
            made.append((text.replace(city, chance.choice(others), 1) + marks, None))
    return made


def year(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """The year becomes one before or after."""
    text, marks = split(line)
    head = HEAD.match(text)
    if not head:
        return []
    at = head.start("year")
    return [(text[:at] + str(int(head["year"]) + chance.choice((-2, -1, 1))) + text[at + 4 :] + marks, None)]


def achieved(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """A goal is told as a result."""
    text, marks = split(line)
    head = HEAD.match(text)
    if not head or head["side"] != "目标":
        return []
    rest = text[head.end() :]
    made = [text.replace("目标：", "实际：", 1)]
    if not re.search(r"力争|计划|争创|争取|创建|拟|确保|要|不少于|不低于|到20", rest):
        made.append(text.replace("目标：", "", 1))
    if re.search(r"达到?|新增|建成|完成", rest):
        made.append(text[: head.end()].replace("目标：", "") + re.sub(r"(?=达|新增|建成|完成)", "已", rest, count=1))
    return [(each + marks, None) for each in made]


def citation(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """The mark points to another citation, or the citation is another answer's."""
    text, marks = split(line)
    numbers = [int(n) for n in re.findall(r"\d+", marks)]
    made: list[Variant] = []
    others = [each["n"] for each in answer["citations"] if each["n"] not in numbers]
    if others and len(numbers) == 1:
        made.append((f"{text} [{chance.choice(others)}]", None))
    strangers = answer.get("strangers") or []
    if strangers and len(numbers) == 1:
        stranger = dict(chance.choice(strangers)) | {"n": numbers[0]}
        made.append((line, [stranger if c["n"] == numbers[0] else c for c in answer["citations"]]))
    return made


def negation(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """未 or 不 comes before a verb; one that stands there is taken away."""
    text, marks = split(line)
    head = HEAD.match(text)
    begin = head.end() if head else 0
    made = []
    verbs = list(VERBS.finditer(text, begin))
    if verbs:
        at = chance.choice(verbs).start()
        made.append(text[:at] + chance.choice(("未", "没有", "尚未", "不再")) + text[at:])
    gone = NEGATIVES.search(text, begin)
    if gone:
        made.append(text[: gone.start()] + text[gone.end() :])
    return [(each + marks, None) for each in made]


def clause(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """A clause that no report holds."""
    text, marks = split(line)
    made = [text + chance.choice(CLAUSES)]
    commas = [n for n, sign in enumerate(text) if sign == "，"]
    if commas:
        at = chance.choice(commas)
        made.append(text[:at] + chance.choice(CLAUSES) + text[at:])
    return [(each + marks, None) for each in made]


TURNED = (
    ("高于", "低于"), ("最高", "最低"), ("较高", "较低"), ("增长", "下降"), ("提高", "降低"), ("提升", "下降"), ("增加", "减少"), ("超过", "低于"),
    ("多于", "少于"), ("上升", "下降"), ("扩大", "缩小"), ("市高", "市低"),
)  # fmt: skip
#: What a report may be asked to be compared by: 家庭医生签约率达76.2%, and words that never stand between name and number.
MEASURED = re.compile(
    r"(?:^|[，；、：])(?P<name>[\u4e00-\u9fff]{3,14}(?:率|数|占比|比例|时间|床位|人次))(?:达到|达|为|是)?(?P<number>\d{1,6}(?:\.\d+)?)(?P<unit>%|‰|个|张|人次|人|家|所|万人次|分钟|小时|天)(?=[，；、。]|$)"
)
UNLIKE = re.compile(r"其中|比|较|增|减|降|升|高|低|由|从|每|至|到|超|约|近|均|和|与")


def turned(text: str, chance: random.Random) -> list[str]:
    """The text with one word of direction turned round."""
    made = []
    for one, other in TURNED:
        for word, against in ((one, other), (other, one)):
            places = [found.start() for found in re.finditer(word, text)]
            if places:
                at = chance.choice(places)
                made.append(text[:at] + against + text[at + len(word) :])
    return made


def direction(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """A rise becomes a fall, what is higher lower, the most the least: in the line, and in comparisons with a twin of it."""
    text, marks = split(line)
    head = HEAD.match(text)
    begin = head.end() if head else 0
    made: list[Variant] = [(text[:begin] + each + marks, None) for each in turned(text[begin:], chance)]
    for said, citations in comparison(answer, line, chance):
        body, signs = split(said)
        if "持平" not in body:
            made += [(chance.choice(turned(body, chance)) + signs, citations)]
    return made


def twin(answer: Answer, line: str, chance: random.Random) -> tuple[dict[str, Any], re.Match[str], str, str] | None:
    """The line's citation as another city's, with another number; the measure, both numbers; None where nothing is measured."""
    text, marks = split(line)
    head = HEAD.match(text)
    cited = [each for each in answer["citations"] if f"[{each['n']}]" in marks]
    found = next(
        (
            each
            for each in MEASURED.finditer(text, head.end() if head else 0)
            if not UNLIKE.search(each["name"]) and cited and cited[0]["quote"].count(each["number"]) == 1
        ),
        None,
    )
    if not head or not head["city"] or found is None or len(cited) != 1:
        return None
    number = found["number"]
    places = len(number.partition(".")[2])
    other = f"{float(number) * chance.choice((0.6, 0.8, 0.9, 1.1, 1.3)):.{places}f}"
    if other == number or number not in cited[0]["quote"]:
        return None
    city = chance.choice([each for each in CITIES[3::2] if each != head["city"]])
    quote = cited[0]["quote"].replace(number, other).replace(head["city"], city)
    made = cited[0] | {"n": 99, "section_id": "twin", "region": city, "quote": quote, "document": f"{city}工作报告"}
    return made, found, number, other


def comparison(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """The line's value set against that of a twin of it, another city or the year before."""
    text, marks = split(line)
    head, found = HEAD.match(text), twin(answer, line, chance)
    if head is None or found is None:
        return []
    other, measured, mine, theirs = found
    name, unit, year = measured["name"], measured["unit"], int(head["year"])
    ours, city = head["city"], other["region"]
    side = "目标" if head["side"] == "目标" else "实际"
    more = float(mine) > float(theirs)
    word, back = ("高于", "低于") if more else ("低于", "高于")
    top, low = (ours, city) if more else (city, ours)
    said = [
        f"{year}年{side}：{ours}{name}{mine}{unit}，{word}{city}的{theirs}{unit}",
        f"{year}年{side}：{city}{name}{back}{ours}",
        f"{year}年{side}：{name}{ours}{mine}{unit}、{city}{theirs}{unit}，{top}较高",
        f"{year}年{side}：{ours}、{city}中，{low}{name}最低",
        f"{year}年{side}：{ours}{name}比{city}{'高' if more else '低'}",
    ]
    citations = [*answer["citations"], other]
    made: list[Variant] = [(f"{each}{marks} [99]", citations) for each in said]
    before = other | {
        "region": ours,
        "year": year - 1,
        "document": "往年工作报告",
        "quote": other["quote"].replace(city, ours),
    }
    if not re.search(r"20\d\d|[去今明上]年|力争|计划", before["quote"]) and side == "实际":
        way = "提高" if more else "下降"
        made += [
            (f"{ours}{year}年{name}较{year - 1}年有所{way}{marks} [99]", [*answer["citations"], before]),
            (f"{ours}{name}由{year - 1}年的{theirs}{unit}{way}到{year}年的{mine}{unit}{marks} [99]", [*answer["citations"], before]),
        ]  # fmt: skip
    return made


FALSE: dict[str, Maker] = {
    "digit": digit,
    "unit": unit,
    "place": place,
    "year": year,
    "achieved": achieved,
    "citation": citation,
    "negation": negation,
    "clause": clause,
    "direction": direction,
}

# True

PLAIN = re.compile(
    r"(?<![\d.\-第《〔(（])(\d{1,9}(?:\.\d+)?)(万|亿)?(?=[个名人家张所项元例场次%‰余起条件篇台]|个百分点)(?![^《]*》)"
)


def han(number: str) -> str:
    """A number in Chinese numerals, written the way a report would.

    >>> han("10084"), han("5.99"), han("350"), han("12")
    ('一万零八十四', '五点九九', '三百五十', '十二')
    """
    digits = "零一二三四五六七八九"
    whole, _, part = number.partition(".")
    text = _han(int(whole))
    return text + ("点" + "".join(digits[int(d)] for d in part) if part else "")


def _han(number: int) -> str:
    if number >= 10**4:
        high, low = divmod(number, 10**4)
        return _han(high) + "万" + (("零" if low < 1000 else "") + _han(low) if low else "")
    text, gap = "", False
    for step, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, step)
        if digit:
            text += ("零" if gap and text else "") + "零一二三四五六七八九"[digit] + word
            gap = False
        else:
            gap = True
    return (text[1:] if text.startswith("一十") else text) or "零"


def rounded(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """A number with one digit less, told as 约, 超 or 近."""
    text, marks = split(line)
    made = []
    for found in PLAIN.finditer(text):
        digits, scale = found[1], found[2] or ""
        before, after = text[max(0, found.start() - 4) : found.start()], text[found.end() : found.end() + 6]
        if (
            re.search(r"[约近超逾足少低高≥≤]|突破|至少", before)
            or re.search(r"^[余多]|以上|左右|以内", after)
            or len(digits.replace(".", "")) < 3
        ):
            continue
        value = float(digits)
        if "." in digits:
            short = f"{value:.{len(digits.split('.')[1]) - 1}f}"
        elif value >= 10000 and not scale:
            short, scale = f"{value / 10000:.1f}", "万"
        else:
            short = str(round(value, -1)).removesuffix(".0")
        told = float(short) * (10000 if scale == "万" and not found[2] else 1)
        if told == value or abs(told - value) / value > 0.04:
            continue
        word = chance.choice(("约", "超" if told < value else "近"))
        made.append(text[: found.start()] + word + short + scale + text[found.end() :] + marks)
    return [(each, None) for each in made]


def rescaled(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """万 written out, or taken out; 万元 as 亿元."""
    text, marks = split(line)
    made = []
    for found in PLAIN.finditer(text):
        digits, scale = found[1], found[2]
        if scale == "万":
            number = round(float(digits) * 10000)
            made.append((found, f"{number}"))
            if float(digits) >= 1000:
                made.append((found, f"{float(digits) / 10000:.6f}".rstrip("0").rstrip(".") + "亿"))
        elif scale is None and float(digits) >= 1000:
            made.append((found, f"{float(digits) / 10000:.6f}".rstrip("0").rstrip(".") + "万"))
            made.append((found, f"{int(float(digits)):,}"))
        elif scale == "亿":
            made.append((found, f"{round(float(digits) * 10000)}万"))
    return [(text[: found.start()] + new + text[found.end() :] + marks, None) for found, new in made]


def numerals(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """Numbers in Chinese numerals; shares as 百分之 or 成; full-width digits."""
    text, marks = split(line)
    made = []
    for found in PLAIN.finditer(text):
        after = text[found.end() : found.end() + 1]
        if after in "%‰":
            made.append(
                text[: found.start()] + {"%": "百分之", "‰": "千分之"}[after] + han(found[1]) + text[found.end() + 1 :]
            )
            if after == "%" and re.fullmatch(r"[1-9][05]", found[1]):
                tenth = "零一二三四五六七八九"[int(found[1][0])] + "成" + ("五" if found[1][1] == "5" else "")
                made.append(text[: found.start()] + tenth + text[found.end() + 1 :])
        else:
            made.append(text[: found.start()] + han(found[1]) + (found[2] or "") + text[found.end() :])
        wide = "".join(chr(ord(d) + 0xFEE0) if d.isdigit() or d == "." else d for d in found[1])
        made.append(text[: found.start()] + wide + text[found.start(1) + len(found[1]) :])
    return [(each + marks, None) for each in made]


def reordered(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """Head and clauses in another order, the same words."""
    text, marks = split(line)
    head = HEAD.match(text)
    made = []
    if head and head["city"]:
        rest = text[head.end() :]
        side = "实际" if head["side"] == "实际" else "目标"
        made.append(f"{head['year']}年{head['city']}{side}：{rest}")
        made.append(f"{rest}（{head['city']}{head['year']}年{side}）")
        made.append(f"据报告，{head['city']}{head['year']}年{'计划' if side == '目标' else ''}{rest}")
        made.append(f"{head['city']}{rest}（{head['year']}年{side}）" if not rest.startswith("《") else "")
        made.append(f"按照{head['city']}{head['year']}年{'工作要点，目标是' if side == '目标' else '工作总结，'}{rest}")
        clauses = rest.split("，")
        if len(clauses) > 1 and not re.search(r"其中|居|较|同比|并|以上|均|《", rest):
            made.append(text[: head.end()] + "，".join([*clauses[1:], clauses[0]]))
    return [(each + marks, None) for each in made if each]


ALIKE = (
    ("达到", "为"), ("新增", "增加"), ("建成", "建立"), ("居全省首位", "位居全省第一"), ("每千人口", "千人口"), ("下降到", "降至"), ("提高到", "提升至"),
    ("较去年同期增长", "同比增长"), ("，", "；"), ("共出台", "出台了"), ("招录", "招聘"), ("开展", "组织开展"), ("不少于", "至少"), ("不低于", "至少"), ("下降", "降低了"),
)  # fmt: skip


def reworded(answer: Answer, line: str, chance: random.Random) -> list[Variant]:
    """One word in another that means the same."""
    text, marks = split(line)
    return [
        (text.replace(old, new, 1) + marks, None)
        for old, new in ALIKE
        if old in text and not (old == "达到" and "达到了" in text)
    ]


TRUE: dict[str, Maker] = {
    "rounded": rounded,
    "rescaled": rescaled,
    "numerals": numerals,
    "reordered": reordered,
    "reworded": reworded,
    "comparison": comparison,
}


def variants(
    answers: list[Answer], makers: dict[str, Maker], each: int, seed: int = 7
) -> Iterator[tuple[str, Answer, str]]:
    """(kind, varied answer, varied line): about ``each`` of a kind, spread over the answers' cited lines."""
    for kind, maker in makers.items():
        chance = random.Random(f"{seed}{kind}")  # noqa: S311 -- for samples
        made = []
        for number, answer in enumerate(answers):
            lines = answer["text"].splitlines()
            other = answers[(number + 7) % len(answers)]
            pool = [c for c in other["citations"] if c["quote"] not in {d["quote"] for d in answer["citations"]}]
            for at, line in enumerate(lines):
                if not MARKS.search(line):
                    continue
                for text, citations in maker(answer | {"strangers": pool}, line, chance):
                    if text == line and citations is None:
                        continue
                    varied = "\n".join([*lines[:at], text, *lines[at + 1 :]])
                    made.append((kind, answer | {"text": varied, "citations": citations or answer["citations"]}, text))
        chance.shuffle(made)
        yield from made[:each]
