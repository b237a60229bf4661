"""What was got for the money: how much of what was paid for is read, how readers like it, whether predictions hold."""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import Count, Exists, F, OuterRef, Q, Sum

from articles.models import ArticleFeedback, ArticleLevel, ContentVersion, Reading
from lms import ids
from lms.llm.models import LLMCall

TEXTS = ("article_generation", "curriculum_generation", "level_conversion")
RATINGS_AT_LEAST, RATING_GOAL = 5, 4.0
BANDS = {
    "weakness_focused": (0.75, 0.80),
    "challenge_questions": (0.55, 0.65),
}  # of predicted success, by what it is for
PREDICTIONS = """
    SELECT count(*),
           count(*) FILTER (WHERE asked.predicted BETWEEN band.low AND band.high),
           avg(asked.predicted) FILTER (WHERE answer.id IS NOT NULL),
           avg(answer.is_correct::int)
    FROM personalization_submission AS run
    CROSS JOIN LATERAL jsonb_to_recordset(run.plan -> 'questions') AS asked (id bigint, predicted float8, reason text)
    JOIN unnest(%s::text[], %s::float8[], %s::float8[]) AS band (reason, low, high) ON band.reason = asked.reason
    LEFT JOIN personalization_submissionanswer AS answer
           ON answer.submission_id = run.id AND answer.question_id = asked.id AND answer.try_number = 1
    WHERE run.id >= %s AND run.submitted_at >= %s AND jsonb_typeof(run.plan -> 'questions') = 'array'
"""


@dataclass(frozen=True)
class Predictions:
    """Of recommended questions for practice and challenge: how many, the share in the band they were chosen for, what was
    predicted and what was right of those that were answered (0-1; None where there are none)."""

    questions: int
    in_band: float | None
    predicted: float | None
    right: float | None


@dataclass(frozen=True)
class Worth:
    """`share_read` is by tokens, 0-1; None where nothing was made, read or rated enough."""

    articles_read: int
    tokens_an_article: float | None
    share_read: float | None
    rating: float | None
    ratings: int
    predictions: Predictions

    @property
    def rating_is_low(self) -> bool:
        return self.rating is not None and self.rating < RATING_GOAL


def of(since: datetime) -> Worth:
    """5 queries, by indexes on time."""
    read = Reading.objects.filter(completed_at__gte=since).count()
    tokens = (
        LLMCall.objects.since(since)
        .filter(request_type__in=TEXTS)
        .aggregate(n=Sum(F("tokens_in") + F("tokens_out")))["n"]
    )
    rating, ratings = _rating(since)
    return Worth(
        articles_read=read,
        tokens_an_article=(tokens or 0) / read if read else None,
        share_read=_share_read(since),
        rating=rating,
        ratings=ratings,
        predictions=_predictions(since),
    )


def _share_read(since: datetime) -> float | None:
    """Of the tokens of all texts that were written then, those of texts that somebody has opened."""
    opened = Exists(ArticleLevel.objects.filter(version=OuterRef("pk")))
    texts = ContentVersion.objects.filter(source=ContentVersion.Source.LLM, created_at__gte=since).annotate(
        opened=opened
    )
    found = texts.aggregate(paid=Sum("tokens_used"), read=Sum("tokens_used", filter=Q(opened=True)))
    return (found["read"] or 0) / found["paid"] if found["paid"] else None


def _rating(since: datetime) -> tuple[float | None, int]:
    """(1-5, number) from likes of texts that a model wrote, as for subtopics."""
    rated = ArticleFeedback.objects.filter(
        rating__in=ArticleFeedback.Rating.values, created_at__gte=since, version__source=ContentVersion.Source.LLM
    )
    found = rated.aggregate(count=Count("pk"), likes=Count("pk", filter=Q(rating=ArticleFeedback.Rating.LIKE)))
    enough = found["count"] >= RATINGS_AT_LEAST
    return (1 + 4 * found["likes"] / found["count"] if enough else None), found["count"]


def _predictions(since: datetime) -> Predictions:
    bands = [list(BANDS), [low for low, _high in BANDS.values()], [high for _low, high in BANDS.values()]]
    with connection.cursor() as cursor:
        cursor.execute(PREDICTIONS, [*bands, ids.first_at("sub", since), since])
        questions, within, predicted, right = cursor.fetchone()
    return Predictions(
        questions, within / questions if questions else None, predicted, float(right) if right is not None else None
    )
