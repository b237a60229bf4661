"""How people come into classes: invitations of teachers, and lists that were uploaded. Both are made on the pages of teachers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.decorators import action, display

from lms.accounts.models import User
from lms.admin import LookAt
from teacher import invitations, roster_wording, rosters
from teacher.access import groups_of
from teacher.admin.base import count_done, tell
from teacher.models import RosterImport, TeacherInvitation

OWN_GROUPS = ("group", admin.RelatedOnlyFieldListFilter)  # another teacher's classes have names of their own


@admin.register(TeacherInvitation)
class TeacherInvitationAdmin(LookAt):
    list_display = ["group_name", "made_by", "state_now", "used_by", "created_at", "expires_at"]
    list_filter = [
        OWN_GROUPS,
        ("used_at", admin.EmptyFieldListFilter),
        ("revoked_at", admin.EmptyFieldListFilter),
        "expires_at",
    ]
    list_select_related = ["group", "made_by", "used_by"]
    search_fields = ["group__name", "made_by__username", "used_by__username"]
    ordering = ["-created_at"]
    actions = ["revoke"]
    fields = [
        ("group_name", "state_now"),
        ("made_by", "used_by"),
        ("created_at", "expires_at"),
        ("used_at", "revoked_at"),
    ]

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        return rows.filter(pk__in=invitations.of(person).values("pk"))

    @display(description=_("class group"), ordering="group__name")
    def group_name(self, row: TeacherInvitation) -> str:
        return row.group.name if row.group else str(_("no class"))

    @display(description=_("state"))
    def state_now(self, row: TeacherInvitation) -> str:
        return row.state

    @action(description=_("Revoke"), permissions=["view"])
    def revoke(self, request: HttpRequest, rows: QuerySet[TeacherInvitation]) -> None:
        still_open = [row for row in rows if row.is_open]
        done = count_done(lambda row: invitations.revoke(by=request.user, invitation_id=row.pk), still_open)
        tell(self, request, done, of=len(rows))


@admin.register(RosterImport)
class RosterImportAdmin(LookAt):
    """What was in a list and what is wrong with it; erased after a day."""

    list_display = ["group", "made_by", "line_count", "good_lines", "created_at", "imported_at"]
    list_filter = [OWN_GROUPS, ("imported_at", admin.EmptyFieldListFilter), "created_at"]
    list_select_related = ["group", "made_by"]
    search_fields = ["group__name", "made_by__username"]
    ordering = ["-created_at"]
    fields = ["group", "made_by", ("line_count", "good_lines"), "bad_lines", ("created_at", "imported_at")]

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        return rows if person.is_admin else rows.filter(group__in=groups_of(person))

    @display(description=_("lines"))
    def line_count(self, row: RosterImport) -> int:
        return len(row.lines)

    @display(description=_("lines to be taken"))
    def good_lines(self, row: RosterImport) -> int:
        return len(rosters.takeable(row.lines))

    @display(description=_("lines with an error"))
    def bad_lines(self, row: RosterImport) -> str:
        bad = [line for line in row.lines if line.get("error")]
        return "\n".join(f"{line['line']}: {roster_wording.of_line(line)}" for line in bad)
