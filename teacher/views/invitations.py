"""Invitations of teachers: given by teachers and admins, opened by anybody who has the link."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms.problems import Problem
from teacher import groups, invitations
from teacher.access import group_for, need_admin, teachers_only
from teacher.models import TeacherInvitation
from teacher.tables import Column, Table, day

COLUMNS = [
    Column("made", gettext_lazy("Made"), value=lambda row: day(row.created_at), sort="created_at"),
    Column("class", gettext_lazy("Class"), value=lambda row: row.group, sort="group__name"),
    Column("by", gettext_lazy("By"), value=lambda row: row.made_by, sort="made_by__display_name"),
    Column("state", gettext_lazy("State"), value=lambda row: row.state),
]


@never_cache
@require_safe
@teachers_only
def all_invitations(request: HttpRequest) -> HttpResponse:
    table = _table(request)
    return table.as_file() if table.wants_file else _page(request, table=table)


@never_cache
@require_POST
@teachers_only
def invite(request: HttpRequest) -> HttpResponse:
    """To teach here, without a class yet: an admin's to give."""
    need_admin(request.user)
    return _page(request, made=invitations.make(by=request.user))


@never_cache
@require_POST
@teachers_only
def invite_to(request: HttpRequest, group_id: int) -> HttpResponse:
    return _page(request, made=invitations.make(by=request.user, group=group_for(request.user, group_id)))


@require_POST
@teachers_only
def revoke(request: HttpRequest, invitation_id: int) -> HttpResponse:
    invitations.revoke(by=request.user, invitation_id=invitation_id)
    messages.success(request, _("This invitation can't be used any more."))
    return redirect("invitations")


@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """What the link says; a POST by somebody with an account accepts it."""
    if request.method == "POST":
        return _accept(request, token)
    context = {"invitation": invitations.open_with(token), "ways_in": urlencode({"next": request.path})}
    return render(request, "teacher/invitation.html", context)


def _accept(request: HttpRequest, token: str) -> HttpResponse:
    try:
        invitations.accept(person=request.user, token=token)
    except Problem as problem:
        if problem.code != "already_teacher":
            raise
        messages.info(request, problem.detail)
        return redirect("groups")
    messages.success(request, _("You are a teacher now."))
    return redirect("groups")


def _page(
    request: HttpRequest, *, table: Table | None = None, made: tuple[TeacherInvitation, str] | None = None
) -> HttpResponse:
    row, address = made or (None, "")
    context = {
        "table": table or _table(request),
        "groups": groups.listed(request.user),
        "made": row,
        "address": address,
    }
    return render(request, "teacher/invitations.html", context)


def _table(request: HttpRequest) -> Table:
    rows = invitations.of(request.user)
    return Table(request, "invitations", COLUMNS, rows, order="-made", label=_("Invitations"))
