"""What the socket of a run says: each feedback as it is there, and the end with what to do next."""

from django.utils import translation

from lms.accounts.models import User
from lms.live import publishing
from personalization import practice, submissions
from personalization.models import Submission, SubmissionAnswer


def publish_feedback(answer: SubmissionAnswer) -> None:
    publishing.publish_on_commit(answer.submission.topic, _feedback_event(answer))


def publish_end(submission: Submission) -> None:
    publishing.publish_on_commit(submission.topic, _end_event(submission))


def may_see(user: User, submission_id: str) -> bool:
    return Submission.objects.visible_to(user).filter(pk=submission_id).exists()


def snapshot(submission_id: str) -> list[dict]:
    """The events that bring a newcomer up to date; nothing of a test before it is finished."""
    submission = Submission.objects.select_related("user").get(pk=submission_id)
    if practice.is_hidden(submission):
        return []
    answers = submissions.tries_of(submission).values()
    events = [_feedback_event(answer) for answer in answers if answer.feedback]
    return [*events, _end_event(submission)] if submission.status == Submission.Status.COMPLETED else events


def word(event: dict) -> dict | None:
    """The message of an event, exactly as clients know it; its texts are in the run's language."""
    match event:
        case {"kind": "feedback_ready"}:
            names = ("question_id", "feedback", "feedback_source", "resources")
            return {"type": "feedback_ready", "data": {name: event[name] for name in names}}
        case {"kind": "submission_complete"}:
            names = ("submission_id", "recommendations")
            return {"type": "submission_complete", "data": {name: event[name] for name in names}}
    return None


def _feedback_event(answer: SubmissionAnswer) -> dict:
    return {
        "kind": "feedback_ready",
        "question_id": answer.question_id,
        "feedback": answer.feedback,
        "feedback_source": answer.feedback_source,
        "resources": answer.resources,
    }


def _end_event(submission: Submission) -> dict:
    with translation.override(submission.language):
        found = practice.recommendations(submission, practice.with_resources(submission))
    return {"kind": "submission_complete", "submission_id": submission.pk, "recommendations": found}
