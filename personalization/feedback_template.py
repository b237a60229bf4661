"""Feedback without a model: four parts from what is known of the learner and the question. Pure; no Django."""

import hashlib
import re
from dataclasses import dataclass, field

from personalization import feedback_checks, feedback_kinds, particles
from personalization import feedback_phrases as phrases
from personalization.feedback_checks import Secret
from personalization.feedback_phrases import PHRASES

PROUD_PERCENT = 50  # from here on the share of right answers is named
SALT = 43  # with it the slots' fractions are all far from simple ones, which would come round too soon
OPENINGS = {
    True: (phrases.OPEN_TIRED, phrases.PLAIN_START),
    False: (phrases.OPEN, phrases.OPEN_PLAIN, phrases.PLAIN_START),
}
PLAIN = (phrases.PLAIN_START, phrases.PLAIN_MEND, phrases.PLAIN_WORK, phrases.PLAIN_NEXT)
SENTENCE_END = re.compile(r"(?<=[.!?])\s")


@dataclass(frozen=True)
class Known:
    """What the sentences may name; "" or 0 where it isn't known. `number` is the answer's own: neighbours get other
    sentences. `right` of `total` are all counted answers in the module, `percent` the share right of the latest."""

    kind: str
    language: str
    number: int
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
    percent: int = 0
    secret: Secret = field(default_factory=Secret)

    @property
    def tried(self) -> int:
        """Answers, where there is more than one."""
        return self.total if self.total > 1 else 0


def compose(known: Known) -> str:
    """The whole text under its four headings."""
    bodies = [_right_now(known), _weak_spot(known), _in_practice(known), _next_step(known)]
    text = feedback_checks.joined(bodies, known.language)
    if feedback_checks.gives_away(text, known.secret):  # by two sentences together
        text = feedback_checks.joined([sentence(known, slot) for slot in PLAIN], known.language)
    return text


def sentence(known: Known, *slots: str) -> str:
    """One of the first slot that has any for which everything is known and which gives nothing away; "" for none."""
    for slot in slots:
        fitting = [text for text in (_filled(phrase, known) for phrase in PHRASES[known.language][slot]) if text]
        if fitting:
            return fitting[chosen(known.number, slot, len(fitting))]
    return ""


def chosen(number: int, slot: str, count: int) -> int:
    """Which of `count` it is for this answer. Multiples of a fraction, one a slot, spread evenly over any run of numbers;
    chance would not, over a few hundred."""
    fraction = int.from_bytes(hashlib.blake2b(f"{SALT}{slot}".encode(), digest_size=4).digest()) / 2**32
    return int(number * fraction % 1 * count)


def first_sentence(text: str) -> str:
    return SENTENCE_END.split(text.strip(), maxsplit=1)[0]


def _right_now(known: Known) -> str:
    if known.is_correct:
        return _joined(sentence(known, phrases.OPEN_RIGHT, phrases.OPEN_PLAIN), sentence(known, phrases.REASON))
    tired = known.kind == feedback_kinds.ENCOURAGEMENT
    opening = sentence(known, *OPENINGS[tired])
    hinted = phrases.HINT if chosen(known.number, "hinted", 2) else phrases.THINK
    return _joined(opening, sentence(known, phrases.REASON, hinted, phrases.THINK))


def _weak_spot(known: Known) -> str:
    if known.is_correct or not known.weakness_type:
        return sentence(known, phrases.STRONG, phrases.PLAIN_MEND)
    again = known.errors > 1 and phrases.WEAK_AGAIN
    naming = sentence(known, *filter(None, [again, phrases.WEAK]))
    return _joined(naming, sentence(known, known.weakness_type, phrases.PLAIN_MEND))


def _in_practice(known: Known) -> str:
    return _joined(sentence(known, phrases.CAREER, phrases.PLAIN_WORK), sentence(known, phrases.INDUSTRY))


def _next_step(known: Known) -> str:
    numbers = [phrases.TRIED] if known.total > 1 else [phrases.FIRST]
    if known.total > 1 and known.percent >= PROUD_PERCENT:
        numbers = [phrases.TALLY, *numbers]
    wanted = [phrases.PROJECT] if known.kind == feedback_kinds.PROJECT else []
    return _joined(sentence(known, phrases.RESOURCE, phrases.PLAIN_NEXT), sentence(known, *wanted, *numbers))


def _filled(phrase: str, known: Known) -> str:
    names = re.findall(r"\{(\w+)\}", phrase)
    if not all(getattr(known, name) for name in names):
        return ""
    text = particles.settled(phrase.format(**{name: getattr(known, name) for name in names}))
    tells = feedback_checks.gives_away(text, known.secret) or feedback_checks.holds(text, known.secret)
    return "" if tells else text


def _joined(*sentences: str) -> str:
    return " ".join(filter(None, sentences))
