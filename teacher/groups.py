"""What teachers do with their classes: make, change, share with another teacher, give a new code, take away."""

from django.db import transaction
from django.db.models import Count, Prefetch, QuerySet
from django.utils.translation import gettext as _

from lms.accounts import admin_log
from lms.accounts.models import ClassGroup, User, is_student, new_join_code
from lms.problems import Problem
from teacher.access import groups_of


def listed(person: User) -> QuerySet[ClassGroup]:
    """Those this person teaches (an admin: all), each with `students`, how many, and its teachers. Two queries."""
    teachers = Prefetch("teachers", User.objects.order_by("display_name", "username"))
    return (
        groups_of(person)
        .annotate(students=Count("memberships", filter=is_student("memberships__student__"), distinct=True))
        .prefetch_related(teachers)
        .order_by("name", "pk")
    )


@transaction.atomic
def make(*, by: User, name: str, language: str) -> ClassGroup:
    """A teacher teaches the class at once; an admin's waits for a teacher."""
    group = ClassGroup.objects.create(name=name, language=language)
    if by.is_teacher:
        group.teachers.add(by)
    return group


def change(group: ClassGroup, **values: str) -> None:
    """`name`, `language`, or both."""
    for field, value in values.items():
        setattr(group, field, value)
    group.save(update_fields=list(values))


def renew_code(group: ClassGroup) -> None:
    """The old code and its link end at once; who is in the class stays."""
    group.join_code = new_join_code()
    group.save(update_fields=["join_code"])


@transaction.atomic
def add_teacher(group: ClassGroup, *, by: User, username: str) -> User:
    """Somebody who is a teacher already; others need an invitation. Raises Problem 400."""
    teacher = User.objects.filter(username__iexact=username, role=User.Role.TEACHER, is_active=True).first()
    if teacher is None:
        text = _("No teacher has this user name. Somebody new to teaching here needs an invitation.")
        raise Problem.invalid("username", text, "no_such_teacher")
    if not group.teachers.contains(teacher):
        group.teachers.add(teacher)
        admin_log.note(by=by, about=teacher, message=f"teaches class {group.pk} from now on")
    return teacher


@transaction.atomic
def remove_teacher(group: ClassGroup, *, by: User, teacher_id: str) -> None:
    """Raises Problem 404, 409 for the last one."""
    ClassGroup.objects.select_for_update().get(pk=group.pk)
    teacher = group.teachers.filter(pk=teacher_id).first() if teacher_id.isdecimal() else None
    if teacher is None:
        raise Problem.not_found()
    if group.teachers.count() == 1:
        text = _("A class keeps at least one teacher. Add another one first.")
        raise Problem.conflict("last_teacher", text)
    group.teachers.remove(teacher)
    admin_log.note(by=by, about=teacher, message=f"teaches class {group.pk} no more")


@transaction.atomic
def remove(group: ClassGroup) -> None:
    """Only an empty one: with a class go its assignments. Raises Problem 409."""
    ClassGroup.objects.select_for_update().get(pk=group.pk)
    if group.memberships.exists():
        raise Problem.conflict("not_empty", _("There are students in this class. Move or remove them first."))
    group.delete()
