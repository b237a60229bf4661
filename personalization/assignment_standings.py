"""The state of assignments, worked out from what is there: runs, completions, readings. For one student or for a class."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet
from django.utils import timezone

from curriculum.models import ModuleCompletion
from personalization import assignment_states
from personalization.assignment_states import DONE, LATE, Part
from personalization.models import Assignment, Submission, TopicProgress

Pair = tuple[int, int]  # the numbers of a student and a module
Reading = tuple[int, str]  # of a student, and the public id of an article
_readings: list[Callable[[list[int], list[str]], dict[Reading, bool]]] = []


@dataclass(frozen=True)
class Standing:
    """Of one assignment for one student. `run`: their last run of it; `score` (0-1) of the best one that was finished."""

    status: str
    run: str | None = None
    score: float | None = None

    @property
    def over(self) -> bool:
        return self.status == DONE

    @property
    def late(self) -> bool:
        return self.status == LATE


@dataclass(frozen=True)
class _Run:
    pk: str
    finished: bool
    score: float


@dataclass
class _Evidence:
    asked: set[int]
    runs: dict[tuple[int, int], list[_Run]] = field(default_factory=lambda: defaultdict(list))
    completed: set[Pair] = field(default_factory=set)
    practised: set[Pair] = field(default_factory=set)
    read: dict[Reading, bool] = field(default_factory=dict)


def register(readings: Callable[[list[int], list[str]], dict[Reading, bool]]) -> None:
    """What tells, of these students and these articles, who has begun reading one, and (true) who has read it."""
    _readings.append(readings)


def of(students: Iterable[int], assignments: Iterable[Assignment]) -> dict[tuple[int, int], Standing]:
    """(assignment, student) → how it stands, for every pair of these numbers; which of them belong together the caller knows.
    Four queries and those of the readings, however many students and assignments."""
    students, assignments, now = list(students), list(assignments), timezone.now()
    known = _evidence(students, assignments)
    return {(one.pk, student): _standing(one, student, known, now) for one in assignments for student in students}


def _evidence(students: list[int], assignments: list[Assignment]) -> _Evidence:
    asked = Assignment.questions.through.objects.filter(assignment__in=assignments)
    known = _Evidence(set(asked.values_list("assignment_id", flat=True).distinct()))
    for run in _runs(students, assignments):
        known.runs[run["assignment_id"], run["user_id"]].append(_run(run))
    modules = {one.module_id for one in assignments if one.module_id}
    pairs = {"user__in": students, "module__in": modules}
    known.completed = set(ModuleCompletion.objects.filter(**pairs).values_list("user_id", "module_id"))
    known.practised = set(TopicProgress.objects.filter(**pairs).values_list("user_id", "module_id"))
    articles = [one.article_id for one in assignments if one.article_id]
    for readings in _readings if articles else []:
        known.read |= readings(students, articles)
    return known


def finished_runs() -> QuerySet[Submission]:
    """A test ends when it is closed, practice when all was answered."""
    closed = Q(kind=Submission.Kind.TEST, closed_at__isnull=False)
    return _with_extent(Submission.objects.order_by()).filter(closed | Q(planned__gt=0, answered__gte=F("planned")))


def _with_extent(runs: QuerySet[Submission]) -> QuerySet[Submission]:
    """How many questions a run was to have, and how many were answered."""
    planned = Func("plan__questions", function="jsonb_array_length", output_field=IntegerField())
    return runs.annotate(planned=planned, answered=Count("answers__question", distinct=True))


def _runs(students: list[int], assignments: list[Assignment]):
    rows = Submission.objects.filter(assignment__in=assignments, user__in=students).order_by("submitted_at")
    rows = _with_extent(rows)
    return rows.values("pk", "assignment_id", "user_id", "kind", "closed_at", "quick_score", "planned", "answered")


def _run(row: dict) -> _Run:
    """Finished as in `finished_runs`."""
    closed = row["kind"] == Submission.Kind.TEST and row["closed_at"] is not None
    answered = bool(row["planned"]) and row["answered"] >= row["planned"]
    return _Run(row["pk"], closed or answered, row["quick_score"])


def _standing(assignment: Assignment, student: int, known: _Evidence, now: datetime) -> Standing:
    runs = known.runs.get((assignment.pk, student), [])
    status = assignment_states.state(_parts(assignment, student, runs, known), assignment.due, now)
    scores = [run.score for run in runs if run.finished]
    return Standing(status, runs[-1].pk if runs else None, max(scores, default=None))


def _parts(assignment: Assignment, student: int, runs: list[_Run], known: _Evidence) -> list[Part]:
    """A module counts as a whole where no questions of it are named."""
    parts, pair = [], (student, assignment.module_id)
    if assignment.is_test or assignment.pk in known.asked:
        parts.append(Part(begun=bool(runs), done=any(run.finished for run in runs)))
    elif assignment.module_id:
        parts.append(Part(begun=bool(runs) or pair in known.practised, done=pair in known.completed))
    if assignment.article_id:
        read = known.read.get((student, assignment.article_id))
        parts.append(Part(begun=read is not None, done=bool(read)))
    return parts
