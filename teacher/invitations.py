"""Links that make somebody a teacher: given by an admin, or by a teacher for a class of theirs. For one person, for a week."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import admin_log
from lms.accounts.access import need_account
from lms.accounts.models import ClassGroup, User
from lms.problems import Problem
from teacher.access import groups_of, need_admin
from teacher.models import TeacherInvitation

VALID_FOR = timedelta(days=7)
TOKEN_BYTES = 32


def make(*, by: User, group: ClassGroup | None = None) -> tuple[TeacherInvitation, str]:
    """And its address, which is stored nowhere. Without a class it is an admin's to give: raises Problem 403."""
    if group is None:
        need_admin(by)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    row = TeacherInvitation.objects.create(
        token_hash=_hash(token), made_by=by, group=group, expires_at=timezone.now() + VALID_FOR
    )
    return row, f"{settings.PUBLIC_URL}{reverse('invitation', args=[token])}"


def of(person: User) -> QuerySet[TeacherInvitation]:
    """Those for classes of theirs, newest first; an admin's: all."""
    rows = TeacherInvitation.objects.select_related("made_by", "group", "used_by")
    return rows if person.is_admin else rows.filter(Q(group__in=groups_of(person)) | Q(made_by=person))


def open_with(token: str) -> TeacherInvitation | None:
    """The invitation, while it can be used: also not when who made it may not invite any more."""
    row = _open().filter(token_hash=_hash(token)).select_related("made_by", "group").first()
    return row if row and _may_still(row) else None


@transaction.atomic
def accept(*, person: User, token: str) -> TeacherInvitation:
    """They are a teacher from now on, of its class where it has one; once. Raises Problem 401 or 403 for nobody and
    guests, 404 for a link that doesn't work any more, 409 for whom it wouldn't change anything."""
    need_account(person)
    row = open_with(token)
    if row is None:
        raise Problem.not_found()
    if person.is_admin or (person.is_teacher and row.group is None):
        raise Problem.conflict("already_teacher", _("You are a teacher already. Leave the link to whom it is for."))
    if not _open().filter(pk=row.pk).update(used_by=person, used_at=timezone.now()):
        raise Problem.not_found()
    _make_teacher(person, row)
    return row


def revoke(*, by: User, invitation_id: int) -> None:
    """Raises Http404 for somebody else's. One that was used stays as it is."""
    if not of(by).filter(pk=invitation_id).exists():
        raise Http404
    _open().filter(pk=invitation_id).update(revoked_at=timezone.now())


def _make_teacher(person: User, row: TeacherInvitation) -> None:
    if not person.is_teacher:
        person.role = User.Role.TEACHER
        person.save()
        person.memberships.all().delete()  # what they learnt is not for their former teachers
    if row.group:
        row.group.teachers.add(person)
    admin_log.note(by=row.made_by, about=person, message=f"made a teacher by invitation {row.pk}")


def _open() -> QuerySet[TeacherInvitation]:
    return TeacherInvitation.objects.filter(used_at=None, revoked_at=None, expires_at__gt=timezone.now())


def _may_still(row: TeacherInvitation) -> bool:
    by = row.made_by
    if by is None or not by.is_active:
        return False
    return by.is_admin or bool(by.is_teacher and row.group and row.group.teachers.contains(by))


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
