"""Where a learner stands and what comes next, in one look: different for each career path."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.models import LearningResource, ProjectTemplate
from curriculum.shelf import Book, Shelf
from lms.accounts.models import User
from personalization import assignments, bookshelf, first_step, personal_path, progress, skills, unaided, weaknesses
from personalization.assignments import Given
from personalization.first_step import FirstStep, Situation
from personalization.models import PlacementRun, ReviewCard, SubmissionAnswer
from personalization.personal_path import Entry, PersonalPath
from personalization.progress import Topic, TrackProgress
from personalization.skills import Skill
from personalization.unaided import Unaided

RESOURCES, PROJECTS, ASSIGNMENTS, LATER = 4, 2, 5, 4


@dataclass(frozen=True)
class Dashboard:
    """`due` is the number of questions whose review is due; `placed`: whether a placement was finished."""

    path: PersonalPath
    tracks: dict[str, TrackProgress]
    skills: list[Skill]
    weaknesses: list[weaknesses.Shown]
    resources: list[LearningResource]
    projects: list[ProjectTemplate]
    due: int
    assignments: list[Given]
    answered: int
    placed: bool

    @property
    def title(self) -> str:
        return _("%(career)s: your dashboard") % {"career": self.path.career.display_name}

    @property
    def shelf(self) -> Shelf:
        return bookshelf.of(self.path, self.tracks)

    @property
    def first_step(self) -> FirstStep:
        return first_step.choose(self._situation(timezone.now()))

    @property
    def first_subject(self) -> str:
        """What the first step's practice is about: the whole path where it names nothing of it."""
        kind = self.first_step.kind
        if kind == "weakness":
            return self.weaknesses[0].row.module.full_name
        return self.present.module.full_name if kind == "practice" else self.path.career.name

    @property
    def present(self) -> Topic | None:
        """The module to work on, with what is known of it."""
        current = self.path.current
        topics = self.tracks[current.track.name].topics if current else []
        return next((topic for topic in topics if topic.module == current.module), None)

    @property
    def present_track(self) -> list[tuple[Entry, Topic]]:
        """Every module of the track one is in."""
        if self.path.current is None:
            return []
        topics = {topic.module.pk: topic for topic in self.tracks[self.path.current.track.name].topics}
        entries = [entry for entry in self.path.entries if entry.track == self.path.current.track]
        return [(entry, topics[entry.module.pk]) for entry in entries]

    @property
    def later(self) -> list[tuple[Book, str]]:
        """The tracks after the present one, each with why it is on the path."""
        shelf = self.shelf
        reasons = {entry.track.name: entry.reason for entry in reversed(self.path.entries)}
        ahead = [book for book in shelf.books if not book.done and book.name != shelf.current]
        return [(book, reasons[book.name]) for book in ahead[:LATER]]

    def _situation(self, now: datetime) -> Situation:
        dates = [one.row.due for one in self.assignments if one.row.due]
        present = self.present
        return Situation(
            assignment_days=(min(dates) - now).total_seconds() / 86_400 if dates else None,
            due_reviews=self.due,
            weakness=self.weaknesses[0].strength if self.weaknesses else 0.0,
            has_module=present is not None,
            module_answers=present.row.total_questions if present and present.row else 0,
        )

    @property
    def locked_skills(self) -> dict[str, list[str]]:
        """The skills that are wholly locked, by the module to complete first."""
        found: dict[str, list[str]] = {}
        for skill in self.skills:
            if skill.opened_by:
                found.setdefault(skill.opened_by, []).append(skill.label)
        return found

    @property
    def skills_beside(self) -> list[Skill]:
        return skills.beside(self.path, self.tracks)

    @property
    def unaided(self) -> Unaided:
        """Over all tracks that are shown here."""
        return unaided.total(track.unaided for track in self.tracks.values())

    @property
    def accuracy(self) -> int | None:
        """Per cent of the counted answers that were right."""
        answers = sum(track.answers for track in self.tracks.values())
        return round(100 * sum(track.right for track in self.tracks.values()) / answers) if answers else None


def of(user: User, *, goal: str = "", industry: str = "") -> Dashboard:
    """Raises Problem 400 for an unknown goal. Bounded queries."""
    now = timezone.now()
    path = personal_path.of(user, goal=goal, industry=industry)
    names = [*(entry.track.name for entry in path.entries), *skills.tracks_of(path.career)]
    tracks = progress.of(user, list(dict.fromkeys(names)))
    return Dashboard(
        path=path,
        tracks=tracks,
        skills=skills.measured(path, tracks),
        weaknesses=weaknesses.strongest(user, now),
        resources=_resources(path),
        projects=_projects(path),
        due=ReviewCard.objects.filter(user=user).due(now).count(),
        assignments=[one for one in assignments.of(user) if not one.standing.over][:ASSIGNMENTS],
        answered=SubmissionAnswer.objects.filter(submission__user=user).count(),
        placed=PlacementRun.objects.filter(user=user).exclude(ended_at=None).exists(),
    )


def _resources(path: PersonalPath) -> list[LearningResource]:
    """Of the present module, nearest to the learner's level first."""
    if path.current is None:
        return []
    rows = LearningResource.objects.filter(module=path.current.module)
    level = path.profile.current_level.order
    return sorted(rows, key=lambda row: (abs(row.difficulty_level - level), row.position, row.pk))[:RESOURCES]


def _projects(path: PersonalPath) -> list[ProjectTemplate]:
    """Of the path's tracks, not above what the learner has reached by much."""
    tracks = list(dict.fromkeys(entry.track.pk for entry in path.entries))
    allowed = Q(industry_focus__in=("general", path.industry))
    rows = ProjectTemplate.objects.filter(allowed, track__in=tracks)
    rows = rows.filter(difficulty_level__lte=path.profile.current_level.order + 1).select_related("track")
    return sorted(rows, key=lambda row: (tracks.index(row.track_id), row.difficulty_level))[:PROJECTS]
