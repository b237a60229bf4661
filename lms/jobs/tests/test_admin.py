"""What an admin can do to tasks, and a teacher can't."""

import pytest
from django.contrib.auth.models import Permission

from lms.jobs.models import Task

LIST = "/admin/jobs/task/"


@pytest.fixture
def task(learner):
    def task(status: str, key: str = "", **more) -> Task:
        return Task.objects.create(
            user=learner,
            task_type=Task.Type.ARTICLE_GENERATION,
            subject_type="article",
            subject_id="art_x",
            dedupe_key=key or f"article:{Task.objects.count()}",
            status=status,
            **more,
        )

    return task


@pytest.fixture
def act(browser, administrator, django_capture_on_commit_callbacks):
    """`act("cancel", task, …)`: the text of the page that answers."""

    def act(action: str, *tasks: Task) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            client = browser(administrator, "en")
            form = {"action": action, "_selected_action": [task.pk for task in tasks], "index": "0"}
            return client.post(LIST, form, follow=True).text

    return act


@pytest.mark.parametrize("status", ["failed", "cancelled", "completed"])
def test_an_ended_task_runs_again(act, task, sent, status):
    ended = task(status, retry_count=3, error_details={"error_code": "TASK_FAILED"})
    assert "1 task runs again." in act("run_again", ended)
    ended.refresh_from_db()
    assert (ended.status, ended.retry_count, ended.error) == ("pending", 0, None)
    assert sent == [ended]


def test_an_unfinished_task_is_not_run_a_second_time(act, task, sent):
    text = act("run_again", task("processing"), task("pending"))
    assert "2 tasks are not in a state for that" in text
    assert sent == []


def test_a_task_whose_work_waits_in_another_one_is_left_as_it_is(act, task, sent):
    ended, other = task("failed", key="same"), task("failed")
    task("pending", key="same")
    text = act("run_again", ended, other)
    assert "1 task runs again." in text
    assert "1 task is not in a state for that" in text
    ended.refresh_from_db()
    assert (ended.status, sent) == ("failed", [other])


def test_a_waiting_task_is_cancelled_and_an_ended_one_is_not(act, task):
    waiting, ended = task("pending"), task("completed")
    text = act("cancel", waiting, ended)
    assert "1 task cancelled." in text
    assert "1 task is not in a state for that" in text
    waiting.refresh_from_db()
    ended.refresh_from_db()
    assert (waiting.status, ended.status) == ("cancelled", "completed")


def test_a_teacher_who_may_look_can_do_nothing(browser, teacher, task):
    failed = task("failed")
    teacher.user_permissions.set(Permission.objects.filter(content_type__app_label="jobs"))
    client = browser(teacher, "en")
    assert "Run again" not in client.get(LIST).text
    client.post(LIST, {"action": "run_again", "_selected_action": [failed.pk], "index": "0"})
    failed.refresh_from_db()
    assert failed.status == "failed"


def test_rows_are_not_written_by_hand(browser, administrator, task):
    client = browser(administrator)
    for page in ("add/", f"{task('failed').pk}/delete/"):
        assert client.get(LIST + page).status_code == 403
