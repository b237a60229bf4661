"""Subtopics, sessions, articles and tasks: methods, addresses, statuses, and exactly the fields that clients know."""

import pytest

from articles import planning
from articles.tests.test_generations import outline
from articles.tests.test_writing import GOOD, completion
from lms.jobs import lifecycle
from lms.jobs.models import Task
from personalization.models import Assignment
from tests.contract.learning import (
    ANALYTICS,
    ARTICLE,
    ARTICLE_FOR_TEACHERS,
    BOOKMARK,
    FEEDBACK,
    GENERATION,
    GENERATION_STARTED,
    LISTED_SESSION,
    OUTLINE,
    PROGRESS,
    REPORT,
    SESSION,
    SESSION_OPENED,
    TASK,
    TASK_STARTED,
)
from tests.contract.shape import LEVEL, page_of

WANTED_SUB_TOPICS = {
    "personalization": {
        "interests": ["chatbot", "automation", "nlp"],
        "current_level": "intermediate",
        "learning_goals": "업무 자동화 도구 개발",
        "time_availability": "regular",
        "preferred_style": "practical",
    },
    "options": {"max_subtopics": 5, "include_prerequisites": True, "difficulty_progression": True},
}
WANTED_SESSION = {
    "level": "intermediate",
    "personalization": {
        "learning_pace": "regular",
        "preferred_article_length": "medium",
        "include_examples": True,
    },
    "options": {
        "max_articles_per_subtopic": 7,
        "enable_adaptive_difficulty": True,
        "include_practice_problems": False,
    },
}


@pytest.fixture
def wanted_session(topic) -> dict:
    return WANTED_SESSION | {"main_topic_id": topic.pk, "sub_topic_ids": [topic.curated_sub_topics.first().public_id]}


def test_subtopics_are_asked_for(ask, learner, topic, model):
    body = WANTED_SUB_TOPICS | {"main_topic_id": topic.pk}
    started = ask(learner, "POST", "/sub-topics/generate", GENERATION_STARTED, status=202, body=body)
    assert started["message"] == "AI가 당신의 관심사를 분석하고 맞춤 주제를 생성하고 있습니다..."
    shown = ask(learner, "GET", f"/sub-topics/generated/{started['generation_id']}", GENERATION)
    assert (shown["status"], shown["items"]) == ("processing", [])
    assert model.asked == []


def test_whoever_is_signed_out_gets_a_token_of_their_own(ask, api, topic, wanted_session):
    body = {"main_topic_id": topic.pk}
    generation = ask(None, "POST", "/sub-topics/generate", GENERATION_STARTED, status=202, body=body)
    session = ask(None, "POST", "/sessions", SESSION_OPENED, status=201, body=wanted_session)
    for made, path in ((generation, f"/sub-topics/generated/{generation['generation_id']}"), (session, "/sessions")):
        client = api()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {made['access_token']}")
        ask(client, "GET", path, GENERATION if made is generation else page_of(LISTED_SESSION))


def test_made_subtopics_are_shown(ask, learner, lesson):
    shown = ask(learner, "GET", f"/sub-topics/generated/{lesson.generation}", GENERATION)
    assert (shown["status"], len(shown["items"])) == ("completed", 1)


def test_a_session_is_opened(ask, learner, wanted_session):
    opened = ask(learner, "POST", "/sessions", SESSION_OPENED, status=201, body=wanted_session)
    assert opened["access_token"] is None
    assert opened["websocket_url"].endswith(f"/sessions/{opened['session_id']}/ws")
    shown = ask(learner, "GET", f"/sessions/{opened['session_id']}", SESSION)
    assert (shown["status"], shown["generation_info"]["source"]) == ("initializing", None)
    assert shown["progress"] | {"last_accessed": ""} == {
        "current_article_id": None,
        "completion_percentage": 0,
        "time_spent": "0분",
        "time_spent_seconds": 0,
        "last_accessed": "",
    }


def test_a_session_is_shown_listed_and_hidden(ask, learner, lesson):
    shown = ask(learner, "GET", f"/sessions/{lesson.session}", SESSION)
    assert (shown["status"], shown["generation_info"]["source"]) == ("ready", "llm")
    assert shown["curriculum"]["total_articles"] == 2
    listed = ask(learner, "GET", "/sessions", page_of(LISTED_SESSION))
    assert [item["session_id"] for item in listed["items"]] == [lesson.session]
    ask(learner, "DELETE", f"/sessions/{lesson.session}", status=204)
    assert ask(learner, "GET", "/sessions", page_of(LISTED_SESSION))["items"] == []


