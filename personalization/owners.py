"""Which rows of practice belong to a person: for the export and for erasing."""

from django.db.models import QuerySet

from lms.accounts.models import User
from lms.live import connections
from lms.live.models import WebSocketConnection
from personalization.models import (
    Assignment,
    LearnerProfile,
    MasteryOverride,
    PlacementRun,
    ReviewCard,
    Submission,
    SubmissionAnswer,
    TopicProgress,
    Weakness,
)
from personalization.models.submissions import topic_of


def profile_of(person: User) -> QuerySet:
    return LearnerProfile.objects.filter(user=person)


def progress_of(person: User) -> QuerySet:
    return TopicProgress.objects.filter(user=person)


def weaknesses_of(person: User) -> QuerySet:
    return Weakness.objects.filter(user=person)


def reviews_of(person: User) -> QuerySet:
    return ReviewCard.objects.filter(user=person)


def overrides_of(person: User) -> QuerySet:
    return MasteryOverride.objects.filter(user=person)


def placements_of(person: User) -> QuerySet:
    return PlacementRun.objects.filter(user=person)


def submissions_of(person: User) -> QuerySet:
    return Submission.objects.filter(user=person)


def answers_of(person: User) -> QuerySet:
    return SubmissionAnswer.objects.filter(submission__user=person)


def connections_of(person: User) -> QuerySet[WebSocketConnection]:
    return connections.of_topics([topic_of(pk) for pk in submissions_of(person).values_list("pk", flat=True)])


def assignments_of(person: User) -> QuerySet:
    """Those for this person alone; a class's are the class's."""
    return Assignment.objects.filter(student=person)
