"""The tasks of one person, and of whom they were watched."""

from django.db.models import QuerySet

from lms.accounts import my_data
from lms.accounts.models import User
from lms.jobs.models import Task, topic_of
from lms.live import connections
from lms.live.models import WebSocketConnection


def tasks_of(person: User) -> QuerySet[Task]:
    return Task.objects.filter(user=person)


def connections_of(person: User) -> QuerySet[WebSocketConnection]:
    return connections.of_topics([topic_of(pk) for pk in tasks_of(person).values_list("pk", flat=True)])


def erase(person: User) -> None:
    """What waits is dropped; what runs may end first, or a model's answer to somebody who is gone could not be booked."""
    tasks = tasks_of(person)
    tasks.filter(status=Task.Status.PENDING).delete()
    if tasks.unfinished().exists():  # asked anew: a task that ended meanwhile may have left others behind
        raise my_data.NotYet("a task is running")
    tasks.delete()
