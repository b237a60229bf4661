"""The path of one learner: their career, industry and choices, without what is completed, in an order they can learn it in."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum import path_order, recommending, unlocking
from curriculum.curriculum_map import CurriculumMap
from curriculum.models import CareerPath, CareerPathTrack, LearningModule, LearningTrack
from curriculum.path_order import ASSUMED, Step
from curriculum.unlocking import COMPLETED, OPEN, Standings
from lms.accounts.models import User
from personalization import knowledge, path_wishes
from personalization.models import LearnerProfile

Role = CareerPathTrack.Role
CURRENT = "current"
MILESTONES = 3


@dataclass(frozen=True)
class Entry:
    """A module on the way. `hours` are those that count: none for what is taken as known at the learner's level."""

    track: LearningTrack
    module: LearningModule
    reason: str
    status: str
    hours: int
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class PersonalPath:
    """`entries` in the order of learning, completed ones among them."""

    career: CareerPath
    industry: str
    profile: LearnerProfile
    entries: list[Entry]

    @property
    def ahead(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.status != COMPLETED]

    @property
    def current(self) -> Entry | None:
        return next((entry for entry in self.entries if entry.status == CURRENT), None)

    @property
    def milestones(self) -> list[Entry]:
        return self.ahead[:MILESTONES]

    @property
    def hours_left(self) -> int:
        return sum(entry.hours for entry in self.ahead)

    @property
    def months_left(self) -> float:
        """To half a month."""
        return path_order.months(self.hours_left, self.profile.study_hours_a_week)

    @property
    def completion_date(self) -> date:
        weeks = self.hours_left / self.profile.study_hours_a_week
        return timezone.localdate() + timedelta(weeks=weeks)

    @property
    def overall(self) -> float:
        """Hours of completed modules ÷ hours of the path, 0-1."""
        hours = sum(entry.module.estimated_hours for entry in self.entries)
        done = sum(entry.module.estimated_hours for entry in self.entries if entry.status == COMPLETED)
        return done / hours if hours else 0.0


def of(user: User, *, goal: str = "", industry: str = "") -> PersonalPath:
    """By the profile where nothing is named. Raises Problem 400 for an unknown goal. Two queries."""
    profile, standings = knowledge.profile_of(user), unlocking.standings_of(user)
    career = _career(standings.map, profile, goal)
    industry = industry or profile.industry
    steps = _steps(career, industry, profile, standings)
    rows = standings.map.module_rows({module.key for step in steps for module in step.modules})
    tracks = standings.map.track_rows
    entries = [
        _entry(step, tracks[step.track], rows[module.key], career, standings)
        for step in steps
        for module in step.modules
    ]
    return PersonalPath(career, industry, profile, _with_current(entries))


def _career(known: CurriculumMap, profile: LearnerProfile, goal: str) -> CareerPath:
    """The one that is named, else the profile's, else the first. Raises Problem 400."""
    if goal:
        return known.career(goal) or recommending.find_career(goal)
    careers = list(known.careers.values())
    return next((row for row in careers if row.pk == profile.career_path_id), careers[0])


def modules_of(career: CareerPath, profile: LearnerProfile, standings: Standings) -> list[path_order.Module]:
    """What the path takes, in its order. No query where the career comes with its tracks and the profile with its level."""
    return [module for step in _steps(career, profile.industry, profile, standings) for module in step.modules]


def _steps(career: CareerPath, industry: str, profile: LearnerProfile, standings: Standings) -> list[Step]:
    tracks = standings.map.tracks
    roles: dict[str, str] = {}
    for step in career.steps.all():
        if step.role != Role.INDUSTRY or step.industry == industry:
            roles.setdefault(step.track.name, step.role)
    wanted = path_wishes.order(
        [name for name, role in roles.items() if role in (Role.PREREQUISITE, Role.CORE)],
        _of_industry(career, industry),
        _options(roles, profile),
        _needs(tracks),
    )
    return path_order.path([(name, roles[name]) for name in wanted], tracks, level=profile.current_level.order)


def _of_industry(career: CareerPath, industry: str) -> list[str]:
    steps = career.steps.all()
    return [step.track.name for step in steps if step.role == Role.INDUSTRY and step.industry == industry]


def _options(roles: dict[str, str], profile: LearnerProfile) -> list[str]:
    """The specializations that were chosen; all when none was."""
    options = [name for name, role in roles.items() if role == Role.SPECIALIZATION]
    return [name for name in options if name in profile.specializations] or options


def _needs(tracks: dict[str, path_order.Track]) -> dict[str, set[str]]:
    return path_wishes.needed_tracks(
        {name: [need for module in track.modules for need in module.needs] for name, track in tracks.items()}
    )


def _entry(step: Step, track: LearningTrack, module: LearningModule, career: CareerPath, standings: Standings) -> Entry:
    standing = standings.of(module.full_name)
    hours = 0 if step.role == ASSUMED else module.estimated_hours
    return Entry(track, module, _reason(step, career), standing.status, hours, standing.missing)


def _with_current(entries: list[Entry]) -> list[Entry]:
    """The first module that is open is the present one."""
    first = next((place for place, entry in enumerate(entries) if entry.status == OPEN), None)
    if first is None:
        return entries
    entry = entries[first]
    return [*entries[:first], Entry(**(vars(entry) | {"status": CURRENT})), *entries[first + 1 :]]


def _reason(step: Step, career: CareerPath) -> str:
    if step.role == ASSUMED:
        return _("Probably known at your level: a few right answers complete it.")
    if step.wanted_by:
        return _("What comes later builds on it.")
    texts = {
        Role.PREREQUISITE: _("Where this path starts from: %(career)s."),
        Role.CORE: _("Part of the core: %(career)s."),
        Role.SPECIALIZATION: _("Your specialization: %(career)s."),
        Role.INDUSTRY: _("What your industry works with: %(career)s."),
    }
    return texts[step.role] % {"career": career.display_name}
