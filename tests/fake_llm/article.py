"""Articles as Markdown: a body of composed prose that fits level and length, then the four fixed sections."""

from collections.abc import Iterator
from itertools import cycle, islice
from random import Random

from tests.fake_llm.bank import Bank, Term, Theme
from tests.fake_llm.brief import Brief
from tests.fake_llm.code_examples import programs

BODY_WORDS = {"short": 330, "medium": 600, "long": 1000}  # ended by the paragraph that reaches it
SECTIONS = {"short": 3, "medium": 4, "long": 6}
CLAUSES_BY_SENTENCE = {  # of one paragraph
    "absolute_beginner": (1, 1, 1, 1, 1, 1),
    "beginner": (1, 2, 1, 2),
    "intermediate": (2, 2, 2),
    "advanced": (3, 2, 3),
    "expert": (3, 3, 3),
}
KEY_TERMS = {"absolute_beginner": 6, "beginner": 5, "intermediate": 4, "advanced": 3, "expert": 2}
DEFINED_IN_BODY = {"absolute_beginner": 6, "beginner": 4, "intermediate": 2, "advanced": 1, "expert": 0}
TIPS, RELATED = 3, 3


def write(brief: Brief) -> str:
    """The same text for the same brief. Each key term is used in the body."""
    rng = brief.rng()
    terms = rng.sample(brief.bank.terms, len(brief.bank.terms))
    return "\n\n".join([*_body(brief, terms, rng), *fixed_sections(brief, terms[: KEY_TERMS[brief.level]], rng)]) + "\n"


def fixed_sections(brief: Brief, terms: list[Term], rng: Random) -> list[str]:
    bank = brief.bank
    return [
        f"## {bank.summary_heading}",
        " ".join([*(_filled(brief, text, terms[0]) for text in bank.summary), *_about(brief)]),
        f"## {bank.terms_heading}",
        "\n".join(f"- **{term.word}**: {term.definition}" for term in terms),
        f"## {bank.tips_heading}",
        _bullets(
            _filled(brief, tip, term) for tip, term in zip(rng.sample(bank.tips, TIPS), cycle(terms), strict=False)
        ),
        f"## {bank.related_heading}",
        _bullets(rng.sample(bank.related, RELATED)),
    ]


def _about(brief: Brief) -> list[str]:
    """An article has to be about what its prompt names."""
    return [brief.bank.about.format(terms=", ".join(brief.terms))] if brief.terms else []


def into_body(text: str, bank: Bank, extra: str) -> str:
    """`extra` as the body's last paragraph, for faults that sit inside an otherwise good article."""
    body, heading, rest = text.partition(f"## {bank.summary_heading}\n")
    return f"{body}{extra}\n\n{heading}{rest}"


def without_fixed_sections(text: str, bank: Bank) -> str:
    return text.partition(f"\n## {bank.summary_heading}\n")[0]


def sentence(brief: Brief, theme: Theme, rng: Random, *, clauses: int = 1) -> str:
    """One sentence about some term, for texts that are no article."""
    term = rng.choice(brief.bank.terms)
    chosen = rng.sample(theme.clauses, clauses)
    return brief.bank.sentence([_filled(brief, clause, term) for clause in chosen], rng)


def _body(brief: Brief, terms: list[Term], rng: Random) -> Iterator[str]:
    """Headings, paragraphs, code. Each section may write up to its share of the words of the whole."""
    themes, turn, words = _themes(brief, rng), cycle(terms), 0
    unused, undefined = terms[: KEY_TERMS[brief.level]], terms[: DEFINED_IN_BODY[brief.level]]
    for number, theme in enumerate(themes, start=1):
        yield f"## {theme.heading}"
        while words < BODY_WORDS[brief.length] * number / len(themes):
            term = next(turn)
            paragraph = _paragraph(brief, theme, term, rng, defined=term in undefined and term in unused)
            unused = [other for other in unused if other != term]
            words += len(paragraph.split())
            yield paragraph
        if theme.is_list and brief.examples:
            yield from _code(brief)
    if unused:
        yield " ".join(brief.bank.define(term) for term in unused)


def _themes(brief: Brief, rng: Random) -> list[Theme]:
    """Purpose and steps, then some of the others in their order."""
    first, others = brief.bank.themes[:2], brief.bank.themes[2:]
    chosen = rng.sample(others, SECTIONS[brief.length] - len(first))
    return [*first, *(theme for theme in others if theme in chosen)]


def _paragraph(brief: Brief, theme: Theme, term: Term, rng: Random, *, defined: bool) -> str:
    sizes = CLAUSES_BY_SENTENCE[brief.level]
    clauses = iter([_filled(brief, clause, term) for clause in rng.sample(theme.clauses, sum(sizes))])
    sentences = [brief.bank.sentence(list(islice(clauses, size)), rng) for size in sizes]
    if defined:
        sentences.insert(0, brief.bank.define(term))
    return _bullets(sentences) if theme.is_list else " ".join(sentences)


def _code(brief: Brief) -> Iterator[str]:
    for intro, program in zip(brief.bank.code_intro, programs(brief.level, brief.bank.code_words), strict=False):
        yield intro
        yield f"```python\n{program}```"


def _filled(brief: Brief, text: str, term: Term) -> str:
    return text.format(t=term.used, title=brief.bank.quote(brief.title))


def _bullets(lines: Iterator[str] | list[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
