"""`/submissions` and what comes next, as clients see it."""

import pytest

from lms.jobs.models import Task
from personalization.models import Submission, SubmissionAnswer
from personalization.tests.conftest import FIRST, right_answer, wrong_answer

ANSWERS = "/api/v1/submissions"
SECRETS = ("correct_answer", "accepted_answers", "patterns", "weakness_type", "explanation", "hints")


@pytest.fixture
def client(api, learner, module):
    return api(learner)


def body(question, answer: str, subject: str = FIRST) -> dict:
    return {"subject": subject, "answers": [{"question_id": question.pk, "answer": answer}]}


def test_a_run_is_scored_in_the_answer(client, questions):
    answer = client.post(ANSWERS, body(questions[0], right_answer(questions[0])), format="json")
    shown = answer.json()
    assert answer.status_code == 202
    assert shown["submission_id"].startswith("sub_")
    assert (shown["quick_score"], shown["access_token"]) == (1.0, None)
    assert shown["websocket_url"].endswith(f"/submissions/{shown['submission_id']}/ws")
    [one] = shown["answers"]
    assert one == {
        "question_id": questions[0].pk,
        "score": 1.0,
        "is_correct": True,
        "tries_left": 0,
        "correct_answer": questions[0].correct_answer,
        "explanation": questions[0].explanation_ko,
        "hint": None,
    }


def test_a_wrong_first_try_keeps_the_key_and_gives_the_first_hint(client, questions):
    shown = client.post(ANSWERS, body(questions[0], wrong_answer(questions[0])), format="json").json()
    [one] = shown["answers"]
    assert shown["status"] == "ai_processing"
    assert (one["correct_answer"], one["explanation"], one["tries_left"]) == (None, None, 1)
    assert one["hint"] == questions[0].hints_ko[0]


def test_the_second_try_the_hint_and_the_solution(client, questions):
    run = client.post(ANSWERS, body(questions[0], wrong_answer(questions[0])), format="json").json()
    address = f"{ANSWERS}/{run['submission_id']}"
    hint = client.post(f"{address}/answers/{questions[0].pk}/hint").json()
    assert (hint["step"], hint["left"]) == (1, 2)
    again = client.post(f"{address}/answers", {"answers": body(questions[0], "?")["answers"]}, format="json")
    assert again.json()["answers"][0]["correct_answer"] == questions[0].correct_answer
    solution = client.post(f"{address}/answers/{questions[0].pk}/solution").json()
    assert solution["explanation"] == questions[0].explanation_ko


def test_the_same_key_makes_one_row(client, questions):
    headers = {"Idempotency-Key": "0123456789abcdef"}
    ids = {
        client.post(ANSWERS, body(questions[0], "a"), format="json", headers=headers).json()["submission_id"]
        for _turn in range(3)
    }
    assert len(ids) == 1 == SubmissionAnswer.objects.count()


def test_a_closed_run_and_its_whole_answer(client, questions):
    run = client.post(ANSWERS, body(questions[0], wrong_answer(questions[0])), format="json").json()
    closed = client.post(f"{ANSWERS}/{run['submission_id']}/close").json()
    assert closed["closed_at"]
    assert closed["answers"][0]["correct_answer"] == questions[0].correct_answer
    assert closed["answers"][0]["answer"] == wrong_answer(questions[0])
    listed = client.get(ANSWERS).json()
    assert listed["meta"]["total"] == 1
    assert listed["items"][0]["answered"] == 1


def test_a_visitor_practises_as_a_guest(api, questions):
    shown = api().post(ANSWERS, body(questions[0], "a"), format="json").json()
    assert shown["access_token"]
    assert Submission.objects.get().user.is_guest


def test_wrong_input_names_its_field(client, questions):
    refused = client.post(ANSWERS, body(questions[0], "x" * 4001), format="json")
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["field"] == "answers.0.answer"
    unknown = client.post(ANSWERS, body(questions[0], "a", "no_such_track"), format="json").json()
    assert unknown["errors"][0]["field"] == "subject"
    assert "python_basics" in unknown["errors"][0]["message"]


def test_scoring_needs_no_worker(client, questions, sent):
    client.post(ANSWERS, body(questions[0], wrong_answer(questions[0])), format="json")
    assert Task.objects.filter(status=Task.Status.PENDING).count() == 1
    assert SubmissionAnswer.objects.get().counted


def test_next_questions_say_why_and_give_nothing_away(client, questions):
    shown = client.get("/api/v1/personalization/next-questions", {"subject": FIRST, "count": 4}).json()
    assert len(shown["questions"]) == 4 == sum(shown["recommended_distribution"].values())
    for question in shown["questions"]:
        assert not set(question) & set(SECRETS)
        assert all(set(choice) == {"id", "text"} for choice in question["choices"])
        assert 0 < question["predicted_success"] < 1
        assert question["reason"]
        assert question["module"] == FIRST


@pytest.mark.parametrize("count", [0, 51, "x"])
def test_a_count_out_of_range_is_refused(client, count):
    assert client.get("/api/v1/personalization/next-questions", {"count": count}).status_code == 400


def test_weaknesses_come_with_advice(client, questions):
    client.post(ANSWERS, body(questions[0], wrong_answer(questions[0])), format="json")
    [one] = client.get("/api/v1/personalization/weaknesses").json()
    assert (one["topic"], one["error_count"]) == (FIRST, 1)
    assert one["strength"] == pytest.approx(1.0, abs=0.01)
    assert one["advice"]


def test_reviews_are_those_that_are_due(client, questions, learner):
    client.post(ANSWERS, body(questions[0], "a"), format="json")
    assert client.get("/api/v1/personalization/reviews").json()["meta"]["total"] == 0
    learner.review_cards.update(due="2020-01-01T00:00Z")
    [one] = client.get("/api/v1/personalization/reviews").json()["items"]
    assert one["question"]["id"] == questions[0].pk


def test_a_teacher_reads_and_others_do_not_see_it(client, api, questions, teacher, other_learner):
    run = client.post(ANSWERS, body(questions[0], "a"), format="json").json()["submission_id"]
    assert api(teacher).get(f"{ANSWERS}/{run}").status_code == 200
    assert api(teacher).post(f"{ANSWERS}/{run}/close").status_code == 403
    assert api(other_learner).get(f"{ANSWERS}/{run}").status_code == 404
