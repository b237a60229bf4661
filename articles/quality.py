"""Whether an article that a model wrote can be shown: faults, a score from 0 to 1, what to tell the model. Pure.

Hard faults make a text unusable and the score 0. Each soft one takes its penalty off 1. Messages are English sentences
that stand in the next prompt as they are.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from articles import links, markdown_lines
from articles.article_text import ArticleText
from articles.choices import WORDS
from articles.faults import Fault, quoted
from articles.fixed_sections import HEADINGS, SECTIONS
from articles.hard_faults import hard_faults, listed
from articles.key_terms import occurs, says_nothing
from articles.repetition import LEAST_WORDS_TO_REPEAT, LONG_SENTENCE_WORDS, plain_sentences
from articles.text_level import EXAMPLES, SCALES, level_fit, reading_level
from curriculum.content_files import LEVEL_CODES

GOOD_ENOUGH = 0.6  # below it one regeneration is worth its price
USABLE = 0.4  # below it so much is wrong that the course material itself is the better article
WEIGHTS = {  # the most a soft fault can take off; the length is a promise to the learner, so half of it missing is too much
    "length": 0.45,
    "headings": 0.15,
    "terms_missing": 0.15,
    "terms_unused": 0.1,
    "terms_empty": 0.15,
    "outline_terms": 0.15,
    "said_twice": 0.15,
    "copied": 0.15,
    "sections_missing": 0.15,
    "level_fit": 0.2,
    "no_example": 0.15,
    "unknown_links": 0.05,
}
LEAST_TERMS = 2
LEVELS_APART = 1.5
COPIED_SHARE, ALL_COPIED_SHARE = 0.5, 0.9  # of the body's sentences
LONGEST_TEXT = 100_000  # characters, eight times the longest article: a model that never stopped; not worth reading


@dataclass(frozen=True)
class Verdict:
    score: float
    hard: list[Fault] = field(default_factory=list)
    soft: list[Fault] = field(default_factory=list)


@dataclass(frozen=True)
class Asked:
    """An article for one of the five levels, in `ko` or `en`, `short`, `medium` or `long`.

    `outline_terms` and the words of `title` are what it has to be about, `material` is what the course says of it,
    `prompt` are the lines around that in the prompt.
    """

    level: str
    language: str
    length: str
    with_examples: bool
    known_urls: Iterable[str] = ()
    outline_terms: Sequence[str] = ()
    title: str = ""
    material: str = ""
    prompt: Iterable[str] = ()

    @property
    def terms(self) -> list[str]:
        """Some of which have to come up."""
        return [*self.outline_terms, *re.findall(r"\w{2,}", self.title)]


def check(text: ArticleText, asked: Asked, *, finish_reason: str = "stop") -> Verdict:
    """Judges an article by what was asked for."""
    if len(text.markdown) > LONGEST_TEXT:
        return Verdict(0.0, [Fault("too_long", f"The text runs on for {len(text.markdown)} characters; end it.")])
    found = hard_faults(text, asked.language, finish_reason=finish_reason, terms=asked.terms, prompt=asked.prompt)
    hard, soft = list(found), list(filter(None, _soft_faults(text, asked)))
    score = max(0.0, round(1.0 - sum(fault.penalty for fault in soft), 3))
    if not hard and any(fault.code == "copied" and fault.penalty == WEIGHTS["copied"] for fault in soft):
        hard.append(Fault("copied", "Write an article of your own."))  # the template says the same and doesn't hide it
    if score < USABLE and not hard:
        hard.append(Fault("poor", "Write a whole article in the form that was asked for."))
    return Verdict(0.0 if hard else score, hard, soft)


def _soft_faults(text: ArticleText, asked: Asked) -> Iterator[Fault | None]:
    yield _length(markdown_lines.words(text.body), WORDS[asked.length])
    yield _headings(text.body)
    yield _terms_missing(text, asked.language)
    yield _terms_unused(text)
    yield _terms_empty(text)
    yield _outline_terms(text, asked.outline_terms)
    yield _said_twice(text)
    yield _copied(text, asked.material)
    yield _sections_missing(text, asked.language)
    yield _level_fit(text, asked.level, asked.language)
    yield _no_example(text.body) if asked.with_examples else None
    yield _unknown_links(text.markdown, asked.known_urls)


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
    unused = [term for term, _definition in text.terms if not occurs(term, text.body)]
    if not unused:
        return None
    message = f"Use every key term in the body; these don't occur: {', '.join(map(quoted, unused))}."
    return _fault("terms_unused", message, len(unused) / len(text.terms))


def _terms_empty(text: ArticleText) -> Fault | None:
    """A term explained by itself, or two terms by the same words."""
    times = Counter(definition.casefold() for _term, definition in text.terms)
    empty = [term for term, said in text.terms if says_nothing(term, said) or times[said.casefold()] > 1]
    if not empty:
        return None
    message = f"Say of each key term what it means, in words of its own: {', '.join(map(quoted, empty))}."
    return _fault("terms_empty", message, len(empty) / len(text.terms) * 2)


def _outline_terms(text: ArticleText, wanted: Sequence[str]) -> Fault | None:
    """Full when half of them don't come up."""
    whole = "\n".join([text.markdown, *(term for term, _definition in text.terms)])
    missing = [term for term in wanted if not occurs(term, whole)]
    if not missing:
        return None
    return _fault("outline_terms", f"Explain {', '.join(map(quoted, missing))} too.", len(missing) / len(wanted) * 2)


def _said_twice(text: ArticleText) -> Fault | None:
    """Full when a fifth of all long sentences, in text and lists, was said before."""
    whole = "\n".join([markdown_lines.prose(text.markdown), *listed(text)])
    said = Counter(plain_sentences(whole, least_words=LONG_SENTENCE_WORDS))
    again = said.total() - len(said)
    if not again:
        return None
    first = next(sentence for sentence, times in said.items() if times > 1)
    return _fault("said_twice", f'Say nothing twice, such as "{quoted(first)}".', again / said.total() * 5)


def _copied(text: ArticleText, material: str) -> Fault | None:
    """Half of it may be, in a text that explains the course's own example. What is all copied is the model's in name alone."""
    said, known = _sentences(text.body), set(_sentences(material))
    share = sum(sentence in known for sentence in said) / len(said) if said else 0.0
    if share <= COPIED_SHARE:
        return None
    message = "Explain the course material in your own words and in more detail, instead of copying it."
    return _fault("copied", message, (share - COPIED_SHARE) / (ALL_COPIED_SHARE - COPIED_SHARE))


def _sentences(markdown: str) -> list[str]:
    lines = (line for line in markdown_lines.prose(markdown).split("\n") if not markdown_lines.ATX.match(line))
    return list(plain_sentences("\n".join(lines), least_words=LEAST_WORDS_TO_REPEAT))


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
