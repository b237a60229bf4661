"""What practice can be about, by the name somebody gives: a career path, a track, a module, a subtopic made for somebody."""

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from curriculum import curriculum_map, path_order, question_matters, unlocking
from curriculum.curriculum_map import CurriculumMap
from curriculum.models import CareerPathTrack, LearningModule, Question
from curriculum.unlocking import LOCKED, Standings
from lms.accounts.models import User
from lms.problems import Problem

CAREER, TRACK, MODULE, GENERATED = "career", "track", "module", "generated"
NAMES_SHOWN = 60


@dataclass(frozen=True)
class Subject:
    """`name` is what it is called everywhere; `modules` are full names, in the order in which they are learnt."""

    kind: str
    name: str
    modules: tuple[str, ...]
    standings: Standings

    @property
    def map(self) -> CurriculumMap:
        return self.standings.map

    @property
    def open_rows(self) -> dict[int, LearningModule]:
        """Its open modules by number."""
        names = set(self.open_modules)
        return {pk: row for pk, row in self.map.modules.items() if row.full_name in names}

    @property
    def open_numbers(self) -> list[int]:
        return list(self.open_rows)

    @cached_property
    def open_modules(self) -> list[str]:
        return [name for name in self.modules if self.standings.of(name).status != LOCKED]

    def holds(self, question: Question) -> bool:
        """Whether it may be answered here. Needs its module and track."""
        if question.module_id is None:
            return self.kind == GENERATED and question.made_for == self.name
        return question.module.full_name in self.open_modules


def find(user: User, name: str, *, field: str = "subject", standings: Standings | None = None) -> Subject:
    """Looked up as a career path or alias, a track, `track.module`, a module's name where it is unique, `generated_456`.

    Raises Problem 400 naming the `field`, with the known ones, 403 where nothing of it is open to this person yet.
    One query, none where standings are known.
    """
    standings = standings or unlocking.standings_of(user)
    subject = _career(name, standings) or _track(name, standings) or _module(name, standings, field)
    subject = subject or _generated(user, name, standings)
    if subject is None:
        raise Problem.invalid(field, _("Unknown subject. Known: %(known)s.") % {"known": _known(standings)})
    if subject.modules and not subject.open_modules:
        unlocking.refuse_locked(standings.of(subject.modules[0]))
    return subject


def _career(name: str, standings: Standings) -> Subject | None:
    career = standings.map.career(name)
    if career is None:
        return None
    steps = [(one.track.name, one.role) for one in career.steps.all() if one.role != CareerPathTrack.Role.INDUSTRY]
    path = path_order.path(steps, standings.map.tracks, level=1)
    return Subject(CAREER, career.name, tuple(module.key for step in path for module in step.modules), standings)


def _track(name: str, standings: Standings) -> Subject | None:
    track = standings.map.tracks.get(name)
    if track is None or not track.modules:
        return None
    return Subject(TRACK, name, tuple(module.key for module in track.modules), standings)


def _module(name: str, standings: Standings, field: str) -> Subject | None:
    found = [
        module.key
        for track in standings.map.tracks.values()
        for module in track.modules
        if name in (module.key, module.name)
    ]
    if len(found) > 1:
        message = _("Several modules have this name: %(names)s.") % {"names": ", ".join(found)}
        raise Problem.invalid(field, message, "ambiguous")
    return Subject(MODULE, found[0], (found[0],), standings) if found else None


def _generated(user: User, name: str, standings: Standings) -> Subject | None:
    """Without modules: its questions move no mastery."""
    matter = question_matters.made_for_somebody(user, name)
    return Subject(GENERATED, matter.name, (), standings) if matter else None


def _known(standings: Standings) -> str:
    return ", ".join([*standings.map.careers, *standings.map.tracks][:NAMES_SHOWN])


def module_rows(names: list[str]) -> dict[str, LearningModule]:
    """By full name, without their lessons. One query."""
    return curriculum_map.read().module_rows(set(names))


def name_of(name: str) -> str:
    """What people call the subject of this name; the name itself where there is no such thing any more. One query."""
    if matter := question_matters.made_for_somebody(None, name):
        return matter.title
    known = curriculum_map.read()
    row = known.module_rows({name}).get(name) or known.track_rows.get(name) or known.career(name)
    return row.display_name if row else name
