"""Answers scored again after the key of their question was corrected, and what follows from them worked out anew.

What was passed stays passed: no completion, placement or re-test is taken back.
"""

from django.db.models import Q, QuerySet
from django.utils import timezone

from curriculum.models import Question
from lms.accounts.models import User
from personalization import answering, feedback, rebuilding, scoring, submissions, watching_progress
from personalization.models import QuestionRecord, Submission, SubmissionAnswer

LEARNERS_AT_ONCE = 20  # of whom all is held until they are done
NOT_SAID = {"feedback": "", "feedback_source": "", "feedback_prompt_version": ""}


def score_some() -> bool:
    """Some learners' answers to the question that has waited longest; False where none waits. In one transaction of the
    caller: what dies midway is done by the next call."""
    question = Question.objects.filter(corrected_at__isnull=False).order_by("corrected_at", "pk").first()
    if question is None:
        return False
    answers = _misjudged(question)
    learners = User.objects.filter(pk__in=answers.values("submission__user")).order_by("pk")[:LEARNERS_AT_ONCE]
    for learner in learners:
        _score_again(learner, question, answers.filter(submission__user=learner))
    if not learners:
        _end(question)
    return True


def _misjudged(question: Question) -> QuerySet[SubmissionAnswer]:
    """Those that its key judges otherwise than it did when they came, and those that were told the old key."""
    before = Q(rescored_at=None) | Q(rescored_at__lt=question.corrected_at)
    key, wrong = answering.key_of(question), before & Q(feedback_prompt_version__endswith=feedback.KEY_SHOWN)
    for text, score, weakness in question.answers.values_list("answer", "score", "weakness_type").distinct().order_by():
        if scoring.score(key, text) != scoring.Scored(score, weakness):
            wrong |= Q(answer=text, score=score, weakness_type=weakness)
    return question.answers.filter(wrong)


def _score_again(learner: User, question: Question, answers: QuerySet[SubmissionAnswer]) -> None:
    """Runs first, then the learner's knowledge, in the order in which an answer takes them."""
    runs = Submission.objects.filter(pk__in=answers.values("submission")).order_by("pk")
    for run in runs.select_related("user").select_for_update(of=("self",)):
        for answer in answers.filter(submission=run):
            _judge_again(answer, question)
        _settle(run)
    rebuilding.rebuild(learner)
    if question.module_id:
        watching_progress.publish(learner.pk, [question.module.full_name])


def _judge_again(answer: SubmissionAnswer, question: Question) -> None:
    """What was said about it rests on the old key."""
    scored = scoring.score(answering.key_of(question), answer.answer)
    judged = {"score": scored.score, "is_correct": scored.is_correct, "weakness_type": scored.weakness}
    SubmissionAnswer.objects.filter(pk=answer.pk).update(**judged, **NOT_SAID, rescored_at=timezone.now())


def _settle(run: Submission) -> None:
    """Its score, and feedback on what is wrong now."""
    run.quick_score = answering.score_of(submissions.tries_of(run).values())
    run.save(update_fields=["quick_score"])
    if run.answers.without_feedback().exists():
        submissions.ask_for_feedback(run)


def _end(question: Question) -> None:
    """How hard it is, is learnt anew. One that was corrected again meanwhile goes on waiting."""
    right = question.answers.counted().filter(is_correct=True).count()
    QuestionRecord.objects.filter(question=question).update(state={}, right=right)
    Question.objects.filter(pk=question.pk, corrected_at=question.corrected_at).update(corrected_at=None)
