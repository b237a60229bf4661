"""Questions are asked for before a learner runs out of them, and no heap is made."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import LearningModule, Question
from lms.jobs.models import Task
from personalization import question_supply
from personalization.models import ReviewCard, TopicProgress


@pytest.fixture
def loops(curriculum) -> LearningModule:
    return LearningModule.objects.get(track__name="python_basics", name="loops")


@pytest.fixture
def short(loops, learner, other_learner, model) -> None:
    """The learner has answered all but two questions; the other one none."""
    now = timezone.now()
    for user in (learner, other_learner):
        TopicProgress.objects.create(user=user, module=loops, last_activity=now)
    questions = list(loops.questions.all())[2:]
    ReviewCard.objects.bulk_create(
        ReviewCard(user=learner, question=question, due=now, last_review=now) for question in questions
    )


def asked() -> list[tuple]:
    rows = Task.objects.filter(task_type="question_generation").order_by("pk")
    return [(row.user_id, row.input_data["subject"], row.input_data["language"], row.priority) for row in rows]


def test_who_runs_low_gets_new_ones_asked_for_once_in_their_language(short, learner, queries):
    with queries(at_most=14):
        assert question_supply.refill(timezone.now()) == 1
    question_supply.refill(timezone.now())
    assert asked() == [(learner.pk, "python_basics.loops", "ko", question_supply.question_generation.SPARE_PRIORITY)]
    learner.language = "en"
    learner.save()
    question_supply.refill(timezone.now())
    assert [row[2] for row in asked()] == ["ko", "en"]


def test_nothing_is_asked_for_where_enough_waits_or_was_refused_lately(short, loops):
    for status in ("pending", "rejected", "pending", "rejected", "pending"):
        Question.objects.create(module=loops, prompt_ko="?", source="generated", approval_status=status)
    assert question_supply.refill(timezone.now()) == 0


def test_nothing_is_asked_for_without_activity_or_without_a_model(short, settings):
    assert question_supply.refill(timezone.now() + timedelta(days=8)) == 0
    settings.LLM_MODELS = []
    assert question_supply.refill(timezone.now()) == 0
    assert asked() == []
