"""Classes: the list of them, one with its students and teachers, its code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from lms.accounts.models import ClassGroup, User
from lms.api import absolute
from lms.problems import Problem
from teacher import groups, members
from teacher.access import group_for, teachers_only
from teacher.class_forms import GroupForm, TeacherForm, refused
from teacher.tables import Column, Table, day
from teacher.views import links

GROUP_COLUMNS = [
    Column("name", gettext_lazy("Class"), value=lambda row: row.name, sort="name"),
    Column("students", gettext_lazy("Students"), value=lambda row: row.students, sort="students", number=True),
    Column(
        "teachers",
        gettext_lazy("Teachers"),
        value=lambda row: ", ".join(one.name for one in row.teachers.all()),
    ),
    Column("code", gettext_lazy("Code"), value=lambda row: row.join_code, sort="join_code"),
]
MEMBER_COLUMNS = [
    Column("name", gettext_lazy("Student"), value=lambda row: row.name, sort="display_name"),
    Column("username", gettext_lazy("User name"), value=lambda row: row.username, sort="username"),
    Column("joined", gettext_lazy("Joined"), value=lambda row: day(row.joined_at), sort="joined_at"),
    Column(
        "seen",
        gettext_lazy("Last seen"),
        value=lambda row: None if row.waiting else day(row.seen_at),
        sort="seen_at",
    ),
]


@require_http_methods(["GET", "POST"])
@teachers_only
def all_groups(request: HttpRequest) -> HttpResponse:
    form = GroupForm(request.POST or None, initial={"language": request.LANGUAGE_CODE})
    if request.method == "POST" and form.is_valid():
        group = groups.make(by=request.user, **form.cleaned_data)
        messages.success(request, _("The class %(name)s is made. Give its code to your students.") % {"name": group})
        return redirect("group", group.pk)
    table = Table(request, "groups", GROUP_COLUMNS, groups.listed(request.user), order="name", label=_("Classes"))
    if table.wants_file:
        return table.as_file()
    context = {"table": table, "form": form}
    return render(request, "teacher/groups.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@teachers_only
def group(request: HttpRequest, group_id: int) -> HttpResponse:
    """The class with its students; a POST changes its name and language."""
    found = group_for(request.user, group_id)
    form = GroupForm(request.POST or None, initial={"name": found.name, "language": found.language})
    if request.method == "POST" and form.is_valid():
        groups.change(found, **form.cleaned_data)
        messages.success(request, _("The class is saved."))
        return redirect("group", found.pk)
    return _group_page(request, found, form=form)


@require_POST
@teachers_only
def renew_code(request: HttpRequest, group_id: int) -> HttpResponse:
    groups.renew_code(group_for(request.user, group_id))
    messages.success(request, _("The class has a new code. The old one opens nothing any more."))
    return redirect("group", group_id)


@require_POST
@teachers_only
def delete(request: HttpRequest, group_id: int) -> HttpResponse:
    try:
        groups.remove(group_for(request.user, group_id))
    except Problem as problem:
        messages.warning(request, problem.detail)
        return redirect("group", group_id)
    messages.success(request, _("The class is deleted."))
    return redirect("groups")


@require_POST
@teachers_only
def teachers(request: HttpRequest, group_id: int) -> HttpResponse:
    """Another teacher (`username`), or one less (`remove`)."""
    found = group_for(request.user, group_id)
    form = TeacherForm(request.POST)
    try:
        if "remove" in request.POST:
            return _without_teacher(request, found)
        if form.is_valid():
            added = groups.add_teacher(found, by=request.user, username=form.cleaned_data["username"].strip())
            messages.success(request, _("%(name)s teaches this class too now.") % {"name": added.name})
            return redirect("group", group_id)
    except Problem as problem:
        refused(form, problem)
    return _group_page(request, found, teacher_form=form)


@never_cache
@require_POST
@teachers_only
def change_members(request: HttpRequest, group_id: int) -> HttpResponse:
    """For the students that were ticked: `remove`, `move` (to the class `to`), `links`."""
    found = group_for(request.user, group_id)
    students = members.chosen(found, by=request.user, student_ids=request.POST.getlist("student"))
    match request.POST.get("action"):
        case "links" if students:
            return links.shown(request, found, members.new_links(by=request.user, students=students))
        case "move" if students:
            _move(request, found, students)
        case "remove" if students:
            _remove(request, found, students)
        case _:
            messages.warning(request, _("Tick the students first."))
    return redirect("group", group_id)


def _move(request: HttpRequest, found: ClassGroup, students: list[User]) -> None:
    to = group_for(request.user, request.POST.get("to", ""))
    moved = members.move(found, by=request.user, students=students, to=to)
    text = ngettext("%(n)s student is in %(name)s now.", "%(n)s students are in %(name)s now.", moved)
    messages.success(request, text % {"n": moved, "name": to.name})


def _remove(request: HttpRequest, found: ClassGroup, students: list[User]) -> None:
    gone = members.remove(found, by=request.user, students=students)
    text = ngettext(
        "%(n)s student is not in this class any more.", "%(n)s students are not in this class any more.", gone
    )
    messages.success(request, text % {"n": gone})


def _without_teacher(request: HttpRequest, found: ClassGroup) -> HttpResponse:
    try:
        groups.remove_teacher(found, by=request.user, teacher_id=request.POST["remove"])
    except Problem as problem:
        messages.warning(request, problem.detail)
    gone = not request.user.is_admin and not found.teachers.contains(request.user)
    return redirect("groups") if gone else redirect("group", found.pk)


def _group_page(
    request: HttpRequest, found: ClassGroup, *, form: GroupForm | None = None, teacher_form: TeacherForm | None = None
) -> HttpResponse:
    rows = members.listed(request.user, found)
    table = Table(request, "members", MEMBER_COLUMNS, rows, order="name", label=_("Students"))
    if table.wants_file:
        return table.as_file()
    context = {
        "group": found,
        "table": table,
        "students": table.page.paginator.count,
        "teachers": found.teachers.order_by("display_name", "username"),
        "others": groups.listed(request.user).exclude(pk=found.pk),
        "form": form or GroupForm(initial={"name": found.name, "language": found.language}),
        "teacher_form": teacher_form or TeacherForm(),
        "join_address": absolute(f"/join/{found.join_code}"),
    }
    wrong = (form and form.errors) or (teacher_form and teacher_form.errors)
    return render(request, "teacher/group.html", context, status=400 if wrong else 200)
