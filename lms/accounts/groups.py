"""Classes as students see them: joining by a code, leaving. What a teacher does with a class is the teachers' app's."""

import re

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts.access import need_account
from lms.accounts.models import JOIN_CODE_LENGTH, ClassGroup, Membership, User
from lms.problems import Problem

NOT_IN_A_CODE = re.compile(r"[\s-]+")  # how people write one down in groups


def with_code(code: str) -> ClassGroup | None:
    """The class that this code opens; capitals, spaces and dashes don't matter."""
    code = NOT_IN_A_CODE.sub("", code).upper()
    if len(code) != JOIN_CODE_LENGTH or not code.isascii():
        return None
    return ClassGroup.objects.prefetch_related("teachers").filter(join_code=code).first()


def need_with_code(code: str) -> ClassGroup:
    """Raises Problem 400 naming the field."""
    group = with_code(code)
    if group is None:
        raise Problem.invalid("code", _("No class has this code. Check it, or ask your teacher."), "unknown_code")
    return group


@transaction.atomic
def join(*, person: User, group: ClassGroup) -> Membership:
    """Joining twice changes nothing. Raises Problem 401 or 403 for nobody, guests, teachers and admins."""
    need_account(person)
    if person.role != User.Role.STUDENT:
        raise Problem(403, "students_only", _("Only students join a class. Teachers are invited by a teacher of it."))
    return Membership.objects.get_or_create(group=group, student=person)[0]


def leave(*, person: User, group_id: int) -> None:
    """The teachers of that class see nothing of them from then on. Raises Http404 where they aren't in it."""
    if not Membership.objects.filter(student=person, group_id=group_id).delete()[0]:
        raise Http404


def memberships_of(person: User) -> QuerySet[Membership]:
    """Each with its class and that one's teachers. Two queries."""
    teachers = Prefetch("group__teachers", User.objects.order_by("display_name", "username"))
    return Membership.objects.filter(student=person).select_related("group").prefetch_related(teachers).order_by("pk")
