"""What somebody does alone after a mistake, counted in SQL."""

from datetime import timedelta

import pytest
from django.utils import timezone

from personalization import answering, progress, unaided
from personalization.answering import Given
from personalization.models import Submission
from personalization.tests.conftest import right_answer, wrong_answer
from personalization.unaided import Unaided


@pytest.fixture
def history(module):
    """`history(user, (question, right?, hints), …)`: answers a minute apart, in one practice run; `kind` for another."""

    def make(user, *given, kind=Submission.Kind.PRACTICE) -> Submission:
        run, at = (
            Submission.objects.create(user=user, kind=kind, subject=module.full_name, language="ko"),
            timezone.now(),
        )
        for place, (question, right, hints) in enumerate(given):
            answer = right_answer(question) if right else wrong_answer(question)
            answering.apply(run, [Given(question, answer)], tried={}, at=at + timedelta(minutes=place))
            run.answers.filter(question=question).update(hints_used=hints)
        return run

    return make


def test_the_next_question_counts_when_it_is_right_at_once_and_without_a_hint(history, learner, questions, module):
    one, two, three, four = questions[:4]
    history(learner, (one, False, 0), (two, True, 0), (three, False, 1), (four, True, 1))
    assert unaided.by_module(learner.pk) == {module.pk: Unaided(chances=2, right=1)}
    assert progress.of(learner, ["python_basics"])["python_basics"].unaided.rate == 0.5


@pytest.mark.parametrize(
    "told",
    [
        lambda one, two: [(one, True, 0), (two, True, 0)],
        lambda one, two: [(one, False, 0), (one, True, 0)],
        lambda one, two: [(two, True, 0), (one, False, 0)],
    ],
    ids=["nothing wrong before", "the same question", "nothing after"],
)
def test_what_is_no_chance(history, learner, questions, told):
    for step in told(*questions[:2]):
        history(learner, step)
    assert unaided.of_students([learner.pk]) == {}


def test_a_mistake_in_a_test_is_followed_by_no_help(history, learner, questions):
    history(learner, (questions[0], False, 0), (questions[1], True, 0), kind=Submission.Kind.RETEST)
    assert unaided.by_module(learner.pk) == {}


def test_answers_of_one_request_taught_nothing_to_each_other(practise, learner, questions):
    practise(learner, (questions[0], False), (questions[1], True))
    assert unaided.by_module(learner.pk) == {}


def test_many_students_take_one_query(history, learner, other_learner, questions, queries):
    history(learner, (questions[0], False, 0), (questions[1], True, 0))
    history(other_learner, (questions[0], False, 0), (questions[1], False, 0))
    with queries(at_most=1):
        found = unaided.of_students([learner.pk, other_learner.pk])
    assert (found[learner.pk].rate, found[other_learner.pk].rate) == (1.0, 0.0)
