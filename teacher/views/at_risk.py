"""Who first: the ranked list of students who need somebody, and working it out again."""

from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lms.accounts.models import ClassGroup, User
from lms.jobs.models import Task
from teacher import assessing, csv_files, reasons, who_first
from teacher.access import group_for, groups_of, students_of, teachers_only
from teacher.models import Intervention, RiskAssessment

ROWS_A_PAGE, RECENT = 10, 10


@require_http_methods(["GET", "HEAD", "POST"])
@teachers_only
def at_risk(request: HttpRequest) -> HttpResponse:
    """POST has it worked out again, for the class that is chosen; the page watches it come."""
    group = _group(request)
    if request.method == "POST":
        task = assessing.ask_for(by=request.user, group=group)
        query = {"group": group.pk if group else "", "task": task.pk}
        return redirect(f"{reverse('at_risk')}?{urlencode(query)}")
    students = students_of(request.user, group)
    assessing.assess_missing(students)
    rows = who_first.rows(students)
    if request.GET.get("format") == "csv":
        return csv_files.response("who-first", _heads(), map(_line, rows))
    return render(request, "teacher/at_risk.html", _context(request, students, rows))


def _group(request: HttpRequest) -> ClassGroup | None:
    """The class that is chosen."""
    number = request.POST.get("group") or request.GET.get("group")
    return group_for(request.user, number) if number else None


def _work(request: HttpRequest) -> Task | None:
    """The task that this teacher waits for, or that just ended."""
    own = Task.objects.filter(user=request.user, task_type=Task.Type.RISK_ASSESSMENT)
    return own.filter(pk=request.GET.get("task", "")).first()


def _context(request: HttpRequest, students: QuerySet[User], rows: QuerySet[RiskAssessment]) -> dict:
    work = _work(request)  # first: a list that is read after its end is the new one
    counts = who_first.counts(rows)
    pages = Paginator(rows, ROWS_A_PAGE)
    pages.count = counts.flagged + counts.resting  # known already
    page = pages.get_page(request.GET.get("page"))
    done = Intervention.objects.filter(student__in=students).select_related("student").with_progress()
    return {
        "entries": who_first.entries(page.object_list, first=page.start_index()),
        "counts": counts,
        "page": page,
        "addresses": _addresses(request, page),
        "groups": groups_of(request.user),
        "chosen": request.GET.get("group", ""),
        "done": done[:RECENT],
        "work": work,
    }


def _addresses(request: HttpRequest, page: Page) -> dict[str, str]:
    """Where the neighbouring pages and the file are."""
    query = request.GET.copy()
    query.pop("task", None)

    def address(**changes) -> str:
        changed = query.copy()
        for name, value in changes.items():
            changed[name] = value
        return "?" + changed.urlencode()

    return {
        "next": address(page=page.next_page_number()) if page.has_next() else "",
        "previous": address(page=page.previous_page_number()) if page.has_previous() else "",
        "file": address(format="csv"),
    }


def _heads() -> list[str]:
    return [_("Student"), _("Risk score"), _("Flagged"), _("Why"), _("Computed at")]


def _line(row: RiskAssessment) -> list:
    why = " ".join(reasons.numbers(row))
    return [
        row.student.name,
        row.score,
        row.flagged,
        why,
        timezone.localtime(row.computed_at).isoformat(" ", "minutes"),
    ]
