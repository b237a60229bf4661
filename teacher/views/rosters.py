"""A list of students, as a file: looked at line by line, then taken in."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lms.accounts.models import ClassGroup
from lms.problems import Problem
from teacher import roster_files, roster_wording, rosters
from teacher.access import group_for, teachers_only
from teacher.class_forms import RosterForm, refused
from teacher.models import RosterImport
from teacher.views import links


@require_http_methods(["GET", "POST"])
@teachers_only
def upload(request: HttpRequest, group_id: int) -> HttpResponse:
    group = group_for(request.user, group_id)
    form = RosterForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            roster = rosters.preview(by=request.user, group=group, content=_content(form))
            return redirect("roster", group.pk, roster.pk)
        except Problem as problem:
            refused(form, problem)
    context = {"group": group, "form": form, "limits": roster_files}
    return render(request, "teacher/roster_upload.html", context, status=400 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "POST"])
@teachers_only
def roster(request: HttpRequest, group_id: int, roster_id: int) -> HttpResponse:
    group = group_for(request.user, group_id)
    found = rosters.find(group, roster_id)
    if request.method == "POST":
        return _take(request, group, found)
    if found.imported_at:
        messages.info(request, _("This list was imported before. Nothing changed."))
        return redirect("group", group.pk)
    return render(request, "teacher/roster.html", _context(group, found))


def _take(request: HttpRequest, group: ClassGroup, found: RosterImport) -> HttpResponse:
    before = group.memberships.count()
    try:
        made = rosters.take(roster=found, by=request.user)
    except Problem as problem:
        messages.warning(request, problem.detail)
        return redirect("group", group.pk)
    return links.shown(request, group, made, joined=group.memberships.count() - before)


def _content(form: RosterForm) -> bytes:
    """One byte more than a file may have is enough to know that it is too large."""
    file = form.cleaned_data["file"]
    return file.read(roster_files.BYTES_AT_MOST + 1) if file else form.cleaned_data["text"].encode()


def _context(group: ClassGroup, found: RosterImport) -> dict:
    bad = [line | {"reason": roster_wording.of_line(line)} for line in found.lines if line["error"]]
    good = rosters.takeable(found.lines)
    members = [line for line in found.lines if line.get("state") == rosters.MEMBER]
    return {"group": group, "bad": bad, "good": good, "members": members, "all": len(found.lines)}
