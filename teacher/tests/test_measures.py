"""What risk and the pages of the class count."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, LearningSession, Reading
from curriculum.models import CareerPath, LearningModule, MainTopic, ModuleCompletion
from lms.accounts.models import Membership, User
from personalization.models import LearnerProfile, Submission, SubmissionAnswer, TopicProgress, Weakness
from teacher import measures

NOW = timezone.now()


def ago(days: float):
    return NOW - timedelta(days=days)


@pytest.fixture
def module(curriculum) -> LearningModule:
    return LearningModule.objects.get(track__name="python_basics", name="variables_types")


@pytest.fixture
def answer(module):
    """`answer(user, days, right, counted=True, kind=…)`"""

    def answer(user: User, days: float, right: bool, *, counted: bool = True, kind: str = "practice") -> None:
        run = Submission.objects.create(user=user, subject="python_basics", language="ko", kind=kind)
        SubmissionAnswer.objects.create(
            submission=run, question=module.questions.first(), answer_hash="x", counted=counted, score=float(right),
            is_correct=right, answered_at=ago(days),
        )  # fmt: skip

    return answer


def read(user: User, begun: float, done: bool, *, skipped: bool = False) -> None:
    session = LearningSession.objects.create(
        user=user, main_topic=MainTopic.objects.first(), target_level="beginner", language="ko"
    )
    LearningSession.objects.update(created_at=ago(begun))
    part = session.sub_topics.create(curated=session.main_topic.curated_sub_topics.first(), position=1)
    article = Article.objects.create(session=session, order_num=1, session_subtopic=part, title="x", level="beginner")
    Reading.objects.create(
        user=user, article=article, started_at=ago(begun), completed_at=ago(begun - 1) if done else None,
        skipped_at=ago(begun) if skipped else None,
    )  # fmt: skip


def measured(user: User) -> measures.Measures:
    return measures.of([user.pk], NOW)[user.pk]


def test_nothing_is_known_of_whoever_has_done_nothing(learner, curriculum):
    User.objects.update(date_joined=ago(9.5))
    Membership.objects.update(joined_at=ago(1))
    found = measured(learner)
    assert (found.accuracy, found.completion_rate, found.days_inactive, found.days_here) == (None, None, 9, 9)
    assert (found.for_risk.answers, found.weaknesses, found.position.finished) == (0, 0, False)


def test_accuracy_is_of_the_counted_answers_of_thirty_days(learner, answer):
    answer(learner, 31, False)
    answer(learner, 29, True)
    answer(learner, 2, False)
    answer(learner, 1, False, counted=False)
    found = measured(learner)
    assert (found.accuracy, found.answers, found.answers_ever, found.days_inactive) == (0.5, 2, 3, 1)


def test_completion_counts_modules_and_articles_begun_more_than_seven_days_ago(learner, answer, module):
    answer(learner, 8, True)
    answer(learner, 1, True)
    answer(learner, 20, False, kind="placement")
    read(learner, 9, done=True)
    read(learner, 8, done=False)
    read(learner, 6, done=True)
    read(learner, 12, done=False, skipped=True)
    assert measured(learner).completion_rate == pytest.approx(1 / 3)
    ModuleCompletion.objects.create(user=learner, module=module, how="mastered", at=ago(1))
    assert measured(learner).completion_rate == pytest.approx(2 / 3)


def test_a_placement_begins_no_module(learner, answer):
    answer(learner, 20, False, kind="placement")
    assert measured(learner).completion_rate is None


def test_weaknesses_with_an_error_in_seven_days(learner, module):
    for kind, days in (("syntax_error", 6), ("logic_error", 1), ("concept_gap", 8)):
        Weakness.objects.create(user=learner, module=module, weakness_type=kind, last_error=ago(days))
    assert measured(learner).weaknesses == 2


def test_the_position_is_where_the_learners_own_path_says(learner, module):
    career = CareerPath.objects.get(name="saas_fullstack")
    LearnerProfile.objects.create(user=learner, career_path=career)
    TopicProgress.objects.create(user=learner, module=module, mastery=0.9, last_activity=NOW)
    assert measured(learner).position.module == module.pk
    ModuleCompletion.objects.create(user=learner, module=module, how="mastered")
    position = measured(learner).position
    assert (position.module != module.pk, position.done, position.finished) == (True, 1, False)
    assert 0 < position.mastery < 0.9


def test_whoever_has_completed_the_path_has_finished(learner, curriculum):
    LearnerProfile.objects.create(user=learner, career_path=CareerPath.objects.get(name="saas_fullstack"))
    rows = [ModuleCompletion(user=learner, module=one, how="teacher") for one in LearningModule.objects.all()]
    ModuleCompletion.objects.bulk_create(rows)
    assert (measured(learner).for_risk.finished, measured(learner).position.module) == (True, None)


def test_many_students_take_no_more_queries_than_one(learner, other_learner, answer, queries):
    for student in (learner, other_learner):
        LearnerProfile.objects.create(user=student, career_path=CareerPath.objects.first())
        answer(student, 1, True)
    with queries(at_most=17):
        found = measures.of([learner.pk, other_learner.pk], NOW)
    assert [one.accuracy for one in found.values()] == [1, 1]
