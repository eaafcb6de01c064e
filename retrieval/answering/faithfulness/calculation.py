"""计算：a−b=c over cited values: the terms are in the evidence, and the arithmetic is right. Pure, exact decimals."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal, DivisionByZero, InvalidOperation

from retrieval.answering.faithfulness import amounts
from retrieval.answering.faithfulness.facts import read
from retrieval.answering.faithfulness.grounds import Ground, quantities
from retrieval.parsing.numerals import arabic

PREFIX = "计算"
_FORM = re.compile(r"^计算[:：]?(?P<left>[^=≈]+)(?P<sign>[=≈])(?P<right>[^=≈(]+)(?:\([^()]*\))?$")
_TERM = re.compile(r"\d+(?:\.\d+)?(?:[万亿])?(?:%|‰|元|[\u4e00-\u9fff]{0,3})?")
_SIGNS = str.maketrans({"−": "-", "－": "-", "–": "-", "＋": "+", "×": "*", "÷": "/", "（": "(", "）": ")"})
_SCALES = {"万": Decimal(10) ** 4, "亿": Decimal(10) ** 8}


def is_one(text: str) -> bool:
    """Whether a sentence presents itself as a calculation."""
    return arabic(text).lstrip().startswith(PREFIX)


def wrong(text: str, grounds: Sequence[Ground]) -> str | None:
    """Why a calculation does not stand; None where it does."""
    found = _FORM.match(arabic(text).strip().rstrip("。"))
    if not found:
        return "算式不合“计算：a−b=c”的写法"
    left, right = found["left"].translate(_SIGNS), found["right"].translate(_SIGNS)
    terms = [term for term in _TERM.findall(left)]
    divisor = re.search(r"/(\d+)$", left)
    for term in terms[: -1 if divisor and int(divisor[1]) == len(terms) - 1 else len(terms)]:
        if not _cited(term, grounds):
            return f"出处没有“{term}”"
    if "…" in left:
        return None if len(grounds) > len(terms) else "算式没有写全"
    value, said = _value(left), _number(right)
    if value is None or said is None:
        return "算式无法核对"
    return None if _agrees(value, said, found["sign"], right) else f"算得不对，应为{_shown(value)}"


def _cited(term: str, grounds: Sequence[Ground]) -> bool:
    number = _number(term)
    told = read(f"为{term}").quantities
    for _, _, known in quantities(grounds):
        if known.number is not None and number == known.number:
            return True
        if number is not None and any(amounts.same(each, known) for each in told):
            return True
        if number is not None and amounts.base(known)[1] == number:
            return True
    return False


def _number(text: str) -> Decimal | None:
    found = re.match(r"-?\d+(?:\.\d+)?", text.strip())
    if not found:
        return None
    scale = text.strip()[found.end() : found.end() + 1]
    return Decimal(found[0]) * _SCALES.get(scale, Decimal(1))


def _value(text: str) -> Decimal | None:
    """The value of +, −, ×, ÷ over numbers, brackets included; None where it is no such expression."""
    tokens = [token for token in re.findall(r"\d+(?:\.\d+)?[万亿]?|[-+*/()]", text)]
    try:
        value, rest = _sum(tokens)
    except (IndexError, DivisionByZero, InvalidOperation):
        return None
    return value if not rest else None


def _sum(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _product(tokens)
    while rest and rest[0] in "+-":
        other, after = _product(rest[1:])
        value, rest = (value + other if rest[0] == "+" else value - other), after
    return value, rest


def _product(tokens: list[str]) -> tuple[Decimal, list[str]]:
    value, rest = _atom(tokens)
    while rest and rest[0] in "*/":
        other, after = _atom(rest[1:])
        value, rest = (value * other if rest[0] == "*" else value / other), after
    return value, rest


def _atom(tokens: list[str]) -> tuple[Decimal, list[str]]:
    if tokens[0] == "(":
        value, rest = _sum(tokens[1:])
        return value, rest[1:]
    number = _number(tokens[0])
    if number is None:
        raise InvalidOperation
    return number, tokens[1:]


def _agrees(value: Decimal, said: Decimal, sign: str, right: str) -> bool:
    """Whether the result is the value, exactly for =, at its last digit for ≈; a share may be told in percent."""
    for factor in (Decimal(1), Decimal(100)) if "%" in right or "百分" in right else (Decimal(1),):
        exact = value * factor
        step = Decimal(1).scaleb(int(said.as_tuple().exponent))
        if said == exact or (sign == "≈" and abs(said - exact) <= step / 2):
            return True
    return False


def _shown(value: Decimal) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
