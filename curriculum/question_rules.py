"""What a question has to be before anyone sees it, curated or generated. Plain values in, faults out; no Django.

A fault is a code with numbers and names; `question_wording` says it in words.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

WEAKNESSES = ("syntax_error", "logic_error", "concept_gap", "off_by_one", "type_confusion", "api_misuse")
KEY_AT_MOST = 1.5  # times the longest wrong choice
HINTS = 3
BLANK = "____"
KEYS_AT_MOST = 0.5  # of a module's questions with the key at one place
BALANCED_FROM = 4  # questions with choices; fewer can't be balanced
NEAR = 0.92  # likeness (difflib) of two stems with their code
FULL_KINDS, FULL_DIFFICULTIES = 2, 3
CATCH_ALL = re.compile(
    r"\b(all|none|both|neither|any) of the above\b|^(all|none|both|neither) of (these|them)\W*$"
    r"|(위|앞|보기|다음)(의|에서|에)? ?(것|보기|답|설명)?(은|이|가|들이)? ?(모두|전부)( 다)?( ?(맞|정답|옳|해당|틀|아니)|$)"
    r"|^(모두|전부) ?(다 )?(맞|정답|옳|해당|틀)|정답(은|이)? ?없|해당 ?사항 ?없|위의? ?어느 ?것도"
)


@dataclass(frozen=True)
class Choice:
    id: str
    text: str
    weakness: str = ""


@dataclass(frozen=True)
class Draft:
    """A question in one language."""

    kind: str
    language: str
    prompt: str
    correct: str
    hints: tuple[str, ...]
    explanation: str
    choices: tuple[Choice, ...] = ()
    accepted: tuple[str, ...] = ()
    code: str = ""

    @property
    def key(self) -> Choice | None:
        return next((choice for choice in self.choices if choice.id == self.correct), None)

    @property
    def answers(self) -> list[str]:
        """Every text that would be right."""
        if self.kind == "multiple_choice":
            return [self.key.text] if self.key else []
        return [self.correct, *self.accepted]


@dataclass(frozen=True)
class Fault:
    field: str
    code: str
    language: str = ""
    details: dict = field(default_factory=dict, hash=False)


def faults_of(draft: Draft) -> list[Fault]:
    """Everything wrong with one question in one language."""
    found = [*(_choice_faults(draft) if draft.kind == "multiple_choice" else _text_faults(draft)), *_hint_faults(draft)]
    if not draft.explanation.strip():
        found.append(Fault("explanation", "empty"))
    if not draft.prompt.strip():
        found.append(Fault("prompt", "empty"))
    return [Fault(fault.field, fault.code, draft.language, fault.details) for fault in found]


def _choice_faults(draft: Draft) -> Iterable[Fault]:
    texts, ids = [normal(choice.text) for choice in draft.choices], [choice.id for choice in draft.choices]
    if len(set(ids)) < len(ids):
        yield Fault("choices", "ids_twice")
    if len(set(texts)) < len(texts):
        yield Fault("choices", "not_distinct", details={"text": _twin(texts)})
    if any(CATCH_ALL.search(text) for text in texts):
        yield Fault("choices", "catch_all")
    if draft.key is None:
        yield Fault("correct", "no_key", details={"key": draft.correct})
        return
    wrong = [choice for choice in draft.choices if choice.id != draft.correct]
    if not wrong:
        yield Fault("choices", "too_few")
    elif len(draft.key.text) > KEY_AT_MOST * max(len(choice.text) for choice in wrong):
        yield Fault("choices", "key_too_long", details={"times": KEY_AT_MOST})
    if draft.key.weakness:
        yield Fault("choices", "key_with_weakness")
    for choice in wrong:
        if choice.weakness not in WEAKNESSES:
            yield Fault("choices", "no_weakness", details={"id": choice.id, "known": ", ".join(WEAKNESSES)})


def _text_faults(draft: Draft) -> Iterable[Fault]:
    if not draft.correct.strip():
        yield Fault("correct", "empty")
    if draft.choices:
        yield Fault("choices", "not_for_this_kind")
    if draft.kind == "fill_blank" and BLANK not in draft.prompt + draft.code:
        yield Fault("prompt", "no_blank", details={"blank": BLANK})


def _hint_faults(draft: Draft) -> Iterable[Fault]:
    if len(draft.hints) != HINTS or not all(hint.strip() for hint in draft.hints):
        yield Fault("hints", "number_of_hints", details={"number": HINTS})
    for place, hint in enumerate(draft.hints[: HINTS - 1], start=1):
        if any(contains(hint, answer) for answer in draft.answers):
            yield Fault("hints", "hint_with_answer", details={"number": place})
    if any(normal(hint) == normal(answer) for hint in draft.hints[HINTS - 1 :] for answer in draft.answers):
        yield Fault("hints", "hint_is_answer", details={"number": HINTS})


def normal(text: str) -> str:
    """As two texts are compared: full-width as half-width, small letters, single spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def contains(text: str, answer: str) -> bool:
    """Whether the answer stands in the text by itself, not inside a longer word or number."""
    wanted = re.escape(normal(answer))
    return bool(wanted) and bool(re.search(rf"(?<![\w.]){wanted}(?![a-z0-9_]|\.\d)", normal(text)))


def faults_of_module(questions: list[tuple[str, Draft]]) -> list[Fault]:
    """What is wrong with the questions of a module together; (slug, draft) in one language."""
    found = []
    keys = Counter(draft.correct for _slug, draft in questions if draft.kind == "multiple_choice")
    if keys.total() >= BALANCED_FROM and max(keys.values()) > KEYS_AT_MOST * keys.total():
        found.append(Fault("questions", "unbalanced", details={"key": keys.most_common(1)[0][0]}))
    for (slug, draft), (other_slug, other) in combinations(questions, 2):
        if alike(draft, other):
            found.append(Fault("questions", "alike", draft.language, {"first": slug, "second": other_slug}))
    return found


def alike(one: Draft, other: Draft) -> bool:
    """Whether two stems, with their code, are nearly the same."""
    first, second = (normal(f"{draft.prompt}\n{draft.code}") for draft in (one, other))
    likeness = SequenceMatcher(None, first, second, autojunk=False)
    return likeness.quick_ratio() > NEAR and likeness.ratio() > NEAR


def variety_faults(kinds: Iterable[str], difficulties: Iterable[int]) -> list[Fault]:
    """Of a module with a full set of questions."""
    found = []
    if len(set(kinds)) < FULL_KINDS:
        found.append(Fault("questions", "kinds", details={"number": FULL_KINDS}))
    if len(set(difficulties)) < FULL_DIFFICULTIES:
        found.append(Fault("questions", "difficulties", details={"number": FULL_DIFFICULTIES}))
    return found


def _twin(texts: list[str]) -> str:
    return next(text for text in texts if texts.count(text) > 1)
