"""Where a learner stands and what comes next, in one look: different for each career path."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from curriculum.models import LearningResource, ProjectTemplate
from lms.accounts.models import User
from personalization import assignments, bookshelf, first_step, personal_path, progress, skills, weaknesses
from personalization.assignments import Given
from personalization.bookshelf import Book
from personalization.first_step import FirstStep, Situation
from personalization.models import PlacementRun, ReviewCard, Submission, SubmissionAnswer
from personalization.personal_path import Entry, PersonalPath
from personalization.progress import Topic, TrackProgress
from personalization.skills import Skill

RESOURCES, PROJECTS, ASSIGNMENTS, RECENT_RUNS, LATER = 4, 2, 5, 5, 4


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
    runs: list[Submission]
    answered: int
    placed: bool

    @property
    def title(self) -> str:
        return _("%(career)s: your dashboard") % {"career": self.path.career.display_name}

    @property
    def books(self) -> list[Book]:
        return bookshelf.of(self.path, self.tracks)

    @property
    def first_step(self) -> FirstStep:
        return first_step.choose(self._situation(timezone.now()))

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
    def later(self) -> list[Book]:
        """The tracks after the present one."""
        return [book for book in self.books if book.state in ("open", "locked")][:LATER]

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
    def strongest(self) -> Skill:
        return max(self.skills, key=lambda skill: skill.mastery)

    @property
    def weakest(self) -> Skill:
        return min(self.skills, key=lambda skill: skill.mastery)

    @property
    def mean(self) -> int:
        return round(sum(skill.mastery for skill in self.skills) / len(self.skills)) if self.skills else 0


def of(user: User, *, goal: str = "", industry: str = "") -> Dashboard:
    """Raises Problem 400 for an unknown goal. Bounded queries."""
    now = timezone.now()
    path = personal_path.of(user, goal=goal, industry=industry)
    names = [*(entry.track.name for entry in path.entries), *skills.tracks_of(path.career)]
    tracks = progress.of(user, list(dict.fromkeys(names)))
    return Dashboard(
        path=path,
        tracks=tracks,
        skills=skills.measured(path.career, tracks),
        weaknesses=weaknesses.strongest(user, now),
        resources=_resources(path),
        projects=_projects(path),
        due=ReviewCard.objects.filter(user=user).due(now).count(),
        assignments=[one for one in assignments.of(user) if not one.standing.over][:ASSIGNMENTS],
        runs=list(Submission.objects.filter(user=user).order_by("-submitted_at")[:RECENT_RUNS]),
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
