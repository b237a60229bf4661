"""Generated questions and practice: none before its approval, none in a language it isn't written in."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from curriculum import question_reviews
from curriculum.models import LearningModule, Question
from lms.problems import Problem
from personalization import next_questions, placements, retests, subjects, submissions
from personalization.models import ReviewCard
from personalization.submissions import Written

LOOPS = "python_basics.loops"


@pytest.fixture
def pending(curriculum) -> list[Question]:
    """Two, in English alone."""
    loops = LearningModule.objects.get(track__name="python_basics", name="loops")
    return [
        Question.objects.create(
            module=loops,
            kind="short_answer",
            prompt_en=prompt,
            correct_answer=answer,
            hints_ko=None,
            hints_en=["It is a keyword.", "It is short.", "Look at the end of a loop."],
            explanation_en="It is the keyword for exactly this.",
            difficulty_level=1,
            source=Question.Source.GENERATED,
        )
        for prompt, answer in (("Which keyword leaves a loop?", "break"), ("Which one skips a round?", "continue"))
    ]


def given_to(person) -> set[int]:
    """Whatever may choose a question for a learner, or take an answer, in the language of the request."""
    subject = subjects.find(person, LOOPS)
    seen = {offer.question.pk for offer in next_questions.recommend(person, subject, 50).offers}
    seen |= {row.pk for row in retests.questions_of(retests.start(person, LOOPS))}
    seen.add(placements.start(person).question_id)
    return seen


def test_nothing_picks_a_question_before_it_is_approved(pending, teacher_of_nobody):
    """A teacher as the learner: nothing is locked for them."""
    waiting = {row.pk for row in pending}
    with translation.override("en"):
        assert not waiting & given_to(teacher_of_nobody)
        with pytest.raises(Problem) as refused:
            submissions.submit(user=teacher_of_nobody, subject=subjects.find(teacher_of_nobody, LOOPS),
                               written=[Written(pending[0].pk, "a")])  # fmt: skip
        assert refused.value.errors[0]["field"] == "answers.0.question_id"
    for row in pending:
        question_reviews.approve(row, by=teacher_of_nobody)
    with translation.override("en"):
        offers = next_questions.recommend(teacher_of_nobody, subjects.find(teacher_of_nobody, LOOPS), 50).offers
        assert waiting <= {offer.question.pk for offer in offers}
    with translation.override("ko"):
        offers = next_questions.recommend(teacher_of_nobody, subjects.find(teacher_of_nobody, LOOPS), 50).offers
        assert not waiting & {offer.question.pk for offer in offers}, "it is in English alone"
        assert all(offer.question.prompt for offer in offers)
        assert Question.objects.get(pk=pending[0].pk).prompt == "Which keyword leaves a loop?", (
            "who changed the language midway sees something"
        )


def test_a_run_goes_on_with_a_question_that_is_withdrawn_meanwhile(pending, teacher_of_nobody):
    """And then neither its review falls due, nor may another run take an answer to it."""
    asked, reviewer = pending[0], teacher_of_nobody
    question_reviews.approve(asked, by=reviewer)
    subject = subjects.find(reviewer, LOOPS)
    plan = {"questions": [{"id": asked.pk}]}
    run = submissions.submit(user=reviewer, subject=subject, written=[], plan=plan)
    question_reviews.reject(asked, by=reviewer, reason="Two answers are right.")
    submissions.add(run, [Written(asked.pk, "break")])
    assert run.answers.get().is_correct
    assert ReviewCard.objects.filter(user=reviewer, question=asked).exists()
    assert not ReviewCard.objects.due(timezone.now() + timedelta(days=999)).exists()
    with pytest.raises(Problem):
        submissions.submit(user=reviewer, subject=subject, written=[Written(asked.pk, "break")])
