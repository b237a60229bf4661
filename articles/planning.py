"""The outline of a session: which articles, about what, and the contents they share with others."""

import hashlib
import json

from django.db import transaction
from django.utils import timezone, translation

from articles import progress, sessions, template_articles
from articles.choices import Options
from articles.models import Article, ArticleLevel, Content, LearningSession
from curriculum.models import OutlineItem
from lms.jobs import lifecycle
from lms.jobs.models import Task

FIRST_ARTICLE_PRIORITY, OTHER_ARTICLES_PRIORITY = 0, 3


def plan(task: Task) -> None:
    """Outline, articles and their tasks in one transaction; a second run finds them made and changes nothing."""
    with transaction.atomic():
        session = LearningSession.objects.select_for_update().get(pk=task.subject_id)
        if session.status == LearningSession.Status.INITIALIZING:
            with translation.override(session.language):
                _make_outline(session)
        lifecycle.complete(task, session_id=session.pk)


def give_up(task: Task) -> None:
    """Not even the template could make an outline."""
    LearningSession.objects.filter(pk=task.subject_id, status__in=LearningSession.BEING_MADE).update(
        status=LearningSession.Status.FAILED
    )
    progress.publish_failure(task.subject_id)


def content_key(item: OutlineItem, level: str, options: Options, language: str) -> str:
    """The same for whoever asks for the same: hash of what the text is made from and how."""
    made_from = {
        "item": [item.pk, item.title, item.covers, item.terms, item.example, item.pitfall, item.resources],
        "level": level,
        "length": options.preferred_article_length,
        "examples": options.include_examples,
        "style": "balanced",
        "language": language,
        "prompt": template_articles.PROMPT_VERSION,
    }
    return hashlib.sha256(json.dumps(made_from, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def _make_outline(session: LearningSession) -> None:
    options = Options.from_json(session.generation_options)
    articles = _articles(session, options)
    contents = _contents(articles, options)
    ArticleLevel.objects.bulk_create(
        ArticleLevel(article=article, level=article.level, content=content)
        for article, content in zip(articles, contents, strict=True)
    )
    session.status = LearningSession.Status.GENERATING
    session.curriculum_generated_at = timezone.now()
    session.save(update_fields=["status", "curriculum_generated_at", "updated_at"])
    _enqueue(session, articles, contents)
    if sessions.close_if_written(session.pk):
        progress.publish_end(session.pk)
    else:
        progress.publish(session.pk)


def _articles(session: LearningSession, options: Options) -> list[Article]:
    """One article for each outline item of each subtopic, in order."""
    articles = []
    for sub_topic in session.sub_topics.select_related("curated").prefetch_related("curated__outline_items"):
        for item in sub_topic.curated.outline_items.all()[: options.max_articles_per_subtopic]:
            articles.append(
                Article(
                    session=session,
                    order_num=len(articles) + 1,
                    session_subtopic=sub_topic,
                    outline_item=item,
                    title=item.title,
                    summary=template_articles.summary(item.covers),
                    key_concepts=[term["term"] for term in item.terms],
                    level=session.target_level,
                )
            )
    return Article.objects.bulk_create(articles)


def _contents(articles: list[Article], options: Options) -> list[Content]:
    """The content of each article: the one that exists, else a new one that is planned."""
    language = translation.get_language()
    keys = [content_key(article.outline_item, article.level, options, language) for article in articles]
    Content.objects.bulk_create(
        [
            Content(
                key=key,
                outline_item=article.outline_item,
                level=article.level,
                length=options.preferred_article_length,
                with_examples=options.include_examples,
                language=language,
                prompt_version=template_articles.PROMPT_VERSION,
            )
            for key, article in sorted(zip(keys, articles, strict=True), key=lambda pair: pair[0])  # one order: no deadlock
        ],
        ignore_conflicts=True,
    )
    known = {content.key: content for content in Content.objects.filter(key__in=keys)}
    return [known[key] for key in keys]


def _enqueue(session: LearningSession, articles: list[Article], contents: list[Content]) -> None:
    for article, content in zip(articles, contents, strict=True):
        if content.state != Content.State.READY:
            lifecycle.add(
                user_id=session.user_id,
                task_type=Task.Type.ARTICLE_GENERATION,
                subject=("article", article.pk),
                session_id=session.pk,
                dedupe_key=f"article:{article.pk}:{article.level}",
                priority=FIRST_ARTICLE_PRIORITY if article.order_num == 1 else OTHER_ARTICLES_PRIORITY,
            )
