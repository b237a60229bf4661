"""The students of a class as a list, and each of them."""

from datetime import datetime

from django.db.models import CharField, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from curriculum.models import CareerPath, LearningModule
from personalization import geometry, skills
from teacher import student_page, summaries
from teacher.access import student_for, teachers_only
from teacher.models import RiskAssessment, StudentSummary
from teacher.overview_rows import percent
from teacher.roster_filters import SHOWN
from teacher.tables import Column, Table
from teacher.views import chosen
from teacher.views.chosen import Chosen

FIRST = 5  # answers, of a page with much else


@require_safe
@teachers_only
def listing(request: HttpRequest) -> HttpResponse:
    about, now = chosen.read(request), timezone.now()
    summaries.count_new(about.view.students)
    table = _table(request, _rows(about, now), now)
    if table.wants_file:
        return table.as_file()
    context = {"chosen": about, "table": table, "shown": SHOWN, "now": now}
    return render(request, "teacher/students.html", context)


@require_safe
@teachers_only
def student(request: HttpRequest, student_id: int) -> HttpResponse:
    found = student_page.of(student_for(request.user, student_id))
    table = _answers(request, found)
    if table.wants_file:
        return table.as_file()
    radar = geometry.radar([(skill.label, skill.mastery) for skill in found.board.skills], skills.TARGET)
    context = {"standing": found, "board": found.board, "radar": radar, "target": skills.TARGET, "table": table}
    return render(request, "teacher/student.html", context)


def _rows(about: Chosen, now: datetime) -> QuerySet[StudentSummary]:
    """With `name` and `risk_score`, so that they can be sorted by."""
    score = RiskAssessment.objects.latest().filter(student=OuterRef("student")).values("score")
    rows = StudentSummary.objects.filter(student__in=about.view.students)
    rows = rows.annotate(
        name=Coalesce(NullIf("student__display_name", Value("")), "student__username", output_field=CharField()),
        risk_score=Subquery(score),
    )
    return (
        about.filters.apply(rows, now)
        .select_related("student", "career", "module__track")
        .defer("module__lesson", "module__lesson_ko", "module__lesson_en")
    )


def _table(request: HttpRequest, rows: QuerySet[StudentSummary], now: datetime) -> Table:
    columns = [
        Column("name", _("Name"), lambda row: row.name, "name", link=lambda row: reverse("student", args=[row.pk])),
        Column("career", _("Career path"), lambda row: _name(row.career), "career__position"),
        Column("module", _("Present module"), lambda row: _name(row.module), "module__display_name"),
        _percent("accuracy", _("Accuracy"), "accuracy"),
        _percent("completion", _("Completion"), "completion_rate"),
        _percent("mastery", _("Mastery"), "mastery"),
        Column("since", _("Days inactive"), lambda row: row.days_inactive(now), "away", number=True),
        Column("weaknesses", _("Weaknesses"), lambda row: row.weaknesses, "weaknesses", number=True),
        Column("risk", _("Risk"), lambda row: row.risk_score, "risk_score", number=True),
    ]
    rows = rows.annotate(away=Value(now) - F("since"))
    return Table(request, "students", columns, rows, "name", label=_("Students"))


def _percent(key: str, label: str, field: str) -> Column:
    return Column(key, label, lambda row: percent(getattr(row, field)), field, number=True, unit="%")


def _answers(request: HttpRequest, found: student_page.Standing) -> Table:
    columns = [
        Column(
            "at",
            _("Answered"),
            lambda row: timezone.localtime(row.answered_at).isoformat(" ", "minutes"),
            "answered_at",
        ),
        Column("question", _("Question"), lambda row: row.question.prompt),
        Column("answer", _("Answer"), lambda row: row.answer),
        Column("module", _("Module"), lambda row: _name(row.question.module), "question__module__display_name"),
        Column("score", _("Score"), lambda row: percent(row.score), "score", number=True),
        Column("feedback", _("Feedback"), lambda row: row.feedback),
    ]
    return Table(request, "answers", columns, found.answers, "-at", label=_("Answers"), tie="-pk", rows_a_page=FIRST)


def _name(of: CareerPath | LearningModule | None) -> str:
    return of.display_name if of else ""
