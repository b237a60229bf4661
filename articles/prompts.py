"""The prompts of the generation half: what a model is given, how its text is read, what stands in for it."""

from pydantic import BaseModel

from articles import article_text, links, quality, template_articles
from articles.choices import WORDS
from articles.drafts import Draft
from articles.fixed_sections import HEADINGS
from articles.models import Content
from curriculum.content_files import LEVEL_CODES
from curriculum.models import Level
from lms.jobs.models import Task
from lms.llm.prompts import Prompt, Reading, UnusableError

ARTICLE_TOKENS = {"short": 2_000, "medium": 3_200, "long": 4_800}
LANGUAGE_NAMES = {"ko": "Korean (한국어)", "en": "English"}
MANNERS = {
    "absolute_beginner": "Short sentences. Explain every term when it first comes, by comparison with everyday things.",
    "beginner": "Short sentences, one idea and one example at a time; explain each term when it first comes.",
    "intermediate": "Explain how and why it works, with real code; assume the basic terms.",
    "advanced": "Weigh designs, performance and limits; assume working experience.",
    "expert": "Dense and precise: internals, trade-offs, open questions; assume everything a practitioner knows.",
}
CODE_HEAVY_BLOCKS = 3


class TermInput(BaseModel):
    term: str
    definition: str


class ResourceInput(BaseModel):
    title: str
    url: str


class ArticleInput(BaseModel):
    """What an article is made from; nothing in it is private."""

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


def article_input(content: Content) -> ArticleInput:
    """In the active language, which is the content's."""
    item = content.outline_item
    low, high = WORDS[content.length]
    return ArticleInput(
        language=content.language,
        language_name=LANGUAGE_NAMES[content.language],
        level=content.level,
        level_name=Level.objects.get(pk=content.level).name,
        manner=MANNERS[content.level],
        headings=HEADINGS[content.language],
        title=item.title,
        covers=item.covers,
        terms=item.terms,
        example=item.example,
        pitfall=item.pitfall,
        resources=item.resources,
        length=content.length,
        low=low,
        high=high,
        with_examples=content.with_examples,
        style=content.style,
    )


def read_article(text: str, finish_reason: str, data: ArticleInput) -> Reading:
    """Hard faults make it unusable; soft ones are advice for one better try."""
    known = {resource.url for resource in data.resources}
    parsed = article_text.parse(text, language=data.language)
    verdict = quality.check(
        parsed,
        level=data.level,
        language=data.language,
        length=data.length,
        with_examples=data.with_examples,
        known_urls=known,
        finish_reason=finish_reason,
    )
    if verdict.hard:
        raise UnusableError(verdict.hard[0].code)
    draft = _as_draft(links.strip_links(parsed.markdown, known), parsed, data, verdict.score)
    return Reading(draft, verdict.score, quality.advice(verdict))


def template_article(data: ArticleInput) -> Draft:
    item = template_articles.Item(
        covers=data.covers,
        terms=[(term.term, term.definition) for term in data.terms],
        example=data.example,
        pitfall=data.pitfall,
        resources=[(resource.title, resource.url) for resource in data.resources],
    )
    return template_articles.compose(item, level=data.level, language=data.language)


def _as_draft(markdown: str, parsed: article_text.ArticleText, data: ArticleInput, score: float) -> Draft:
    blocks = template_articles.code_blocks(markdown)
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


def article_prompt(length: str) -> Prompt:
    return ARTICLES[length]


ARTICLES = {
    length: Prompt(
        name="article",
        version=1,
        request_type=Task.Type.ARTICLE_GENERATION,
        input=ArticleInput,
        read=read_article,
        fallback=template_article,
        max_tokens=tokens,
    )
    for length, tokens in ARTICLE_TOKENS.items()
}
ARTICLE_TAG = ARTICLES["medium"].tag
