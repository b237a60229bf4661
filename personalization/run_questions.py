"""Which questions may be answered in a run, and the rows of those that are. Questions come with their modules."""

from collections.abc import Callable, Iterable

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from curriculum import curriculum_map, unlocking
from curriculum.curriculum_map import CurriculumMap
from curriculum.models import Question
from curriculum.unlocking import Standings
from lms import bundles
from lms.problems import Problem
from personalization import subjects
from personalization.answering import Given, Written
from personalization.models import ANSWER_CHARACTERS, Submission, SubmissionAnswer
from personalization.subjects import Subject

PLANNED = (Submission.Kind.PLACEMENT, Submission.Kind.RETEST)


def find_all(subject: Subject, written: list[Written]) -> list[Given]:
    """Those of a subject that were answered. One query, none for none. Raises Problem 400 naming the field."""
    if not written:
        return []
    known = with_modules(_rows(written), subject.map)
    return _given(written, known, subject.name, subject.holds)


def find(submission: Submission, question_id: int) -> Question:
    """One of a run. Raises Problem 400."""
    rows = Question.objects.answerable(_planned(submission)).filter(pk=question_id)
    found = with_modules(rows, curriculum_map.read()).get(question_id)
    standings = None if is_planned(submission) else unlocking.standings_of(submission.user)
    if found is None or not _allowed(submission, standings)(found):
        raise _unknown("question_id", submission.subject)
    return found


def read(
    submission: Submission, written: list[Written]
) -> tuple[dict[int, SubmissionAnswer], Callable[[], list[Given]]]:
    """The tries so far, by question; and, once they were looked at, what is answered now. One query."""
    questions, tries = _rows(written, _planned(submission)), submission.answers.latest()
    found = bundles.read(**unlocking.asked(submission.user), questions=questions, tries=tries)
    standings = unlocking.standings(submission.user, found)
    known = with_modules(found["questions"], standings.map)
    tries = {row.question_id: row for row in found["tries"]}
    for row in tries.values():
        row.submission = submission
        if row.question_id in known:
            row.question = known[row.question_id]
    return tries, lambda: _given(written, known, submission.subject, _allowed(submission, standings))


def is_planned(submission: Submission) -> bool:
    """Whether it asks what was planned and nothing else, though that be locked."""
    return submission.kind in PLANNED or submission.plan.get("assigned", False)


def with_modules(questions: Iterable[Question], known: CurriculumMap) -> dict[int, Question]:
    """By number. Those of a subtopic made for somebody have none."""
    found = {}
    for question in questions:
        if question.module_id is not None:
            question.module = known.modules[question.module_id]
        found[question.pk] = question
    return found


def _rows(written: list[Written], planned: Iterable[int] = ()) -> QuerySet[Question]:
    return Question.objects.answerable(planned).filter(pk__in=[one.question_id for one in written])


def _planned(submission: Submission) -> set[int]:
    return {entry["id"] for entry in submission.plan.get("questions", [])}


def _allowed(submission: Submission, standings: Standings | None) -> Callable[[Question], bool]:
    if is_planned(submission):
        planned = _planned(submission)
        return lambda question: question.pk in planned
    return subjects.find(submission.user, submission.subject, standings=standings).holds


def _given(
    written: list[Written], known: dict[int, Question], subject: str, allowed: Callable[[Question], bool]
) -> list[Given]:
    seen: set[int] = set()
    for place, one in enumerate(written):
        if one.question_id not in known or not allowed(known[one.question_id]):
            raise _unknown(f"answers.{place}.question_id", subject)
        if one.question_id in seen:
            raise Problem.invalid(f"answers.{place}.question_id", _("This question is answered twice."))
        if len(one.answer) > ANSWER_CHARACTERS:
            message = _("At most %(number)s characters.") % {"number": ANSWER_CHARACTERS}
            raise Problem.invalid(f"answers.{place}.answer", message, "too_long")
        seen.add(one.question_id)
    return [Given(known[one.question_id], one.answer) for one in written]


def _unknown(field: str, subject: str) -> Problem:
    message = _("There is no such question in %(subject)s.") % {"subject": subject}
    return Problem.invalid(field, message, "unknown_question")
