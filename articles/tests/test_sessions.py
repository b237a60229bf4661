"""Opening a session, and what the worker makes of it."""

import pytest

from articles.models import Article, Content, ContentVersion, LearningSession
from curriculum.models import CuratedSubTopic
from lms.jobs.models import Task

URL = "/api/v1/sessions"


@pytest.fixture
def body(topic) -> dict:
    ids = [sub_topic.public_id for sub_topic in topic.curated_sub_topics.all()[:2]]
    return {"main_topic_id": topic.pk, "sub_topic_ids": ids, "level": "intermediate"}


def test_a_session_ends_ready_with_every_article_written_once(api, learner, body, run_tasks):
    answer = api(learner).post(URL, body, format="json")
    assert answer.status_code == 201
    run_tasks()
    session = LearningSession.objects.get(pk=answer.json()["session_id"])
    assert session.status == LearningSession.Status.READY
    assert session.articles.count() == 11
    assert ContentVersion.objects.count() == Content.objects.count() == 11


def test_the_answer_has_the_fields_clients_know(api, learner, body):
    answer = api(learner).post(URL, body, format="json").json()
    assert set(answer) == {"session_id", "status", "estimated_total_time", "websocket_url", "access_token"}
    assert answer["status"] == "initializing"
    assert answer["websocket_url"] == f"ws://127.0.0.1:8000/sessions/{answer['session_id']}/ws"
    assert answer["access_token"] is None
    assert answer["estimated_total_time"] == "이번 주 안에"


def test_a_signed_out_caller_becomes_a_guest_whose_token_opens_the_session(api, body):
    answer = api().post(URL, body, format="json").json()
    client = api()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {answer['access_token']}")
    assert client.get(f"{URL}/{answer['session_id']}").status_code == 200
    assert LearningSession.objects.get().user.is_guest


def test_two_sessions_that_ask_for_the_same_share_what_was_written(api, learner, other_learner, body, run_tasks):
    for user in (learner, other_learner):
        api(user).post(URL, body, format="json")
    run_tasks()
    assert set(LearningSession.objects.values_list("status", flat=True)) == {"ready"}
    assert Article.objects.count() == 22
    assert ContentVersion.objects.count() == 11


def test_a_session_of_known_contents_is_ready_with_its_outline(api, learner, other_learner, body, run_tasks):
    api(learner).post(URL, body, format="json")
    run_tasks()
    api(other_learner).post(URL, body, format="json")
    assert run_tasks() == 1, "only the outline is left to do"
    assert LearningSession.objects.get(user=other_learner).status == "ready"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"main_topic_id": 99999}, "main_topic_id"),
        ({"main_topic_id": "x"}, "main_topic_id"),
        ({"sub_topic_ids": []}, "sub_topic_ids"),
        ({"sub_topic_ids": ["curated_99999"]}, "sub_topic_ids"),
        ({"sub_topic_ids": ["wrong"]}, "sub_topic_ids.0"),
        ({"sub_topic_ids": [f"curated_{number}" for number in range(1, 12)]}, "sub_topic_ids"),
        ({"level": "guru"}, "level"),
        ({"personalization": {"learning_pace": "warp"}}, "personalization.learning_pace"),
        ({"options": {"max_articles_per_subtopic": 11}}, "options.max_articles_per_subtopic"),
    ],
)
def test_wrong_input_names_the_field_and_stores_nothing(api, body, change, field):
    answer = api().post(URL, body | change, format="json")
    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not LearningSession.objects.exists()
    assert not Task.objects.exists()


def test_a_subtopic_of_another_topic_is_refused(api, learner, body, curriculum):
    foreign = CuratedSubTopic.objects.exclude(main_topic=body["main_topic_id"]).first()
    answer = api(learner).post(URL, body | {"sub_topic_ids": [foreign.public_id]}, format="json")
    assert answer.json()["errors"][0]["field"] == "sub_topic_ids"


def test_unknown_fields_are_ignored_and_parts_may_be_left_out(api, learner, body):
    answer = api(learner).post(URL, body | {"colour": "green", "options": {"unknown": 1}}, format="json")
    assert answer.status_code == 201


def test_max_articles_per_subtopic_shortens_the_outline(api, learner, body, run_tasks):
    api(learner).post(URL, body | {"options": {"max_articles_per_subtopic": 2}}, format="json")
    run_tasks()
    assert Article.objects.count() == 4


def test_the_session_keeps_the_language_it_was_made_in(api, learner, body, run_tasks):
    answer = api(learner, **{"Accept-Language": "en"}).post(URL, body, format="json").json()
    run_tasks()
    shown = api(learner).get(f"{URL}/{answer['session_id']}").json()
    assert shown["language"] == "en"
    assert shown["curriculum"]["title"] == "Transformer architecture and 1 more"


def test_the_same_key_gives_the_same_session_and_a_fresh_token_of_the_same_guest(api, body):
    first, second = (
        api(**{"Idempotency-Key": "0123456789abcdef"}).post(URL, body, format="json").json() for _turn in range(2)
    )
    assert first["session_id"] == second["session_id"]
    assert first["access_token"] != second["access_token"]
    assert LearningSession.objects.count() == 1


def test_the_same_key_with_another_body_is_refused(api, learner, body):
    client = api(learner, **{"Idempotency-Key": "0123456789abcdef"})
    client.post(URL, body, format="json")
    answer = client.post(URL, body | {"level": "expert"}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (422, "idempotency_mismatch")


def test_a_short_key_is_refused(api, learner, body):
    answer = api(learner, **{"Idempotency-Key": "short"}).post(URL, body, format="json")
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