def test_a_session_is_renewed(ask, learner, lesson):
    ask(learner, "POST", f"/sessions/{lesson.session}/renew", SESSION)


def test_an_outline_is_shown_and_edited(ask, learner, lesson):
    path = f"/sessions/{lesson.session}/curriculum"
    shown = ask(learner, "GET", path, OUTLINE)
    assert [(item["order"], item["status"], item["is_generated"]) for item in shown["items"]] == [
        (1, "ready", True),
        (2, "ready", True),
    ]
    order = {"order": [lesson.other_article, lesson.article]}
    assert [item["id"] for item in ask(learner, "PATCH", path, OUTLINE, body=order)["items"]] == order["order"]
    left = ask(learner, "PATCH", path, OUTLINE, body={"drop": [lesson.article]})
    assert [item["id"] for item in left["items"]] == [lesson.other_article]


def test_one_more_article_is_a_task(ask, learner, lesson, model, run_tasks):
    planned = outline("답에 출처를 붙이기").removeprefix('{"items": [').removesuffix("]}")
    body = {"wish": "출처를 더 자세히"}
    started = ask(learner, "POST", f"/sessions/{lesson.session}/articles", TASK_STARTED, status=202, body=body)
    ask(learner, "GET", f"/tasks/{started['task_id']}", TASK)
    model.will(planned, GOOD)
    run_tasks()
    done = ask(learner, "GET", f"/tasks/{started['task_id']}", TASK)
    added = ask(learner, "GET", f"/sessions/{lesson.session}/curriculum", OUTLINE)["items"][-1]
    assert done["result"] == {"article_id": added["id"], "level": "intermediate"}


def test_an_article_is_shown(ask, learner, lesson):
    shown = ask(learner, "GET", f"/articles/{lesson.article}", ARTICLE)
    assert (shown["next_article_id"], shown["previous_article_id"]) == (lesson.other_article, None)
    assert (shown["status"], shown["metadata"]["version"]) == ("ready", 1)
    assert shown["difficulty_variants"]["producible_levels"] == list(LEVEL)
    assert ask(learner, "GET", f"/articles/{lesson.article}?level=intermediate", ARTICLE) == shown


def test_an_article_that_is_not_written_yet_is_shown_without_a_text(ask, learner, wanted_session, model):
    opened = ask(learner, "POST", "/sessions", SESSION_OPENED, status=201, body=wanted_session)
    planning.plan(lifecycle.claim(Task.objects.get().pk))
    (first, *_others) = ask(learner, "GET", f"/sessions/{opened['session_id']}/curriculum", OUTLINE)["items"]
    assert (first["status"], first["is_generated"]) == ("planned", False)
    shown = ask(learner, "GET", f"/articles/{first['id']}", ARTICLE)
    assert (shown["content"], shown["content_html"], shown["word_count"]) == ("", "", 0)


def test_teachers_see_by_which_prompt_it_was_made(ask, teacher, lesson):
    ask(teacher, "GET", f"/articles/{lesson.article}", ARTICLE_FOR_TEACHERS)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_level_is_made_when_it_is_asked_for(ask, learner, lesson, model, run_tasks, method):
    path = f"/articles/{lesson.article}/convert?target_level=beginner"
    started = ask(learner, method, path, TASK_STARTED, status=202)
    assert started["websocket_url"].endswith(f"/tasks/{started['task_id']}/ws")
    assert ask(learner, method, path, TASK_STARTED, status=202)["task_id"] == started["task_id"]
    model.will(completion(GOOD), completion(GOOD))
    run_tasks()
    done = ask(learner, "GET", f"/tasks/{started['task_id']}", TASK)
    assert (done["status"], done["progress_percentage"]) == ("completed", 100)
    assert done["result"] == {"article_id": lesson.article, "level": "beginner"}
    assert ask(learner, method, path, ARTICLE)["level"] == "beginner"


def test_an_article_is_written_anew(ask, learner, lesson, model, run_tasks):
    path = f"/articles/{lesson.article}/regenerate"
    started = ask(learner, "POST", path, TASK_STARTED, status=202, body={"wish": "예를 더 많이"})
    model.will(completion(GOOD), completion(GOOD))
    run_tasks()
    ask(learner, "GET", f"/tasks/{started['task_id']}", TASK)
    ask(learner, "POST", f"/articles/{lesson.article}/newest", ARTICLE)


