"""What is open to whom: completions unlock, and nothing else does.

The wall stands for students with an account; teachers, admins, guests and signed-out visitors read everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum import curriculum_map, prerequisites
from curriculum.curriculum_map import CurriculumMap, node_of
from curriculum.models import CuratedSubTopic, LearningModule, LearningTrack, ModuleCompletion
from curriculum.prerequisites import module_node
from lms import bundles
from lms.accounts import admin_log
from lms.accounts.access import Person, may_see
from lms.accounts.models import User
from lms.problems import Problem

COMPLETED, OPEN, LOCKED = STATUSES = "completed", "open", "locked"


@dataclass(frozen=True)
class Standing:
    """Of one module for one person; `missing` are names (`track`, `track.module`) in an order in which to complete them."""

    status: str
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Standings:
    """Of all modules for one person: one query, however many are asked for; more after the curriculum has changed."""

    map: CurriculumMap
    done: set[str]
    walled: bool

    def of(self, module: str) -> Standing:
        """`module` is its full name."""
        if module in self.done:
            return Standing(COMPLETED)
        found = prerequisites.missing(module_node(module), self.map.needs, done=self.done, core=self.map.core)
        missing = [name for _kind, name in found] if self.walled else []
        return Standing(LOCKED if missing else OPEN, missing)

    def is_complete(self, name: str) -> bool:
        """Of a module or a track."""
        return prerequisites.is_complete(node_of(name), self.map.needs, done=self.done, core=self.map.core)


def standings_of(person: Person) -> Standings:
    return standings(person, bundles.read(**asked(person)))


def asked(person: Person) -> dict[str, QuerySet | bundles.Sql]:
    """What standings are made from, to be read with other things in one query."""
    mine = ModuleCompletion.objects.filter(user=person if person.is_authenticated else None).order_by()
    return {"curriculum": curriculum_map.VERSION, "done": mine.values("module_id")}


def standings(person: Person, found: dict) -> Standings:
    """`found`: what came of `asked`."""
    known = curriculum_map.read(found["curriculum"])
    done = {known.modules[row["module_id"]].full_name for row in found["done"] if row["module_id"] in known.modules}
    return Standings(known, done, is_walled(person))


def completed_by(person: Person) -> set[str]:
    """Full names of modules."""
    if not person.is_authenticated:
        return set()
    rows = ModuleCompletion.objects.filter(user=person).values_list("module__track__name", "module__name")
    return {f"{track}.{name}" for track, name in rows}


def is_walled(person: Person) -> bool:
    """Whether prerequisites hold this person back."""
    return person.is_authenticated and person.role == User.Role.STUDENT and not person.is_guest


def refuse_locked(standing: Standing) -> None:
    """Raises Problem 403 with what is missing."""
    if standing.status == LOCKED:
        detail = _("First complete: %(names)s.") % {"names": ", ".join(standing.missing)}
        raise Problem(403, "prerequisites_missing", detail, missing=standing.missing)


def locked_among(person: Person, modules: Iterable[int | None]) -> dict[int, list[str]]:
    """Those of these modules (numbers) that are locked for this person, and what each still needs, as in a standing.

    No query where there is no wall or no module, else one.
    """
    numbers = {number for number in modules if number}
    if not numbers or not is_walled(person):
        return {}
    standings = standings_of(person)
    rows = standings.map.modules
    found = {pk: standings.of(rows[pk].full_name) for pk in numbers if pk in rows}
    return {pk: standing.missing for pk, standing in found.items() if standing.status == LOCKED}


def refuse_locked_among(person: Person, modules: Iterable[int | None]) -> None:
    """Raises Problem 403 with all that is missing for any of them."""
    lists = locked_among(person, modules).values()
    if lists:
        refuse_locked(Standing(LOCKED, list(dict.fromkeys(name for names in lists for name in names))))


def what_opens(
    person: Person, sub_topics: Iterable[CuratedSubTopic]
) -> dict[int, list[LearningTrack | LearningModule]]:
    """Of the subtopics (by number) that are about a module locked for this person: what to complete first, in order."""
    about = {one.pk: one.module_id for one in sub_topics}
    missing = locked_among(person, about.values())
    rows = named(name for names in missing.values() for name in names)
    return {pk: [rows[name] for name in missing[module]] for pk, module in about.items() if module in missing}


def named(names: Iterable[str]) -> dict[str, LearningTrack | LearningModule]:
    """The rows that names in `missing` stand for, by name. Two queries, none for no names."""
    wanted = set(names)
    if not wanted:
        return {}
    tracks = LearningTrack.objects.filter(name__in=wanted)
    modules = LearningModule.objects.filter(track__name__in={name.split(".")[0] for name in wanted if "." in name})
    rows = {row.full_name: row for row in modules.select_related("track").for_lists()}
    return {row.name: row for row in tracks} | {name: row for name, row in rows.items() if name in wanted}


@transaction.atomic
def complete(
    *,
    user: User,
    module: LearningModule,
    how: str,
    by: User | None = None,
    reason: str = "",
    at: datetime | None = None,
) -> ModuleCompletion:
    """The first completion stays as it is. `at`: now when it isn't given.

    What somebody did for a student is noted in the admin log.
    """
    row, made = ModuleCompletion.objects.get_or_create(
        user=user, module=module, defaults={"how": how, "by": by, "reason": reason, "at": at or timezone.now()}
    )
    if made and by:
        admin_log.note(by=by, about=user, message=f"completed {row.module.full_name}: {reason}")
    return row


@transaction.atomic
def withdraw(completion: ModuleCompletion, *, by: User, reason: str) -> None:
    """A teacher of the student, or an admin, takes a completion back; what was read and answered stays.

    The admin log keeps who, when and why. Raises Problem 403 for anybody else, 400 without a reason.
    """
    if not (by.is_admin or by.is_teacher) or not may_see(by, completion.user_id):
        raise Problem(403, "permission_denied", _("Only a teacher of this student can take a completion back."))
    if not reason.strip():
        raise Problem.invalid("reason", _("Say why it is taken back."))
    message = f"took back {completion.module.full_name} ({completion.how}): {reason}"
    admin_log.note(by=by, about=completion.user, message=message)
    completion.delete()


def merge(guest: User, account: User) -> None:
    """What the guest completed is completed by the account."""
    known = ModuleCompletion.objects.filter(user=account).values("module")
    ModuleCompletion.objects.filter(user=guest).exclude(module__in=known).update(user=account)


def completions_of(person: User) -> QuerySet[ModuleCompletion]:
    return ModuleCompletion.objects.filter(user=person)
