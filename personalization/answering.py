"""Scores answers and moves all that follows from them: progress, weakness, review, completion. The caller's transaction
makes it one thing: a reload shows all of it, a crash leaves nothing of it."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import mean

from django.conf import settings

from curriculum import unlocking
from curriculum.models import ModuleCompletion, Question
from lms.bundles import Rows
from personalization import knowledge, reviewing, scoring
from personalization.knowledge import Knowledge
from personalization.models import Submission, SubmissionAnswer, TopicProgress

MOVES = ("status", "quick_score", "completed_at")  # of a run, when an answer comes


@dataclass(frozen=True)
class Written:
    """An answer as it came in, before anybody knows whether there is such a question."""

    question_id: int
    answer: str


@dataclass(frozen=True)
class Given:
    """An answer somebody gives."""

    question: Question
    answer: str


def apply(
    submission: Submission, given: list[Given], *, tried: dict[int, SubmissionAnswer], at: datetime
) -> list[SubmissionAnswer]:
    """`tried`: question → the last try in this run so far. Returns the new answers, saved together with all that follows
    from them and with the run, whose score and status move. 3 queries, and those of a completion."""
    known = knowledge.read(submission.user, [one.question for one in given], lock=True)
    answers = [_answer(submission, one, tried.get(one.question.pk), known, at) for one in given]
    _judge(submission, answers, tried)
    known.save(Rows([submission], ("id",), MOVES), Rows(answers))
    complete_mastered(known, {one.question.module_id for one in given}, at)
    return answers


def score_of(answers: Iterable[SubmissionAnswer]) -> float:
    """The mean over the questions, by the last try on each."""
    scores = [answer.score for answer in answers]
    return round(mean(scores), 4) if scores else 0.0


def _judge(submission: Submission, answers: list[SubmissionAnswer], tried: dict[int, SubmissionAnswer]) -> None:
    """Waiting for feedback from the moment something is wrong that may be spoken of."""
    submission.latest = {**tried, **{answer.question_id: answer for answer in answers}}
    submission.quick_score = score_of(submission.latest.values())
    if submission.speaks and not all(answer.is_correct for answer in answers):
        submission.status, submission.completed_at = Submission.Status.AI_PROCESSING, None


def complete_mastered(known: Knowledge, module_ids: Iterable[int], at: datetime | None = None) -> list[int]:
    """Modules that are mastered now, completed (`at`: now when it isn't given); their numbers. Forgetting never takes one
    back."""
    news = [pk for pk in module_ids if pk in known.topics and pk not in known.completed]
    mastered = [pk for pk in news if is_mastered(known.topics[pk])]
    for progress in (known.topics[pk] for pk in mastered):
        unlocking.complete(user=known.user, module=progress.module, how=ModuleCompletion.How.MASTERED, at=at)
    return mastered


def move_weakness(known: Knowledge, answer: SubmissionAnswer, at: datetime) -> None:
    """A wrong answer strengthens one, a right one weakens all of its module. What a placement finds unknown was never
    learnt: no weakness."""
    if answer.is_correct:
        known.relieve(answer.question.module_id)
    elif was_learnt(answer):
        known.err(answer.question.module_id, answer.weakness_type, at)


def was_learnt(answer: SubmissionAnswer) -> bool:
    """Not what was answered wrong in a placement, which asks about locked modules too: there is nothing to review yet."""
    return answer.is_correct or answer.submission.kind != Submission.Kind.PLACEMENT


def is_mastered(progress: TopicProgress) -> bool:
    enough = progress.total_questions >= settings.MASTERED_ANSWERS
    return enough and progress.mastery >= settings.MASTERED_FROM


def key_of(question: Question) -> scoring.Key:
    accepted = (
        (one["text"], float(one.get("credit", 1))) if isinstance(one, dict) else (one, 1.0)
        for one in question.accepted_answers
    )
    return scoring.Key(
        kind=question.kind,
        correct=question.correct_answer,
        accepted=tuple(accepted),
        choices={choice["id"]: choice.get("weakness_type", "") for choice in question.choices},
        patterns=tuple((one["answer"], one["weakness_type"]) for one in question.patterns),
        language=question.code_language,
    )


def answer_hash(answer: str) -> str:
    """The same for answers that differ in case and space alone."""
    return hashlib.blake2b(scoring.normal(answer).encode(), digest_size=16).hexdigest()


def _answer(
    submission: Submission, given: Given, last: SubmissionAnswer | None, known: Knowledge, at: datetime
) -> SubmissionAnswer:
    try_number = last.try_number + 1 if last else 1
    question, scored = given.question, scoring.score(key_of(given.question), given.answer)
    hints = submission.aids.get(str(question.pk), {}).get("hints", 0)
    counted = question.module_id is not None and try_number == 1 and known.counts(question, at)
    answer = SubmissionAnswer(
        submission=submission,
        question=question,
        answer=given.answer,
        answer_hash=answer_hash(given.answer),
        try_number=try_number,
        hints_used=hints,
        counted=counted,
        score=scored.score,
        is_correct=scored.is_correct,
        predicted=known.predicted(question, at),
        weakness_type=scored.weakness,
        answered_at=at,
    )
    if question.module_id:
        _move(known, answer, last, at)
    return answer


def _move(known: Knowledge, answer: SubmissionAnswer, last: SubmissionAnswer | None, at: datetime) -> None:
    """A counted answer moves everything; a right second try only says that it was nearly known."""
    question, right = answer.question, answer.is_correct
    helped = bool(answer.hints_used) or answer.try_number > 1
    if answer.counted:
        if was_learnt(answer):
            known.schedule(question, reviewing.rating(right=right, helped=helped), at)
        known.learn(question, answer.score, right, at)
        move_weakness(known, answer, at)
    elif last and last.counted and right and question.pk in known.cards:
        known.rate_again(question, reviewing.rating(right=True, helped=True), at)
