"""The numbers of an overview: counted while somebody waits where the class is small, else kept and counted by the clock.

Kept ones are keyed by whose students they are about (a class, all classes of a teacher, everybody), the career path and the
period. Looking at one is wishing for it: what nobody looks at is not counted again.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet
from django.utils import timezone

from lms.accounts.models import ClassGroup, User
from teacher import assessing, figures, summaries
from teacher.access import students_of
from teacher.models import ClassSnapshot

RENEWED_AFTER, WANTED_FOR = timedelta(minutes=30), timedelta(days=1)
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
    """A large class's are those of the last count; one nobody looked at before is counted by the next beat."""
    now = now or timezone.now()
    if summaries.bring_up_to_date(view.students):
        assessing.assess_missing(view.students)
        return Numbers(figures.count(view.students, view.days, now), now)
    row, _made = ClassSnapshot.objects.get_or_create(key=view.key, defaults={"wanted_at": now})
    if now - row.wanted_at > WANTED_FOR / 4:
        ClassSnapshot.objects.filter(pk=row.pk).update(wanted_at=now)
    return Numbers(row.data if row.computed_at else None, row.computed_at)


def renew(now: datetime | None = None) -> int:
    """Those that are wanted and missing or old, the longest waiting first; returns how many. By the clock."""
    now = now or timezone.now()
    ClassSnapshot.objects.filter(wanted_at__lt=now - WANTED_FOR).delete()
    due = ClassSnapshot.objects.filter(Q(computed_at=None) | Q(computed_at__lt=now - RENEWED_AFTER))
    rows = list(due.order_by(F("computed_at").asc(nulls_first=True)))
    for row in rows:
        _count(row, now)
    return len(rows)


def _count(row: ClassSnapshot, now: datetime) -> None:
    """Its students first, where they have no row yet or an old one."""
    view = _view_of(row.key)
    if view is None:
        row.delete()
        return
    old = Q(summary=None) | Q(summary__computed_at__lt=now - RENEWED_AFTER)
    summaries.refresh_all(view.students.filter(old), now)
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
