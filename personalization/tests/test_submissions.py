"""Runs: scored at once, two tries, hints and solutions, everything that follows from an answer."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from curriculum.models import ModuleCompletion
from lms.jobs.models import Task
from lms.problems import Problem
from personalization import aids, answering, submissions
from personalization.answering import Written
from personalization.models import (
    LearnerProfile,
    QuestionRecord,
    ReviewCard,
    Submission,
    SubmissionAnswer,
    TopicProgress,
    Weakness,
)
from personalization.tests.conftest import right_answer, written, wrong_answer

FOLLOWS = (SubmissionAnswer, TopicProgress, ReviewCard, QuestionRecord, Weakness, Submission)


def again(run: Submission, question, right: bool) -> Submission:
    return submissions.add(run, [written(question, right)])


def test_an_answer_moves_everything_that_follows_from_it(practise, learner, questions):
    run = practise(learner, (questions[0], True), (questions[1], False))
    progress = TopicProgress.objects.get(user=learner)
    assert run.quick_score == 0.5
    assert (progress.total_questions, progress.correct_answers, progress.average_score) == (2, 1, 0.5)
    assert 0 < progress.mastery < 1
    assert ReviewCard.objects.filter(user=learner).count() == 2
    assert Weakness.objects.get(user=learner).error_count == 1
    assert QuestionRecord.objects.get(question=questions[0]).right == 1
    assert LearnerProfile.objects.get(user=learner).version == 2


def test_a_right_answer_raises_mastery_and_a_wrong_one_lowers_it(practise, learner, questions):
    practise(learner, (questions[0], True))
    before = TopicProgress.objects.get(user=learner).mastery
    practise(learner, (questions[1], True))
    higher = TopicProgress.objects.get(user=learner).mastery
    practise(learner, (questions[2], False))
    assert before < higher > TopicProgress.objects.get(user=learner).mastery


def test_a_crash_leaves_nothing_of_it(practise, learner, questions, monkeypatch):
    monkeypatch.setattr(answering, "complete_mastered", lambda *given: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        practise(learner, (questions[0], False))
    assert not any(model.objects.exists() for model in FOLLOWS)


def test_a_wrong_first_try_leaves_a_second_that_does_not_count(practise, learner, questions):
    run = practise(learner, (questions[0], False))
    run = again(run, questions[0], True)
    tries = list(run.answers.values_list("try_number", "counted", "is_correct").order_by("try_number"))
    assert tries == [(1, True, False), (2, False, True)]
    assert TopicProgress.objects.get(user=learner).total_questions == 1
    assert run.quick_score == 1.0


def test_right_at_the_second_try_is_asked_again_later_than_wrong(practise, learner, questions):
    run = practise(learner, (questions[0], False))
    wrong = ReviewCard.objects.get(user=learner).state["stability"]
    again(run, questions[0], True)
    assert ReviewCard.objects.get(user=learner).state["stability"] > wrong


@pytest.mark.parametrize("first", [True, False])
def test_no_try_is_left_after_a_right_one_or_a_second(practise, learner, questions, first):
    run = practise(learner, (questions[0], first))
    if not first:
        again(run, questions[0], False)
    with pytest.raises(Problem) as refused:
        again(run, questions[0], True)
    assert (refused.value.status, refused.value.code) == (400, "no_try_left")


def test_only_the_first_answer_ever_counts_and_then_the_first_after_each_review(practise, learner, questions):
    practise(learner, (questions[0], True))
    practise(learner, (questions[0], True))
    due = ReviewCard.objects.get(user=learner).due
    with time_machine.travel(due + timedelta(hours=1)):
        practise(learner, (questions[0], False))
        practise(learner, (questions[0], False))
    counted = SubmissionAnswer.objects.order_by("pk").values_list("counted", flat=True)
    assert list(counted) == [True, False, True, False]


def test_a_mastered_module_is_completed_and_stays_so(practise, learner, module):
    everything = list(module.questions.shown())
    practise(learner, *[(question, True) for question in everything])
    done = ModuleCompletion.objects.get(user=learner)
    assert (done.module, done.how) == (module, ModuleCompletion.How.MASTERED)
    with time_machine.travel(timezone.now() + timedelta(days=400)):
        practise(learner, *[(question, False) for question in everything if question.choices])
    assert TopicProgress.objects.get(user=learner).mastery < 0.8
    assert ModuleCompletion.objects.filter(user=learner).exists()


def test_four_right_answers_are_not_enough_to_master(practise, learner, module):
    practise(learner, *[(question, True) for question in list(module.questions.shown())[:4]])
    assert not ModuleCompletion.objects.exists()


def test_hints_come_one_after_another_and_are_remembered(practise, learner, questions):
    run = practise(learner)
    given = [aids.hint(run, questions[0].pk) for _turn in range(4)]
    assert [(one.step, one.left) for one in given] == [(1, 2), (2, 1), (3, 0), (3, 0)]
    assert given[2].text == questions[0].hints[2]
    submissions.add(run, [written(questions[0], True)])
    assert run.answers.get().hints_used == 3


def test_a_right_answer_with_a_hint_is_asked_again_sooner(practise, learner, other_learner, questions):
    run = practise(learner)
    aids.hint(run, questions[0].pk)
    submissions.add(run, [written(questions[0], True)])
    practise(other_learner, (questions[0], True))
    helped, alone = (ReviewCard.objects.get(user=user) for user in (learner, other_learner))
    assert helped.due < alone.due


def test_the_solution_ends_the_tries_and_needs_a_first_one(practise, learner, questions):
    run = practise(learner)
    with pytest.raises(Problem) as refused:
        aids.show_solution(run, questions[0].pk)
    assert refused.value.code == "try_first"
    submissions.add(run, [written(questions[0], False)])
    assert submissions.tries_left(aids.show_solution(run, questions[0].pk)) == 0
    with pytest.raises(Problem):
        again(run, questions[0], True)


def test_wrong_answers_ask_for_feedback_once_and_right_ones_do_not(practise, learner, questions):
    assert practise(learner, (questions[0], True)).status == Submission.Status.COMPLETED
    run = practise(learner, (questions[1], False))
    submissions.add(run, [written(questions[2], False)])
    task = Task.objects.get()
    assert (task.task_type, task.subject_id) == (Task.Type.FEEDBACK_GENERATION, run.pk)
    run.refresh_from_db()
    assert run.status == Submission.Status.AI_PROCESSING


def test_a_closed_run_takes_no_more_answers(practise, learner, questions):
    run = submissions.close(practise(learner, (questions[0], True)))
    assert submissions.close(run).closed_at == run.closed_at
    for refused in (lambda: again(run, questions[1], True), lambda: aids.hint(run, questions[1].pk)):
        with pytest.raises(Problem) as problem:
            refused()
        assert problem.value.code == "submission_closed"


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ([Written(999_999, "a")], "answers.0.question_id"),
        ([Written(0, "a"), Written(0, "b")], "answers.1.question_id"),
        ([Written(0, "x" * 4001)], "answers.0.answer"),
    ],
)
def test_what_can_not_be_scored_is_refused_before_anything_is(practise, learner, questions, answers, field):
    run = practise(learner)
    given = [Written(one.question_id or questions[0].pk, one.answer) for one in answers]
    with pytest.raises(Problem) as refused:
        submissions.add(run, given)
    assert refused.value.errors[0]["field"] == field
    assert not SubmissionAnswer.objects.exists()


def test_questions_of_another_subject_and_of_locked_modules_are_refused(practise, learner, curriculum):
    later = answering.Question.objects.filter(module__name="loops", module__track__name="python_basics").first()
    for subject in ("python_basics.variables_types", "python_basics"):
        run = practise(learner, subject=subject)
        with pytest.raises(Problem) as refused:
            submissions.add(run, [Written(later.pk, right_answer(later))])
        assert refused.value.errors[0]["field"] == "answers.0.question_id"


def test_practice_in_a_locked_module_is_refused_with_what_opens_it(practise, learner, guest):
    with pytest.raises(Problem) as refused:
        practise(learner, subject="python_basics.loops")
    assert (refused.value.status, refused.value.code) == (403, "prerequisites_missing")
    assert practise(guest, subject="python_basics.loops").pk


def test_an_error_weighs_less_after_right_answers_in_the_same_module(practise, learner, questions):
    practise(learner, (questions[0], False))
    before = Weakness.objects.get(user=learner).strength
    practise(learner, (questions[1], True))
    assert Weakness.objects.get(user=learner).strength < before


def test_two_errors_of_a_kind_add_up(practise, learner, questions):
    kind = next(choice["weakness_type"] for choice in questions[0].choices if choice.get("weakness_type"))
    alike = [
        (question, choice["id"])
        for question in questions
        for choice in question.choices
        if choice.get("weakness_type") == kind
    ]
    (one, first), (other, second) = alike[0], next(row for row in alike if row[0] != alike[0][0])
    run = practise(learner)
    submissions.add(run, [Written(one.pk, first), Written(other.pk, second)])
    weakness = Weakness.objects.get(user=learner, weakness_type=kind)
    assert weakness.error_count == 2
    assert weakness.strength == pytest.approx(2.0, abs=0.01)
    assert wrong_answer(one)
