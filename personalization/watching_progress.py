"""The socket of a learner's progress: says that something moved, and the page looks again."""

from lms.accounts import access
from lms.accounts.models import User
from lms.live import publishing


def publish(learner_id: int, modules: list[str]) -> None:
    """`modules` by their full names."""
    publishing.publish_on_commit(f"learners.{learner_id}", {"kind": "progress_changed", "modules": modules})


def may_see(user: User, learner_id: str) -> bool:
    return (
        learner_id.isascii() and learner_id.isdigit() and len(learner_id) < 19 and access.may_see(user, int(learner_id))
    )


def snapshot(learner_id: str) -> list[dict]:
    """What was missed meanwhile is in the page that is fetched now."""
    return [{"kind": "progress_changed", "modules": []}]


def word(event: dict) -> dict | None:
    if event.get("kind") != "progress_changed":
        return None
    return {"type": "progress_changed", "data": {"modules": event["modules"]}}
