"""A class by career path: who is on which, how far they are, who needs somebody and who does very well."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone

from lms.accounts.models import User
from personalization.models import Weakness
from teacher import assessing, figures, risk, summaries
from teacher.models import StudentSummary

UNKNOWN = "unknown"
BEST = 5


@dataclass(frozen=True)
class Progress:
    row: StudentSummary
    days_inactive: int
    weaknesses: list[Weakness]
    risk_factors: tuple[str, ...]
    evident: bool

    @property
    def goal(self) -> str:
        return self.row.career.name if self.row.career else UNKNOWN

    @property
    def name(self) -> str:
        return self.row.student.name

    @property
    def needs_somebody(self) -> bool:
        """Low accuracy or inactive, with enough to go by."""
        return self.evident and bool({risk.LOW_ACCURACY, risk.INACTIVE} & set(self.risk_factors))


@dataclass(frozen=True)
class Analytics:
    students: list[Progress]
    now: datetime

    @property
    def distribution(self) -> dict[str, int]:
        return dict(Counter(one.goal for one in self.students).most_common())

    @property
    def by_career(self) -> dict[str, list[Progress]]:
        found: dict[str, list[Progress]] = defaultdict(list)
        for one in self.students:
            found[one.goal].append(one)
        return dict(found)

    @property
    def at_risk(self) -> list[Progress]:
        return [one for one in self.students if one.needs_somebody]

    @property
    def top(self) -> list[Progress]:
        since = self.now - timedelta(days=figures.ACTIVE_DAYS)
        best = [
            one
            for one in self.students
            if (one.row.accuracy or 0) >= figures.TOP_ACCURACY
            and one.row.answers >= figures.TOP_ANSWERS
            and one.row.since > since
        ]
        return sorted(best, key=lambda one: (-one.row.accuracy, -one.row.mastery, one.row.pk))[:BEST]

    @property
    def completion_rates(self) -> dict[str, float | None]:
        """The mean of those who have begun something more than 7 days ago; None where nobody has."""
        rates = {goal: [one.row.completion_rate for one in many] for goal, many in self.by_career.items()}
        known = {goal: [rate for rate in many if rate is not None] for goal, many in rates.items()}
        return {goal: sum(many) / len(many) if many else None for goal, many in known.items()}


def of(students: QuerySet[User]) -> Analytics:
    """A bounded number of queries, however many students."""
    summaries.count_new(students)
    now = timezone.now()
    rows = StudentSummary.objects.filter(student__in=students).select_related("student", "career").order_by("student")
    weak, rule = _weaknesses(students, now), assessing.rule()
    return Analytics([_progress(row, weak[row.pk], rule, now) for row in rows], now)


def _progress(row: StudentSummary, weak: list[Weakness], rule: risk.Rule, now: datetime) -> Progress:
    found = risk.assess(summaries.for_risk(row, now), rule)
    return Progress(row, row.days_inactive(now), weak, found.factors, found.evident)


def _weaknesses(students: QuerySet[User], now: datetime) -> dict[int, list[Weakness]]:
    since = now - timedelta(days=settings.WEAKNESS_RECENT_DAYS)
    rows = Weakness.objects.filter(user__in=students, last_error__gt=since).select_related("module__track")
    rows = rows.only("user", "weakness_type", "error_count", "module__name", "module__track__name")
    found: dict[int, list[Weakness]] = defaultdict(list)
    for row in rows.order_by("-error_count", "pk"):
        found[row.user_id].append(row)
    return found
