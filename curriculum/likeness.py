"""How alike texts are: whether they share their words, and whether one is the other with words changed. Pure.

A text is cut into runs of neighbouring words; likeness is the share of runs that two texts have in common of all that
they have (Jaccard). For the skeleton, words that are common in all texts stay and every other becomes a blank, in
Korean a blank with its ending: what remains of a template when its words are exchanged.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import combinations

RUN_OF_WORDS, RUN_OF_SKELETON = 3, 7
COMMON_WORDS = 150
ENDING = 2  # syllables
WORD = re.compile(r"\w+")
HANGUL = re.compile("^[가-힣]+$")
BLANK = "_"


@dataclass(frozen=True, order=True)
class Pair:
    likeness: float
    one: str
    other: str


def closest(runs: dict[str, frozenset]) -> list[Pair]:
    """All pairs that share anything, the most alike first."""
    where: dict[tuple, list[str]] = {}
    for name, found in runs.items():
        for run in found:
            where.setdefault(run, []).append(name)
    shared = Counter(pair for names in where.values() for pair in combinations(names, 2))
    pairs = (Pair(common / (len(runs[a]) + len(runs[b]) - common), a, b) for (a, b), common in shared.items())
    return sorted(pairs, reverse=True)


def by_words(texts: dict[str, str]) -> dict[str, frozenset]:
    return {name: _runs(words(text), RUN_OF_WORDS) for name, text in texts.items()}


def by_skeleton(texts: dict[str, str]) -> dict[str, frozenset]:
    bone = bones(texts)
    return {name: _runs([bone[word] for word in words(text)], RUN_OF_SKELETON) for name, text in texts.items()}


def bones(texts: dict[str, str]) -> dict[str, str]:
    """What is left of each word: itself where it's common in these texts."""
    counts = Counter(word for text in texts.values() for word in words(text))
    return {word: _bone(word) for word in counts} | {word: word for word, _count in counts.most_common(COMMON_WORDS)}


def words(text: str) -> list[str]:
    return WORD.findall(text.casefold())


def _bone(word: str) -> str:
    return BLANK + word[-ENDING:] if HANGUL.match(word) and len(word) > ENDING else BLANK


def _runs(parts: list[str], length: int) -> frozenset:
    """Runs with nothing but blanks say nothing."""
    runs = set(zip(*(parts[start:] for start in range(length)), strict=False))
    return frozenset(runs - {(BLANK,) * length})
