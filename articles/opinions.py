"""What readers say of an article, and what follows: feedback that adapts the articles ahead, reports for a teacher."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from articles import adapting, sessions, texts
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
def give(article: Article, opinion: Opinion) -> ArticleFeedback:
    """One an article and session; a second one takes its place. Raises Problem 409 where there is nothing to judge yet."""
    sessions.refuse_expired(article.session)
    text = texts.of(article)
    if text.version is None:
        raise Problem.conflict("not_written_yet", _("This article is still being written."))
    reading = Reading.objects.filter(article=article, user=article.session.user_id).first()
    feedback, _made = ArticleFeedback.objects.update_or_create(
        article=article,
        session=article.session,
        defaults={
            "user_id": article.session.user_id,
            "version": text.version,
            "rating": opinion.rating,
            "feedback_type": opinion.about,
            "comments": opinion.comments,
            "difficulty_perceived": opinion.difficulty,
            "user_level_at_time": article.level,
            "time_spent_reading": reading.seconds if reading else 0,
            "scroll_depth": reading.scroll_depth if reading else 0,
        },
    )
    adapting.after_feedback(article.session)
    return feedback


@transaction.atomic
def report(article: Article, *, by: User, reason: str, text: str = "") -> ArticleReport:
    """About the version this reader sees. Raises Problem 409 where there is none yet."""
    version = texts.of(article).version
    if version is None:
        raise Problem.conflict("not_written_yet", _("This article is still being written."))
    return ArticleReport.objects.create(article=article, version=version, user=by, reason=reason, text=text)
