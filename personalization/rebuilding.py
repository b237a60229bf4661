"""What is known about a learner, worked out again from all their answers: after two people turned out to be one, and after
a question was corrected."""

from django.db import transaction

from lms.accounts.models import User
from personalization import answering, knowledge, reviewing, submissions
from personalization.knowledge import Knowledge
from personalization.mastery import LearnerState
from personalization.models import LearnerProfile, ReviewCard, SubmissionAnswer, TopicProgress, Weakness


@transaction.atomic
def rebuild(user: User) -> None:
    """Every answer once more, in the order of time. Completions stay; what questions learnt from others stays as well."""
    known = _blank(user)
    rows = SubmissionAnswer.objects.filter(submission__user=user, question__module__isnull=False)
    answers = list(rows.select_related("submission", "question__module__track").order_by("answered_at", "pk"))
    for answer in answers:
        _replay(known, answer)
    SubmissionAnswer.objects.bulk_update(answers, ["counted"])
    known.changed = {(kind, key) for kind, key in known.changed if kind != "record"}
    known.save()
    answering.complete_mastered(known, list(known.topics))


def merge(guest: User, account: User) -> None:
    """The guest's runs and answers are the account's, and so is the profile where it has none of its own."""
    if not submissions.merge(guest, account) and not LearnerProfile.objects.filter(user=guest).exists():
        return
    if not LearnerProfile.objects.filter(user=account).exists():
        LearnerProfile.objects.filter(user=guest).update(user=account)
    rebuild(account)


def _blank(user: User) -> Knowledge:
    profile = knowledge.profile_of(user, lock=True)
    for model in (TopicProgress, ReviewCard, Weakness):
        model.objects.filter(user=user).delete()
    known = knowledge.read(user, [])
    known.profile, known.learner = profile, LearnerState.fresh(profile.current_level.order)
    return known


def _replay(known: Knowledge, answer: SubmissionAnswer) -> None:
    question, at = answer.question, answer.answered_at
    first = answer.try_number == 1
    answer.counted = first and known.counts(question, at)
    helped = bool(answer.hints_used) or not first
    if answer.counted:
        if answering.was_learnt(answer):
            known.schedule(question, reviewing.rating(right=answer.is_correct, helped=helped), at)
        known.learn(question, answer.score, answer.is_correct, at)
        answering.move_weakness(known, answer, at)
    elif not first and answer.is_correct and question.pk in known.cards:
        known.rate_again(question, reviewing.rating(right=True, helped=True), at)
