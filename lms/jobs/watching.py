"""What `/tasks/{id}/ws` shows: how far a task is, and its end."""

from lms.accounts.models import User
from lms.jobs.models import Task

STATUS_WORDS = {Task.Status.PENDING: "queued", Task.Status.PROCESSING: "generating_articles"}


def may_see(user: User, task_id: str) -> bool:
    return Task.objects.visible_to(user).filter(pk=task_id).exists()


def snapshot(task_id: str) -> list[dict]:
    task = Task.objects.get(pk=task_id)
    if task.status in Task.UNFINISHED:
        return [{"kind": "task_progress", "status": task.status, "percentage": task.progress_percentage}]
    return [{"kind": "task_complete", "task_id": task_id, "status": task.status, "result": task.result}]


def word(event: dict) -> dict | None:
    if event["kind"] == "task_complete":
        data = {"task_id": event["task_id"], "status": event["status"], "result": event["result"]}
        return {"type": "task_complete", "data": data}
    if event["kind"] == "task_progress":
        progress = {"completed": event["percentage"], "total": 100, "current_task": None, "estimated_remaining": None}
        return {
            "type": "generation_progress",
            "data": {"status": STATUS_WORDS[event["status"]], "progress": progress},
        }
    return None
