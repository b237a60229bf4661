"""What runs by the clock. Two beats at once do no harm."""

from celery import shared_task
from django.utils import timezone

from lms.jobs import locks
from teacher import assessing, interventions, rosters, snapshots, summaries


@shared_task
def assess_risk() -> None:
    with locks.only_one("assess-risk") as mine:
        if mine:
            assessing.assess_due()


@shared_task
def follow_interventions() -> None:
    with locks.only_one("follow-interventions") as mine:
        if mine:
            interventions.end_worked_through()
            interventions.look_back()


@shared_task
def count_students() -> None:
    """Classes after their students: these are let go between."""
    for count in (summaries.refresh_due, snapshots.renew):
        with locks.only_one("count-students") as mine:
            if mine:
                count()


@shared_task
def erase_rosters() -> None:
    rosters.clear_old(timezone.now())
