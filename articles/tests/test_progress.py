"""What the session's socket says: exactly the messages clients know, in each reader's language."""

import pytest
from django.utils import translation

from articles import planning, progress
from articles.models import Content, LearningSession
from lms.jobs import lifecycle
from lms.jobs.models import Task


def worded(event: dict, language: str) -> dict:
    with translation.override(language):
        return progress.word(event)


def test_events_come_in_the_order_progress_article_complete(open_new, learner, run_tasks, said):
    session = open_new(learner, articles=2)
    run_tasks()
    kinds = [event["kind"] for topic, event in said if topic == session.topic]
    assert kinds[0] == "progress"
    assert kinds.count("article_ready") == 2
    assert kinds[-1] == "complete"
    assert kinds.count("complete") == 1


def test_progress_counts_up_to_the_total(open_new, learner, run_tasks, said):
    open_new(learner, articles=3)
    run_tasks()
    counts = [event["completed"] for _topic, event in said if event["kind"] == "progress"]
    assert counts == sorted(counts)
    assert {event["total"] for _topic, event in said if event["kind"] == "progress"} == {3}


def test_progress_is_worded_in_the_readers_language():
    event = {
        "kind": "progress",
        "status": "generating_articles",
        "completed": 3,
        "total": 14,
        "current": "ChatGPT 활용 사례",
    }
    korean = worded(event | {"seconds_left": 90}, "ko")
    assert korean == {
        "type": "generation_progress",
        "data": {
            "status": "generating_articles",
            "progress": {
                "completed": 3,
                "total": 14,
                "current_task": "ChatGPT 활용 사례 아티클 생성 중...",
                "estimated_remaining": "1분 30초",
            },
        },
    }
    english = worded(event | {"seconds_left": 90}, "en")
    assert english["data"]["progress"]["current_task"] == "Writing “ChatGPT 활용 사례”..."
    assert english["data"]["progress"]["estimated_remaining"] == "1 min 30 s"


def test_the_end_is_said_with_numbers_and_time():
    event = {"kind": "complete", "session_id": "sess_1", "total": 14, "seconds": 165}
    data = {"session_id": "sess_1", "total_articles": 14, "generation_time": "2분 45초", "ready_to_start": True}
    assert worded(event, "ko") == {"type": "generation_complete", "data": data}


def test_a_newcomer_gets_the_present_state_first(open_new, learner, run_tasks):
    session = open_new(learner, articles=2)
    assert [event["kind"] for event in progress.snapshot(session.pk)] == ["progress"]
    assert progress.snapshot(session.pk)[0]["status"] == "generating_outline"
    run_tasks()
    assert [event["kind"] for event in progress.snapshot(session.pk)] == ["progress", "complete"]


def test_a_session_that_could_not_be_made_says_so(open_new, learner, said, monkeypatch):
    session = open_new(learner)
    task = Task.objects.get()
    for _try in range(task.max_retries + 1):
        Task.objects.update(next_retry_at=None)
        lifecycle.fail(lifecycle.claim(task.pk), RuntimeError())
    session.refresh_from_db()
    assert session.status == LearningSession.Status.FAILED
    assert progress.snapshot(session.pk) == [{"kind": "error", "code": "TASK_FAILED"}]
    message = worded(progress.snapshot(session.pk)[0], "ko")
    assert set(message["data"]) == {"error_code", "message", "retry_after", "auto_retry"}


def test_planning_twice_makes_one_outline(open_new, learner):
    session = open_new(learner, articles=3)
    task = lifecycle.claim(Task.objects.get().pk)
    planning.plan(task)
    with pytest.raises(lifecycle.LeaseLost):
        planning.plan(task)
    assert session.articles.count() == 3


def test_seconds_left_come_from_what_was_measured(open_new, learner, run_tasks):
    session = open_new(learner, articles=4)
    run_tasks()
    Task.objects.update(processing_time_seconds=8)
    assert progress.of(LearningSession.objects.get(pk=session.pk)).seconds_left is None
    LearningSession.objects.update(status="generating")
    Content.objects.filter(article_levels__article__in=session.articles.all()[:2]).update(state="planned")
    left = progress.of(LearningSession.objects.get(pk=session.pk)).seconds_left
    assert left == pytest.approx(8 * 2 / progress.SIDE_BY_SIDE)
