"""One article written anew for a reader who asked: with a wish, which is theirs alone, or better than the course material.

The reader keeps the text they have until the new one is there, and can always go back to what they have read.
"""

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import consent, contents, progress, sessions, writing
from articles.models import Article, ArticleLevel, Content, ContentVersion, EarlierVersion
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway
from lms.privacy import notes
from lms.privacy.models import PrivateNote
from lms.problems import Problem

PRIORITY = 0  # somebody waits for it


@transaction.atomic
def ask_for(article: Article, wish: str = "") -> Task:
    """The task that writes it at the article's level. Raises Problem 409 where that can't be done now."""
    sessions.refuse_expired(article.session)
    if wish:
        consent.refuse_without(article.session.user, Task.Type.ARTICLE_GENERATION)
    if not gateway.configured_models(Task.Type.ARTICLE_GENERATION, private=bool(wish)):
        raise Problem.conflict("no_language_model", _("There is no language model here that could write it."))
    row = ArticleLevel.objects.select_related("content__outline_item").get(article=article, level=article.level)
    if row.content.state != Content.State.READY:
        raise Problem.conflict("not_written_yet", _("This article is still being written."))
    key = f"rewrite:{article.pk}:{row.level}"
    if wish and Task.objects.unfinished().filter(dedupe_key=key).exists():
        raise Problem.conflict("being_rewritten", _("This article is being written anew already. Wait for it first."))
    content = _wished_for(article, row, wish) if wish else row.content
    return lifecycle.add(
        user_id=article.session.user_id,
        task_type=Task.Type.ARTICLE_GENERATION,
        subject=("article", article.pk),
        session_id=article.session_id,
        dedupe_key=key,
        priority=PRIORITY,
        input_data={"level": row.level, "content": content.pk},
    )


def write(task: Task) -> None:
    """A new version, and the reader moves to it. Where no model could write it, everything stays as it was."""
    article = Article.objects.select_related("session__user").get(pk=task.subject_id)
    content = Content.objects.select_related("outline_item", "private_note", "session__user").get(
        pk=task.input_data["content"]
    )
    newer = _newer_than(task, content)
    answer = (
        None if newer else writing.claim_and_ask(task, article, content, Content.objects.rewritable(timezone.now()))
    )
    with transaction.atomic():
        if answer and answer.source == gateway.LLM:
            newer = writing.save(task, content, answer)
        _give_back(task, content)
        if newer:
            take(article, task.input_data["level"], newer)
            progress.publish_article(article)
        lifecycle.complete(task, article_id=article.pk, level=task.input_data["level"], changed=bool(newer))


def take(article: Article, level: str, version: ContentVersion) -> None:
    """The reader sees this version from now on; what they saw before stays at hand."""
    row = ArticleLevel.objects.select_for_update().get(article=article, level=level)
    if row.version_id and row.version_id != version.pk:
        EarlierVersion.objects.get_or_create(article_level=row, version_id=row.version_id)
    row.content_id, row.version = version.content_id, version
    row.save(update_fields=["content", "version"])


@transaction.atomic
def take_newest(article: Article) -> None:
    """A newer version that was offered."""
    row = ArticleLevel.objects.select_related("content").get(article=article, level=article.level)
    newest = row.content.versions.readable().order_by("-number").first()
    if newest:
        take(article, article.level, newest)


def _wished_for(article: Article, row: ArticleLevel, wish: str) -> Content:
    """A content of this session's own, with the wish in a private note."""
    with translation.override(article.session.language):
        matter = row.content.about
    if matter is None:
        raise Problem.conflict("source_gone", _("What this article was made from isn't part of the course any more."))
    note = notes.write(owner=article.session.user, purpose=PrivateNote.Purpose.SESSION_WISH, text={"wish": wish})
    return contents.ensure([contents.private(row.content, matter, article.session, note)])[0]


def _newer_than(task: Task, content: Content) -> ContentVersion | None:
    """What somebody else had written since this was asked for: one call serves both."""
    since = content.versions.readable().filter(created_at__gt=task.created_at, source=ContentVersion.Source.LLM)
    return since.order_by("-number").first()


def _give_back(task: Task, content: Content) -> None:
    """Whatever it was before. A content that nobody wrote goes, and the wish with it."""
    Content.objects.filter(pk=content.pk, claimed_by=task.claimed_by).update(claimed_by="", claimed_until=None)
    if not content.versions.exists():
        content.delete()
        if content.private_note:
            content.private_note.delete()
