"""One ranked list: who needs somebody first, why, what to do, and what to write to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone

from curriculum.models import LearningModule
from lms.accounts.models import Language, Membership, User
from personalization.models import TopicProgress, Weakness
from teacher import activity, bars, drafts, reasons
from teacher.models import FOR_FACTOR, Action, RiskAssessment


@dataclass(frozen=True)
class Entry:
    """`number`: the place in the list. `trouble`: the module of most mistakes and how many."""

    number: int
    assessment: RiskAssessment
    trouble: LearningModule | None
    mistakes: int
    draft: str
    days: list[int]

    @property
    def student(self) -> User:
        return self.assessment.student

    @property
    def bars(self) -> list[bars.Bar]:
        return bars.of(self.days)

    @property
    def finding(self) -> str:
        return reasons.finding(self.assessment)

    @property
    def details(self) -> list[str]:
        return reasons.details(self.assessment)

    @property
    def actions(self) -> list[Action]:
        return actions_for(self.assessment)


@dataclass(frozen=True)
class Counts:
    flagged: int
    resting: int


def rows(students: QuerySet[User], now: datetime | None = None) -> QuerySet[RiskAssessment]:
    """Of these students, in the order of the list."""
    found = RiskAssessment.objects.to_look_at(now or timezone.now())
    return found.filter(student__in=students).select_related("student__learner_profile__career_path")


def counts(of: QuerySet[RiskAssessment]) -> Counts:
    """1 query."""
    found = of.order_by().aggregate(all=Count("pk"), alarms=Count("pk", filter=Q(flagged=True)))
    return Counts(flagged=found["alarms"], resting=found["all"] - found["alarms"])


def entries(of: Sequence[RiskAssessment], *, first: int = 1) -> list[Entry]:
    """Rows with all that is shown of them. 7 queries, however many rows."""
    found = list(of)
    ids = [row.student_id for row in found]
    days = activity.daily(ids, timezone.now())
    trouble, last, languages = _trouble(ids), _last(ids), languages_of(ids)
    return [_entry(first + place, row, days, trouble, last, languages) for place, row in enumerate(found)]


def actions_for(assessment: RiskAssessment | None) -> list[Action]:
    """What is recommended first, then what may help as well."""
    factors = assessment.factors if assessment else []
    found = [Action(FOR_FACTOR[factor]) for factor in factors] if not (assessment and assessment.resting) else []
    return list(dict.fromkeys([*found, Action.REVIEW_SET] if found else [Action.GREETING]))


def languages_of(student_ids: Sequence[int]) -> dict[int, str]:
    """Of the class each is in, the one joined first. 1 query."""
    rows = Membership.objects.filter(student__in=student_ids).order_by("student", "joined_at").distinct("student")
    return dict(rows.values_list("student", "group__language"))


def language_of(student: User) -> str:
    return languages_of([student.pk]).get(student.pk, Language.KOREAN)


def draft_for(student: User, assessment: RiskAssessment | None) -> str:
    """For one student. 3 queries."""
    ids = [student.pk]
    trouble, last = _trouble(ids).get(student.pk, (None, 0))[0], _last(ids).get(student.pk)
    return drafts.write(student, assessment, language=language_of(student), trouble=trouble, last=last)


def draft_of(student: User) -> str:
    """As `draft_for`, from what was worked out last. 1 query more."""
    return draft_for(student, RiskAssessment.objects.latest().filter(student=student).first())


def _entry(number: int, row: RiskAssessment, days: dict, trouble: dict, last: dict, languages: dict) -> Entry:
    module, mistakes = trouble.get(row.student_id, (None, 0))
    language = languages.get(row.student_id, Language.KOREAN)
    draft = drafts.write(row.student, row, language=language, trouble=module, last=last.get(row.student_id))
    return Entry(number, row, module, mistakes, draft, days[row.student_id])


def _trouble(student_ids: Sequence[int]) -> dict[int, tuple[LearningModule, int]]:
    """Student → the module of most mistakes, and how many. 2 queries."""
    rows = Weakness.objects.filter(user__in=student_ids).values("user", "module").annotate(errors=Sum("error_count"))
    most = {user: (module, errors) for user, module, errors in rows.order_by("errors", "module").values_list(
        "user", "module", "errors")}  # fmt: skip
    modules = _modules([module for module, _errors in most.values()])
    return {user: (modules[module], errors) for user, (module, errors) in most.items()}


def _last(student_ids: Sequence[int]) -> dict[int, LearningModule]:
    """Student → the module practised last. 2 queries."""
    rows = TopicProgress.objects.filter(user__in=student_ids).order_by("user", "-last_activity").distinct("user")
    found = dict(rows.values_list("user", "module"))
    modules = _modules(list(found.values()))
    return {user: modules[module] for user, module in found.items()}


def _modules(ids: Sequence[int]) -> dict[int, LearningModule]:
    return LearningModule.objects.for_lists().in_bulk(set(ids)) if ids else {}
