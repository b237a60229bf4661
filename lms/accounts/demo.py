"""The demo accounts: twenty students of one class, its teacher, a teacher of nobody, an admin."""

import ipaddress

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.translation import gettext as _

from lms.accounts.models import ClassGroup, Membership, User

PASSWORD = "infou-demo"  # noqa: S105 the published log-in of a demo on loopback
STUDENTS = [
    "한지우", "김서준", "이하은", "박도윤", "최서아", "정시우", "강지안", "조예준", "윤하린", "장주원",
    "임수아", "오건우", "서지유", "신우진", "권채원", "황선우", "안다은", "송유찬", "전소율", "홍은호",
]  # fmt: skip
TEACHERS = {"teacher1": "김서연", "teacher2": "박민재"}
GROUP = "InfoU 1반"


class NotHere(Exception):
    """Demo accounts have a published password: only in development, only on loopback."""


def check_allowed(*, mode: str, host: str) -> None:
    """Raises NotHere."""
    if mode != "development" or not _is_loopback(host):
        raise NotHere(_("Demo accounts are made in development on a loopback address only."))


@transaction.atomic
def load() -> int:
    """Make what is missing; returns how many accounts were made. Existing ones keep what their users changed."""
    names = {f"student{number}": name for number, name in enumerate(STUDENTS, start=1)}
    people = [(name, shown, User.Role.STUDENT) for name, shown in names.items()]
    people += [(name, shown, User.Role.TEACHER) for name, shown in TEACHERS.items()]
    people.append(("admin", "", User.Role.ADMIN))
    known = set(User.objects.filter(username__in=[name for name, *_rest in people]).values_list("username", flat=True))
    missing = [person for person in people if person[0] not in known]
    if missing:
        hashed = make_password(PASSWORD)
        for name, shown, role in missing:
            User(username=name, display_name=shown, role=role, password=hashed).save()
        _fill_class(list(names))
    return len(missing)


def _fill_class(students: list[str]) -> None:
    group, _made = ClassGroup.objects.get_or_create(name=GROUP)
    group.teachers.add(User.objects.get(username="teacher1"))
    Membership.objects.bulk_create(
        [Membership(group=group, student=student) for student in User.objects.filter(username__in=students)],
        ignore_conflicts=True,
    )


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
