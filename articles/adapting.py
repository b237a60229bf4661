"""Adaptive difficulty: two articles in a row that were too hard (or too easy) move the ones not yet read by one level."""

from django.utils import timezone

from articles import levels, texts
from articles.choices import Options
from articles.models import Article, ArticleFeedback, LearningSession, Reading
from curriculum.content_files import LEVEL_CODES
from lms.jobs.models import Task

IN_A_ROW = 2
STEPS = {ArticleFeedback.Difficulty.TOO_HARD: -1, ArticleFeedback.Difficulty.TOO_EASY: +1}


def after_feedback(session: LearningSession) -> str | None:
    """The level the articles ahead moved to; None where nothing changes.

    The next one is made at once, the others when they are opened.
    """
    step = _step(session)
    if not step or not Options.from_json(session.generation_options).enable_adaptive_difficulty:
        return None
    level = _beside(session.target_level, step)
    if level is None:
        return None
    LearningSession.objects.filter(pk=session.pk).update(target_level=level, adapted_at=timezone.now())
    session.target_level = level
    ahead = _unread(session)
    if ahead:
        follow(ahead[0])
    return level


def follow(article: Article) -> Task | None:
    """Move an article that nobody has begun to the level its session has moved to, where its text can differ.

    The task that writes it there; None where it is there already, or stays where it is.
    """
    level = article.session.target_level
    if article.session.adapted_at is None or article.level == level or _begun(article):
        return None
    if level not in texts.producible_levels(article.level, texts.content_of(article)):
        return None
    return levels.convert(article, level)


def undo(session: LearningSession, level: str) -> None:
    """Back to the level the reader wants."""
    LearningSession.objects.filter(pk=session.pk).update(target_level=level, adapted_at=timezone.now())


def _step(session: LearningSession) -> int:
    """-1, +1 or 0: what the latest opinions since the last move agree on."""
    said = ArticleFeedback.objects.filter(session=session).exclude(difficulty_perceived="")
    if session.adapted_at:
        said = said.filter(updated_at__gt=session.adapted_at)
    latest = list(said.order_by("-updated_at").values_list("difficulty_perceived", flat=True)[:IN_A_ROW])
    same = len(latest) == IN_A_ROW and len(set(latest)) == 1
    return STEPS.get(latest[0], 0) if same else 0


def _beside(level: str, step: int) -> str | None:
    place = LEVEL_CODES.index(level) + step
    return LEVEL_CODES[place] if 0 <= place < len(LEVEL_CODES) else None


def _unread(session: LearningSession) -> list[Article]:
    begun = Reading.objects.of_session(session).exclude(started_at=None, skipped_at=None)
    articles = Article.objects.filter(session=session).in_outline().exclude(pk__in=begun.values("article_id"))
    return list(articles.select_related("session"))


def _begun(article: Article) -> bool:
    return Reading.objects.of_session(article.session).filter(article=article, started_at__isnull=False).exists()
