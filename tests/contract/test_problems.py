"""Errors: one shape for all, with a stable code; and who may see and change what."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import LearningSession
from tests.contract.shape import SOME

CODE = re.compile("[a-z][a-z_]+")
PROBLEM = {
    "type": SOME,
    "title": SOME,
    "status": int,
    "detail": SOME,
    "code": CODE,
    "errors": [{"field": str, "message": SOME}],
}
LOCKED = PROBLEM | {"missing": [SOME]}
KEY = {"Idempotency-Key": "0123456789abcdef"}


@pytest.fixture
def refused(api, ask):
    """`refused(person, "GET", "/me", 401, "not_authenticated")`; returns the problem."""

    def refused(person, method: str, path: str, status: int, code: str, *, body=None, shape=PROBLEM) -> dict:
        client = api(person) if person is None or not hasattr(person, "generic") else person
        problem = ask(client, method, path, shape, status=status, body=body)
        assert (problem["status"], problem["code"]) == (status, code)
        return problem

    return refused


def test_problems_have_their_own_media_type(api, db):
    assert api().get("/api/v1/me")["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path", ["/me", "/me/export", "/sessions", "/sessions/sess_x", "/articles/art_x", "/tasks/task_x"]
)
def test_what_needs_an_owner_is_401_for_nobody(refused, db, path):
    refused(None, "GET", path, 401, "not_authenticated")


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/sess_x",
        "/sessions/sess_x/curriculum",
        "/articles/art_x",
        "/tasks/task_x",
        "/sub-topics/generated/gen_x",
    ],
)
def test_what_is_not_there_is_404(refused, learner, path):
    refused(learner, "GET", path, 404, "not_found")


def test_strangers_get_404_and_teachers_may_only_read(refused, ask, api, lesson, other_learner, teacher):
    path = f"/sessions/{lesson.session}"
    refused(other_learner, "GET", path, 404, "not_found")
    assert api(teacher).get(f"/api/v1{path}").status_code == 200
    refused(teacher, "DELETE", path, 403, "read_only")


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/sessions", {"level": "guru"}, "level"),
        ("/sessions", {"personalization": {"learning_pace": "warp"}}, "personalization.learning_pace"),
        ("/sessions", {"options": {"max_articles_per_subtopic": 11}}, "options.max_articles_per_subtopic"),
        ("/sessions", {"sub_topic_ids": [f"curated_{number}" for number in range(1, 12)]}, "sub_topic_ids"),
        ("/sub-topics/generate", {"options": {"max_subtopics": 11}}, "options.max_subtopics"),
        ("/sub-topics/generate", {"options": {"max_subtopics": 0}}, "options.max_subtopics"),
        ("/sub-topics/generate", {"personalization": {"interests": ["x"] * 11}}, "personalization.interests"),
        ("/sub-topics/generate", {"personalization": {"interests": ["x" * 51]}}, "personalization.interests.0"),
        ("/sub-topics/generate", {"personalization": {"learning_goals": "x" * 501}}, "personalization.learning_goals"),
        ("/sub-topics/generate", {"personalization": {"time_availability": "never"}}, "personalization.time_availability"),
        ("/sub-topics/generate", {"personalization": {"preferred_style": "loud"}}, "personalization.preferred_style"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_400_and_named(refused, learner, topic, path, body, field):
    whole = {
        "main_topic_id": topic.pk,
        "sub_topic_ids": [topic.curated_sub_topics.first().public_id],
        "level": "beginner",
    }
    problem = refused(learner, "POST", path, 400, "invalid", body=whole | body)
    assert [error["field"] for error in problem["errors"]] == [field]


@pytest.mark.parametrize(
    "path",
    [
        "/main-topics?limit=101",
        "/main-topics?popular=perhaps",
        "/main-topics?category=cooking",
        "/sub-topics/curated?level=guru",
        "/sub-topics/curated?main_slug=cooking",
        "/curriculum/modules?industry=cooking",
        "/curriculum/projects?difficulty=9",
        "/curriculum/recommend-path?career_goal=cook",
    ],
)
def test_an_unknown_filter_is_400(refused, curriculum, path):
    assert refused(None, "GET", path, 400, "invalid")["errors"]


@pytest.mark.parametrize(
    ("method", "path"), [("PUT", "/me"), ("DELETE", "/sessions"), ("POST", "/levels"), ("PATCH", "/articles/art_x")]
)
def test_another_method_is_405(refused, learner, method, path):
    refused(learner, method, path, 405, "method_not_allowed")


def test_a_locked_module_is_403_with_what_is_missing(refused, learner, guest, api, curriculum):
    path = "/curriculum/modules/python_basics.conditions"
    problem = refused(learner, "GET", path, 403, "prerequisites_missing", shape=LOCKED)
    assert problem["missing"] == ["python_basics.variables_types"]
    assert [api(reader).get(f"/api/v1{path}").status_code for reader in (None, guest)] == [200, 200]


def test_a_level_that_is_not_written_is_404(refused, browser, learner, lesson):
    refused(learner, "GET", f"/articles/{lesson.article}?level=expert", 404, "level_not_generated")
    ahead = browser(learner).get(f"/api/v1/articles/{lesson.article}/convert?target_level=expert")
    assert (ahead.status_code, ahead.json()["code"]) == (404, "level_not_generated")


def test_an_expired_session_is_read_and_else_409(refused, api, learner, lesson):
    LearningSession.objects.update(status="expired", expires_at=timezone.now() - timedelta(days=1))
    assert api(learner).get(f"/api/v1/articles/{lesson.article}").status_code == 200
    step = {"article_id": lesson.article, "action": "started"}
    convert = f"/articles/{lesson.article}/convert?target_level=expert"
    calls = [
        (f"/sessions/{lesson.session}/progress", step),
        (f"/sessions/{lesson.session}/articles", {}),
        (convert, None),
    ]
    for path, body in [*calls, (f"/articles/{lesson.article}/regenerate", {})]:
        refused(learner, "POST", path, 409, "session_expired", body=body)
    assert api(learner).post(f"/api/v1/sessions/{lesson.session}/renew").json()["status"] == "ready"


@pytest.mark.parametrize("path", ["/sub-topics/generate", "/sessions"])
def test_a_key_makes_a_post_repeatable(api, topic, path):
    body = {
        "main_topic_id": topic.pk,
        "sub_topic_ids": [topic.curated_sub_topics.first().public_id],
        "level": "beginner",
    }
    first, again = (api(**KEY).post(f"/api/v1{path}", body, format="json") for _turn in range(2))
    assert first.status_code == again.status_code
    name = "session_id" if path == "/sessions" else "generation_id"
    assert (first.json()[name], first.json()["access_token"] != again.json()["access_token"]) == (
        again.json()[name],
        True,
    )


def test_a_key_with_another_body_is_422(refused, api, learner, topic):
    client = api(learner, **KEY)
    body = {"main_topic_id": topic.pk}
    assert client.post("/api/v1/sub-topics/generate", body, format="json").status_code == 202
    other = body | {"options": {"max_subtopics": 1}}
    refused(client, "POST", "/sub-topics/generate", 422, "idempotency_mismatch", body=other)


@pytest.mark.parametrize("key", ["x" * 15, "x" * 65])
def test_a_key_has_16_to_64_characters(refused, api, learner, topic, key):
    client = api(learner, **{"Idempotency-Key": key})
    refused(client, "POST", "/sub-topics/generate", 400, "invalid", body={"main_topic_id": topic.pk})


def test_too_much_is_429_and_says_when_to_go_on(api, learner, topic, settings):
    settings.RATE_LIMIT_AI = "1/10m"
    client = api(learner)
    body = {"main_topic_id": topic.pk}
    client.post("/api/v1/sub-topics/generate", body, format="json")
    answer = client.post("/api/v1/sub-topics/generate", body, format="json")
    assert (answer.status_code, answer.json()["code"]) == (429, "rate_limited")
    assert int(answer["Retry-After"]) > 0
