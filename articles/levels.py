"""Level conversion: the article moves to another level for this reader, at once where the text exists."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from articles import contents, sessions, texts
from articles.models import Article, ArticleLevel, Content
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.problems import Problem

CONVERSION_PRIORITY = 0  # somebody waits for it


@transaction.atomic
def convert(article: Article, level: str) -> Task | None:
    """None when the article is at that level now; else the task that writes it, the same one when asked again.

    Raises Problem 400 for a level whose text would not differ, 409 where what the article was made from is gone.
    """
    row = ArticleLevel.objects.select_related("content").filter(article=article, level=level).first()
    if row is None:
        row = _add(article, level)
    if row.content.state == Content.State.READY:
        move(article.pk, level)
        article.level = level
        return None
    sessions.refuse_expired(article.session)
    return lifecycle.add(
        user_id=article.session.user_id,
        task_type=Task.Type.LEVEL_CONVERSION,
        subject=("article", article.pk),
        session_id=article.session_id,
        dedupe_key=f"article:{article.pk}:{level}",
        priority=CONVERSION_PRIORITY,
        input_data={"level": level},
    )


def exists(article: Article, level: str) -> bool:
    return ArticleLevel.objects.filter(article=article, level=level, content__state=Content.State.READY).exists()


def move(article_id: str, level: str) -> None:
    Article.objects.filter(pk=article_id).update(level=level)


def _add(article: Article, level: str) -> ArticleLevel:
    present = ArticleLevel.objects.select_related("content__outline_item", "content__session", "content__private_note")
    like = present.get(article=article, level=article.level).content
    if level not in texts.producible_levels(article.level, like):
        raise Problem.invalid(
            "target_level", _("This article would read the same at that level."), "level_not_producible"
        )
    with translation.override(article.session.language):
        matter = like.about
        content = contents.ensure([contents.like(like, level, matter)])[0] if matter else None
    if content is None:
        raise Problem.conflict("source_gone", _("What this article was made from isn't part of the course any more."))
    return ArticleLevel.objects.create(article=article, level=level, content=content)
