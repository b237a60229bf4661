"""Numbers about one session, computed by the database in four queries."""

from django.db.models import Avg, Case, Count, F, FloatField, Q, Sum, Value, When

from articles.choices import WORDS, Options
from articles.models import Article, ArticleFeedback, LearningSession, ProgressLog, Reading

DIFFICULTY_POINTS = {"too_easy": 1.0, "appropriate": 2.0, "too_hard": 3.0}


def of(session: LearningSession) -> dict:
    """Shares are 0-1, times in seconds; None where nothing has been said or measured yet."""
    return {
        **_reading(session),
        **_opinions(session),
        **_switches(session),
        "preferred_article_length": _length(session),
    }


def _reading(session: LearningSession) -> dict:
    here = Article.objects.filter(session=session).in_outline()
    own = Q(readings__user=session.user_id)
    counts = here.aggregate(
        planned=Count("pk", distinct=True),
        skipped=Count("pk", filter=own & Q(readings__skipped_at__isnull=False), distinct=True),
        completed=Count("pk", filter=own & Q(readings__completed_at__isnull=False), distinct=True),
    )
    mean = Reading.objects.of_session(session).filter(seconds__gt=0).aggregate(mean=Avg("seconds"))["mean"]
    counted = counts["planned"] - counts["skipped"]
    rate = round(counts["completed"] / counted, 3) if counted else 0.0
    return {"completion_rate": rate, "avg_time_per_article": None if mean is None else round(mean)}


def _opinions(session: LearningSession) -> dict:
    points = Case(
        *(When(difficulty_perceived=said, then=Value(number)) for said, number in DIFFICULTY_POINTS.items()),
        output_field=FloatField(),
    )
    said = ArticleFeedback.objects.filter(session=session).aggregate(
        positive=Count("pk", filter=Q(rating="like")),
        negative=Count("pk", filter=Q(rating="dislike")),
        hard=Avg(points),
    )
    return {
        "positive_feedback_count": said["positive"],
        "negative_feedback_count": said["negative"],
        "avg_difficulty_rating": None if said["hard"] is None else round(said["hard"], 2),
    }


def _switches(session: LearningSession) -> dict:
    log = ProgressLog.objects.filter(session=session)
    sums = log.aggregate(engagement=Sum("engagement_score"), switches=Count("pk", filter=Q(action="level_switched")))
    times = Reading.objects.of_session(session).values(level=F("article__level"))
    most = times.annotate(time=Sum("seconds"), count=Count("pk")).order_by("-time", "-count").first()
    return {
        "total_engagement_score": round(sums["engagement"] or 0.0, 3),
        "level_switches_count": sums["switches"],
        "most_used_level": most["level"] if most else session.target_level,
    }


def _length(session: LearningSession) -> str:
    """That of the texts that were finished, else what was asked for."""
    finished = Reading.objects.of_session(session).filter(completed_at__isnull=False)
    versions = finished.filter(article__levels__level=F("article__level"))
    words = versions.aggregate(mean=Avg("article__levels__version__word_count"))["mean"]
    if words is None:
        return Options.from_json(session.generation_options).preferred_article_length
    return next((name for name, (_low, high) in WORDS.items() if words <= high), "long")
