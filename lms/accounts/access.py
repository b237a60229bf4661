"""The one rule of access to what a person owns: the owner; a teacher of the owner, to read; an admin. Nobody else knows
that it exists."""

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.http import Http404
from django.utils.translation import gettext as _

from lms.accounts.models import Membership, User
from lms.problems import Problem

Person = User | AnonymousUser


class OwnedQuerySet(models.QuerySet):
    """Rows with an owner. Models whose owner is reached over other rows set `owner` (`session__user`)."""

    owner = "user"

    def visible_to(self, person: Person) -> "OwnedQuerySet":
        """What this person may read."""
        if not person.is_authenticated:
            return self.none()
        if person.is_admin:
            return self
        rows = Q(**{self.owner: person})
        if person.is_teacher:
            rows |= Q(Exists(_taught_by(person, OuterRef(f"{self.owner}_id"))))
        return self.filter(rows)

    def get_for(self, person: Person, *, write: bool = False, **lookup) -> models.Model:
        """The row this person may read (or change). Raises Http404 where it isn't theirs to see, Problem 401 for nobody,
        403 where they may only read."""
        if not person.is_authenticated:
            raise Problem.sign_in()
        row = self.visible_to(person).filter(**lookup).first()
        if row is None:
            raise Http404
        if write and not person.is_admin and row.owner_id != person.pk:
            raise Problem.read_only()
        return row


def need_somebody(person: Person) -> None:
    """Raises Problem 401 for nobody."""
    if not person.is_authenticated:
        raise Problem.sign_in()


def need_account(person: Person) -> None:
    """Raises Problem 401 for nobody, 403 for guests: they are told to sign up."""
    need_somebody(person)
    if person.is_guest:
        raise Problem(403, "account_needed", _("This needs an account. Sign up or log in first."))


def may_see(person: Person, owner_id: int) -> bool:
    """Whether this person may read what belongs to `owner_id`."""
    if not person.is_authenticated:
        return False
    if person.is_admin or person.pk == owner_id:
        return True
    return person.is_teacher and _taught_by(person, owner_id).exists()


def _taught_by(teacher: User, student_id) -> models.QuerySet:
    return Membership.objects.filter(student_id=student_id, group__teachers=teacher)
