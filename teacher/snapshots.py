"""The numbers of an overview: kept, and counted by the clock soon after something happened; of a few students the first time
while somebody waits.

They are keyed by whose students they are about (a class, all classes of a teacher, everybody), the career path and the
period. Looking at them is wishing for them: what nobody looks at is not counted again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from lms.accounts.models import ClassGroup, User
from teacher import assessing, figures, summaries
from teacher.access import students_of
from teacher.models import ClassSnapshot, RiskAssessment
from teacher.summaries import AT_A_LOOK, UNSEEN

OLD_AFTER, WANTED_FOR = timedelta(minutes=30), timedelta(days=1)  # the days move on though nobody does anything
REST_A_STUDENT = timedelta(seconds=0.1)  # between two counts: 2 seconds for a class of 20, half an hour for 20,000
NO_CAREER = "unknown"
EVERYBODY = "all"


@dataclass(frozen=True)
class View:
    """Which students, in which period. `career`: its number, `unknown` for those without one, empty for all."""

    person: User
    group: ClassGroup | None = None
    career: str = ""
    days: int = 30

    @property
    def students(self) -> QuerySet[User]:
        return on_career(students_of(self.person, self.group), self.career)

    @property
    def key(self) -> str:
        whose = f"group:{self.group.pk}" if self.group else EVERYBODY if self.person.is_admin else self._teacher
        return f"{whose}/{self.career}/{self.days}"

    @property
    def _teacher(self) -> str:
        return f"teacher:{self.person.pk}"


@dataclass(frozen=True)
class Numbers:
    """None where they are still to come; `counted_at` says of when they are."""

    data: dict | None
    counted_at: datetime | None


def on_career(students: QuerySet[User], career: str) -> QuerySet[User]:
    if career == NO_CAREER:
        return students.filter(learner_profile__career_path=None)
    return students.filter(learner_profile__career_path=int(career)) if career else students


def read(view: View, now: datetime | None = None) -> Numbers:
    """Those of the last count. Before there is one: a few students are counted now, many by the next beat."""
    now = now or timezone.now()
    row, _made = ClassSnapshot.objects.get_or_create(key=view.key, defaults={"wanted_at": now})
    if now - row.wanted_at > WANTED_FOR / 4:
        ClassSnapshot.objects.filter(pk=row.pk).update(wanted_at=now)
    if row.computed_at is None and view.students.order_by()[: AT_A_LOOK + 1].count() <= AT_A_LOOK:
        summaries.count_new(view.students)
        assessing.assess_missing(view.students)
        _count(row, view, now)
    return Numbers(row.data if row.computed_at else None, row.computed_at)


def renew(now: datetime | None = None) -> int:
    """Those that are wanted and missing, old, or about students of whom more is known since, the longest waiting first;
    returns how many. By the clock, after the summaries."""
    now = now or timezone.now()
    ClassSnapshot.objects.filter(wanted_at__lt=now - WANTED_FOR).delete()
    rows = list(ClassSnapshot.objects.order_by(F("computed_at").asc(nulls_first=True)))
    return sum(_renew(row, now) for row in rows)


def _renew(row: ClassSnapshot, now: datetime) -> bool:
    view = _view_of(row.key)
    if view is None:
        row.delete()
        return False
    due = _is_due(row, view.students, now)
    if due:
        _count(row, view, now)
    return due


def _is_due(row: ClassSnapshot, students: QuerySet[User], now: datetime) -> bool:
    if row.computed_at is None:
        return not students.filter(summary=None).exists()
    age = now - row.computed_at
    if age < REST_A_STUDENT * row.data["students"]:
        return False
    return age > OLD_AFTER or _more_is_known(row, students)


def _more_is_known(row: ClassSnapshot, students: QuerySet[User]) -> bool:
    """Somebody came, left, did something or was assessed. 1 query."""
    since = row.computed_at - UNSEEN
    assessed = RiskAssessment.objects.latest().filter(student=OuterRef("pk"), computed_at__gt=since)
    students = students.annotate(assessed=Exists(assessed))
    newer = Count("pk", filter=Q(summary__computed_at__gt=since) | Q(assessed=True))
    found = students.aggregate(all=Count("pk"), newer=newer)
    return found["newer"] > 0 or found["all"] != row.data["students"]


def _count(row: ClassSnapshot, view: View, now: datetime) -> None:
    row.data, row.computed_at = figures.count(view.students, view.days, now), now
    row.save(update_fields=["data", "computed_at"])


def _view_of(key: str) -> View | None:
    """None where the class or the teacher is gone."""
    whose, career, days = key.split("/")
    kind, _colon, number = whose.partition(":")
    if kind == "group":
        group = ClassGroup.objects.filter(pk=number).first()
        return View(User(role=User.Role.ADMIN), group, career, int(days)) if group else None
    person = User(role=User.Role.ADMIN) if kind == EVERYBODY else User.objects.filter(pk=number).first()
    return View(person, None, career, int(days)) if person else None
