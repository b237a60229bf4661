"""Log lines: a request's and a job's own line has what operators search for, and one number leads through both (through a real
worker: `tests/running/test_logs.py`)."""

import logging

import pytest

from lms import logs
from lms.jobs import lifecycle, running
from lms.jobs.models import Task
from lms.llm import ledger

FIELDS = {"service", "endpoint", "session_id", "user_id", "duration_ms", "llm_provider", "tokens_used", "cache_hit"}
FIELDS |= {"error"}


@pytest.fixture
def lines(caplog):
    """`lines("job")`: what was logged as such, in order, each as a dict."""
    caplog.set_level(logging.INFO, logger="infou")
    return lambda event: [vars(record) for record in caplog.records if record.getMessage() == event]


@pytest.fixture
def task(learner) -> Task:
    return lifecycle.add(
        user_id=learner.pk,
        task_type=Task.Type.ARTICLE_GENERATION,
        subject=("article", "art_x"),
        session_id="sess_x",
        dedupe_key="article:art_x",
    )


def test_a_request_has_every_field(api, learner, lines):
    answer = api(learner).get("/api/v1/sessions/sess_x")
    (line,) = lines("request")
    assert set(line) >= FIELDS
    assert (line["endpoint"], line["session_id"]) == ("api/v1/sessions/<str:session_id>", "sess_x")
    assert (line["error"], line["user_id"]) == ("not_found", logs.pseudonym(learner.pk))
    assert answer["X-Request-ID"].startswith("req_")


def test_what_is_well_has_no_error(api, learner, lines):
    api(learner).get("/api/v1/me")
    assert lines("request")[0]["error"] == ""


def test_a_job_has_every_field_and_what_it_asked_of_models(task, lines):
    def work(task: Task) -> None:
        logs.note_call("openai/first", 150)
        logs.note_call("openai/first", 50)
        ledger.write_hits(2, "article_generation", "article@1", user_id=task.user_id, session_id=task.session_id)
        lifecycle.complete(task)

    running.run(task.pk, work)
    (line,) = lines("job")
    assert set(line) >= FIELDS
    assert (line["llm_provider"], line["tokens_used"], line["cache_hit"]) == ("openai/first", 200, True)
    assert (line["status"], line["error"], line["session_id"]) == ("completed", "", task.session_id)


def test_a_job_that_fails_says_so_and_the_next_try_does_not(task, lines):
    def breaks(_task: Task) -> None:
        raise lifecycle.TryAgain("LLM_TIMEOUT", None)

    running.run(task.pk, breaks)
    Task.objects.update(next_retry_at=None)
    running.run(task.pk, lifecycle.complete)
    assert [(line["status"], line["error"]) for line in lines("job")] == [("pending", "LLM_TIMEOUT"), ("completed", "")]
    assert not lines("job")[1]["cache_hit"]
