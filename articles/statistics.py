"""Numbers that topics and subtopics show, written by a job from real use, never invented."""

from datetime import timedelta

from django.db.models import Avg, Count, F, Q
from django.utils import timezone

from articles.models import Article, ArticleFeedback, ContentVersion, GeneratedSubTopic
from curriculum.models import CuratedSubTopic, MainTopic

POPULAR_FOR = timedelta(days=30)
RATINGS_AT_LEAST = 5


def refresh() -> None:
    """A fixed number of queries, however much there is."""
    _refresh_topics()
    _refresh_sub_topics()
    _refresh_generated()


def _refresh_topics() -> None:
    """Popularity is the share of the sessions of 30 days that the most popular topic has."""
    since = timezone.now() - POPULAR_FOR
    topics = list(
        MainTopic.objects.annotate(
            sessions_of_late=Count("sessions", filter=Q(sessions__created_at__gte=since), distinct=True),
            learners=Count("sessions__user", distinct=True),
            made=Count("generated_sub_topics", distinct=True),
        )
    )
    most = max((topic.sessions_of_late for topic in topics), default=0)
    completion = _completion_by_topic()
    for topic in topics:
        topic.popularity_score = round(topic.sessions_of_late / most, 4) if most else 0
        topic.total_learners, topic.generated_count = topic.learners, topic.made
        topic.avg_completion_rate = completion.get(topic.pk, 0.0)
    fields = ["popularity_score", "total_learners", "generated_count", "avg_completion_rate"]
    MainTopic.objects.bulk_update(topics, fields)


def _completion_by_topic() -> dict[int, float]:
    """The share of articles read, over all sessions of a topic."""
    articles = Article.objects.filter(removed_at=None).values("session__main_topic")
    own = Q(readings__user=F("session__user"))
    counts = articles.annotate(
        planned=Count("pk", distinct=True),
        read=Count("pk", filter=own & Q(readings__completed_at__isnull=False), distinct=True),
    )
    return {row["session__main_topic"]: round(row["read"] / row["planned"], 4) for row in counts if row["planned"]}


def _refresh_sub_topics() -> None:
    """Quality is the mean of its articles' texts; the rating 1-5 from likes, none before there are enough."""
    rows = list(CuratedSubTopic.objects.annotate(uses=Count("session_sub_topics", distinct=True)))
    scores = dict(
        ContentVersion.objects.filter(quality_score__isnull=False, content__outline_item__isnull=False)
        .values_list("content__outline_item__sub_topic")
        .annotate(mean=Avg("quality_score"))
    )
    ratings = _ratings("article__session_subtopic__curated")
    for row in rows:
        row.usage_count = row.uses
        row.quality_score = round(scores[row.pk], 3) if row.pk in scores else None
        row.avg_rating = _stars(*ratings.get(row.pk, (0, 0)))
    CuratedSubTopic.objects.bulk_update(rows, ["usage_count", "quality_score", "avg_rating"])


def _refresh_generated() -> None:
    ratings = _ratings("article__session_subtopic__generated")
    rated = [number for number in ratings if number]
    rows = list(GeneratedSubTopic.objects.filter(pk__in=rated))
    for row in rows:
        likes, count = ratings[row.pk]
        row.positive_feedback_count, row.negative_feedback_count = likes, count - likes
    GeneratedSubTopic.objects.bulk_update(rows, ["positive_feedback_count", "negative_feedback_count"])


def _ratings(by: str) -> dict[int, tuple[int, int]]:
    """(likes, ratings) by subtopic."""
    said = ArticleFeedback.objects.exclude(rating="").values(by)
    rows = said.annotate(count=Count("pk"), likes=Count("pk", filter=Q(rating="like")))
    return {row[by]: (row["likes"], row["count"]) for row in rows}


def _stars(likes: int, count: int) -> float | None:
    return round(1 + 4 * likes / count, 2) if count >= RATINGS_AT_LEAST else None
