"""The history of the demo class: simulated students practise on their paths, scored by the same rules as everybody.

Each run happened at a time in the past and is a transaction of its own: a start that was cut short goes on where it ended.
Nothing is left to the queue; what was said about wrong answers is the template's.
"""

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone, translation

from curriculum.models import CareerPath, Level, Question
from curriculum.models.modules import LONG_IN_MODULE
from lms.accounts.models import User
from lms.llm import gateway
from personalization import (
    aids,
    answering,
    demo_students,
    feedback_context,
    feedback_prompts,
    personal_path,
    profiles,
    run_questions,
    subjects,
    submissions,
)
from personalization.answering import Written
from personalization.demo_students import QUESTIONS_A_RUN, Student
from personalization.models import ReviewCard, Submission, SubmissionAnswer
from personalization.subjects import Subject

MARK = "demo_run"  # in a run's plan: its number
REVIEWS_EVERY, REVIEWS_AT_LEAST = 3, 3
BETWEEN_TRIES, WHOLE_RUN = timedelta(minutes=4), timedelta(minutes=10)


def make(students: list[Student] | None = None) -> int:
    """Whatever is not there yet; returns how many runs were made. Whoever practised by themselves is left alone."""
    made = 0
    for student in demo_students.students() if students is None else students:
        while _make_next(student):
            made += 1
    return made


@transaction.atomic
def _make_next(student: Student) -> bool:
    """False when nothing is left to make. Two workers take turns."""
    user = User.objects.select_for_update(no_key=True).filter(username=student.username).first()
    if user is None:
        return False
    runs = Submission.objects.filter(user=user, plan__has_key=MARK)
    number = runs.count()
    if number >= len(student.runs) or (number == 0 and not _begin(user, student)):
        return False
    with translation.override(user.language or translation.get_language()):
        _practise(user, student, number, _time_of(student, number, runs))
    return True


def _begin(user: User, student: Student) -> bool:
    """The profile; False for somebody who has begun without us."""
    profile = user.submissions.exists() or getattr(user, "learner_profile", None)
    if profile is True or (profile and profile.onboarded_at):
        return False
    profile = profiles.change(
        user,
        career_path=CareerPath.objects.get(name=student.career),
        industry=student.industry,
        current_level=Level.objects.get(code=student.level),
        weekly_hours=student.hours,
    )
    profile.onboarded_at -= timedelta(days=student.runs[0])
    profile.save(update_fields=["onboarded_at"])
    return True


def _time_of(student: Student, number: int, runs: QuerySet[Submission]) -> datetime:
    """Counted from the moment the history was begun, which the first run tells."""
    first = runs.order_by("submitted_at").first()
    if first is None:
        return timezone.now() - timedelta(days=student.runs[0])
    return first.submitted_at + timedelta(days=student.runs[0] - student.runs[number])


def _practise(user: User, student: Student, number: int, at: datetime) -> None:
    """A run from hints over first and second tries to what is said about them."""
    subject, questions = _about(user, number, at)
    submission = Submission.objects.create(
        user=user, subject=subject.name, language=translation.get_language(), plan={MARK: number}
    )
    throw = student.dice(number)
    submission = _take_hints(submission, questions, throw)
    first = {one.pk: _answer(student, number, one, throw, submission) for one in questions}
    _score(submission, subject, first, at, tried={})
    missed = set(submission.answers.filter(is_correct=False).values_list("question_id", flat=True))
    again = [one for one in questions if one.pk in missed and throw.random() < demo_students.SECOND_TRY]
    second = {one.pk: _answer(student, number, one, throw, submission, again=True) for one in again}
    _score(submission, subject, second, at + BETWEEN_TRIES, tried=submissions.tries_of(submission))
    _end(submission, at)


def _take_hints(submission: Submission, questions: list[Question], throw: Random) -> Submission:
    for question in questions:
        if question.hints and throw.random() < demo_students.HINT:
            aids.hint(submission, question.pk)
    submission.refresh_from_db(fields=["aids"])
    return submission


def _about(user: User, number: int, at: datetime) -> tuple[Subject, list[Question]]:
    """The present module, what was never asked first; now and then what is due for review on the whole path."""
    path = personal_path.of(user)
    due = list(ReviewCard.objects.filter(user=user).due(at).order_by("due", "pk").values_list("question_id", flat=True))
    reviewing = number % REVIEWS_EVERY == REVIEWS_EVERY - 1 and len(due) >= REVIEWS_AT_LEAST
    if not reviewing and path.current:
        subject = subjects.find(user, path.current.module.full_name)
        return subject, _in_module(user, path.current.module.pk, due)
    subject = subjects.find(user, path.career.name)
    allowed = set(subject.open_modules)
    rows = {one.pk: one for one in _shown() if one.module.full_name in allowed}
    questions = [rows[pk] for pk in due if pk in rows] or list(rows.values())
    return subject, questions[:QUESTIONS_A_RUN]


def _in_module(user: User, module_id: int, due: list[int]) -> list[Question]:
    asked = dict(ReviewCard.objects.filter(user=user, question__module=module_id).values_list("question_id", "due"))
    rows = list(_shown().filter(module=module_id))
    new = [one for one in rows if one.pk not in asked]
    known = sorted((one for one in rows if one.pk in asked), key=lambda one: (one.pk not in due, asked[one.pk], one.pk))
    return [*new, *known][:QUESTIONS_A_RUN]


def _shown() -> QuerySet[Question]:
    rows = Question.objects.shown().filter(module__isnull=False).select_related("module__track")
    return rows.defer(*LONG_IN_MODULE).order_by("position", "pk")


def _answer(
    student: Student, number: int, question: Question, throw: Random, submission: Submission, *, again: bool = False
) -> Written:
    helped = again or str(question.pk) in submission.aids
    chance = student.chance_of(number, question.module.full_name, question.difficulty_level, helped=helped)
    if throw.random() < chance:
        return Written(question.pk, question.correct_answer)
    choices, usual = [one["id"] for one in question.choices], [one["answer"] for one in question.patterns]
    return Written(question.pk, demo_students.wrong_answer(throw, question.correct_answer, choices, usual))


def _score(submission: Submission, subject: Subject, written: dict[int, Written], at: datetime, *, tried: dict) -> None:
    if written:
        given = run_questions.find_all(subject, list(written.values()))
        answering.apply(submission, given, tried=tried, at=at)


def _end(submission: Submission, at: datetime) -> None:
    submission.status = Submission.Status.COMPLETED
    submission.submitted_at, submission.completed_at = at, at + WHOLE_RUN
    submission.closed_at = submission.completed_at
    submission.save()
    for answer in submission.answers.without_feedback().select_related("question__module__track"):
        answer.submission = submission
        _comment(answer)


def _comment(answer: SubmissionAnswer) -> None:
    material = feedback_context.of(answer)
    answer.feedback = feedback_prompts.template_feedback(material.data).text
    answer.feedback_source, answer.feedback_prompt_version = gateway.TEMPLATE, feedback_prompts.TEMPLATE_TAG
    answer.resources = material.resources
    answer.save(update_fields=["feedback", "feedback_source", "feedback_prompt_version", "resources"])
