"""Students from a teacher's list: looked at first, taken in when the teacher says so.

Names that have an account stay what they are: only students whom this teacher teaches already come into the class, others
decide by themselves. New accounts get a link to choose a password; there is no shared one.
"""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime, timedelta

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.db.models.functions import Lower
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext as _

from lms.accounts import password_links
from lms.accounts.models import ClassGroup, Membership, User
from lms.accounts.password_links import Link
from lms.problems import Problem
from teacher import roster_files, roster_wording
from teacher.access import students_of
from teacher.models import RosterImport

KEPT_FOR = timedelta(days=1)
NEW, JOINS, MEMBER = "new", "joins", "member"  # an account is made, a student of theirs is put in, is in already


def preview(*, by: User, group: ClassGroup, content: bytes) -> RosterImport:
    """What the list would do; nothing is done yet. Raises Problem 400."""
    try:
        read = roster_files.read(content)
    except roster_files.NotReadable as problem:
        raise Problem.invalid("file", roster_wording.of_file(problem), problem.code) from problem
    lines = [asdict(line) | {"line": line.number} for line in read]
    return RosterImport.objects.create(group=group, made_by=by, lines=judged(lines, by=by, group=group))


def find(group: ClassGroup, roster_id: int) -> RosterImport:
    """Raises Http404 for another class's, and for one that is erased."""
    row = RosterImport.objects.filter(pk=roster_id, group=group).first()
    if row is None:
        raise Http404
    return row


def judged(lines: list[dict], *, by: User, group: ClassGroup) -> list[dict]:
    """The lines with `state` and `error` as things are now. Three queries."""
    known = {one.username.lower(): one for one in _accounts(line["username"] for line in lines if not _own_error(line))}
    ids = [one.pk for one in known.values()]
    taught = set(students_of(by).filter(pk__in=ids).values_list("pk", flat=True))
    inside = set(students_of(by, group).filter(pk__in=ids).values_list("pk", flat=True))
    return [line if _own_error(line) else line | _standing(known, taught, inside, line) for line in lines]


def takeable(lines: Iterable[dict]) -> list[dict]:
    return [line for line in lines if line.get("state") in (NEW, JOINS)]


@transaction.atomic
def take(*, roster: RosterImport, by: User) -> list[Link]:
    """The good lines, once; a link for each new account. Raises Problem 409 when it was done before."""
    if not RosterImport.objects.filter(pk=roster.pk, imported_at=None).update(imported_at=timezone.now()):
        raise Problem.conflict("already_imported", _("This list was imported before. Nothing changed."))
    lines = judged(roster.lines, by=by, group=roster.group)
    made = _make_accounts([line for line in lines if line.get("state") == NEW], roster.group)
    joining = [line["username"] for line in lines if line.get("state") == JOINS]
    Membership.objects.bulk_create(
        [Membership(group=roster.group, student=student) for student in [*made, *_accounts(joining)]],
        ignore_conflicts=True,
    )
    valid = password_links.FOR_A_NEW_ACCOUNT
    return [password_links.make(person=student, by=by, valid=valid) for student in made]


def clear_old(now: datetime) -> int:
    """Lists have names of people who may never come."""
    return RosterImport.objects.filter(created_at__lt=now - KEPT_FOR).delete()[0]


def _own_error(line: dict) -> bool:
    """Something that is wrong whoever has an account."""
    return bool(line["error"]) and line["error"] not in ("not_yours", "not_a_student")


def _accounts(names: Iterable[str]) -> list[User]:
    """Capitals don't make another name."""
    wanted = {name.lower() for name in names}
    return list(User.objects.annotate(lower=Lower("username")).filter(lower__in=wanted)) if wanted else []


def _standing(known: dict[str, User], taught: set[int], inside: set[int], line: dict) -> dict:
    account = known.get(line["username"].lower())
    if account is None:
        return {"state": NEW, "error": ""}
    if account.role != User.Role.STUDENT:
        return {"state": "", "error": "not_a_student"}
    if account.pk in inside:
        return {"state": MEMBER, "error": ""}
    return {"state": JOINS, "error": ""} if account.pk in taught else {"state": "", "error": "not_yours"}


def _make_accounts(lines: list[dict], group: ClassGroup) -> list[User]:
    accounts = [
        User(
            username=line["username"],
            display_name=line["display_name"],
            email=line["email"],
            language=group.language,
            password=make_password(None),
        )
        for line in lines
    ]
    try:
        with transaction.atomic():
            return User.objects.bulk_create(accounts)
    except IntegrityError as error:
        text = _("Somebody took one of these user names just now. Try again.")
        raise Problem.conflict("changed_meanwhile", text) from error
