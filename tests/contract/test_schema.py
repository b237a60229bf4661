"""The whole OpenAPI with made-up input, right and wrong: never a 5xx, never an answer that isn't described.

The same examples at every run; `--examples 30` tries more of them.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import hypothesis
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from drf_spectacular.generators import SchemaGenerator
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from articles.models import Article
from curriculum.models import MainTopic
from lms.accounts import tokens
from lms.accounts.models import User
from lms.jobs.models import Task
from tests.routes import EXAMPLES

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
MODES = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
SLOW = list(hypothesis.HealthCheck)


@pytest.fixture
def operations() -> list:
    description = schemathesis.openapi.from_dict(SchemaGenerator().get_schema(request=None, public=True))
    description.app = get_wsgi_application()
    return [found.ok() for found in description.get_all_operations()]


@pytest.fixture
def known(lesson, topic: MainTopic) -> dict:
    """What stands in addresses and bodies, where it is to be something that is there."""
    article = Article.objects.get(pk=lesson.article)
    return EXAMPLES | {
        "session_id": lesson.session,
        "article_id": article.pk,
        "generation_id": lesson.generation,
        "task_id": Task.objects.filter(session_id=lesson.session).first().pk,
        "main_topic_id": topic.pk,
        "sub_topic_ids": [topic.curated_sub_topics.first().public_id],
    }


@pytest.fixture
def try_out(operations, settings, pytestconfig) -> Callable[..., list[str]]:
    """`try_out(person, known={…})`: calls every endpoint, each time from the same state; returns what was wrong."""
    settings.RATE_LIMIT_IP = settings.RATE_LIMIT_USER = settings.RATE_LIMIT_AI = settings.RATE_LIMIT_EXPORT = "off"
    examples = pytestconfig.getoption("--examples")

    def try_out(person: User | None, known: dict) -> list[str]:
        headers = {"Authorization": f"Bearer {tokens.issue(person)[0]}"} if person else {}
        with _one_connection():
            return [
                fault for one in operations for mode in MODES for fault in _faults(one, mode, examples, headers, known)
            ]

    return try_out


@contextmanager
def _one_connection() -> Iterator[None]:
    """Requests stay within the test's transaction, as with Django's own client."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def _faults(operation, mode: GenerationMode, examples: int, headers: dict, known: dict) -> Iterator[str]:
    @hypothesis.given(case=operation.as_strategy(generation_mode=mode))
    @hypothesis.settings(
        max_examples=examples, derandomize=True, database=None, deadline=None, suppress_health_check=SLOW
    )
    def call(case: Case) -> None:
        _fill_in(case, known)
        with transaction.atomic():
            answer = case.call(headers=headers)
            transaction.set_rollback(True)
        case.validate_response(answer, checks=CHECKS)

    try:
        call()
    except hypothesis.errors.Unsatisfiable:  # nothing about this endpoint can be wrong
        return
    except FailureGroup as failures:
        yield from (f"{operation.label}: {failure.title} {failure.message[:300]}" for failure in failures.exceptions)


def _fill_in(case: Case, known: dict) -> None:
    for part in (case.path_parameters, case.body):
        if isinstance(part, dict):
            part.update({name: value for name, value in known.items() if name in part})


def test_anybody_may_send_anything(try_out, topic):
    assert try_out(None, known={}) == []


def test_a_student_may_send_anything(try_out, learner, known):
    assert try_out(learner, known) == []


def test_an_admin_may_send_anything(try_out, administrator, known):
    assert try_out(administrator, known) == []


def test_what_contradicts_the_description_is_seen(operations, administrator, monkeypatch, try_out, topic):
    """The check of the checks."""
    monkeypatch.setattr(
        "curriculum.api.topics.LevelOutput.to_representation", lambda self, level: dict.fromkeys(self.fields, 3)
    )
    operations[:] = [one for one in operations if one.label == "GET /api/v1/levels"]
    assert {fault[:50] for fault in try_out(None, known={})} == {"GET /api/v1/levels: Response violates schema 3 is "}
