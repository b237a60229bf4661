"""The prompts of the generation half: what a model is given, how its text is read, what stands in for it."""

import re
from dataclasses import replace

from pydantic import BaseModel

from articles import article_text, links, markdown_lines, quality, template_articles
from articles.choices import WORDS
from articles.drafts import Draft
from articles.fixed_sections import HEADINGS
from articles.models import Content
from articles.repetition import is_hopeless
from curriculum.content_files import LANGUAGE_NAMES, LEVEL_CODES
from curriculum.models import Level
from lms.jobs.models import Task
from lms.llm.prompts import Prompt, Reading, UnusableError
from lms.privacy import notes

ARTICLE_TOKENS = {"short": 2_000, "medium": 3_200, "long": 4_800}
MANNERS = {
    "absolute_beginner": "Short sentences. Explain every term when it first comes, by comparison with everyday things.",
    "beginner": "Short sentences, one idea and one example at a time; explain each term when it first comes.",
    "intermediate": "Explain how and why it works, with real code; assume the basic terms.",
    "advanced": "Weigh designs, performance and limits; assume working experience.",
    "expert": "Dense and precise: internals, trade-offs, open questions; assume everything a practitioner knows.",
}
CODE_HEAVY_BLOCKS = 3
WORTH_TELLING = ("poor", "copied")  # hard faults that a model mends when it hears of them
NOT_RUN = re.compile(r"(?<=^```python) norun$", re.M)  # a mark for the tests of the course material; models copy it


class TermInput(BaseModel):
    term: str
    definition: str


class ResourceInput(BaseModel):
    title: str
    url: str


class ArticleInput(BaseModel):
    """What an article is made from. `lesson` is what `covers` says where it is a part of a lesson; `weakness` is the kind of
    mistake that it is to help against; `wish` is the reader's own words, and then the prompt is a private one."""

    language: str
    language_name: str
    level: str
    level_name: str
    manner: str
    headings: dict[str, str]
    title: str
    covers: str
    terms: list[TermInput]
    example: str
    pitfall: str
    resources: list[ResourceInput]
    length: str
    low: int
    high: int
    with_examples: bool
    style: str
    lesson: str = ""
    weakness: str = ""
    wish: str = ""


def article_input(content: Content) -> ArticleInput:
    """In the active language, which is the content's."""
    matter = content.about
    lesson = NOT_RUN.sub("", matter.lesson)
    low, high = WORDS[content.length]
    return ArticleInput(
        language=content.language,
        language_name=LANGUAGE_NAMES[content.language],
        level=content.level,
        level_name=Level.objects.get(pk=content.level).name,
        manner=MANNERS[content.level],
        headings=template_articles.HEADINGS[content.language] | HEADINGS[content.language],
        title=matter.title,
        covers=lesson or matter.covers,
        terms=matter.terms,
        example=NOT_RUN.sub("", matter.example),
        pitfall=matter.pitfall,
        resources=matter.resources,
        length=content.length,
        low=low,
        high=high,
        with_examples=content.with_examples,
        style=content.style,
        lesson=lesson,
        weakness=matter.weakness,
        wish=_wish(content),
    )


def _wish(content: Content) -> str:
    """What its reader asked for; "" where there is none, it has been erased, or they no longer want a model to see it."""
    if content.private_note is None or not content.session.user.has_consented:
        return ""
    return notes.read(content.private_note).get("wish", "")


def read_article(text: str, finish_reason: str, data: ArticleInput) -> Reading:
    """Hard faults make it unusable; soft ones are advice for one better try."""
    whole = article_text.first_whole(text)
    parsed = article_text.parse(whole, language=data.language, title=data.title)
    verdict = quality.check(parsed, _asked(data), finish_reason="stop" if whole != text else finish_reason)
    if verdict.hard:
        code = verdict.hard[0].code
        raise UnusableError(code, advice=quality.advice(verdict) if code in WORTH_TELLING else "")
    draft = _as_draft(links.strip_links(parsed.markdown, _known_urls(data)), parsed, data, verdict.score)
    return Reading(draft, verdict.score, quality.advice(verdict))


def is_enough(written: str) -> bool:
    """Whether an article that is being written needs no more: it is complete, and begins again, or it goes in circles."""
    return article_text.first_whole(written) != written or is_hopeless(written)


def _asked(data: ArticleInput) -> quality.Asked:
    return quality.Asked(
        level=data.level,
        language=data.language,
        length=data.length,
        with_examples=data.with_examples,
        known_urls=_known_urls(data),
        title=data.title,
        outline_terms=[term.term for term in data.terms],
        material="\n".join([data.covers, data.example, data.pitfall]),
        prompt=_own_lines(data),
    )


def _known_urls(data: ArticleInput) -> set[str]:
    return {resource.url for resource in data.resources}


def _own_lines(data: ArticleInput) -> list[str]:
    """The prompt's lines without the course material, which may be quoted, and without the headings that are asked for."""
    told = [data.covers, data.example, data.pitfall, data.wish]
    given = {line.strip() for text in told for line in text.split("\n")}
    named = [data.title, *(term.definition for term in data.terms)]
    lines = "\n".join(message["content"] for message in article_prompt(data.length).messages(data)).split("\n")
    own = (line for line in lines if line.strip() not in given and not any(text in line for text in named))
    return [line for line in own if not line.startswith(("#", "```"))]


def template_article(data: ArticleInput) -> Draft:
    item = template_articles.Item(
        covers=data.covers,
        terms=[(term.term, term.definition) for term in data.terms],
        example=data.example,
        pitfall=data.pitfall,
        resources=[(resource.title, resource.url) for resource in data.resources],
        lesson=data.lesson,
    )
    return template_articles.compose(item, level=data.level, language=data.language)


def _as_draft(markdown: str, parsed: article_text.ArticleText, data: ArticleInput, score: float) -> Draft:
    blocks = len(markdown_lines.code_blocks(markdown))
    deep = LEVEL_CODES.index(data.level) >= LEVEL_CODES.index("advanced")
    found = {"code": blocks > 0, "practice": blocks >= CODE_HEAVY_BLOCKS, "terms": not deep, "deep": deep}
    return Draft(
        markdown=markdown,
        terms=parsed.terms,
        glosses=parsed.terms,
        tips=parsed.tips,
        related=parsed.related,
        resources=[(resource.title, resource.url) for resource in data.resources],
        indicators=[name for name, there in found.items() if there],
        code_examples=blocks,
        warnings=["low_quality"] if score < quality.GOOD_ENOUGH else [],
        score=score,
    )


def article_prompt(length: str, *, private: bool = False) -> Prompt:
    """`private` where private input went into what it is given."""
    return replace(ARTICLES[length], private=private)


ARTICLES = {
    length: Prompt(
        name="article",
        version=2,
        request_type=Task.Type.ARTICLE_GENERATION,
        input=ArticleInput,
        read=read_article,
        fallback=template_article,
        max_tokens=tokens,
        enough=is_enough,
    )
    for length, tokens in ARTICLE_TOKENS.items()
}
ARTICLE_TAG = ARTICLES["medium"].tag
