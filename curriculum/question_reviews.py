"""Questions before and after somebody looked at them: what waits, approving, rejecting, editing; who did it and why is kept.

Rejecting an approved question retires it: it is given to nobody any more, and past answers stay as they were scored.
"""

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from curriculum import question_reports, question_rules
from curriculum.models import Outcome, Question, QuestionReview
from curriculum.question_wording import worded
from lms.accounts.models import User
from lms.problems import Problem

APPROVED, REJECTED, PENDING = Question.Approval.APPROVED, Question.Approval.REJECTED, Question.Approval.PENDING
ASKED = ("kind", "prompt_ko", "prompt_en", "code_snippet", "code_language", "choices_ko", "choices_en")
ASKED += ("correct_answer", "accepted_answers")
BESIDE = ("patterns", "hints_ko", "hints_en", "explanation_ko", "explanation_en", "difficulty_level", "sub_topic")
REASON_CHARACTERS = QuestionReview._meta.get_field("reason").max_length


def queue(person: User) -> QuerySet[Question]:
    """What waits for this teacher or admin, the oldest first; nothing for anybody else. Shown with module and asker."""
    rows = Question.objects.reviewable_by(person).filter(approval_status=PENDING)
    return rows.select_related("module__track", "asked_by").order_by("created_at", "pk")


def find(person: User, question_id: int) -> Question:
    """Raises Problem 404 where it isn't this person's to review."""
    question = Question.objects.reviewable_by(person).select_related("module__track").filter(pk=question_id).first()
    if question is None:
        raise Problem.not_found()
    return question


@transaction.atomic
def approve(question: Question, *, by: User, reason: str = "") -> Question:
    """Learners may be given it from now on. Raises Problem 403 for who may not, 409 where it is approved already, 400 with
    every rule that it breaks (it may have been edited, or another one approved meanwhile)."""
    question = _locked(question, by, APPROVED)
    if question.replaced_by.approved().exists():
        raise Problem.conflict("replaced", _("Another question has taken its place."))
    _refuse_faults(question)
    question_reports.resolve(question, Outcome.KEPT)
    return _move(question, APPROVED, by, reason)


@transaction.atomic
def reject(question: Question, *, by: User, reason: str) -> Question:
    """Nobody is given it any more. Raises Problem 403 for who may not, 409 where it is rejected already, 400 without a
    reason."""
    if not reason.strip():
        raise Problem.invalid("reason", _("Say why it is rejected."), "reason_needed")
    question = _locked(question, by, REJECTED)
    question_reports.resolve(question, Outcome.WITHDRAWN)
    return _move(question, REJECTED, by, reason)


@transaction.atomic
def confirm(question: Question, *, by: User, reason: str = "") -> Question:
    """Somebody looked at one that learners are given, and it stays. Raises Problem 403, 409 where it is not approved."""
    question = _locked(question, by, "")
    if question.approval_status != APPROVED:
        raise Problem.conflict("not_approved", _("Approve this question or reject it: learners aren't given it yet."))
    question_reports.resolve(question, Outcome.KEPT)
    _note(question, APPROVED, by, reason or "looked at")
    return question


@transaction.atomic
def revise(question: Question, *, by: User, reason: str = "") -> Question:
    """Saves what was changed on `question`, and returns the row that has it.

    One that waits is changed where it is: nobody has answered it. Once it has been reviewed, what is asked and what is right
    stay in their row, for the answers that were given to exactly that; the edit takes its place as a row of its own. Rows
    of content files are changed where they are, or the next load would not know them. Raises Problem 403, 400 for rules that
    an approved one would break.
    """
    before = _locked(question, by, "")
    if before.approval_status == APPROVED:
        _refuse_faults(question)
    if not _differs(before, question, (*ASKED, *BESIDE)):
        return question
    question_reports.resolve(before, Outcome.CHANGED)
    if before.approval_status == PENDING or before.loaded or not _differs(before, question, ASKED):
        question.approval_status = before.approval_status
        question.save()
        _note(question, before.approval_status, by, reason or "edited")
        return question
    question.pk, question.slug, question._state.adding = None, "", True
    question.replaces, question.approval_status = before, before.approval_status
    question.save()
    _note(question, before.approval_status, by, reason or f"takes the place of {before.pk}")
    if before.approval_status != REJECTED:
        _move(before, REJECTED, by, f"edited: {question.pk} takes its place")
    return question


def note_change(question: Question, before: str, *, by: User) -> None:
    """An approval that was changed by hand, in the form of a question that somebody writes."""
    if question.approval_status != before:
        _note(question, before, by, "")


def _locked(question: Question, by: User, to_state: str) -> Question:
    if not Question.objects.reviewable_by(by).filter(pk=question.pk).exists():
        raise Problem(403, "permission_denied", _("Only teachers review questions, and only those of their students."))
    row = Question.objects.select_for_update().get(pk=question.pk)
    if row.approval_status == to_state:
        raise Problem.conflict("already_reviewed", _("This question has been reviewed like that already."))
    return row


def _refuse_faults(question: Question) -> None:
    faults = [worded(fault) for fault in _faults(question)]
    if faults:
        raise Problem.invalid("question", " ".join(dict.fromkeys(faults)), "question_rules")


def _faults(question: Question) -> list[question_rules.Fault]:
    """Of the question by itself, and beside those that learners are given already."""
    found = []
    for language in question.checked_languages:
        draft = question.draft(language)
        found += question_rules.faults_of(draft)
        others = Question.objects.approved().written_in(language).exclude(pk=question.pk)
        for other in others.filter(module=question.module_id, made_for=question.made_for):
            if question_rules.alike(draft, other.draft(language)):
                details = {"first": str(question), "second": str(other)}
                found.append(question_rules.Fault("prompt", "alike", language, details))
    return found


def _differs(before: Question, after: Question, names: tuple[str, ...]) -> bool:
    """An empty list and none are the same: forms write the one, a question of one language has the other."""
    return any((getattr(before, name) or None) != (getattr(after, name) or None) for name in names)


def _move(question: Question, to_state: str, by: User, reason: str) -> Question:
    before, question.approval_status = question.approval_status, to_state
    question.save(update_fields=["approval_status"])
    _note(question, before, by, reason)
    return question


def _note(question: Question, before: str, by: User, reason: str) -> None:
    QuestionReview.objects.create(
        question=question,
        from_state=before,
        to_state=question.approval_status,
        by=by,
        reason=reason.strip()[:REASON_CHARACTERS],
    )
