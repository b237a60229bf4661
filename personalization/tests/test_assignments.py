"""What a teacher gave somebody to do: how it stands, begun as a run, tests without help."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from curriculum.models import LearningModule, LearningResource, ModuleCompletion, Question
from lms.accounts.models import ClassGroup
from lms.jobs.models import Task
from lms.problems import Problem
from personalization import aids, assignment_standings, assignment_states, assignments, submissions
from personalization.answering import Written
from personalization.assignment_states import BEGUN, DONE, LATE, OPEN, Part
from personalization.models import Assignment, Submission
from personalization.tests.conftest import wrong_answer
from personalization.tests.test_practice_api import SECRETS

GIVEN, RUNS = "/api/v1/personalization/assignments", "/api/v1/submissions"
NOW = timezone.now()
PAST = NOW - timedelta(days=1)
FREE, HALF, WHOLE = Part(), Part(begun=True), Part(begun=True, done=True)


@pytest.fixture
def locked(curriculum) -> LearningModule:
    return LearningModule.objects.select_related("track").get(track__name="python_basics", name="loops")


@pytest.fixture
def give(teacher, learner):
    """`give(questions, …)`: to the learner's class, unless a student is named."""

    def give(*questions: Question, **more) -> Assignment:
        whom = {} if "student" in more else {"group": ClassGroup.objects.get()}
        row = Assignment.objects.create(**({"title": "Types", "made_by": teacher} | whom | more))
        row.questions.set(questions)
        return row

    return give


def answer_all(run: Submission, *, right: bool) -> Submission:
    for question in assignments.questions_of(run):
        run = submissions.add(run, [Written(question.pk, question.correct_answer if right else "no idea")])
    return run


def status_of(user, row: Assignment) -> str:
    return assignments.get(user, row.pk).standing.status


@pytest.mark.parametrize(
    ("parts", "due", "expected"),
    [
        ([FREE], None, OPEN),
        ([HALF], None, BEGUN),
        ([WHOLE, FREE], None, BEGUN),
        ([WHOLE, FREE], PAST, LATE),
        ([WHOLE, WHOLE], PAST, DONE),
        ([], PAST, OPEN),
        ([FREE], NOW + timedelta(days=1), OPEN),
    ],
)
def test_a_state_follows_from_its_parts_and_its_date(parts, due, expected):
    assert assignment_states.state(parts, due, NOW) == expected


def test_practice_is_open_then_begun_then_done_and_can_be_repeated(learner, give, questions):
    row = give(*questions[:2])
    assert status_of(learner, row) == OPEN
    run = assignments.start(learner, row.pk)
    assert assignments.start(learner, row.pk) == run
    assert (run.kind, run.assignment, run.helped) == ("practice", row, True)
    assert status_of(learner, row) == BEGUN
    answer_all(run, right=True)
    standing = assignments.get(learner, row.pk).standing
    assert (standing.status, standing.score, standing.run) == (DONE, 1.0, run.pk)
    assert assignments.start(learner, row.pk) != run


def test_questions_of_a_locked_module_may_be_answered_and_no_others(learner, give, locked, module):
    run = assignments.start(learner, give(module=locked).pk)
    assert {question.module for question in assignments.questions_of(run)} == {locked}
    other = module.questions.shown().first()
    with pytest.raises(Problem) as refused:
        submissions.add(run, [Written(other.pk, "a")])
    assert refused.value.errors[0]["message"]
    assert status_of(learner, run.assignment) == BEGUN
    ModuleCompletion.objects.create(user=learner, module=locked, how="teacher")
    assert status_of(learner, run.assignment) == DONE


