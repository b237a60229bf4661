"""How hard a text is to read, measured, and whether that fits the level it was written for. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from articles import markdown_lines
from articles.article_text import ArticleText

# What a measure is at the levels 1 to 5. Sentences are the surest sign, so they count most.
SCALES = {
    "sentences": {"en": (8, 11, 15, 19, 25), "ko": (5, 7, 9.5, 12.5, 16)},  # words in one
    "terms": {"en": (3.0, 2.0, 1.3, 0.8, 0.4), "ko": (4.2, 2.8, 1.8, 1.1, 0.6)},  # per 100 words
    "examples": {"en": (1.5, 1.0, 0.6, 0.3, 0.0), "ko": (2.0, 1.4, 0.8, 0.4, 0.0)},  # per 100 words
}
SHARES = {"sentences": 0.6, "terms": 0.25, "examples": 0.15}
CODE_LINES_AN_EXAMPLE = 10  # as concrete as one "for example"
LEAST_WORDS_A_SENTENCE = 4  # a list's "REST API" is no sentence
EXAMPLES = {
    "ko": re.compile(r"예를 들(?:어|면|자면)|예컨대|가령|예시|마치|비유하(?:면|자면)|상상해|떠올려|생각해 ?봅시다"),
    "en": re.compile(r"\b(?:for example|for instance|e\.g\.|such as|imagine|think of|just like)"),
}
DEFINITIONS = {
    "ko": re.compile(
        r"(?:라고|으?로) (?:하[며고]|합니다|해요|한다|부르[며고]|부릅니다|불러요|부른다)"
        r"|[을를] (?:뜻|의미)(?:합|해|하[며고]|한다)|뜻입니다"
        r"|[을를] 말(?:합니다|해요|한다)|(?<![파노혼논바자모교소요반피])란 |\*\*[^*\n]{1,60}\*\*[은는] "
    ),
    "en": re.compile(
        r"\b(?:is|are) (?:called|known as)\b|\bmeans\b|\brefers? to\b|\bthat is,|\bin other words\b"
        r"|\*\*[^*\n]{1,60}\*\* (?:is|are) ",
    ),
}


@dataclass(frozen=True)
class LevelFit:
    """What tells a text for beginners from one for experts, measured in the body."""

    words_a_sentence: float
    terms_per_100_words: float  # key terms, and words the body explains in passing
    examples_per_100_words: float
    code_lines_per_100_words: float


def level_fit(text: ArticleText, language: str) -> LevelFit:
    """Measures a text. Zeros for one without words."""
    prose = markdown_lines.prose(text.body).lower()
    hundreds = markdown_lines.words(text.body) / 100
    if not hundreds:
        return LevelFit(0.0, 0.0, 0.0, 0.0)
    lengths = [count for count in map(markdown_lines.words, _spoken(prose)) if count >= LEAST_WORDS_A_SENTENCE]
    code = sum(len(block.code.split("\n")) for block in markdown_lines.code_blocks(text.body))
    terms = len(text.terms) + len(DEFINITIONS[language].findall(prose))
    return LevelFit(
        words_a_sentence=sum(lengths) / len(lengths) if lengths else 0.0,
        terms_per_100_words=terms / hundreds,
        examples_per_100_words=len(EXAMPLES[language].findall(prose)) / hundreds,
        code_lines_per_100_words=code / hundreds,
    )


def reading_level(fit: LevelFit, language: str) -> float:
    """1.0, the easiest, to 5.0."""
    concrete = fit.examples_per_100_words + fit.code_lines_per_100_words / CODE_LINES_AN_EXAMPLE
    measured = {"sentences": fit.words_a_sentence, "terms": fit.terms_per_100_words, "examples": concrete}
    return sum(share * _on_scale(measured[name], SCALES[name][language]) for name, share in SHARES.items())


def _on_scale(value: float, scale: tuple[float, ...]) -> float:
    """Between two steps in proportion; a scale may fall."""
    rising = scale[0] < scale[-1]
    for step, (low, high) in enumerate(pairwise(scale), start=1):
        if (value < high) if rising else (value > high):
            return step + min(1.0, max(0.0, (value - low) / (high - low)))
    return float(len(scale))


def _spoken(prose: str) -> Iterator[str]:
    """Sentences, without headings and tables; an item is a sentence of its own."""
    paragraph: list[str] = []
    for line in [*prose.split("\n"), ""]:
        item = markdown_lines.ITEM.match(line)
        if not line.strip() or line.startswith("|") or item or markdown_lines.ATX.match(line):
            yield from markdown_lines.sentences(" ".join(paragraph))
            paragraph = [item[2]] if item else []
        else:
            paragraph.append(line)
