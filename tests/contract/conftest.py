"""A learner whose subtopics and session are made through the API, written by the scripted model."""

import json
from dataclasses import dataclass

import pytest
from django.utils import translation
from rest_framework.test import APIClient

from articles.tests.test_generations import GOOD, about, outline, sub_topic
from curriculum.models import MainTopic
from lms.accounts.models import User
from tests.contract.shape import differences, relative_addresses

PREFIX = "/api/v1"


@pytest.fixture
def ask(api):
    """`ask(person, "GET", "/me", shape)`: the answer of an endpoint, once it fits; `person` may be a client."""

    def ask(person: User | APIClient | None, method: str, path: str, shape=None, *, status: int = 200, body=None):
        client = person if isinstance(person, APIClient) else api(person)
        text = "" if body is None else json.dumps(body)
        answer = client.generic(method, PREFIX + path, text, content_type="application/json")
        assert answer.status_code == status, f"{method} {path}: {answer.status_code} {answer.text}"
        if shape is None:
            assert answer.content == b""
            return None
        shown = answer.json()
        wrong = differences(shown, shape) + relative_addresses(shown)
        assert not wrong, "\n".join([f"{method} {path}", *wrong])
        return shown

    return ask


@dataclass(frozen=True)
class Lesson:
    """What the learner has, by the names that stand in addresses."""

    generation: str
    session: str
    article: str
    other_article: str


@pytest.fixture
def lesson(api, learner, topic: MainTopic, model, run_tasks) -> Lesson:
    """An article of a curated subtopic and one of a generated one, both written, none read."""
    curated, client = topic.curated_sub_topics.first(), api(learner)
    with translation.override("ko"):
        term = curated.outline_items.first().terms[0]["term"]

    def make(path: str, **body) -> dict:
        answer = client.post(PREFIX + path, {"main_topic_id": topic.pk, **body}, format="json").json()
        run_tasks()
        return answer

    model.will(sub_topic("사내 문서에 답하는 챗봇"))
    generation = make("/sub-topics/generate", options={"max_subtopics": 1})["generation_id"]
    made = client.get(f"{PREFIX}/sub-topics/generated/{generation}").json()["items"][0]["id"]
    model.will(outline("문서를 나누는 까닭"), about(term), GOOD)
    chosen, options = [curated.public_id, made], {"max_articles_per_subtopic": 1}
    session = make("/sessions", sub_topic_ids=chosen, level="intermediate", options=options)["session_id"]
    items = client.get(f"{PREFIX}/sessions/{session}/curriculum").json()["items"]
    return Lesson(generation, session, *(item["id"] for item in items))