def test_a_test_has_one_try_no_help_and_shows_its_answers_at_the_end(api, learner, give, questions, run_tasks, model):
    row, client = give(*questions, is_test=True, due=PAST), api(learner)
    assert status_of(learner, row) == LATE
    begun = client.post(RUNS, {"assignment": row.pk}, format="json").json()
    address = f"{RUNS}/{begun['submission_id']}"
    assert len(begun["questions"]) == len(questions)
    assert not any(set(question) & set(SECRETS) for question in begun["questions"])
    run = Submission.objects.get()
    with pytest.raises(Problem) as refused:
        aids.hint(run, questions[0].pk)
    assert refused.value.code == "no_help_in_tests"
    for question in questions:
        said = {"answers": [{"question_id": question.pk, "answer": wrong_answer(question)}]}
        shown = client.post(f"{address}/answers", said, format="json").json()
        last = question is questions[-1]
        assert (shown["answers"][0]["correct_answer"] is None, shown["quick_score"] is None) == (not last, not last)
        assert client.post(f"{address}/answers", said, format="json").status_code in (400, 409)
    assert all(one["correct_answer"] for one in client.get(address).json()["answers"])
    assert client.post(f"{address}/answers/{questions[0].pk}/feedback").json()["code"] == "no_help_in_tests"
    assert (run_tasks(), model.asked, Task.objects.count()) == (0, [], 0)
    assert status_of(learner, row) == DONE
    again = client.post(RUNS, {"assignment": row.pk}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "test_taken")


def test_a_test_of_a_module_asks_its_questions_and_giving_up_ends_it(learner, give, module):
    run = assignments.start(learner, give(module=module, is_test=True).pk)
    assert len(assignments.questions_of(run)) == min(assignments.TEST_QUESTIONS, module.questions.shown().count())
    submissions.close(run)
    assert assignments.get(learner, run.assignment_id).standing == assignment_standings.Standing(DONE, run.pk, 0.0)


def test_a_class_is_looked_at_in_bounded_queries(learner, other_learner, give, questions, module, queries):
    rows = [give(*questions[:2]), give(module=module), give(questions[0], is_test=True)]
    answer_all(assignments.start(learner, rows[0].pk), right=True)
    with queries(at_most=4):
        found = assignment_standings.of([learner.pk, other_learner.pk], rows)
    assert len(found) == 6
    assert found[rows[0].pk, learner.pk].status == DONE
    assert found[rows[1].pk, learner.pk].status == BEGUN
    assert {found[row.pk, other_learner.pk].status for row in rows} == {OPEN}


def test_nobody_elses_is_seen_or_begun_and_runs_of_it_are_not_counted(
    api, settings, learner, other_learner, give, module
):
    settings.RATE_LIMIT_SUBMISSION = "1/5m"
    row, client = give(module=module, student=learner), api(learner)
    stranger = api(other_learner)
    assert stranger.post(RUNS, {"assignment": row.pk}, format="json").status_code == 404
    assert stranger.get(GIVEN).json()["items"] == []
    assert api().post(RUNS, {"assignment": row.pk}, format="json").status_code == 404
    assert [client.post(RUNS, {"assignment": row.pk}, format="json").status_code for _turn in range(3)] == [202] * 3
    for body in ({}, {"assignment": row.pk, "subject": "python_basics"}):
        assert client.post(RUNS, body, format="json").json()["errors"][0]["field"] == "subject"


def test_the_api_and_the_pages_show_what_was_given(api, browser, learner, give, questions, module):
    row = give(*questions, module=module, note="For Friday", due=NOW + timedelta(days=2), is_test=True)
    row.resources.set(LearningResource.objects.filter(module=module)[:1])
    [shown] = api(learner).get(GIVEN).json()["items"]
    assert (shown["status"], shown["questions"], shown["module"]) == (OPEN, len(questions), module.full_name)
    assert len(shown["resources"]) == 1
    client, address = browser(learner, language="en"), reverse("assignment", args=[row.pk])
    board = client.get(reverse("dashboard")).content.decode()
    assert "Your assignment: Types" in board
    assert address in board
    assert "For Friday" in client.get(address).content.decode()
    page = client.post(address, follow=True).content.decode()
    assert "Check" in page
    assert "Hint 1" not in page
    answer_all(Submission.objects.get(), right=True)
    text = client.get(address).content.decode()
    assert "100%" in text
    assert "Start the test" not in text
    assert address not in client.get(reverse("dashboard")).content.decode()
    assert address in client.get(reverse("assignments")).content.decode()
