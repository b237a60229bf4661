"""Feedback without a model: four parts from what is known of the learner and the question. Pure; no Django."""

import hashlib
import re
from dataclasses import dataclass, field

from personalization import feedback_checks, feedback_kinds, particles
from personalization import feedback_phrases as phrases
from personalization.feedback_checks import Secret
from personalization.feedback_phrases import PHRASES

SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True)
class Known:
    """What the sentences may name; "" or 0 where it isn't known. `reason` and a project only where they may be seen."""

    kind: str
    language: str
    seed: str
    is_correct: bool
    module: str
    part: str = ""
    answer: str = ""
    weakness_type: str = ""
    weakness: str = ""
    errors: int = 0
    hint: str = ""
    reason: str = ""
    career: str = ""
    industry: str = ""
    resource: str = ""
    project: str = ""
    right: int = 0
    total: int = 0
    secret: Secret = field(default_factory=Secret)

    @property
    def percent(self) -> int:
        return round(100 * self.right / self.total) if self.total else 0


def compose(known: Known) -> str:
    """The whole text under its four headings."""
    bodies = [_right_now(known), _weak_spot(known), _in_practice(known), _next_step(known)]
    return feedback_checks.joined(bodies, known.language)


def sentence(known: Known, *slots: str) -> str:
    """One of the first slot that has any for which everything is known and which gives nothing away; "" for none."""
    for slot in slots:
        fitting = [text for text in (_filled(phrase, known) for phrase in PHRASES[known.language][slot]) if text]
        if fitting:
            return fitting[_number(known.seed, slot) % len(fitting)]
    return ""


def first_sentence(text: str) -> str:
    return SENTENCE_END.split(text.strip(), maxsplit=1)[0]


def _right_now(known: Known) -> str:
    if known.is_correct:
        return _joined(sentence(known, phrases.OPEN_RIGHT, phrases.OPEN_PLAIN), sentence(known, phrases.REASON))
    tired = known.kind == feedback_kinds.ENCOURAGEMENT
    opening = sentence(known, phrases.OPEN_TIRED) if tired else sentence(known, phrases.OPEN, phrases.OPEN_PLAIN)
    hinted = phrases.HINT if _number(known.seed, "hinted") % 2 else phrases.THINK
    return _joined(opening, sentence(known, phrases.REASON, hinted, phrases.THINK))


def _weak_spot(known: Known) -> str:
    if known.is_correct or not known.weakness_type:
        return sentence(known, phrases.STRONG)
    again = known.errors > 1 and phrases.WEAK_AGAIN
    naming = sentence(known, *filter(None, [again, phrases.WEAK]))
    return _joined(naming, sentence(known, known.weakness_type))


def _in_practice(known: Known) -> str:
    return _joined(sentence(known, phrases.CAREER), sentence(known, phrases.INDUSTRY))


def _next_step(known: Known) -> str:
    numbers = phrases.TALLY if known.right and known.percent >= 50 else phrases.TRIED
    wanted = phrases.PROJECT if known.kind == feedback_kinds.PROJECT else numbers
    return _joined(sentence(known, phrases.RESOURCE), sentence(known, wanted, numbers))


def _filled(phrase: str, known: Known) -> str:
    names = re.findall(r"\{(\w+)\}", phrase)
    if not all(getattr(known, name) for name in names):
        return ""
    text = particles.settled(phrase.format(**{name: getattr(known, name) for name in names}))
    return "" if feedback_checks.gives_away(text, known.secret) else text


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))


def _number(seed: str, slot: str) -> int:
    return int.from_bytes(hashlib.blake2b(f"{slot}\x00{seed}".encode(), digest_size=4).digest())
