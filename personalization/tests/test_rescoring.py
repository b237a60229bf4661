"""A question's key is corrected: what was answered is scored again, and all that follows from it."""

import pytest
from django.urls import reverse

from curriculum.models import Question
from lms.jobs.models import Task
from personalization import rescoring, submissions
from personalization.answering import Written
from personalization.models import LearnerProfile, QuestionRecord, Submission, SubmissionAnswer, TopicProgress, Weakness
from personalization.tests.conftest import right_answer, wrong_answer


def correct_key(question: Question, key: str) -> None:
    """As an admin does who saves the form."""
    question = Question.objects.get(pk=question.pk)
    question.correct_answer = key
    question.save()


def score_all() -> None:
    while rescoring.score_some():
        pass


def seen(model, **which):
    return model.objects.get(**which)


@pytest.fixture
def misjudged(practise, learner, questions) -> Submission:
    """The first of two answers is wrong by a key that is about to be corrected; something was said about it."""
    run = practise(learner, (questions[0], False), (questions[1], True))
    run.answers.filter(is_correct=False).update(feedback="아쉬워요.", feedback_source="template")
    return run


def test_what_was_right_all_along_is_right_now(misjudged, learner, questions):
    before = seen(TopicProgress, user=learner)
    correct_key(questions[0], wrong_answer(questions[0]))
    score_all()
    run, answer = seen(Submission, pk=misjudged.pk), seen(SubmissionAnswer, question=questions[0])
    assert (answer.score, answer.is_correct, answer.weakness_type, answer.feedback) == (1.0, True, "", "")
    assert answer.rescored_at
    assert answer.counted
    assert run.quick_score == 1.0
    now = seen(TopicProgress, user=learner)
    assert (before.correct_answers, now.correct_answers, now.total_questions) == (1, 2, 2)
    assert now.mastery > before.mastery
    assert not Weakness.objects.filter(user=learner).exists()
    assert seen(QuestionRecord, question=questions[0]).right == 1
    assert seen(Question, pk=questions[0].pk).corrected_at is None


def test_what_is_wrong_now_gets_feedback(practise, learner, questions):
    run = practise(learner, (questions[0], True))
    assert not Task.objects.exists()
    correct_key(questions[0], wrong_answer(questions[0]))
    score_all()
    run.refresh_from_db()
    assert (run.quick_score, run.status) == (0.0, Submission.Status.AI_PROCESSING)
    assert Task.objects.get().subject_id == run.pk
    assert Weakness.objects.filter(user=learner).count() == 1


def test_a_first_try_that_was_right_counts_more_than_the_second(misjudged, learner, questions):
    other = next(choice["id"] for choice in questions[0].choices if choice["id"] not in tried(questions[0]))
    submissions.add(misjudged, [Written(questions[0].pk, other)])
    correct_key(questions[0], wrong_answer(questions[0]))
    score_all()
    assert seen(Submission, pk=misjudged.pk).quick_score == 1.0
    assert submissions.tries_of(misjudged)[questions[0].pk].try_number == 1


def tried(question: Question) -> set[str]:
    return {right_answer(question), wrong_answer(question)}


def test_other_questions_and_other_learners_stay_as_they_are(misjudged, guest, practise, questions):
    other = practise(guest, (questions[1], False))
    before = list(other.answers.values()), LearnerProfile.objects.get(user=guest).state
    correct_key(questions[0], wrong_answer(questions[0]))
    score_all()
    assert (list(other.answers.values()), LearnerProfile.objects.get(user=guest).state) == before
    assert seen(SubmissionAnswer, submission=misjudged, question=questions[1]).rescored_at is None


def test_many_learners_come_one_after_the_other(practise, learner, guest, questions, monkeypatch):
    monkeypatch.setattr(rescoring, "LEARNERS_AT_ONCE", 1)
    runs = [practise(person, (questions[0], False)) for person in (learner, guest)]
    correct_key(questions[0], wrong_answer(questions[0]))
    assert rescoring.score_some()
    assert sorted(seen(Submission, pk=run.pk).quick_score for run in runs) == [0.0, 1.0]
    score_all()
    assert [seen(Submission, pk=run.pk).quick_score for run in runs] == [1.0, 1.0]


def test_words_are_no_key(misjudged, questions):
    question = Question.objects.get(pk=questions[0].pk)
    question.prompt_ko, question.explanation_ko = "다르게 묻습니다.", "다르게 설명합니다."
    question.save()
    assert not rescoring.score_some()


def test_a_key_that_changes_nobodys_verdict_moves_nothing(misjudged, learner, questions):
    before = LearnerProfile.objects.get(user=learner).version
    question = Question.objects.get(pk=questions[0].pk)
    question.patterns = [{"answer": "never given", "weakness_type": "logic_error"}]
    question.save()
    score_all()
    assert LearnerProfile.objects.get(user=learner).version == before
    assert seen(SubmissionAnswer, submission=misjudged, question=questions[0]).feedback == "아쉬워요."


def test_who_was_told_the_old_key_is_told_anew(misjudged, questions):
    told = misjudged.answers.filter(question=questions[0])
    told.update(feedback_source="model", feedback_prompt_version="personalized_feedback@1+key")
    stays_wrong = next(choice["id"] for choice in questions[0].choices if choice["id"] not in tried(questions[0]))
    correct_key(questions[0], stays_wrong)
    score_all()
    assert (told.get().is_correct, told.get().feedback) == (False, "")
    assert seen(Submission, pk=misjudged.pk).status == Submission.Status.AI_PROCESSING
    told.update(feedback="다시.", feedback_prompt_version="personalized_feedback@1+key")
    assert not rescoring.score_some()


def test_the_page_says_so(misjudged, learner, browser, questions):
    correct_key(questions[0], wrong_answer(questions[0]))
    score_all()
    address = reverse("practice_run", args=[misjudged.pk])
    page = browser(learner, language="en").get(address, {"q": questions[0].pk})
    assert "your answer was scored again" in page.content.decode()
