"""What looks like a figure and is none: times, ages, titles, grades, names. Such text is blotted out before reading."""

from __future__ import annotations

import re

from retrieval.parsing.indicators.units import BIG

BLANK = "\ue001"
_HAN = "一二两三四五六七八九十百千"
_TITLES = re.compile(
    r"《[^《》\n]{1,100}》|[〔\[](?:19|20)\d\d[〕\]] {0,2}\d* {0,2}号?|(?<!\d)\d{1,6}号(?:文|令|院|楼|线)"
)
_TIMES = re.compile(
    r"(?:19|20)\d\d {0,2}年?度? {0,2}[-—–~～至到、和]+ {0,2}(?:(?:19|20)\d\d|\d\d) {0,2}年?度?(?![\d.,%‰]| ?[多余]?[万亿元个名人张家所例次床])"
    r"|(?:19|20)\d\d {0,2}[年版](?: {0,2}\d{1,2} {0,2}月)?(?:份|底|末|初)?(?: {0,2}\d{1,2} {0,2}[日号])?"
    r"|(?<!\d)(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|[-/]\d{1,2})(?![\d.%‰]| ?[多余]?[万亿元个名人张家所例次床])"
    r"|(?<![\d.])\d{1,2}(?: {0,2}[-—~～至到] {0,2}\d{1,2})? {0,2}月(?:份|底|末|初|[上中下]旬)?(?: {0,2}\d{1,2} {0,2}[日号])?"
    r"|\d{1,2}:\d\d|前 ?[\d一二两三四五六七八九十]{1,3} ?个?(?:月|季度)|(?<![每各])\d {0,2}季度|“?[一二三四五六七八九十]{1,2}五”?(?=规划|时期|期间|末|”)"
)
_AGES = re.compile(
    r"\d{1,3} {0,2}周?岁? {0,2}[-—~～至到] {0,2}\d{1,3} {0,2}周?岁|[\d一二两三四五六七八九十]{1,3} {0,2}(?:周岁|岁)(?=及?以[上下内]|[儿老婴幼妇女男人居的前后、组学常城])"
    r"|\d{1,3} {0,2}月龄"
)
_BASES = re.compile(
    rf"(?<![\d{_HAN}余多])每?(?:十万|百万|[百千万])(?=人口|名\d?岁?[^,。;]{{0,12}}?(?:拥有|数)|活产|元[一-龥])"
    r"|每 ?(?:\d{1,4} ?万?|十万|百万|[百千万])(?=[名人个张户例]|活产)|(?:(?<=[,。;:、(])|^)[百千万](?=人[^次数,。;])"
)
_ORDINALS = re.compile(
    rf"第 {{0,2}}(?:\d{{1,6}}|[{_HAN}]{{1,6}})(?: {{0,2}}[个批届次轮期条章节名位剂]次?)?|(?:十[七八九]|二十)大(?!以)|二十届|[{_HAN}]中全会"
)
_LABELS = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z0-9]{0,4}[A-Za-z]\+?级|(?<![A-Za-z])[A-Za-z]{1,20}-?\d{1,9}(?:\.\d{1,4})?(?![\d.]{0,9} {0,2}(?:[台例家人个名次项所张辆万%]))|(?<!\d)\d{1,6}(?:\.\d{1,4})?[A-Za-z]{1,9}(?![A-Za-z])"
    r"|(?<![\dNnXx])[\dNnXx]{1,6}(?: {0,2}\+ {0,2}[\dNnXx]{1,6}){1,6}|(?<!\d)\d{1,6} {0,2}[×*xX] {0,2}\d{1,6}|24 {0,2}小时(?!以?内)|(?<!\d)\d{1,4} ?[型价版代级](?!格)|[一二三四](?=类(?:手术|切口|疫苗|医疗|超声|地区))"
    rf"|[{_HAN}]位一体|[{_HAN}]五星级|(?<=[连近过这前后])续?[{_HAN}\d]{{1,4}}多? ?年(?!行动)|[{_HAN}\d]{{1,4}}多? ?年来|[{_HAN}](?=[院站]一)|[{_HAN}](?:项|个|类)?指标(?=分别|均)|一[老小网卡码站门张批]"
)
_ITEM = re.compile(
    r"(?:(?<=[。;:\n])|^) {0,2}(?:\(?\d{1,3}[.、)](?!\d)|\([一二三四五六七八九十]+\)|[一二三四五六七八九十]+、|[①-⑳])"
)
_RHETORICAL = re.compile(
    rf"[{_HAN}](?:个|条|大|项|件|方面|种)?(?:主线|方面|问题|阶段|环节|层面|维度|原则|关键|抓手|理念|主题|部分|角度|坚持|转变|提高|统筹|意识|确立|维护|自信|规律|"
    r"事(?!项|件)|字|面|区别|重要|关口|关系|重点(?!工作|项目|专科|任务|行业|人群|学科)|务必|革命|起来|表率|作用|聚焦|方向|目标|到位|不放过)"
)
_QUOTE = re.compile(r"“[^“”\n]{1,60}”|‘[^‘’\n]{1,60}’|「[^「」\n]{1,60}」")
_QUOTED_FIGURE = re.compile(rf"\d ?(?:分钟|公里|小时)|^.?(?:[{_HAN}]|\d{{1,3}})大(?:{BIG}|专项整治)")
_LONG_QUOTE = 30


def blot(narrow: str) -> str:
    """Narrow text with everything that is no figure replaced by a mark; offsets stay."""
    text = _QUOTE.sub(_quoted, _ITEM.sub(_mark, narrow))
    for pattern in (_TITLES, _TIMES, _AGES, _BASES, _ORDINALS, _LABELS, _RHETORICAL):
        text = pattern.sub(_mark, text)
    return text


def _mark(found: re.Match[str]) -> str:
    return BLANK * len(found[0])


def _quoted(found: re.Match[str]) -> str:
    """A quotation is a name, but a long one, a stated distance and a counted set of tasks are read."""
    inside = found[0][1:-1]
    if len(inside) > _LONG_QUOTE or _QUOTED_FIGURE.search(inside):
        return found[0]
    return found[0][0] + re.sub(rf"[\d{_HAN}]|全覆盖", _mark, inside) + found[0][-1]
