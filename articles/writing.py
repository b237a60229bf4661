"""Writes the content an article needs: once, whoever needs it, and tells every session that waits for it."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from articles import progress, sessions, template_articles
from articles.models import Article, Content, ContentVersion, ReviewEvent
from curriculum.models import OutlineItem
from lms import markdown
from lms.jobs import lifecycle
from lms.jobs.models import Task

CLAIM_SECONDS = 9
WHY_CHECKED = "assembled from curated material"


def write(task: Task) -> None:
    """One article's step. Somebody else's writing is waited for, never repeated."""
    article = Article.objects.select_related("session").get(pk=task.subject_id)
    content = article.levels.select_related("content__outline_item").get(level=article.level).content
    if content.state != Content.State.READY:
        _write_or_wait(article, content)
    with transaction.atomic():
        lifecycle.complete(task, article_id=article.pk, level=article.level)
        _step(article)


def give_up(task: Task) -> None:
    """An article that can't be written leaves the outline, so that the session still becomes ready."""
    article = Article.objects.filter(pk=task.subject_id).first()
    if article is None:
        return
    Article.objects.filter(pk=article.pk, removed_at=None).update(removed_at=timezone.now())
    if sessions.close_if_written(article.session_id):
        progress.publish_end(article.session_id)


def _write_or_wait(article: Article, content: Content) -> None:
    """Raises Later while somebody else writes this content."""
    progress.publish(article.session_id, current=article)
    now = timezone.now()
    until = now + timedelta(seconds=CLAIM_SECONDS)
    claimed = Content.objects.writable(now).filter(pk=content.pk)
    if claimed.update(state=Content.State.WRITING, claimed_until=until):
        _write(content)
        return
    content.refresh_from_db()
    if content.state != Content.State.READY:
        raise lifecycle.Later(at=content.claimed_until or until)


def _write(content: Content) -> None:
    with translation.override(content.language):
        draft = template_articles.compose(as_item(content.outline_item), level=content.level, language=content.language)
        html = markdown.to_html(draft.markdown, draft.glosses)
    with transaction.atomic():
        if not Content.objects.filter(pk=content.pk, state=Content.State.WRITING).update(
            state=Content.State.READY, claimed_until=None
        ):
            return  # written by another who took over
        _save_version(content, draft, html)
        lifecycle.wake(_waiting_for(content))


def as_item(item: OutlineItem) -> template_articles.Item:
    """The outline item's texts in the active language."""
    return template_articles.Item(
        covers=item.covers,
        terms=[(term["term"], term["definition"]) for term in item.terms],
        example=item.example,
        pitfall=item.pitfall,
        resources=[(resource["title"], resource["url"]) for resource in item.resources],
    )


def _save_version(content: Content, draft: template_articles.Draft, html: str) -> None:
    version = ContentVersion.objects.create(
        content=content,
        number=1,
        markdown=draft.markdown,
        html=html,
        word_count=markdown.words(draft.markdown),
        key_terms=[term for term, _definition in draft.terms],
        key_term_definitions=[{"term": term, "definition": definition} for term, definition in draft.terms],
        practical_tips=draft.tips,
        related_concepts=_related(content),
        sources=[{"title": title, "url": url} for title, url in draft.resources],
        code_examples_count=draft.code_examples,
        difficulty_indicators=draft.indicators,
        content_warnings=["template", *(["contains_code"] if draft.code_examples else [])],
        source=ContentVersion.Source.TEMPLATE,
        generation_prompt=content.prompt_version,
        review_state=ContentVersion.Review.CHECKED,
    )
    ReviewEvent.objects.create(version=version, from_state="draft", to_state="checked", why=WHY_CHECKED)


def _related(content: Content) -> list[str]:
    """The titles beside it in its subtopic."""
    with translation.override(content.language):
        beside = OutlineItem.objects.filter(sub_topic=content.outline_item.sub_topic_id).exclude(pk=content.outline_item_id)
        return [item.title for item in beside]


def _waiting_for(content: Content):
    articles = Article.objects.filter(levels__content=content).values("pk")
    return Task.objects.unfinished().filter(subject_type="article", subject_id__in=articles, status=Task.Status.PENDING)


def _step(article: Article) -> None:
    progress.publish_article(article)
    if sessions.close_if_written(article.session_id):
        progress.publish_end(article.session_id)
    else:
        progress.publish(article.session_id)
