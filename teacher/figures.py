"""The numbers of an overview. Plain values, ready for JSON; their size doesn't grow with the class (people who stand at the
same point are one point, with their number)."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import Avg, Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.functions import Round

from lms.accounts.models import User
from teacher import class_events
from teacher.models import RiskAssessment, StudentSummary

TOP_ACCURACY, TOP_ANSWERS, ACTIVE_DAYS = 0.85, 20, 7
PERIODS = (7, 30, 90)


def count(students: QuerySet[User], days: int, now: datetime) -> dict:
    """Of these students in so many days. 7 queries. Needs their summaries."""
    start = now - timedelta(days=days)
    rows = StudentSummary.objects.filter(student__in=students)
    before = class_events.days(students, start - timedelta(days=days), now)
    first = (now - timedelta(days=days)).date().isoformat()
    return {
        **_totals(rows, now),
        "students": students.order_by().count(),
        "careers": _careers(rows),
        "week": before["week"],
        "week_before": before["week_before"],
        "days": [day for day in before["days"] if day["day"] > first],
        "earlier": _sum([day for day in before["days"] if day["day"] <= first]),
        "questions": class_events.questions(students, start),
        "articles": class_events.disliked(students, start),
    }


def top(rows: QuerySet[StudentSummary], now: datetime) -> QuerySet[StudentSummary]:
    """Very accurate over enough answers, and here lately; the best first."""
    return rows.filter(_does_well(now)).order_by("-accuracy", "-mastery", "student")


def _does_well(now: datetime) -> Q:
    return _is_here(now) & Q(accuracy__gte=TOP_ACCURACY, answers__gte=TOP_ANSWERS)


def _is_here(now: datetime) -> Q:
    return Q(since__gt=now - timedelta(days=ACTIVE_DAYS))


def flagged() -> Exists:
    """Of a summary: whether a teacher is asked to look at the student."""
    return Exists(RiskAssessment.objects.latest().filter(student=OuterRef("student"), flagged=True))


def _totals(rows: QuerySet[StudentSummary], now: datetime) -> dict:
    needed, well = Q(flagged=True), _does_well(now)
    away = Q(since__lte=now - timedelta(days=ACTIVE_DAYS + 1))
    found = rows.annotate(flagged=flagged()).aggregate(
        completion=Avg("completion_rate"),
        unaided_chances=Sum("unaided_chances"),
        unaided_right=Sum("unaided_right"),
        at_risk=Count("pk", filter=needed),
        away=Count("pk", filter=away),
        doing_well=Count("pk", filter=well),
        at_their_pace=Count("pk", filter=~needed & ~away & ~well),
    )
    return {name: value or 0 if name != "completion" else value for name, value in found.items()}


def _careers(rows: QuerySet[StudentSummary]) -> list[dict]:
    """The most frequent first; `dots`: [per cent of mastery, at risk?, how many]. 2 queries."""
    means = rows.order_by().values("career").annotate(
        students=Count("pk"), completion=Avg("completion_rate"), mastery=Avg("mastery"),
        answers=Sum("answers"), right=Sum("right"),
    )  # fmt: skip
    points = rows.annotate(at_risk=flagged(), percent=Round(100 * F("mastery"))).order_by()
    dots: dict[int | None, list] = defaultdict(list)
    for row in points.values("career", "percent", "at_risk").annotate(number=Count("pk")):
        dots[row["career"]].append([int(row["percent"]), row["at_risk"], row["number"]])
    found = [row | {"dots": sorted(dots[row["career"]]), "median": _median(dots[row["career"]])} for row in means]
    return sorted(found, key=lambda row: (-row["students"], row["career"] or 0))


def _median(dots: list) -> int:
    places = sorted(dots)
    half, passed = sum(number for *_dot, number in places) / 2, 0
    for percent, _risk, number in places:
        passed += number
        if passed >= half:
            return percent
    return 0


def _sum(days: list[dict]) -> dict:
    return {name: sum(day[name] for day in days) for name in ("answers", "right")}
