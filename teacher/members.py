"""Who is in a class, as its teachers change it. Nobody comes under a teacher's eyes this way who wasn't before: new
students join by themselves, with the code, or get their account from the teacher's list."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, OuterRef, Q, QuerySet, Subquery
from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts import admin_log, password_links
from lms.accounts.models import ClassGroup, Membership, User
from lms.accounts.password_links import Link
from lms.problems import Problem
from teacher.access import students_of

NO_PASSWORD = "!"  # noqa: S105 how Django marks an account that nobody can log in to


def listed(person: User, group: ClassGroup) -> QuerySet[User]:
    """Each student with `joined_at`, and `waiting`: whether they have chosen a password yet."""
    joined = Membership.objects.filter(group=group, student=OuterRef("pk")).values("joined_at")
    waiting = ExpressionWrapper(Q(password__startswith=NO_PASSWORD), output_field=BooleanField())
    return students_of(person, group).annotate(joined_at=Subquery(joined), waiting=waiting)


@transaction.atomic
def add(group: ClassGroup, *, by: User, username: str) -> tuple[User, bool]:
    """A student of another class of theirs (an admin: any), and whether that was new. Raises Problem 400."""
    student = students_of(by).filter(username__iexact=username).first()
    if student is None:
        text = _(
            "None of your students has this user name. Give them the code of the class: joining is their decision."
        )
        raise Problem.invalid("username", text, "not_your_student")
    _row, added = Membership.objects.get_or_create(group=group, student=student)
    if added:
        _note(by, student, f"put into class {group.pk}")
    return student, added


def chosen(group: ClassGroup, *, by: User, student_ids: Iterable[str]) -> list[User]:
    """The students of the class among these numbers, by name."""
    numbers = [one for one in student_ids if one.isdecimal() and len(one) <= 18]
    return list(students_of(by, group).filter(pk__in=numbers).order_by("display_name", "username"))


def in_class(group: ClassGroup, *, by: User, student_id: int) -> User:
    """Raises Http404 where they aren't in it."""
    student = students_of(by, group).filter(pk=student_id).first()
    if student is None:
        raise Http404
    return student


@transaction.atomic
def remove(group: ClassGroup, *, by: User, students: Iterable[User]) -> int:
    """Returns how many. They may join again; what they learnt stays theirs."""
    return sum(_remove(group, by, student) for student in students)


@transaction.atomic
def move(group: ClassGroup, *, by: User, students: Iterable[User], to: ClassGroup) -> int:
    """To another class of theirs. Returns how many."""
    students = list(students)
    if to.pk == group.pk:
        return 0
    for student in students:
        Membership.objects.get_or_create(group=to, student=student)
        _note(by, student, f"moved from class {group.pk} to {to.pk}")
    Membership.objects.filter(group=group, student__in=students).delete()
    return len(students)


@transaction.atomic
def new_links(*, by: User, students: Iterable[User]) -> list[Link]:
    """A one-time link for each; longer good for who has never had a password."""
    return [_link(by, student) for student in students]


def password_link(*, by: User, student: User) -> Link:
    """Raises Http404 where it isn't a student of theirs: never for teachers or admins."""
    if not students_of(by).filter(pk=student.pk).exists():
        raise Http404
    return new_links(by=by, students=[student])[0]


def _link(by: User, student: User) -> Link:
    new = not student.has_usable_password()
    _note(by, student, "made a link for a new password")
    valid = password_links.FOR_A_NEW_ACCOUNT if new else password_links.FOR_A_FORGOTTEN_ONE
    return password_links.make(person=student, by=by, valid=valid)


def _remove(group: ClassGroup, by: User, student: User) -> bool:
    gone = bool(Membership.objects.filter(group=group, student=student).delete()[0])
    if gone:
        _note(by, student, f"removed from class {group.pk}")
    return gone


def _note(by: User, student: User, message: str) -> None:
    admin_log.note(by=by, about=student, message=message)
