"""Whether an article that a model wrote can be shown: faults, a score from 0 to 1, what to tell the model. Pure.

Hard faults make a text unusable and the score 0. Each soft one takes its penalty off 1. Messages are English sentences
that stand in the next prompt as they are.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

from articles import links, markdown_lines
from articles.article_text import ArticleText
from articles.choices import WORDS
from articles.faults import Fault, quoted
from articles.fixed_sections import HEADINGS, SECTIONS
from articles.hard_faults import HANGUL, hard_faults
from articles.text_level import EXAMPLES, SCALES, level_fit, reading_level
from curriculum.content_files import LEVEL_CODES

GOOD_ENOUGH = 0.6  # below it one regeneration is worth its price
WEIGHTS = {  # the most a soft fault can take off; the length is a promise to the learner, so half of it missing is too much
    "length": 0.45,
    "headings": 0.15,
    "terms_missing": 0.15,
    "terms_unused": 0.1,
    "sections_missing": 0.15,
    "level_fit": 0.2,
    "no_example": 0.15,
    "unknown_links": 0.05,
}
LEAST_TERMS = 2
LEVELS_APART = 1.5
LONGEST_TEXT = 100_000  # characters, eight times the longest article: a model that never stopped; not worth reading


@dataclass(frozen=True)
class Verdict:
    score: float
    hard: list[Fault] = field(default_factory=list)
    soft: list[Fault] = field(default_factory=list)


def check(
    text: ArticleText,
    *,
    level: str,
    language: str,
    length: str,
    with_examples: bool,
    known_urls: Iterable[str] = (),
    finish_reason: str = "stop",
) -> Verdict:
    """Judges an article for one of the five levels, in `ko` or `en`, `short`, `medium` or `long`."""
    if len(text.markdown) > LONGEST_TEXT:
        return Verdict(0.0, [Fault("too_long", f"The text runs on for {len(text.markdown)} characters; end it.")])
    words = markdown_lines.words(text.body)
    hard = list(hard_faults(text, language, words, finish_reason))
    found = [
        _length(words, WORDS[length]),
        _headings(text.body),
        _terms_missing(text, language),
        _terms_unused(text),
        _sections_missing(text, language),
        _level_fit(text, level, language),
        _no_example(text.body) if with_examples else None,
        _unknown_links(text.markdown, known_urls),
    ]
    soft = [fault for fault in found if fault]
    score = 0.0 if hard else max(0.0, 1.0 - sum(fault.penalty for fault in soft))
    return Verdict(round(score, 3), hard, soft)


def advice(verdict: Verdict) -> str:
    """What to do better, the worst first, as a Markdown list for the prompt of one regeneration. "" for nothing."""
    worst_first = sorted(verdict.soft, key=lambda fault: -fault.penalty)
    return "\n".join(f"- {fault.message}" for fault in worst_first)


def _fault(code: str, message: str, share: float = 1.0) -> Fault:
    return Fault(code, message, round(WEIGHTS[code] * min(1.0, share), 3))


def _length(words: int, wanted: tuple[int, int]) -> Fault | None:
    """Full when half of it is missing, or there is half as much again."""
    low, high = wanted
    if low <= words <= high:
        return None
    off = (low - words) / low if words < low else (words - high) / high
    return _fault("length", f"The text has {words} words; write {low} to {high}.", off * 2)


def _headings(body: str) -> Fault | None:
    found = (markdown_lines.ATX.match(line) for line in markdown_lines.prose(body).split("\n"))
    levels = [len(heading[1]) for heading in found if heading]
    if levels.count(2) < 2:
        return _fault("headings", "Divide the body into 2 to 6 sections, each with a `## ` heading.")
    if any(below - above > 1 for above, below in pairwise([1, *levels])):
        return _fault("headings", "Don't skip heading levels: `### ` stands only below `## `.", 0.5)
    return None


def _terms_missing(text: ArticleText, language: str) -> Fault | None:
    missing = LEAST_TERMS - len(text.terms)
    if missing <= 0:
        return None
    heading = HEADINGS[language]["terms"]
    message = f"Add a section `## {heading}` with 2 to 6 lines `- **term**: definition`."
    return _fault("terms_missing", message, missing / LEAST_TERMS)


def _terms_unused(text: ArticleText) -> Fault | None:
    unused = [term for term, _definition in text.terms if not _occurs(term, text.body)]
    if not unused:
        return None
    message = f"Use every key term in the body; these don't occur: {', '.join(map(quoted, unused))}."
    return _fault("terms_unused", message, len(unused) / len(text.terms))


def _occurs(term: str, body: str) -> bool:
    """Of `API Key (API 키)` either name will do; spaces in Korean and an English plural don't matter."""
    return any(_name_occurs(name, body) for name in re.split(r"[()/,]", term) if name.strip())


def _name_occurs(name: str, body: str) -> bool:
    name, body = name.strip().casefold(), body.casefold()
    if HANGUL.search(name):
        return re.sub(r"\s", "", name) in re.sub(r"\s", "", body)
    stem = re.escape(name[:-1] if name.endswith("s") and len(name) > 3 else name)
    return bool(re.search(rf"(?<![a-z0-9]){stem}(?:e?s)?(?![a-z0-9])", body))


def _sections_missing(text: ArticleText, language: str) -> Fault | None:
    wanted = [section for section in SECTIONS if section != "terms"]
    missing = [f"`## {HEADINGS[language][name]}`" for name in wanted if name in text.missing]
    if not missing:
        return None
    return _fault("sections_missing", f"Add at the end: {', '.join(missing)}.", len(missing) / len(wanted))


def _no_example(body: str) -> Fault | None:
    if markdown_lines.code_blocks(body) or any(pattern.search(body.lower()) for pattern in EXAMPLES.values()):
        return None
    return _fault("no_example", "Show at least one example.")


def _unknown_links(markdown: str, known_urls: Iterable[str]) -> Fault | None:
    unknown = links.unknown_links(markdown, known_urls)
    if not unknown:
        return None
    return _fault(
        "unknown_links", f"Leave out links to {', '.join(map(quoted, unknown[:3]))}; use none you weren't given."
    )


def _level_fit(text: ArticleText, level: str, language: str) -> Fault | None:
    fit = level_fit(text, language)
    wanted = LEVEL_CODES.index(level) + 1
    apart = reading_level(fit, language) - wanted
    if abs(apart) <= LEVELS_APART:
        return None
    aim = SCALES["sentences"][language][wanted - 1]
    sentences = f"sentences have {fit.words_a_sentence:.0f} words, aim at about {aim:.0f}"
    if apart > 0:
        message = (
            f"The text is too hard for level {wanted} of 5: {sentences}, explain every new term and give examples."
        )
    else:
        message = f"The text is too simple for level {wanted} of 5: {sentences}, and explain causes and limits, not basic words."
    return _fault("level_fit", message, abs(apart) / LEVELS_APART - 0.5)
