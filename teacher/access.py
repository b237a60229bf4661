"""Who may look at whom: teachers at the students of their own classes, admins at everybody; nobody else at all."""

from collections.abc import Callable
from functools import wraps

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.views import APIView

from lms.accounts.access import Person
from lms.accounts.models import ClassGroup, Membership, User
from lms.problems import Problem


def need_teacher(person: Person) -> None:
    """Raises Problem 401 for nobody, 403 for students and guests."""
    if not person.is_authenticated:
        raise Problem.sign_in()
    if not (person.is_teacher or person.is_admin):
        raise Problem(403, "teachers_only", _("Only teachers can see this page."))


def need_admin(person: Person) -> None:
    """Raises Problem 401 for nobody, 403 for everybody but admins."""
    need_teacher(person)
    if not person.is_admin:
        raise Problem(403, "admins_only", _("Only an administrator can do this."))


def groups_of(person: User) -> QuerySet[ClassGroup]:
    """The classes this teacher teaches; an admin sees all."""
    groups = ClassGroup.objects.all()
    return groups if person.is_admin else groups.filter(teachers=person)


def students_of(person: User, group: ClassGroup | None = None) -> QuerySet[User]:
    """The students this teacher teaches, each once; of one class where it is given. An admin sees all who are no guests."""
    students = User.objects.students()
    if group is not None:
        return students.filter(Exists(_in(OuterRef("pk"), group=group)))
    if person.is_admin:
        return students
    return students.filter(Exists(_in(OuterRef("pk"), group__teachers=person)))


def group_for(person: User, group_id: int | str) -> ClassGroup:
    """Raises Http404 where it isn't a class of theirs."""
    return _one(groups_of(person), group_id)


def student_for(person: User, student_id: int | str) -> User:
    """Raises Http404 where it isn't a student of theirs."""
    return _one(students_of(person), student_id)


class IsTeacher(BasePermission):
    """Teachers and admins; others are answered 403, nobody 401."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        need_teacher(request.user)
        return True


def teachers_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The same for a page."""

    @wraps(view)
    def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        need_teacher(request.user)
        return view(request, *args, **kwargs)

    return guarded


def _in(student, **where) -> QuerySet[Membership]:
    return Membership.objects.filter(student_id=student, **where)


def _one(rows: QuerySet, row_id: int | str):
    if not str(row_id).isdecimal() or len(str(row_id)) > 18:
        raise Http404
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise Http404
    return row
