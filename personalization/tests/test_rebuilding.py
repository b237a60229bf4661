"""A guest who becomes an account, and what is known worked out again."""

from lms.accounts import merging
from personalization import rebuilding
from personalization.models import LearnerProfile, ReviewCard, Submission, SubmissionAnswer, TopicProgress, Weakness


def state_of(user) -> tuple:
    topic = TopicProgress.objects.get(user=user)
    return (
        topic.total_questions,
        topic.correct_answers,
        topic.state,
        round(topic.mastery, 9),
        LearnerProfile.objects.get(user=user).state,
        list(Weakness.objects.filter(user=user).values_list("weakness_type", "error_count").order_by("weakness_type")),
        list(ReviewCard.objects.filter(user=user).values_list("question", "due").order_by("question")),
        list(SubmissionAnswer.objects.order_by("pk").values_list("counted", flat=True)),
    )


def test_working_it_out_again_gives_the_same(practise, learner, questions):
    run = practise(learner, (questions[0], False), (questions[1], True))
    practise(learner, (questions[0], True), (questions[2], False))
    assert run.answers.count() == 2
    before = state_of(learner)
    rebuilding.rebuild(learner)
    after = state_of(learner)
    assert after[0:2] == before[0:2]
    assert after[3] == before[3] or abs(after[3] - before[3]) < 0.05  # questions learnt from the answers meanwhile
    assert after[5:] == before[5:]


def test_a_guests_practice_becomes_the_accounts_and_nothing_is_doubled(practise, guest, learner, questions):
    practise(learner, (questions[0], True))
    practise(guest, (questions[0], True), (questions[1], True))
    merging.merge(guest=guest, account=learner)
    assert Submission.objects.filter(user=learner).count() == 2
    topic = TopicProgress.objects.get(user=learner)
    assert (topic.total_questions, topic.correct_answers) == (2, 2)
    assert list(SubmissionAnswer.objects.order_by("pk").values_list("counted", flat=True)) == [True, False, True]


def test_a_guest_without_practice_changes_nothing(practise, guest, learner, questions):
    practise(learner, (questions[0], True))
    before = state_of(learner)
    merging.merge(guest=guest, account=learner)
    assert state_of(learner) == before
