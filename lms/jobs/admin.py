"""Background tasks: looked at, run again, cancelled. The rows themselves are written by `lifecycle` alone."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from unfold.decorators import action, display

from lms.admin import Admin, AdminsOnly, ReadOnly, VisibleRows
from lms.jobs import lifecycle
from lms.jobs.models import ClockTick, Task, WorkerHeartbeat
from lms.problems import Problem

COLOURS = {"pending": "info", "processing": "warning", "completed": "success", "failed": "danger", "cancelled": None}


@admin.register(Task)
class TaskAdmin(VisibleRows, ReadOnly, Admin):
    list_display = ["task_type", "subject_id", "user", "status_label", "progress", "tries", "created_at", "took"]
    list_filter = ["status", "task_type", "created_at"]
    list_select_related = ["user"]
    search_fields = ["task_id", "subject_id", "session_id", "user__username", "user__display_name"]
    date_hierarchy = "created_at"
    ordering = ["-created_at"]
    actions = ["run_again", "cancel"]
    fieldsets = [
        (None, {"fields": ["task_id", "owner", ("task_type", "status"), ("progress", "current_step")]}),
        (_("What it is about"), {"fields": [("subject_type", "subject_id"), "session_id", "dedupe_key", "input_data"]}),
        (_("Tries"), {"fields": [("tries", "next_retry_at"), ("claimed_by", "lease_until"), ("priority", "sent_at")]}),
        (_("What came of it"), {"fields": ["result_data", "error_details", "took", ("tokens_used", "llm_api_calls")]}),
        (_("Dates"), {"fields": [("created_at", "started_at"), ("completed_at", "estimated_completion_time")]}),
    ]

    @display(description=_("user"))
    def owner(self, task: Task) -> str:
        return task.user.name

    @display(description=_("status"), ordering="status", label=COLOURS)
    def status_label(self, task: Task) -> tuple[str, str]:
        return task.status, task.get_status_display()

    @display(description=_("progress"), ordering="progress_percentage")
    def progress(self, task: Task) -> str:
        return f"{task.progress_percentage}%"

    @display(description=_("failed tries"), ordering="retry_count")
    def tries(self, task: Task) -> str:
        return f"{task.retry_count} / {task.max_retries}"

    @display(description=_("seconds"), ordering="processing_time_seconds")
    def took(self, task: Task) -> str:
        return "" if task.processing_time_seconds is None else f"{task.processing_time_seconds:.1f}"

    def has_steer_permission(self, request: HttpRequest) -> bool:
        """Teachers may look at their students' tasks at most."""
        return request.user.is_superuser

    @action(description=_("Run again"), permissions=["steer"])
    def run_again(self, request: HttpRequest, tasks: QuerySet[Task]) -> None:
        ended = tasks.exclude(status__in=Task.UNFINISHED)
        done = sum(_works(lifecycle.run_again, task) for task in ended)
        self._report(request, done, of=len(tasks), text=ngettext("%d task runs again.", "%d tasks run again.", done))

    @action(description=_("Cancel"), permissions=["steer"])
    def cancel(self, request: HttpRequest, tasks: QuerySet[Task]) -> None:
        done = sum(_works(lifecycle.cancel, task) for task in tasks)
        self._report(request, done, of=len(tasks), text=ngettext("%d task cancelled.", "%d tasks cancelled.", done))

    def _report(self, request: HttpRequest, done: int, *, of: int, text: str) -> None:
        if done:
            self.message_user(request, text % done, messages.SUCCESS)
        if done < of:
            left = ngettext(
                "%d task is not in a state for that, or another one does the same; it was left as it is.",
                "%d tasks are not in a state for that, or others do the same; they were left as they are.",
                of - done,
            )
            self.message_user(request, left % (of - done), messages.WARNING)


def _works(step: Callable[[Task], None], task: Task) -> bool:
    """False where it ended meanwhile, or an unfinished task with the same key is there."""
    try:
        step(task)
    except (Problem, IntegrityError):
        return False
    return True


@admin.register(ClockTick)
class ClockTickAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["at"]


@admin.register(WorkerHeartbeat)
class WorkerHeartbeatAdmin(AdminsOnly, ReadOnly, Admin):
    list_display = ["name", "seen_at"]
    search_fields = ["name"]
    ordering = ["name"]
