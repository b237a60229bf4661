"""What a submission and a recommendation cost: queries, besides the frame of a transaction."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from curriculum import curriculum_map
from personalization.tests.conftest import FIRST, right_answer, wrong_answer

FRAME = ("SAVEPOINT", "RELEASE SAVEPOINT")
RUNS, SUBMIT, RECOMMEND = "/api/v1/submissions", 8, 4


@pytest.fixture
def client(api, learner, module):
    """Somebody who never practised before, with a process that has read the curriculum."""
    client = api(learner)
    client.post(RUNS, {"subject": FIRST, "answers": []}, format="json")
    return client


def cost(ask) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert ask().status_code < 300
    return len([one for one in captured.captured_queries if not one["sql"].startswith(FRAME)])


def answers(*given) -> list[dict]:
    return [{"question_id": question.pk, "answer": answer} for question, answer in given]


def test_a_run_with_answers_and_its_second_tries(client, module, questions):
    given = answers(*[(question, wrong_answer(question)) for question in questions])
    opened = cost(lambda: client.post(RUNS, {"subject": FIRST, "answers": given}, format="json"))
    run = client.get(RUNS).json()["items"][0]["submission_id"]
    for text in (right_answer(questions[0]), "?"):
        again = answers((questions[text == "?"], text))
        added = cost(lambda: client.post(f"{RUNS}/{run}/answers", {"answers": again}, format="json"))  # noqa: B023
        assert added <= SUBMIT
    assert opened <= SUBMIT


@pytest.mark.parametrize(
    "address",
    ["next-questions?subject=saas_fullstack", "next-questions", "curriculum", "curriculum?career_goal=fullstack"],
)
def test_a_recommendation(client, questions, address):
    given = answers(*[(question, wrong_answer(question)) for question in questions])
    client.post(RUNS, {"subject": FIRST, "answers": given}, format="json")
    assert cost(lambda: client.get(f"/api/v1/personalization/{address}")) <= RECOMMEND


def test_the_curriculum_is_read_again_after_any_change_and_only_then(module, queries):
    known = curriculum_map.read()
    with queries(at_most=1):
        assert curriculum_map.read() is known
    module.display_name_en = "Renamed"
    module.save()
    assert curriculum_map.read().modules[module.pk].display_name_en == "Renamed"
    module.prerequisites.all().delete()
    module.track.delete()
    assert module.pk not in curriculum_map.read().modules
