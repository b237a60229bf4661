"""Practice, tests, the path and the dashboard: methods, addresses, statuses, and exactly the fields that clients know."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import LearningResource, Question
from personalization.models import Assignment
from tests.contract.practice import (
    ADDED,
    ASSIGNED,
    DASHBOARD,
    FEEDBACK,
    FEEDBACK_TASK,
    HINT,
    LISTED,
    NEXT_QUESTIONS,
    OPENED,
    PATH,
    PLACEMENT_ENDED,
    PLACEMENT_GOES_ON,
    PLACEMENT_STARTED,
    PROFILE,
    PROGRESS,
    RETEST,
    REVIEW,
    SCORED,
    SUBMISSION,
    WEAKNESS,
)
from tests.contract.shape import differences, page_of

pytestmark = pytest.mark.usefixtures("curriculum")

FIRST = "python_basics.variables_types"
HEADINGS = ("즉시 피드백", "약점 보완", "실무 연계", "다음 단계")
PLACEMENT_QUESTIONS = 15


@pytest.fixture
def questions() -> list[Question]:
    rows = Question.objects.shown().filter(module__track__name="python_basics", module__name="variables_types")
    return list(rows.filter(kind="multiple_choice").order_by("pk"))


def answers(*given: tuple[Question, bool]) -> list[dict]:
    """(question, right?)"""
    return [
        {"question_id": one.pk, "answer": one.correct_answer if right else "a" if one.correct_answer != "a" else "b"}
        for one, right in given
    ]


@pytest.fixture
def run(ask, learner, questions) -> dict:
    """One wrong answer, one right one."""
    body = {"subject": FIRST, "answers": answers((questions[0], False), (questions[1], True))}
    return ask(learner, "POST", "/submissions", OPENED, status=202, body=body)


def test_a_run_opens_with_its_score(run, questions):
    wrong, right = run["answers"]
    assert (run["status"], run["quick_score"], run["access_token"]) == ("ai_processing", 0.5, None)
    assert run["websocket_url"].endswith(f"/submissions/{run['submission_id']}/ws")
    assert (wrong["correct_answer"], wrong["explanation"], wrong["tries_left"]) == (None, None, 1)
    assert wrong["hint"]
    assert (right["correct_answer"], right["tries_left"]) == (questions[1].correct_answer, 0)


def test_feedback_follows_under_its_four_headings(ask, learner, run, run_tasks):
    run_tasks()
    shown = ask(learner, "GET", f"/submissions/{run['submission_id']}", SUBMISSION)
    wrong, right = shown["answers"]
    assert (shown["status"], wrong["feedback_source"], right["feedback"]) == ("completed", "template", None)
    assert [name for name in HEADINGS if name in wrong["feedback"]] == list(HEADINGS)
    assert min(len(wrong["resources"]), len(right["resources"])) >= 3
    listed = ask(learner, "GET", "/submissions", page_of(LISTED))["items"]
    assert [(one["submission_id"], one["answered"]) for one in listed] == [(run["submission_id"], 2)]


def test_more_answers_hints_solutions_and_the_end(ask, learner, run, questions):
    path, second = f"/submissions/{run['submission_id']}", answers((questions[0], False))
    added = ask(learner, "POST", f"{path}/answers", ADDED, status=202, body={"answers": answers((questions[2], False))})
    assert [one["question_id"] for one in added["answers"]] == [questions[2].pk]
    assert ask(learner, "POST", f"{path}/answers/{questions[2].pk}/hint", HINT)["step"] == 1
    solved = ask(learner, "POST", f"{path}/answers/{questions[2].pk}/solution", SCORED)
    assert (solved["correct_answer"], solved["tries_left"]) == (questions[2].correct_answer, 0)
    again = ask(learner, "POST", f"{path}/answers", ADDED, status=202, body={"answers": second})
    assert again["answers"][0]["correct_answer"] == questions[0].correct_answer
    assert ask(learner, "POST", f"{path}/close", SUBMISSION)["closed_at"]


def test_feedback_on_a_right_answer_comes_on_demand(ask, learner, run, questions, run_tasks):
    path = f"/submissions/{run['submission_id']}/answers/{questions[1].pk}/feedback"
    ask(learner, "POST", path, FEEDBACK_TASK, status=202)
    run_tasks()
    assert ask(learner, "POST", path, FEEDBACK)["question_id"] == questions[1].pk


def test_next_questions(ask, learner, run):
    learner.review_cards.update(due="2020-01-01T00:00Z")
    shown = ask(learner, "GET", f"/personalization/next-questions?subject={FIRST}&count=5", NEXT_QUESTIONS)
    assert shown["recommended_distribution"] == {"weakness_focused": 3, "review_questions": 1, "challenge_questions": 1}
    assert len(shown["questions"]) == 5
    assert (shown["weakness_topics"], shown["rationale"]) == ([FIRST], "아직 기록이 부족해 수준 기준으로 추천")
    assert {one["module"] for one in shown["questions"]} == {FIRST}


def test_the_recent_accuracy_is_said_with_its_number(ask, learner, questions):
    given = answers(*((one, place < 4) for place, one in enumerate(questions[:5])))
    body = {"subject": FIRST, "answers": given}
    ask(learner, "POST", "/submissions", OPENED, status=202, body=body)
    shown = ask(learner, "GET", f"/personalization/next-questions?subject={FIRST}", NEXT_QUESTIONS)
    assert shown["rationale"] == "최근 정확도 80.0% 기반 추천"


def test_a_placement_ends_with_what_is_known_and_the_level(ask, learner):
    started = ask(learner, "POST", "/personalization/placement", PLACEMENT_STARTED, status=201)
    path, question = f"/personalization/placement/{started['placement_id']}", started["question"]
    for _number in range(PLACEMENT_QUESTIONS):
        shown = ask(learner, "POST", path, dict, body={"question_id": question["id"], "answer": "?"})
        if "question" not in shown:
            break
        assert differences(shown, PLACEMENT_GOES_ON) == []
        question = shown["question"]
    assert differences(shown, PLACEMENT_ENDED) == []


def test_a_retest_has_three_questions_and_one_try(ask, learner):
    shown = ask(learner, "POST", "/personalization/retests", RETEST, status=201, body={"module": FIRST})
    assert len(shown["questions"]) == 3
    first = shown["questions"][0]["id"]
    body = {"answers": [{"question_id": first, "answer": "?"}]}
    added = ask(learner, "POST", f"/submissions/{shown['submission_id']}/answers", ADDED, status=202, body=body)
    assert {name: added["answers"][0][name] for name in ("score", "is_correct", "tries_left", "correct_answer")} == {
        "score": None,
        "is_correct": None,
        "tries_left": 0,
        "correct_answer": None,
    }


def test_weaknesses_and_reviews(ask, learner, run, questions):
    shown = ask(learner, "GET", "/personalization/weaknesses", [WEAKNESS])
    assert [(one["topic"], one["error_count"]) for one in shown] == [(FIRST, 1)]
    learner.review_cards.update(due="2020-01-01T00:00Z")
    due = ask(learner, "GET", "/personalization/reviews", page_of(REVIEW))["items"]
    assert {one["question"]["id"] for one in due} == {questions[0].pk, questions[1].pk}


def test_what_a_teacher_gave_is_listed(ask, learner, teacher, questions):
    ask(learner, "GET", "/personalization/assignments", page_of(ASSIGNED))
    due = timezone.now() + timedelta(days=3)
    more = {"module": questions[0].module, "is_test": True, "due": due, "made_by": teacher}
    test = Assignment.objects.create(title="Types", group=teacher.taught_groups.get(), **more)
    test.questions.set(questions[:2])
    reading = Assignment.objects.create(title="Read", student=learner, article_id="art_x", made_by=teacher)
    reading.resources.set(LearningResource.objects.all()[:1])
    found = ask(learner, "GET", "/personalization/assignments?limit=1", page_of(ASSIGNED))
    assert (found["items"][0]["id"], found["meta"]["total"]) == (test.pk, 2)
    assert (found["items"][0]["status"], found["items"][0]["questions"]) == ("open", 2)
    found = ask(learner, "GET", "/personalization/assignments?limit=1&page=2", page_of(ASSIGNED))
    assert (found["items"][0]["article_id"], len(found["items"][0]["resources"])) == ("art_x", 1)


def test_a_profile_is_shown_and_changed(ask, learner):
    shown = ask(learner, "GET", "/personalization/profile", PROFILE)
    assert (shown["career_goal"], shown["industry"]) == (None, "general")
    wanted = {
        "career_goal": "saas_fullstack",
        "industry": "fintech",
        "current_level": "intermediate",
        "weekly_hours": 9,
        "interests": ["챗봇"],
        "learning_goals": "결제 서비스 만들기",
    }
    changed = ask(learner, "PUT", "/personalization/profile", PROFILE, body=wanted)
    assert {name: changed[name] for name in wanted} == wanted


def test_the_path(ask, learner):
    asked = "/personalization/curriculum?career_goal=saas_fullstack&industry=fintech"
    shown = ask(learner, "GET", asked, PATH)
    assert (shown["career_goal"], shown["industry_focus"]) == ("saas_fullstack", "fintech")
    assert shown["next_milestones"] == shown["personalized_path"][:3]
    assert shown["estimated_completion_months"] % 0.5 == 0


def test_progress(ask, learner, run):
    shown = ask(learner, "GET", "/personalization/progress", PROGRESS)
    [topic] = shown["topics"]
    assert (topic["topic"], topic["total_questions"], topic["correct_answers"]) == (FIRST, 2, 1)
    begun = {one["track"]: one["total_questions"] for one in shown["tracks"] if one["started_at"]}
    assert begun == {"python_basics": 2}


def test_the_dashboard(ask, learner, run):
    shown = ask(learner, "GET", "/personalization/dashboard?career_goal=saas_fullstack", DASHBOARD)
    assert shown["title"] == "SaaS 풀스택 개발자 학습 대시보드"
    axes = ["python_basics", "javascript_basics", "react_basics", "fastapi_backend", "database_design"]
    assert [one["key"] for one in shown["skill_mastery"]] == [*axes, "cloud_deployment"]
    assert [one["topic"] for one in shown["recommendations"]["weaknesses"]] == [FIRST]
    other = ask(learner, "GET", "/personalization/dashboard?career_goal=data_engineer_advanced", DASHBOARD)
    assert [one["key"] for one in other["skill_mastery"]] != [one["key"] for one in shown["skill_mastery"]]


@pytest.mark.parametrize("asked", ["curriculum?career_goal=x", "dashboard?career_goal=x", "next-questions?subject=x"])
def test_an_unknown_goal_or_subject_is_refused_with_the_known_ones(api, learner, asked):
    refused = api(learner).get(f"/api/v1/personalization/{asked}")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] in ("career_goal", "subject")
    assert "saas_fullstack" in refused.json()["errors"][0]["message"]


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", "/answers"),
        ("POST", "/close"),
        ("POST", "/answers/{question}/hint"),
        ("POST", "/answers/{question}/solution"),
        ("POST", "/answers/{question}/feedback"),
    ],
)
def test_a_run_of_somebody_else_is_not_there(api, other_learner, run, questions, method, path):
    address = f"/api/v1/submissions/{run['submission_id']}{path.format(question=questions[0].pk)}"
    body = {} if method == "GET" else {"answers": answers((questions[0], True))}
    assert (
        api(other_learner).generic(method, address, json.dumps(body), content_type="application/json").status_code
        == 404
    )
