"""What is said about answers, written in the background; the score stands already."""

from django.db import transaction
from django.utils import timezone

from lms.jobs import lifecycle
from lms.jobs.models import Task
from personalization.models import Submission


def write(task: Task) -> None:
    with transaction.atomic():
        lifecycle.complete(task)
        Submission.objects.filter(pk=task.subject_id).update(
            status=Submission.Status.COMPLETED, completed_at=timezone.now()
        )


def give_up(task: Task) -> None:
    """Neither a model nor the template could write; the score stands."""
    Submission.objects.filter(pk=task.subject_id).update(status=Submission.Status.FAILED)
