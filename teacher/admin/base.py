"""What the admin pages of this app share: whose rows a teacher sees, as on the teacher's own pages."""

from collections.abc import Callable, Iterable

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from lms.accounts.models import User
from lms.admin import Admin, ReadOnly, VisibleRows
from lms.problems import Problem
from teacher.access import students_of


class OfStudents(VisibleRows, Admin):
    """Rows about one student each. An admin also sees those of accounts that are closed."""

    def visible(self, rows: QuerySet, person: User) -> QuerySet:
        return rows if person.is_admin else rows.filter(student__in=students_of(person))

    @display(description=gettext_lazy("student"), ordering="student__username")
    def who(self, row: Model) -> str:
        return row.student.name


class LookAtStudents(ReadOnly, OfStudents):
    teachers_may = ("view",)


def tell(model_admin: Admin, request: HttpRequest, done: int, *, of: int) -> None:
    """What an action came to: the rest is named, not passed over."""
    if done:
        model_admin.message_user(request, _("Done: %(n)s.") % {"n": done}, messages.SUCCESS)
    if done < of:
        text = _("Not possible from where they stand, so left as they are: %(n)s.") % {"n": of - done}
        model_admin.message_user(request, text, messages.WARNING)


def count_done(step: Callable[[Model], object], rows: Iterable[Model]) -> int:
    """How many of the rows the use case took."""
    return sum(_works(step, row) for row in rows)


def _works(step: Callable[[Model], object], row: Model) -> bool:
    try:
        step(row)
    except (Problem, Http404):
        return False
    return True
