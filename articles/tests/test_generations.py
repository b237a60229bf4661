"""Subtopics for one learner: made one by one by a model or from the course, shown as they come, chosen for a session."""

import json

import pytest
from django.utils import translation

from articles import generation_progress
from articles.models import Article, Content, GeneratedSubTopic, LearningSession, SubTopicGeneration
from lms.jobs.models import Task
from lms.llm.models import LLMCall
from lms.llm.providers import CallError
from lms.privacy.models import PrivateNote
from tests.fake_llm import article
from tests.fake_llm.brief import Brief

URL = "/api/v1/sub-topics/generate"
CANARY = "kanaria-wish"


def about(term: str) -> str:
    return article.write(Brief(term, "ko", "intermediate", "medium", examples=True))


GOOD = about("조각")  # the one term of `outline`


@pytest.fixture
def body(topic) -> dict:
    said = {"interests": ["챗봇", CANARY], "learning_goals": f"{CANARY} 도구 개발", "current_level": "intermediate"}
    return {"main_topic_id": topic.pk, "personalization": said, "options": {"max_subtopics": 3}}


def sub_topic(name: str, **changes) -> str:
    return json.dumps(
        {
            "name": name,
            "description": "흩어진 규정집을 읽고 출처와 함께 답하는 챗봇을 만듭니다.",
            "learning_outcomes": ["문서를 나누어 찾을 수 있습니다", "답에 출처를 붙일 수 있습니다"],
            "prerequisites": ["임베딩"],
            "practical_projects": ["사내 규정 챗봇"],
            "estimated_hours": 6,
            **changes,
        },
        ensure_ascii=False,
    )


def outline(*titles: str) -> str:
    items = [
        {
            "title": title,
            "covers": "문서를 조각으로 나누고 물음과 가까운 조각을 찾습니다. 찾은 조각만 모델에 건넵니다.",
            "terms": [{"term": "조각", "definition": "문서를 나눈 한 부분입니다."}],
        }
        for title in titles
    ]
    return json.dumps({"items": items}, ensure_ascii=False)


NAMES = ["사내 문서에 답하는 챗봇", "메일을 분류해 일감으로", "회의록을 요약하는 도구"]


@pytest.fixture
def generation(api, learner, body, model, run_tasks) -> SubTopicGeneration:
    model.will(*map(sub_topic, NAMES))
    api(learner).post(URL, body, format="json")
    run_tasks()
    return SubTopicGeneration.objects.get()


def test_it_is_answered_before_any_model_is_asked(api, body, model):
    answer = api().post(URL, body, format="json")
    assert answer.status_code == 202
    shown = answer.json()
    assert set(shown) == {"generation_id", "status", "estimated_completion", "message", "access_token"}
    assert (shown["status"], model.asked) == ("processing", [])
    assert shown["message"] == "AI가 당신의 관심사를 분석하고 맞춤 주제를 생성하고 있습니다..."


def test_its_items_have_the_fields_clients_know(api, learner, generation):
    shown = api(learner).get(f"/api/v1/sub-topics/generated/{generation.pk}").json()
    assert (shown["status"], [item["name"] for item in shown["items"]]) == ("completed", NAMES)
    first = generation.sub_topics.first()
    assert shown["items"][0] == {
        "id": f"generated_{first.pk}",
        "name": NAMES[0],
        "description": "흩어진 규정집을 읽고 출처와 함께 답하는 챗봇을 만듭니다.",
        "estimated_learning_time": "6시간",
        "prerequisites": ["임베딩"],
        "practical_projects": ["사내 규정 챗봇"],
        "learning_outcomes": ["문서를 나누어 찾을 수 있습니다", "답에 출처를 붙일 수 있습니다"],
        "source": "llm",
    }


def test_they_go_from_easier_to_harder_and_say_who_wrote_them(generation):
    rows = generation.sub_topics.all()
    assert [row.difficulty_focus for row in rows] == ["beginner", "intermediate", "advanced"]
    assert {(row.llm_model, row.generation_prompt) for row in rows} == {("openai/first", "sub_topic@1")}
    spent = sum(call.cost_usd for call in LLMCall.objects.all())
    assert (generation.total_tokens_used, generation.llm_cost_usd) == (450, spent)


@pytest.mark.parametrize(
    "unusable",
    [
        sub_topic("트랜스포머 아키텍처"),
        sub_topic("A chatbot for documents", description="It reads documents and answers.", learning_outcomes=["Do"]),
        sub_topic("<script>alert(1)</script> 챗봇"),
        sub_topic("챗봇 만들기", description="여기로 오세요 [링크](https://evil.example/) 지금 바로"),
        sub_topic("챗봇 만들기", estimated_hours="many"),
        "죄송하지만 도와드릴 수 없습니다.",
        '{"name": "챗봇',
    ],
    ids=["curated name", "language", "markup", "link", "type", "refusal", "cut off"],
)
def test_what_cannot_be_used_is_asked_for_once_more_and_never_stored(api, learner, body, model, run_tasks, unusable):
    model.will(unusable, *map(sub_topic, NAMES))
    api(learner).post(URL, body, format="json")
    run_tasks()
    assert [row.name for row in GeneratedSubTopic.objects.all()] == NAMES
    assert LLMCall.objects.exclude(error_type="").count() == 1


