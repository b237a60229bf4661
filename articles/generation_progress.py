"""What the socket of a batch of subtopics says: how many there are, each as it comes, the end."""

from django.utils.translation import gettext as _

from articles import progress
from articles.choices import Wishes
from articles.models import GeneratedSubTopic, SubTopicGeneration
from lms import durations
from lms.accounts.models import User
from lms.live import publishing


def publish(generation: SubTopicGeneration) -> None:
    publishing.publish_on_commit(generation.topic, _state(generation, generation.sub_topics.count()))


def publish_made(generation: SubTopicGeneration, made: GeneratedSubTopic) -> None:
    publishing.publish_on_commit(generation.topic, _made(made))
    publishing.publish_on_commit(generation.topic, _state(generation, made.position))


def publish_trouble(generation: SubTopicGeneration, code: str, retry_after: float | None) -> None:
    publishing.publish(generation.topic, progress.trouble(code, retry_after))


def publish_end(generation_id: str) -> None:
    generation = SubTopicGeneration.objects.get(pk=generation_id)
    publishing.publish_on_commit(generation.topic, _end(generation))


def may_see(user: User, generation_id: str) -> bool:
    return SubTopicGeneration.objects.visible_to(user).filter(pk=generation_id).exists()


def snapshot(generation_id: str) -> list[dict]:
    """The events that bring a newcomer up to date."""
    generation = SubTopicGeneration.objects.get(pk=generation_id)
    made = list(generation.sub_topics.all())
    events = [_state(generation, len(made)), *map(_made, made)]
    return events if generation.being_made else [*events, _end(generation)]


def word(event: dict) -> dict | None:
    """The message of an event in the active language, exactly as clients know it."""
    match event:
        case {"kind": "subtopics_state"}:
            counts = {"completed": event["completed"], "total": event["total"], "estimated_remaining": None}
            doing = _("Making subtopics for you...") if event["status"] != "ready" else None
            shown = {"status": event["status"], "progress": counts | {"current_task": doing}}
            return {"type": "generation_progress", "data": shown}
        case {"kind": "subtopic_ready"}:
            return {"type": "subtopic_ready", "data": {name: event[name] for name in ("id", "name", "description")}}
        case {"kind": "subtopics_complete"}:
            data = {"generation_id": event["generation_id"], "total_subtopics": event["total"]}
            return {
                "type": "generation_complete",
                "data": data | {"generation_time": durations.exact(event["seconds"])},
            }
    return progress.word(event)


def _state(generation: SubTopicGeneration, completed: int) -> dict:
    status = "generating_subtopics" if generation.being_made else "ready"
    total = Wishes.from_json(generation.generation_options).max_subtopics if generation.being_made else completed
    return {"kind": "subtopics_state", "status": status, "completed": completed, "total": total}


def _made(made: GeneratedSubTopic) -> dict:
    return {"kind": "subtopic_ready", "id": made.public_id, "name": made.name, "description": made.description}


def _end(generation: SubTopicGeneration) -> dict:
    if generation.status == SubTopicGeneration.Status.FAILED:
        return {"kind": "error", "code": "TASK_FAILED"}
    seconds = (generation.completed_at - generation.started_at).total_seconds()
    total = generation.sub_topics.count()
    return {"kind": "subtopics_complete", "generation_id": generation.pk, "total": total, "seconds": seconds}
