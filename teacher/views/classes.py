"""The class at a glance."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from teacher import figures, overview_charts, overview_rows, snapshots
from teacher.access import teachers_only
from teacher.models import StudentSummary
from teacher.overview_rows import CareerRow, DayRow, percent
from teacher.tables import Column, Table
from teacher.views import chosen
from teacher.views.chosen import Chosen

BEST = 5
ENOUGH = 5  # answers a day: the share of fewer jumps between nothing and all
FIRST, WEEK = 5, 7  # rows of a table that is one of many


@require_safe
@teachers_only
def overview(request: HttpRequest) -> HttpResponse:
    """With `?format=csv&table=…` one of its tables as a file."""
    about = chosen.read(request)
    numbers = snapshots.read(about.view)
    context = {"chosen": about, "students": about.view.students, "counted_at": numbers.counted_at}
    if numbers.data is None:
        return render(request, "teacher/overview_to_come.html", context)
    careers = overview_rows.careers(numbers.data)
    tables = _tables(request, about, numbers.data, careers)
    wanted = next((table for table in tables.values() if table.wants_file and request.GET.get("table")), None)
    if wanted:
        return wanted.as_file()
    return render(request, "teacher/overview.html", context | tables | _pictures(numbers.data, about, careers))


def _pictures(data: dict, about: Chosen, careers: list[CareerRow]) -> dict:
    days = overview_rows.days(data, about.view.days)
    answers, right = (sum(day[name] for day in data["days"]) for name in ("answers", "right"))
    accuracy, earlier = percent(right, answers), percent(data["earlier"]["right"], data["earlier"]["answers"])
    trend = overview_charts.trend(
        [day.share for day in days], [day.accuracy if day.answers >= ENOUGH else None for day in days]
    )
    return {
        "data": data,
        "careers": careers,
        "accuracy": accuracy,
        "gained": accuracy - earlier if accuracy is not None and earlier is not None else None,
        "completion": percent(data["completion"]),
        "unaided": percent(data["unaided_right"], data["unaided_chances"]),
        "at_their_pace": data["at_their_pace"],
        "days": days,
        "trend": trend,
        "marks": [(x, days[place].day) for x, place in trend.marks],
        "today": days[-1],
    }


def _tables(request: HttpRequest, about: Chosen, data: dict, careers: list[CareerRow]) -> dict[str, Table]:
    return {
        "career_table": _careers(request, about, careers),
        "day_table": _days(request, about, data),
        "top_table": _top(request, about.view.students),
        "question_table": _questions(request, data),
        "article_table": _articles(request, about, data),
    }


def _careers(request: HttpRequest, about: Chosen, rows: list[CareerRow]) -> Table:
    columns = [
        Column("name", _("Career path"), lambda row: row.name, "name", link=lambda row: about.students(career=row.key)),
        Column("students", _("Students"), lambda row: row.students, "students", number=True),
        Column("mastery", _("Mastery"), lambda row: row.mastery, "mastery", number=True, unit="%"),
        Column("completion", _("Completion"), lambda row: row.completion, "completion", number=True, unit="%"),
        Column("accuracy", _("Accuracy"), lambda row: row.accuracy, "accuracy", number=True, unit="%"),
    ]
    return Table(request, "careers", columns, rows, "-students", label=_("Career paths"))


def _days(request: HttpRequest, about: Chosen, data: dict) -> Table:
    columns = [
        Column("day", _("Day"), lambda row: row.day.isoformat(), "day", text=_month_and_day),
        Column(
            "active",
            _("Students who studied"),
            lambda row: row.active,
            "active",
            number=True,
            link=lambda row: about.students(day=row.day),
        ),
        Column("share", _("Share"), lambda row: row.share, "share", number=True, unit="%"),
        Column("answers", _("Answers"), lambda row: row.answers, "answers", number=True),
        Column("accuracy", _("Accuracy"), lambda row: row.accuracy, "accuracy", number=True, unit="%"),
    ]
    rows = overview_rows.days(data, about.view.days)
    return Table(request, "days", columns, rows, "-day", label=_("Days"), rows_a_page=WEEK)


def _top(request: HttpRequest, students: QuerySet) -> Table:
    best = StudentSummary.objects.filter(student__in=students).select_related("student", "career")
    columns = [
        Column("name", _("Name"), lambda row: row.name, "name", link=lambda row: reverse("student", args=[row.pk])),
        Column("career", _("Career path"), lambda row: row.career.display_name if row.career else ""),
        Column("accuracy", _("Accuracy"), lambda row: percent(row.accuracy), "accuracy", number=True, unit="%"),
        Column("mastery", _("Mastery"), lambda row: percent(row.mastery), "mastery", number=True, unit="%"),
        Column("answers", _("Answers"), lambda row: row.answers, "answers", number=True),
    ]
    rows = list(figures.top(best, timezone.now())[:BEST])
    for row in rows:
        row.name = row.student.name
    return Table(request, "top", columns, rows, "-accuracy", label=_("Top performers"))


def _questions(request: HttpRequest, data: dict) -> Table:
    columns = [
        Column("text", _("Question"), lambda row: row.text, "text"),
        Column("module", _("Module"), lambda row: row.module, "module"),
        Column("missed", _("Share wrong"), lambda row: row.missed, "missed", number=True),
        Column("answers", _("Answers"), lambda row: row.answers, "answers", number=True),
        Column("discrimination", _("Discrimination"), lambda row: row.discrimination, "discrimination", number=True),
        Column("misconception", _("Main misconception"), lambda row: row.misconception, "misconception"),
        Column("distractors", _("Chosen instead"), lambda row: row.distractors, only_in_file=True),
    ]
    return Table(
        request, "questions", columns, overview_rows.questions(data), "-missed", label=_("Questions"), rows_a_page=FIRST
    )


def _articles(request: HttpRequest, about: Chosen, data: dict) -> Table:
    columns = [
        Column("title", _("Article"), lambda row: row.title, "title"),
        Column(
            "dislikes",
            _("Dislikes"),
            lambda row: row.dislikes,
            "dislikes",
            number=True,
            link=lambda row: about.students(article=row.pk),
        ),
        Column("likes", _("Likes"), lambda row: row.likes, "likes", number=True),
        Column("too_hard", _("Too hard"), lambda row: row.too_hard, "too_hard", number=True),
        Column("too_easy", _("Too easy"), lambda row: row.too_easy, "too_easy", number=True),
    ]
    return Table(
        request, "articles", columns, overview_rows.articles(data), "-dislikes", label=_("Articles"), rows_a_page=FIRST
    )


def _month_and_day(row: DayRow) -> str:
    return date_format(row.day, "MONTH_DAY_FORMAT")