def test_without_a_model_the_course_is_recut_and_says_so(api, learner, topic, body, run_tasks):
    api(learner).post(URL, body, format="json")
    run_tasks()
    rows = list(GeneratedSubTopic.objects.all())
    curated = {one.name for one in topic.curated_sub_topics.all()}
    items = [number for row in rows for number in row.curated_items]
    assert len(rows) == 3
    assert {row.source for row in rows} == {"template"}
    assert not curated & {row.name for row in rows}
    assert len(items) == len(set(items)), "no article stands in two of them"


def test_once_no_model_could_write_nobody_waits_for_the_same_failure_again(api, learner, body, model, run_tasks):
    model.will(sub_topic(NAMES[0]), *[CallError("LLM_TIMEOUT", "Timeout")] * 6)
    api(learner).post(URL, body, format="json")
    for _try in range(3):
        run_tasks()
        Task.objects.update(next_retry_at=None)
    assert [row.source for row in GeneratedSubTopic.objects.all()] == ["llm", "template", "template"]
    assert model.answers == []


def test_a_second_run_goes_on_behind_what_was_stored(api, learner, body, model, run_tasks):
    model.will(sub_topic(NAMES[0]), CallError("LLM_TIMEOUT", "Timeout"), CallError("LLM_TIMEOUT", "Timeout"))
    api(learner).post(URL, body, format="json")
    run_tasks()
    model.will(sub_topic(NAMES[1]), sub_topic(NAMES[2]))
    Task.objects.update(next_retry_at=None)
    run_tasks()
    assert [row.name for row in GeneratedSubTopic.objects.all()] == NAMES
    assert len(model.asked) == 5


def test_each_is_announced_as_it_comes(api, learner, body, model, run_tasks, said):
    model.will(*map(sub_topic, NAMES))
    generation_id = api(learner).post(URL, body, format="json").json()["generation_id"]
    run_tasks()
    generation = SubTopicGeneration.objects.get(pk=generation_id)
    events = [event for topic, event in said if topic == generation.topic]
    ready = [event["name"] for event in events if event["kind"] == "subtopic_ready"]
    assert ready == NAMES
    assert events[-1]["kind"] == "subtopics_complete"
    assert [event["kind"] for event in generation_progress.snapshot(generation.pk)] == [
        "subtopics_state",
        *["subtopic_ready"] * 3,
        "subtopics_complete",
    ]


def test_messages_are_exactly_those_clients_know(generation):
    with translation.override("ko"):
        words = [generation_progress.word(event) for event in generation_progress.snapshot(generation.pk)]
    first = generation.sub_topics.first()
    assert words[1] == {
        "type": "subtopic_ready",
        "data": {"id": first.public_id, "name": first.name, "description": first.description},
    }
    assert words[-1]["type"] == "generation_complete"
    assert set(words[-1]["data"]) == {"generation_id", "total_subtopics", "generation_time"}
    assert words[0]["data"] == {
        "status": "ready",
        "progress": {"completed": 3, "total": 3, "current_task": None, "estimated_remaining": None},
    }


@pytest.fixture
def session(api, learner, topic, generation, model, run_tasks) -> LearningSession:
    """One curated and one generated subtopic with three articles each."""
    with translation.override("ko"):
        items = topic.curated_sub_topics.first().outline_items.all()[:3]
        curated = [about(item.terms[0]["term"]) for item in items]
    model.will(outline("문서를 나누는 까닭", "가까운 조각 찾기", "출처를 붙여 답하기"), *curated, *[GOOD] * 3)
    ids = [topic.curated_sub_topics.first().public_id, generation.sub_topics.first().public_id]
    body = {"main_topic_id": topic.pk, "sub_topic_ids": ids, "level": "intermediate"}
    body["options"] = {"max_articles_per_subtopic": 3}
    answer = api(learner).post("/api/v1/sessions", body, format="json")
    assert answer.status_code == 201, answer.content
    run_tasks()
    return LearningSession.objects.get()


def test_a_session_of_curated_and_generated_subtopics_ends_ready(api, learner, session):
    assert session.status == "ready"
    items = api(learner).get(f"/api/v1/sessions/{session.pk}/curriculum").json()["items"]
    assert [item["title"] for item in items[3:]] == ["문서를 나누는 까닭", "가까운 조각 찾기", "출처를 붙여 답하기"]
    assert items[3]["sub_topic"] == GeneratedSubTopic.objects.first().public_id
    assert session.generation_total_tokens == sum(
        call.tokens_in + call.tokens_out for call in LLMCall.objects.filter(session_id=session.pk)
    )


