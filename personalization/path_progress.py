"""Progress track by track of one learner's path, and module by module where something was answered."""

from datetime import date, timedelta

from django.db.models import Min
from django.utils import timezone

from lms.accounts.models import User
from personalization import personal_path, progress
from personalization.models import SubmissionAnswer
from personalization.personal_path import CURRENT, PersonalPath
from personalization.progress import Topic, TrackProgress


def of(user: User) -> dict[str, list]:
    """{"tracks": rows by track, "topics": modules with answers}. Bounded queries."""
    path = personal_path.of(user)
    names = list(dict.fromkeys([entry.track.name for entry in path.entries] + _answered(user)))
    found, begun = progress.of(user, names), _begun(user)
    return {
        "tracks": [_track(found[name], path, begun) for name in names],
        "topics": [topic for name in names for topic in _with_answers(found[name])],
    }


def _with_answers(track: TrackProgress) -> list[Topic]:
    return [topic for topic in track.topics if topic.row]


def _answered(user: User) -> list[str]:
    """Tracks practised outside the path too."""
    rows = user.topic_progress.order_by("module__track__position")
    return list(rows.values_list("module__track__name", flat=True).distinct())


def _begun(user: User) -> dict[str, object]:
    rows = SubmissionAnswer.objects.filter(submission__user=user, question__module__isnull=False)
    by_track = rows.order_by().values_list("question__module__track__name")
    return dict(by_track.annotate(first=Min("answered_at")))


def _track(track: TrackProgress, path: PersonalPath, begun: dict) -> dict:
    entries = [entry for entry in path.entries if entry.track.name == track.name]
    current = next((entry.module.name for entry in entries if entry.status == CURRENT), None)
    return {
        "track": track.name,
        "curriculum_category": path.career.category.name,
        "career_goal": path.career.name,
        "industry_preference": path.industry,
        "total_questions": track.answers,
        "correct_answers": track.right,
        "practice_accuracy": track.accuracy,
        "unaided": track.unaided,
        "mastery_percentage": round(100 * track.mastery, 1),
        "current_module": current,
        "estimated_completion_date": _expected_end(track.name, path),
        "started_at": begun.get(track.name),
        "last_activity": track.last_activity,
    }


def _expected_end(track: str, path: PersonalPath) -> date | None:
    """When all that comes before the track's last module, and that, is learnt; none for what isn't on the path ahead."""
    hours, last = 0, None
    for entry in path.ahead:
        hours += entry.hours
        last = hours if entry.track.name == track else last
    if last is None:
        return None
    return timezone.localdate() + timedelta(weeks=last / path.profile.study_hours_a_week)
