"""Whether an answer is right, and what a wrong one says about its author. By rule, on plain values; no Django."""

import ast
import re
import unicodedata
from dataclasses import dataclass, field

from personalization.quantities import number, quantity

QUOTES = str.maketrans("\u201c\u201d\u2018\u2019\u300c\u300d\u00ab\u00bb", '""\'\'""""')
RIGHT = 1.0
MULTIPLE_CHOICE, CODE_OUTPUT = "multiple_choice", "code_output"
CONCEPT_GAP, SYNTAX_ERROR, LOGIC_ERROR = "concept_gap", "syntax_error", "logic_error"
OFF_BY_ONE, TYPE_CONFUSION = "off_by_one", "type_confusion"


@dataclass(frozen=True)
class Key:
    """What scoring needs of a question. `accepted`: (text, credit 0-1); `choices`: id → weakness of a wrong one;
    `patterns`: (wrong answer, weakness)."""

    kind: str
    correct: str
    accepted: tuple[tuple[str, float], ...] = ()
    choices: dict[str, str] = field(default_factory=dict, hash=False)
    patterns: tuple[tuple[str, str], ...] = ()
    language: str = ""


@dataclass(frozen=True)
class Scored:
    """`weakness` is empty for a right answer."""

    score: float
    weakness: str = ""

    @property
    def is_correct(self) -> bool:
        return self.score >= RIGHT


def score(key: Key, answer: str) -> Scored:
    """Partial credit where an accepted answer says so; it isn't right, and names what is still missing."""
    if key.kind == MULTIPLE_CHOICE:
        return _chosen(key, answer.strip())
    answer = _without_unit(key, answer)
    credit = max((credit for text, credit in _accepted(key) if _alike(key, answer, text)), default=0.0)
    return Scored(credit) if credit >= RIGHT else Scored(credit, _weakness(key, answer))


def normal(text: str) -> str:
    """Without case, spare spaces, full-width forms and typographic quotes."""
    text = unicodedata.normalize("NFKC", text).translate(QUOTES).replace("'", '"')
    return " ".join(text.casefold().split())


def _chosen(key: Key, choice: str) -> Scored:
    if choice == key.correct:
        return Scored(RIGHT)
    return Scored(0.0, key.choices.get(choice) or CONCEPT_GAP)


def _accepted(key: Key) -> list[tuple[str, float]]:
    return [(key.correct, RIGHT), *key.accepted]


def _alike(key: Key, answer: str, text: str) -> bool:
    if key.kind == CODE_OUTPUT:
        return _lines(answer) == _lines(text)
    for reading in (number, quantity) if number(key.correct) is not None else (number,):
        given, right = reading(answer), reading(text)
        if None not in (given, right):
            return given == right
    return normal(answer) == normal(text)


def _without_unit(key: Key, answer: str) -> str:
    """The number alone, where an accepted answer shows that the key may stand with such a unit: 3 changes where 3개 is."""
    right, given = number(key.correct), quantity(answer) if key.kind != CODE_OUTPUT else None
    if right is None or given is None:
        return answer
    shown = [found for text, _credit in key.accepted if (found := quantity(text))]
    return str(given.value) if (right, given.unit) in shown else answer


def _lines(text: str) -> list[str]:
    """What was printed, without trailing space: everything else counts."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _weakness(key: Key, answer: str) -> str:
    """A matching pattern, else by rule."""
    for text, weakness in key.patterns:
        if _alike(key, answer, text):
            return weakness
    if _is_off_by_one(key, answer):
        return OFF_BY_ONE
    if _is_other_type(key, answer):
        return TYPE_CONFUSION
    if key.language == "python" and key.kind != CODE_OUTPUT and _looks_like_code(key.correct) and not _parses(answer):
        return SYNTAX_ERROR
    return LOGIC_ERROR if key.kind == CODE_OUTPUT else CONCEPT_GAP


def _is_off_by_one(key: Key, answer: str) -> bool:
    given, right = number(answer), number(key.correct)
    return None not in (given, right) and abs(given - right) == 1


def _is_other_type(key: Key, answer: str) -> bool:
    """The right value, with quotes or a decimal point too many or too few."""
    if normal(answer) == normal(key.correct) and key.kind == CODE_OUTPUT:
        return False  # the layout alone is wrong
    return bool(answer.strip()) and _bare(answer) == _bare(key.correct)


def _bare(text: str) -> str:
    value = number(normal(text).strip('"'))
    return str(value.normalize()) if value is not None else normal(text).strip('"')


def _looks_like_code(text: str) -> bool:
    return bool(re.search(r"[()\[\]{}=:.]", text)) and _parses(text)


def _parses(text: str) -> bool:
    try:
        ast.parse(text.strip())
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return False
    return True
