"""What readers say of an article, and what follows: feedback that adapts the articles ahead, reports for a teacher."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from articles import adapting, reading, sessions, texts
from articles.models import Article, ArticleFeedback, ArticleReport, Reading
from lms.accounts.models import User
from lms.problems import Problem


@dataclass(frozen=True)
class Opinion:
    """Empty strings where nothing was said."""

    rating: str = ""
    about: list[str] = field(default_factory=list)
    comments: str = ""
    difficulty: str = ""


@transaction.atomic
def give(article: Article, opinion: Opinion, *, by: User) -> ArticleFeedback:
    """One an article and reader; a second one takes its place. Levels follow what its owner says alone.

    Raises Problem 403 for those who may look at it only, 409 where there is nothing to judge yet or its session has expired.
    """
    reader = reading.reader_of(article, by)
    own = reader == article.owner_id
    if own:
        sessions.refuse_expired(article.session)
    text = texts.of(article)
    if text.version is None:
        raise Problem.conflict("not_written_yet", _("This article is still being written."))
    read = Reading.objects.filter(article=article, user=reader).first()
    feedback, _made = ArticleFeedback.objects.update_or_create(
        article=article,
        user_id=reader,
        defaults={
            "session": article.session if own else None,
            "version": text.version,
            "rating": opinion.rating,
            "feedback_type": opinion.about,
            "comments": opinion.comments,
            "difficulty_perceived": opinion.difficulty,
            "user_level_at_time": article.level,
            "time_spent_reading": read.seconds if read else 0,
            "scroll_depth": read.scroll_depth if read else 0,
        },
    )
    if own:
        adapting.after_feedback(article.session)
    return feedback


@transaction.atomic
def report(article: Article, *, by: User, reason: str, text: str = "") -> ArticleReport:
    """About the version this reader sees. Raises Problem 403 for those who may look at it only, 409 where there is none
    yet."""
    reading.reader_of(article, by)
    version = texts.of(article).version
    if version is None:
        raise Problem.conflict("not_written_yet", _("This article is still being written."))
    return ArticleReport.objects.create(article=article, version=version, user=by, reason=reason, text=text)
