"""What one person has here: sessions with their articles, how far they read, and what they wrote or reviewed for others.

Contents are shared and stay when somebody goes; who made them is forgotten. Those that private input went into go.
"""

from django.db.models import F, QuerySet

from articles.models import (
    Article,
    ArticleFeedback,
    ArticleLevel,
    ArticleReport,
    Content,
    ContentVersion,
    EarlierVersion,
    GeneratedSubTopic,
    LearningSession,
    ProgressLog,
    Reading,
    ReviewEvent,
    SessionSubTopic,
    SubTopicGeneration,
    SubTopicReview,
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


def feedback_of(person: User) -> QuerySet[ArticleFeedback]:
    return ArticleFeedback.objects.filter(user=person)


def reports_by(person: User) -> QuerySet[ArticleReport]:
    return ArticleReport.objects.filter(user=person)


def log_of(person: User) -> QuerySet[ProgressLog]:
    return ProgressLog.objects.filter(session__user=person)


def earlier_of(person: User) -> QuerySet[EarlierVersion]:
    return EarlierVersion.objects.filter(article_level__article__session__user=person)


def private_contents_of(person: User) -> QuerySet[Content]:
    return Content.objects.filter(session__user=person)


def private_texts_of(person: User) -> list[dict]:
    rows = private_contents_of(person).order_by("pk")
    return list(rows.values("id", "session_id", "matter", "level", "language", text=F("versions__markdown")))


def generations_of(person: User) -> QuerySet[SubTopicGeneration]:
    return SubTopicGeneration.objects.filter(user=person)


def generated_of(person: User) -> QuerySet[GeneratedSubTopic]:
    return GeneratedSubTopic.objects.filter(generation__user=person)


def versions_by(person: User) -> QuerySet[ContentVersion]:
    return ContentVersion.objects.filter(made_by=person)


def reviews_by(person: User) -> QuerySet[ReviewEvent]:
    return ReviewEvent.objects.filter(by=person)


def sub_topic_reviews_by(person: User) -> QuerySet[SubTopicReview]:
    return SubTopicReview.objects.filter(by=person)


def forget_sub_topic_reviewer(person: User) -> None:
    sub_topic_reviews_by(person).update(by=None)


def forget_author(person: User) -> None:
    versions_by(person).update(made_by=None)


def forget_reviewer(person: User) -> None:
    reviews_by(person).update(by=None)


def forget_reporter(person: User) -> None:
    reports_by(person).update(user=None, text="")
