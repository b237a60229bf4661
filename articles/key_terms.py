"""Key terms: whether they come up in a text and whether their definitions say anything. Pure."""

import re

from articles.written_language import HANGUL

FILLERS = {"a", "an", "the", "of", "is", "are", "it", "term", "concept", "means", "이다", "입니다", "것", "것입니다"}
PARTICLES = re.compile(r"(?:입니다|이란|이다|은|는|이|가|을|를|의|란)$")


def occurs(term: str, body: str) -> bool:
    """Of `API Key (API 키)` either name will do; spaces in Korean and an English plural don't matter."""
    return any(_name_occurs(name, body) for name in re.split(r"[()/,]", term) if name.strip())


def _name_occurs(name: str, body: str) -> bool:
    name, body = name.strip().casefold(), body.casefold()
    if HANGUL.search(name):
        return re.sub(r"\s", "", name) in re.sub(r"\s", "", body)
    stem = re.escape(name[:-1] if name.endswith("s") and len(name) > 3 else name)
    return bool(re.search(rf"(?<![a-z0-9]){stem}(?:e?s)?(?![a-z0-9])", body))


def says_nothing(term: str, definition: str) -> bool:
    """Whether a definition has no words but the term's own."""
    said = {_stem(word) for word in re.findall(r"\w+", definition.casefold())}
    return said <= {_stem(word) for word in re.findall(r"\w+", term.casefold())} | FILLERS


def _stem(word: str) -> str:
    """Without a Korean particle or an English plural."""
    return PARTICLES.sub("", word) if HANGUL.search(word) else word.removesuffix("s")
