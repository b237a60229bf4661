"""Numbers as people write them, alone or with what they count or measure: "1,200", "5 ms", "3개", "12.5 per cent".

Plain values; no Django.
"""

import re
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from curriculum.question_rules import normal

NUMBER = re.compile(r"^[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?$")
WITH_UNIT = re.compile(r"^([+-]?[\d.,_]*\d) ?(%|[^\W\d_]+(?: [^\W\d_]+)?)\.?$")
DIGITS_AT_MOST = 40
COUNTED = "counted"  # whatever is no measure: 개, 번, rows, requests
MEASURES = {
    "%": {"%", "퍼센트", "프로", "percent", "per cent", "pct"},
    "ms": {"ms", "msec", "millisecond", "milliseconds", "밀리초"},
    "s": {"s", "sec", "secs", "second", "seconds", "초"},
    "min": {"min", "mins", "minute", "minutes", "분"},
    "h": {"h", "hr", "hrs", "hour", "hours", "시간"},
    "day": {"day", "days", "일"},
    "px": {"px", "pixel", "pixels", "픽셀"},
    "rem": {"rem"},
    "em": {"em"},
    "byte": {"byte", "bytes", "바이트"},
    "kb": {"kb", "kilobyte", "kilobytes", "킬로바이트"},
    "mb": {"mb", "megabyte", "megabytes", "메가바이트"},
    "gb": {"gb", "gigabyte", "gigabytes", "기가바이트"},
    "won": {"won", "krw", "원"},
    "dollar": {"dollar", "dollars", "usd", "달러"},
}
UNITS = {word: unit for unit, words in MEASURES.items() for word in words}
MORE_THAN_A_UNIT = {  # these change the number
    "dozen", "hundred", "thousand", "million", "billion", "k", "m", "b", "point", "points", "포인트", "or", "and", "to", "more",
    "less", "fewer", "이상", "이하", "미만", "초과",
}  # fmt: skip
POWERS_OF_TEN = tuple("십백천만억조")


class Quantity(NamedTuple):
    value: Decimal
    unit: str


def number(text: str) -> Decimal | None:
    """By value, so that 1.50 is 1.5; None for what isn't a number, and for exponents nobody writes."""
    text = normal(text).replace(",", "").replace("_", "")
    if not NUMBER.match(text) or len(text) > DIGITS_AT_MOST:
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found == 0 or abs(found.adjusted()) < 400 else None


def quantity(text: str) -> Quantity | None:
    """A number with a unit; None where it stands alone or what follows says more than a unit does."""
    parts = WITH_UNIT.match(normal(text))
    value, unit = (number(parts[1]), _unit(parts[2])) if parts else (None, "")
    return Quantity(value, unit) if value is not None and unit else None


def _unit(words: str) -> str:
    if words in UNITS:
        return UNITS[words]
    changes = any(word in MORE_THAN_A_UNIT or word.startswith(POWERS_OF_TEN) for word in words.split())
    return "" if changes or UNITS.keys() & words.split() else COUNTED
