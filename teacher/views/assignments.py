"""Assignments: the list with how many did them, a new one, taking one back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from curriculum.models import LearningModule
from lms.accounts.models import ClassGroup, User
from lms.problems import Problem
from teacher import assignment_progress, assignments, modules
from teacher.access import group_for, student_for, teachers_only
from teacher.assignments import Work
from teacher.class_forms import AssignmentForm, WorkForm, refused
from teacher.tables import Column, Table, day

COLUMNS = [
    Column("title", gettext_lazy("Assignment"), value=lambda row: row.title, sort="title"),
    Column("to", gettext_lazy("For"), value=lambda row: str(row.group or row.student)),
    Column("due", gettext_lazy("Due"), value=lambda row: day(row.due), sort="due"),
    Column("given_to", gettext_lazy("Students"), value=lambda row: row.given_to, sort="given_to", number=True),
    Column("done", gettext_lazy("Done"), value=lambda row: row.done, sort="done", number=True),
    Column("made", gettext_lazy("Made"), value=lambda row: day(row.created_at), sort="created_at"),
]


@require_safe
@teachers_only
def all_assignments(request: HttpRequest) -> HttpResponse:
    rows = assignment_progress.counted(assignments.of(request.user))
    table = Table(request, "assignments", COLUMNS, rows, order="-made", label=_("Assignments"))
    return table.as_file() if table.wants_file else render(request, "teacher/assignments.html", {"table": table})


@require_http_methods(["GET", "POST"])
@teachers_only
def new(request: HttpRequest) -> HttpResponse:
    """First for whom and which module (in the address), then the rest."""
    work_form = WorkForm(request.user, request.POST or None, initial=request.GET.dict())
    module = _module(request)
    form = AssignmentForm(module, request.POST or None)
    if request.method == "POST":
        to = _receiver(request.user, request.POST.get("to", ""))
        if work_form.is_valid() and form.is_valid() and _given(request, to, module, form):
            return redirect("class_assignments")
    context = {"work_form": work_form, "form": form, "module": module, "chosen": "to" in request.GET}
    wrong = work_form.errors or form.errors
    return render(request, "teacher/assignment_new.html", context, status=400 if wrong else 200)


@require_POST
@teachers_only
def delete(request: HttpRequest, assignment_id: int) -> HttpResponse:
    assignments.take_back(assignments.find(request.user, assignment_id))
    messages.success(request, _("The assignment is taken back. What was answered for it stays."))
    return redirect("class_assignments")


def _receiver(person: User, text: str) -> ClassGroup | User:
    """`group-3` or `student-7`. Raises Http404 where it isn't theirs."""
    kind, _dash, number = text.partition("-")
    match kind:
        case "group":
            return group_for(person, number)
        case "student":
            return student_for(person, number)
    raise Http404


def _module(request: HttpRequest) -> LearningModule | None:
    name = (request.POST if request.method == "POST" else request.GET).get("module", "")
    try:
        return modules.called(name) if name else None
    except Problem:
        return None  # the form says so at its field


def _given(request: HttpRequest, to: ClassGroup | User, module: LearningModule | None, form: AssignmentForm) -> bool:
    given = form.cleaned_data
    work = Work(module, given["questions"], given["resources"], given["article_id"].strip(), given["is_test"])
    try:
        row = assignments.give(
            by=request.user, to=to, work=work, title=given["title"], note=given["note"], due=given["due"]
        )
    except Problem as problem:
        refused(form, problem)
        return False
    messages.success(request, _("%(title)s is given.") % {"title": row.title})
    return True