@pytest.mark.parametrize(
    ("wanted", "outlines"),
    [(1, [outline("조각 찾기")]), (2, [outline("조각 찾기"), outline("조각 찾기", "출처 붙이기")])],
)
def test_a_single_item_is_an_outline_where_one_article_was_asked_for(
    api, learner, topic, generation, model, run_tasks, wanted, outlines
):
    model.will(*outlines, *[GOOD] * wanted)
    body = {"main_topic_id": topic.pk, "sub_topic_ids": [generation.sub_topics.first().public_id]}
    body |= {"level": "intermediate", "options": {"max_articles_per_subtopic": wanted}}
    api(learner).post("/api/v1/sessions", body, format="json")
    run_tasks()
    assert model.answers == []
    assert {article.outline_item for article in Article.objects.all()} == {None}, "the model laid it out"
    assert Article.objects.count() == wanted


def test_what_a_model_laid_out_is_that_sessions_alone(session):
    private = Content.objects.exclude(session=None)
    assert {content.session_id for content in private} == {session.pk}
    assert private.count() == 3
    assert set(private.values_list("outline_item", flat=True)) == {None}


def test_private_words_reach_only_the_prompts_that_need_them(session, model):
    asked = [("\n".join(message["content"] for message in messages), messages) for _model, messages in model.asked]
    with_canary = ["You plan one subtopic" in text or "You lay out" in text for text, _ in asked if CANARY in text]
    assert len(with_canary) == 4
    assert all(with_canary)
    assert all(f"~~~\n{said}" in text for text, _ in asked if CANARY in text for said in ("챗봇", CANARY))


def test_private_words_stand_in_no_row_but_encrypted(session, planted_in_database):
    assert planted_in_database(CANARY) == []
    assert PrivateNote.objects.count() == 1


def test_a_strangers_or_rejected_or_expired_one_cannot_be_chosen(api, learner, other_learner, topic, generation):
    mine, rejected = generation.sub_topics.all()[:2]
    GeneratedSubTopic.objects.filter(pk=rejected.pk).update(approval_status="rejected")
    body = {"main_topic_id": topic.pk, "level": "intermediate"}
    for person, chosen in ((other_learner, mine), (learner, rejected)):
        refused = api(person).post("/api/v1/sessions", body | {"sub_topic_ids": [chosen.public_id]}, format="json")
        assert refused.status_code == 400
        assert refused.json()["errors"][0]["field"] == "sub_topic_ids"


@pytest.mark.parametrize(
    ("part", "change", "field"),
    [
        ("personalization", {"interests": ["x" * 51]}, "personalization.interests.0"),
        ("personalization", {"interests": ["x"] * 11}, "personalization.interests"),
        ("personalization", {"learning_goals": "x" * 501}, "personalization.learning_goals"),
        ("personalization", {"time_availability": "always"}, "personalization.time_availability"),
        ("personalization", {"preferred_style": "loud"}, "personalization.preferred_style"),
        ("options", {"max_subtopics": 11}, "options.max_subtopics"),
    ],
)
def test_wrong_input_names_the_field_and_stores_nothing(api, body, part, change, field):
    answer = api().post(URL, body | {part: change}, format="json")
    assert answer.status_code == 400
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert not SubTopicGeneration.objects.exists()


def test_everything_may_be_left_out_and_unknown_fields_are_ignored(api, topic, run_tasks):
    answer = api().post(URL, {"main_topic_id": topic.pk, "colour": "red"}, format="json")
    assert answer.status_code == 202
    run_tasks()
    assert GeneratedSubTopic.objects.count() == 5
    assert not PrivateNote.objects.exists()


def test_the_same_key_makes_one_batch(api, learner, body):
    client = api(learner, **{"Idempotency-Key": "0123456789abcdef"})
    answers = [client.post(URL, body, format="json").json()["generation_id"] for _turn in range(2)]
    assert answers[0] == answers[1]
    assert SubTopicGeneration.objects.count() == 1


def test_a_stranger_gets_404(api, other_learner, generation):
    assert api(other_learner).get(f"/api/v1/sub-topics/generated/{generation.pk}").status_code == 404


def test_an_article_that_no_model_could_write_names_the_model_of_its_outline(
    api, learner, topic, generation, model, run_tasks
):
    model.will(outline("문서를 나누는 까닭", "가까운 조각 찾기"), *[CallError("LLM_TIMEOUT", "Timeout")] * 12)
    ids = [generation.sub_topics.first().public_id]
    body = {"main_topic_id": topic.pk, "sub_topic_ids": ids, "level": "intermediate"}
    api(learner).post("/api/v1/sessions", body, format="json")
    for _try in range(4):
        run_tasks()
        Task.objects.update(next_retry_at=None)
    article = Article.objects.first()
    shown = api(learner).get(f"/api/v1/articles/{article.pk}").json()
    assert (shown["metadata"]["source"], shown["metadata"]["llm_model"]) == ("template", "openai/first")
