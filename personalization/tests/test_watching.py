"""What the socket of a run says, exactly as clients know it."""

import pytest

from lms.live import publishing, topics
from personalization import submissions, watching
from personalization.models import Submission
from personalization.tests.conftest import written


@pytest.fixture
def said(monkeypatch) -> list[tuple[str, dict]]:
    """(topic, message) of everything published, in words."""
    told = []
    monkeypatch.setattr(publishing, "publish", lambda topic, event: told.append((topic, watching.word(event))))
    return told


def test_each_feedback_is_told_and_then_the_end(practise, learner, questions, run_tasks, said):
    run = practise(learner, (questions[0], False), (questions[1], False))
    run_tasks()
    told = [message for topic, message in said if topic == f"submissions.{run.pk}"]
    assert [message["type"] for message in told] == ["feedback_ready", "feedback_ready", "submission_complete"]
    assert set(told[0]["data"]) == {"question_id", "feedback", "feedback_source", "resources"}
    assert set(told[2]["data"]) == {"submission_id", "recommendations"}
    assert told[0]["data"]["feedback_source"] == "template"
    assert set(told[0]["data"]["resources"][0]) == {"title", "url", "resource_type"}
    assert told[2]["data"]["submission_id"] == run.pk
    assert len(told[2]["data"]["recommendations"]["resources"]) >= 3


def test_a_newcomer_is_told_what_is_there(practise, learner, questions, run_tasks):
    run = practise(learner, (questions[0], False))
    assert watching.snapshot(run.pk) == []
    run_tasks()
    assert [event["kind"] for event in watching.snapshot(run.pk)] == ["feedback_ready", "submission_complete"]


def test_what_a_newcomer_is_told_is_what_the_others_were(practise, learner, questions, run_tasks, said):
    run = practise(learner, (questions[0], False))
    run_tasks()
    told = [message for topic, message in said if topic == f"submissions.{run.pk}"]
    assert [watching.word(event) for event in watching.snapshot(run.pk)] == told


def test_the_owner_and_their_teacher_may_watch_and_nobody_else(
    practise, learner, teacher, other_learner, teacher_of_nobody, questions
):
    run = practise(learner, (questions[0], False))
    allowed = [topics.kinds["submissions"].may_see(user, run.pk) for user in (learner, teacher)]
    refused = [watching.may_see(user, run.pk) for user in (other_learner, teacher_of_nobody)]
    assert (allowed, refused) == ([True, True], [False, False])


def test_of_an_unfinished_test_nothing_is_told(practise, learner, questions):
    run = practise(learner)
    Submission.objects.update(kind=Submission.Kind.TEST)
    submissions.add(run, [written(questions[0], False)])
    assert watching.snapshot(run.pk) == []


def test_events_of_other_kinds_are_not_for_this_socket():
    assert watching.word({"kind": "progress_changed"}) is None
