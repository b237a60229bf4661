"""One student as their teacher sees them: where they are, what they answered and read. Bounded queries."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from articles.models import LearningSession, Reading
from curriculum.shelf import Book
from lms.accounts.models import ClassGroup, User
from personalization import dashboard
from personalization.dashboard import Dashboard
from personalization.models import Assignment, SubmissionAnswer
from teacher import summaries
from teacher.models import RiskAssessment, StudentSummary

SESSIONS, READINGS, ASSIGNMENTS = 10, 10, 10


@dataclass(frozen=True)
class Standing:
    """`board` is the student's own dashboard; `assessment` the latest look at the risk, None before the first."""

    student: User
    summary: StudentSummary
    board: Dashboard
    assessment: RiskAssessment | None

    @property
    def career_goal(self) -> str:
        return self.summary.career.name if self.summary.career else "unknown"

    @property
    def current_module(self) -> str | None:
        return self.summary.module.full_name if self.summary.module else None

    @property
    def days_inactive(self) -> int:
        return self.summary.days_inactive(timezone.now())

    @property
    def unaided_success(self) -> float | None:
        chances = self.summary.unaided_chances
        return self.summary.unaided_right / chances if chances else None

    @property
    def risk_score(self) -> float | None:
        return float(self.assessment.score) if self.assessment else None

    @property
    def risk_factors(self) -> list[str]:
        return self.assessment.factors if self.assessment else []

    @cached_property
    def answers(self) -> QuerySet[SubmissionAnswer]:
        rows = SubmissionAnswer.objects.filter(submission__user=self.student)
        rows = rows.select_related("question__module__track", "submission")
        return rows.defer(*(f"question__module__{name}" for name in ("lesson", "lesson_ko", "lesson_en")))

    @property
    def books_here(self) -> list[Book]:
        """Of the path: the track being learnt, the one before it and the next two."""
        shelf = self.board.shelf
        here = next((place for place, book in enumerate(shelf.books) if book.name == shelf.current), 0)
        return shelf.books[max(0, here - 1) : here + 3]

    @property
    def sessions(self) -> QuerySet[LearningSession]:
        rows = LearningSession.objects.filter(user=self.student).listed()
        return rows.with_titles().with_progress()[:SESSIONS]

    @property
    def readings(self) -> QuerySet[Reading]:
        rows = Reading.objects.filter(user=self.student, started_at__isnull=False).select_related("article__session")
        return rows.order_by("-started_at")[:READINGS]

    @property
    def assignments(self) -> QuerySet[Assignment]:
        rows = Assignment.objects.given_to(self.student).select_related("module__track")
        return rows.order_by("-created_at")[:ASSIGNMENTS]

    @property
    def groups(self) -> QuerySet[ClassGroup]:
        return ClassGroup.objects.filter(memberships__student=self.student)


def of(student: User) -> Standing:
    summaries.refresh([student.pk])
    rows = StudentSummary.objects.select_related("career", "module__track").defer("module__lesson")
    summary = rows.get(student=student)
    assessment = RiskAssessment.objects.latest().filter(student=student).first()
    return Standing(student, summary, dashboard.of(student), assessment)