def test_a_task_is_cancelled(ask, learner, lesson):
    started = ask(learner, "POST", f"/articles/{lesson.article}/convert?target_level=expert", TASK_STARTED, status=202)
    assert ask(learner, "POST", f"/tasks/{started['task_id']}/cancel", TASK)["status"] == "cancelled"


@pytest.mark.parametrize(
    "step",
    [
        {"action": "started"},
        {"action": "completed", "time_spent": 120, "scroll_depth": 1.0, "engagement_score": 0.5},
        {"action": "bookmarked"},
        {"action": "skipped"},
        {"action": "level_switched", "from_level": "intermediate", "to_level": "beginner", "time_spent": 14400},
    ],
)
def test_progress_is_noted(ask, learner, lesson, step):
    body = {"article_id": lesson.article, **step}
    ask(learner, "POST", f"/sessions/{lesson.session}/progress", PROGRESS, body=body)


def test_completing_twice_counts_once(ask, learner, lesson):
    path, body = f"/sessions/{lesson.session}/progress", {"article_id": lesson.article, "action": "completed"}
    for _turn in range(2):
        shown = ask(learner, "POST", path, PROGRESS, body=body)
    assert (shown["completed_articles"], shown["completion_percentage"], shown["status"]) == (1, 50, "active")
    assert shown["current_article_id"] == lesson.other_article


def test_who_was_given_an_article_may_say_the_same_of_it(ask, learner, other_learner, lesson):
    """The learner is made to assign it to the other one as a teacher would."""
    Assignment.objects.create(title="Read", student=other_learner, article_id=lesson.article, made_by=learner)
    for action in ("started", "bookmarked", "completed"):
        body = {"article_id": lesson.article, "action": action}
        shown = ask(other_learner, "POST", f"/sessions/{lesson.session}/progress", PROGRESS, body=body)
    assert (shown["completed_articles"], shown["completion_percentage"], shown["status"]) == (1, 100, "completed")
    path = f"/articles/{lesson.article}"
    ask(other_learner, "POST", f"{path}/feedback", FEEDBACK, body={"rating": "like", "session_id": lesson.session})
    ask(other_learner, "POST", f"{path}/report", REPORT, status=201, body={"reason": "wrong"})
    listed = ask(other_learner, "GET", "/bookmarks", page_of(BOOKMARK))
    assert [item["article_id"] for item in listed["items"]] == [lesson.article]
    assert ask(learner, "GET", f"/sessions/{lesson.session}", SESSION)["curriculum"]["completed_articles"] == 0


def test_an_opinion_is_replaced_by_the_next(ask, learner, lesson):
    path = f"/articles/{lesson.article}/feedback"
    said = {"rating": "like", "feedback_type": ["clarity", "usefulness"], "session_id": lesson.session}
    first = ask(learner, "POST", path, FEEDBACK, body=said)
    second = ask(learner, "POST", path, FEEDBACK, body={"rating": "dislike", "difficulty_perceived": "too_hard"})
    assert (first["rating"], second["rating"]) == ("like", "dislike")
    analytics = ask(learner, "GET", f"/sessions/{lesson.session}/analytics", ANALYTICS)
    assert (analytics["positive_feedback_count"], analytics["negative_feedback_count"]) == (0, 1)
    assert analytics["avg_difficulty_rating"] == 3


@pytest.mark.parametrize("reason", ["wrong", "unclear", "offensive", "other"])
def test_an_article_is_reported(ask, learner, lesson, reason):
    body = {"reason": reason, "text": "셋째 문단이 이상해요."}
    ask(learner, "POST", f"/articles/{lesson.article}/report", REPORT, status=201, body=body)


def test_bookmarks_are_listed(ask, learner, lesson):
    body = {"article_id": lesson.article, "action": "bookmarked"}
    ask(learner, "POST", f"/sessions/{lesson.session}/progress", PROGRESS, body=body)
    listed = ask(learner, "GET", "/bookmarks", page_of(BOOKMARK))
    assert [item["article_id"] for item in listed["items"]] == [lesson.article]


def test_a_session_is_claimed_by_the_guests_token(ask, learner, wanted_session):
    opened = ask(None, "POST", "/sessions", SESSION_OPENED, status=201, body=wanted_session)
    body = {"access_token": opened["access_token"]}
    ask(learner, "POST", f"/sessions/{opened['session_id']}/claim", SESSION, body=body)
    assert ask(learner, "GET", "/sessions", page_of(LISTED_SESSION))["meta"]["total"] == 1
