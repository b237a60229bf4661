"""What one person has here: sessions with their articles, how far they read, and what they wrote or reviewed for others.

Contents are shared and stay when somebody goes; who made them is forgotten.
"""

from django.db.models import F, QuerySet

from articles.models import (
    Article,
    ArticleLevel,
    ContentVersion,
    LearningSession,
    Reading,
    ReviewEvent,
    SessionSubTopic,
)
from articles.models.sessions import topic_of
from lms.accounts.models import User
from lms.live import connections
from lms.live.models import WebSocketConnection

LONG = ("html",)  # the same text as its Markdown


def sessions_of(person: User) -> QuerySet[LearningSession]:
    return LearningSession.objects.filter(user=person)


def sub_topics_of(person: User) -> QuerySet[SessionSubTopic]:
    return SessionSubTopic.objects.filter(session__user=person)


def articles_of(person: User) -> QuerySet[Article]:
    return Article.objects.filter(session__user=person)


def levels_of(person: User) -> QuerySet[ArticleLevel]:
    return ArticleLevel.objects.filter(article__session__user=person)


def texts_of(person: User) -> list[dict]:
    """The article at each level it has, with the text where it was read."""
    levels = levels_of(person).annotate(
        text=F("version__markdown"), source=F("version__source"), language=F("content__language")
    )
    return list(levels.order_by("pk").values("id", "article_id", "level", "language", "source", "text"))


def readings_of(person: User) -> QuerySet[Reading]:
    return Reading.objects.filter(user=person)


def connections_of(person: User) -> QuerySet[WebSocketConnection]:
    return connections.of_topics([topic_of(pk) for pk in sessions_of(person).values_list("pk", flat=True)])


def versions_by(person: User) -> QuerySet[ContentVersion]:
    return ContentVersion.objects.filter(made_by=person)


def reviews_by(person: User) -> QuerySet[ReviewEvent]:
    return ReviewEvent.objects.filter(by=person)


def forget_author(person: User) -> None:
    versions_by(person).update(made_by=None)


def forget_reviewer(person: User) -> None:
    reviews_by(person).update(by=None)
