"""Feedback on one answer under the four headings of its prompt, with something true of the learner in it."""

import re
from collections.abc import Iterator
from random import Random

from tests.fake_llm.bank import Word
from tests.fake_llm.brief import Brief
from tests.fake_llm.feedback_words import WORDS, Half

NAME = re.compile(r"\{(\w+)")


def write(brief: Brief) -> str:
    """The same text for the same brief."""
    parts = zip(brief.facts.headings, _bodies(brief, brief.rng()), strict=True)
    return "\n\n".join(f"### {heading}\n{body}" for heading, body in parts) + "\n"


def without_headings(text: str) -> str:
    return re.sub(r"^### .*\n", "", text, flags=re.M)


def _bodies(brief: Brief, rng: Random) -> Iterator[str]:
    words, known = WORDS[brief.language], brief.facts.words
    yield _sentence(words.right if brief.facts.is_right else words.wrong, known, rng)
    yield f"{_sentence(words.mend, known, rng)} {_sentence(words.standing, known, rng)}"
    yield _sentence(words.work, known, rng)
    following = f" {_sentence(words.project, known, rng)}" if "project" in known else ""
    yield _sentence(words.next, known, rng) + following


def _sentence(halves: tuple[Half, Half], known: dict[str, Word], rng: Random) -> str:
    """A beginning that names most, of those for which everything is known, and any end."""
    beginnings, ends = halves
    fitting = [text for text in beginnings if set(NAME.findall(text)) <= set(known)]
    naming = [text for text in fitting if NAME.search(text)] or fitting
    return f"{rng.choice(naming).format(**known)}{rng.choice(ends)}"
