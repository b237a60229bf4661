"""The outline of a session: which articles, about what, and the contents they share with others."""

from django.db import transaction
from django.utils import timezone, translation

from articles import contents, progress, sessions, template_articles
from articles.choices import Options
from articles.models import Article, ArticleLevel, Content, LearningSession
from articles.prompts import ARTICLE_TAG
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import ledger

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


def _make_outline(session: LearningSession) -> None:
    options = Options.from_json(session.generation_options)
    articles = _articles(session, options)
    wanted = [(article.outline_item, article.level) for article in articles]
    found = contents.ensure(wanted, options, session.language)
    ArticleLevel.objects.bulk_create(
        ArticleLevel(article=article, level=article.level, content=content)
        for article, content in zip(articles, found, strict=True)
    )
    session.status = LearningSession.Status.GENERATING
    session.curriculum_generated_at = timezone.now()
    session.save(update_fields=["status", "curriculum_generated_at", "updated_at"])
    _enqueue(session, articles, found)
    _note_hits(session, found)
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


def _enqueue(session: LearningSession, articles: list[Article], found: list[Content]) -> None:
    for article, content in zip(articles, found, strict=True):
        if content.state != Content.State.READY:
            lifecycle.add(
                user_id=session.user_id,
                task_type=Task.Type.ARTICLE_GENERATION,
                subject=("article", article.pk),
                session_id=session.pk,
                dedupe_key=f"article:{article.pk}:{article.level}",
                priority=FIRST_ARTICLE_PRIORITY if article.order_num == 1 else OTHER_ARTICLES_PRIORITY,
            )


def _note_hits(session: LearningSession, found: list[Content]) -> None:
    """Articles that somebody else's session has paid for already."""
    hits = [content for content in found if content.state == Content.State.READY]
    ledger.write_hits(
        len(hits), Task.Type.ARTICLE_GENERATION, ARTICLE_TAG, user_id=session.user_id, session_id=session.pk
    )
