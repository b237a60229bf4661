"""What a language has to offer to the texts of the fake model. The words themselves: `english.py`, `korean.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fake_llm.hangul import with_particle

LEVELS = ("absolute_beginner", "beginner", "intermediate", "advanced", "expert")


class Word(str):
    """A word that a clause takes in: `{t}` as it is, `{t:을}` with the Korean particle that fits it."""

    __slots__ = ()

    def __format__(self, particle: str) -> str:
        return with_particle(self, particle) if particle else str(self)


@dataclass(frozen=True)
class Term:
    """`used` is how it stands in a clause ("the input")."""

    word: str
    used: str
    definition: str


@dataclass(frozen=True)
class Theme:
    """A section's heading and independent clauses about `{t}` (a term) and now and then `{title}`."""

    heading: str
    clauses: tuple[str, ...]
    is_list: bool = False


@dataclass(frozen=True)
class Bank:
    """Everything one language needs. `sentence` joins clauses, `define` and `quote` are grammar, too."""

    terms: tuple[Term, ...]
    themes: tuple[Theme, ...]
    summary_heading: str
    terms_heading: str
    tips_heading: str
    related_heading: str
    summary: tuple[str, ...]
    about: str  # what the prompt names: `{terms}`
    tips: tuple[str, ...]
    related: tuple[str, ...]
    names: tuple[str, ...]
    code_intro: tuple[str, ...]
    code_words: tuple[str, ...]
    this_topic: str
    refusal: str
    leftover: str
    sentence: Callable[[list[str], Random], str]
    define: Callable[[Term], str]
    quote: Callable[[str], str]
