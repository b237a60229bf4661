"""The versions of a content: each text that was ever shown, with what a reader learns from it and where it comes from."""

from django.db.models import Max
from django.utils import translation

from articles import markdown_lines, prompts, template_articles
from articles.drafts import Draft
from articles.models import Article, Content, ContentVersion, ReviewEvent
from curriculum.models import OutlineItem
from lms import markdown
from lms.accounts.models import User
from lms.llm import gateway
from lms.llm.gateway import Answer

RELATED_AT_MOST = 5
WHY_CHECKED = {
    gateway.TEMPLATE: "assembled from curated material",
    gateway.LLM: "passed the quality gate",
}


def add(content: Content, answer: Answer) -> ContentVersion:
    """The next version of this content, checked; versions before it stay as they are."""
    version = _create(
        content,
        answer.value,
        source=answer.source,
        tokens_used=answer.bill.tokens,
        cost_usd=answer.bill.cost,
        review_state=ContentVersion.Review.CHECKED,
        **_origin(content, answer),
    )
    why = WHY_CHECKED[answer.source]
    ReviewEvent.objects.create(version=version, from_state="draft", to_state="checked", why=why)
    return version


def add_edited(before: ContentVersion, draft: Draft, *, by: User, why: str) -> ContentVersion:
    """What a teacher made of it: the next version, approved by who wrote it."""
    version = _create(
        before.content,
        draft,
        source=ContentVersion.Source.TEACHER,
        review_state=ContentVersion.Review.APPROVED,
        human_reviewed=True,
        made_by=by,
        converted_from=before,
    )
    ReviewEvent.objects.create(version=version, from_state="draft", to_state="approved", by=by, why=why)
    return version


def _create(content: Content, draft: Draft, **more) -> ContentVersion:
    number = (content.versions.aggregate(last=Max("number"))["last"] or 0) + 1
    with translation.override(content.language):
        text = _text(content, draft)
    return ContentVersion.objects.create(content=content, number=number, quality_score=draft.score, **text, **more)


def _text(content: Content, draft: Draft) -> dict:
    return {
        "markdown": draft.markdown,
        "html": markdown.to_html(draft.markdown, draft.glosses),
        "word_count": markdown_lines.words(draft.markdown),
        "key_terms": [term for term, _definition in draft.terms],
        "key_term_definitions": [{"term": term, "definition": definition} for term, definition in draft.terms],
        "practical_tips": draft.tips,
        "related_concepts": draft.related or _beside(content),
        "sources": [{"title": title, "url": url} for title, url in draft.resources],
        "code_examples_count": draft.code_examples,
        "difficulty_indicators": draft.indicators,
        "content_warnings": [*draft.warnings, *(["contains_code"] if draft.code_examples else [])],
    }


def _origin(content: Content, answer: Answer) -> dict:
    """A text put together without a model may still rest on an outline that one wrote: then it names that one."""
    if answer.source == gateway.LLM:
        prompt = prompts.article_prompt(content.length)
        return {
            "llm_model": answer.model,
            "llm_temperature": prompt.temperature,
            "generation_prompt": prompt.tag,
            "generation_params": {"max_tokens": prompt.max_tokens},
        }
    matter = content.about
    return {"llm_model": matter.made_by if matter else "", "generation_prompt": template_articles.PROMPT_VERSION}


def _beside(content: Content) -> list[str]:
    """The titles beside it: in its subtopic of the course, else in the session it was first wanted in."""
    if content.outline_item:
        beside = OutlineItem.objects.filter(sub_topic=content.outline_item.sub_topic_id)
        return [item.title for item in beside.exclude(pk=content.outline_item_id)]
    session = content.session_id or content.article_levels.values_list("article__session", flat=True).first()
    titles = Article.objects.filter(session=session).in_outline().values_list("title", flat=True)
    return [title for title in titles if title != content.matter.get("title")][:RELATED_AT_MOST]
