from datetime import timedelta
from statistics import mean

import pytest
import time_machine
from django.utils import timezone

from lms.accounts.models import User
from personalization import next_questions, subjects, submissions
from personalization.answering import Written
from personalization.models import LearnerProfile, ReviewCard
from personalization.question_mix import REVIEW, WEAKNESS
from personalization.tests.conftest import FIRST


def recommend(user, subject=FIRST, count=5):
    return next_questions.recommend(user, subjects.find(user, subject), count)


def test_a_new_learner_gets_questions_of_their_level(learner, module):
    found = recommend(learner)
    assert len(found.offers) == 5
    assert found.target_difficulty == 2
    assert found.distribution[WEAKNESS] == 0
    assert "level" in found.rationale or "수준" in found.rationale


def test_what_was_answered_does_not_come_back_before_its_review(learner, practise, questions):
    practise(learner, (questions[0], True), (questions[1], False))
    offered = {offer.question for offer in recommend(learner, count=6).offers}
    assert not offered & {questions[0], questions[1]}
    later = ReviewCard.objects.order_by("due").first().due + timedelta(hours=1)
    with time_machine.travel(later):
        kinds = {offer.question: offer.kind for offer in recommend(learner).offers}
    assert kinds[ReviewCard.objects.order_by("due").first().question] == REVIEW


def test_when_everything_was_answered_something_is_offered_all_the_same(learner, practise, module):
    practise(learner, *[(question, True) for question in module.questions.shown()])
    assert len(recommend(learner).offers) == 5


def test_a_weakness_takes_at_least_half(learner, practise, questions):
    practise(learner, (questions[0], False))
    found = recommend(learner)
    assert found.distribution[WEAKNESS] >= 2
    assert found.weak == [FIRST]


def test_a_run_of_right_answers_makes_it_harder_and_of_wrong_ones_easier(learner, other_learner, practise, module):
    everything = list(module.questions.shown())[:6]
    practise(learner, *[(question, True) for question in everything])
    for question in everything:
        if question.choices:
            practise(other_learner, (question, False))
    LearnerProfile.objects.update(current_level="intermediate")
    track = "python_basics"
    assert recommend(learner, track).target_difficulty == 4
    assert recommend(other_learner, track).target_difficulty <= 3


def test_the_same_history_gives_the_same_questions(learner, practise, questions):
    practise(learner, (questions[0], False))
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        first, second = ([offer.question.pk for offer in recommend(learner).offers] for _turn in range(2))
    assert first == second


def test_the_default_is_the_first_module_that_is_open(learner, curriculum):
    assert next_questions.default(learner).name == FIRST


@pytest.mark.parametrize("subject", ["saas_fullstack", "fullstack", "python_basics", FIRST, "variables_types"])
def test_subjects_are_found_by_any_name(learner, curriculum, subject):
    assert FIRST in subjects.find(learner, subject).open_modules


@pytest.mark.parametrize("level", ["beginner", "intermediate"])
def test_who_keeps_failing_gets_easier_questions_and_who_is_on_a_streak_harder_ones(level, guest, curriculum):
    """Answer by answer, over what is recommended itself; guests, so that no wall decides."""
    failing, lucky = guest, User.objects.create_guest()
    knowing = {failing: False, lucky: True}
    before, after = {}, {}
    for user, right in knowing.items():
        LearnerProfile.objects.create(user=user, current_level_id=level)
        before[user] = difficulty(recommend(user, "saas_fullstack", 10))
        for _turn in range(4):
            found = recommend(user, "saas_fullstack", 5)
            answers = [Written(one.question.pk, one.question.correct_answer if right else "?!") for one in found.offers]
            submissions.submit(user=user, subject=found.subject, written=answers)
        after[user] = difficulty(recommend(user, "saas_fullstack", 10))
    assert before[failing] == before[lucky]
    assert after[failing] < before[failing] < after[lucky]


def difficulty(found) -> tuple[int, float]:
    """What is aimed at, and how hard on the average what is offered."""
    return found.target_difficulty, mean(one.question.difficulty_level for one in found.offers)
