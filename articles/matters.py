"""What one article is about, in one language: an outline item of the course, a part of a lesson, or what a model laid out.
Pure."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from articles import lesson_parts

HANGUL_RUN = re.compile(r"[가-힣]+")
LATIN_WORD = re.compile(r"[a-z][a-z0-9+#.]*")
TITLE_WEIGHT, TERM_WEIGHT = 3.0, 2.0


@dataclass(frozen=True)
class Matter:
    """`terms` are {"term", "definition"}, `resources` {"title", "url"}; `made_by` is the model that laid it out, "" for
    the course; `number` is that of the outline item, None for a model's. `lesson` is a part of a module's lesson, whole;
    `weakness` the kind of mistake, in words, that its text is to help against."""

    title: str
    covers: str
    terms: list[dict] = field(default_factory=list)
    example: str = ""
    pitfall: str = ""
    resources: list[dict] = field(default_factory=list)
    made_by: str = ""
    number: int | None = None
    lesson: str = ""
    weakness: str = ""

    @classmethod
    def of_item(cls, item: Any) -> "Matter":
        """Of an outline item, in the active language."""
        texts = {name: getattr(item, name) for name in ("title", "covers", "terms", "example", "pitfall", "resources")}
        return cls(**texts, number=item.pk)

    @classmethod
    def from_json(cls, stored: dict) -> "Matter":
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def as_json(self) -> dict:
        """Without what came later and is empty: contents are found by the hash of this, and most are older."""
        return {name: value for name, value in asdict(self).items() if value or name not in ("lesson", "weakness")}

    @property
    def key_concepts(self) -> list[str]:
        return [term["term"] for term in self.terms] or lesson_parts.names_in(self.lesson)

    @property
    def is_of_course(self) -> bool:
        """Not laid out for one session, whose private input went into it."""
        return self.number is not None or bool(self.lesson)


def closest(matters: Iterable[Matter], wanted: str, count: int) -> list[Matter]:
    """The `count` matters that share most with the wanted words, best first; equal ones stay in their order."""
    known = list(matters)
    weights = [_shingles(matter) for matter in known]
    rare = _rarity(weights)
    asked = set(_shingles_of(wanted))
    scores = [sum(weight * rare[part] for part, weight in own.items() if part in asked) for own in weights]
    order = sorted(range(len(known)), key=lambda place: -scores[place])
    return [known[place] for place in order[:count]]


def _shingles(matter: Matter) -> Counter:
    found: Counter = Counter(dict.fromkeys(_shingles_of(matter.covers), 1.0))
    for text, weight in ((matter.title, TITLE_WEIGHT), (" ".join(matter.key_concepts), TERM_WEIGHT)):
        for part in _shingles_of(text):
            found[part] += weight
    return found


def _shingles_of(text: str) -> set[str]:
    """Latin words, and pairs of Hangul syllables: Korean glues its particles to the words."""
    lowered = text.lower()
    pairs = {run[place : place + 2] for run in HANGUL_RUN.findall(lowered) for place in range(max(1, len(run) - 1))}
    return pairs | {word.rstrip(".") for word in LATIN_WORD.findall(lowered)}


def _rarity(documents: Sequence[Counter]) -> dict[str, float]:
    """What stands in many texts says little about one."""
    seen = Counter(part for document in documents for part in document)
    return {part: 1 / count for part, count in seen.items()}
