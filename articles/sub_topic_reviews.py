"""Generated subtopics before and after a teacher looked at them; who did it and why is kept.

A rejected one can't be chosen any more; sessions that have it keep it. An edit changes the words in their place: they are a
label, and the articles under it stay.
"""

from django.db import transaction
from django.utils.translation import gettext as _

from articles.models import GeneratedSubTopic, SubTopicReview
from lms.accounts.models import User
from lms.problems import Problem

APPROVED, REJECTED = GeneratedSubTopic.Approval.APPROVED, GeneratedSubTopic.Approval.REJECTED
REASON_CHARACTERS = SubTopicReview._meta.get_field("reason").max_length
EDITED = ("name", "description", "learning_outcomes", "prerequisites", "practical_projects")


def find(person: User, sub_topic_id: int) -> GeneratedSubTopic:
    """Raises Problem 404 where it isn't this person's to review."""
    rows = GeneratedSubTopic.objects.reviewable_by(person).select_related("main_topic", "generation")
    row = rows.filter(pk=sub_topic_id).first()
    if row is None:
        raise Problem.not_found()
    return row


@transaction.atomic
def approve(row: GeneratedSubTopic, *, by: User, reason: str = "") -> GeneratedSubTopic:
    """Raises Problem 403, 409 where it is approved already."""
    return _move(_locked(row, by, APPROVED), APPROVED, by, reason)


@transaction.atomic
def reject(row: GeneratedSubTopic, *, by: User, reason: str) -> GeneratedSubTopic:
    """Raises Problem 403, 400 without a reason, 409 where it is rejected already."""
    if not reason.strip():
        raise Problem.invalid("reason", _("Say why it is rejected."), "reason_needed")
    return _move(_locked(row, by, REJECTED), REJECTED, by, reason)


@transaction.atomic
def confirm(row: GeneratedSubTopic, *, by: User, reason: str = "") -> GeneratedSubTopic:
    """Somebody looked at it, and it stays as it is. Raises Problem 403, 409 where it is rejected."""
    row = _locked(row, by, "")
    if row.approval_status == REJECTED:
        raise Problem.conflict("not_approved", _("This subtopic is rejected. Approve it, if it is to come back."))
    return _move(row, row.approval_status, by, reason or "looked at")


@transaction.atomic
def revise(row: GeneratedSubTopic, changes: dict, *, by: User, reason: str = "") -> GeneratedSubTopic:
    """`changes` are some of EDITED. Raises Problem 403, 400 naming the field."""
    row = _locked(row, by, "")
    changes = {name: changes[name] for name in EDITED if name in changes and changes[name] != getattr(row, name)}
    for name in ("name", "description"):
        if not changes.get(name, "-").strip():
            raise Problem.invalid(name, _("A text is missing."))
    if not changes:
        return row
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=[*changes, "updated_at"])
    return _move(row, row.approval_status, by, reason or "edited", before)


def _locked(row: GeneratedSubTopic, by: User, to_state: str) -> GeneratedSubTopic:
    if not GeneratedSubTopic.objects.reviewable_by(by).filter(pk=row.pk).exists():
        raise Problem(403, "permission_denied", _("Only teachers review subtopics, and only those of their students."))
    locked = GeneratedSubTopic.objects.select_for_update().get(pk=row.pk)
    if locked.approval_status == to_state:
        raise Problem.conflict("already_reviewed", _("This subtopic has been reviewed like that already."))
    return locked


def _move(
    row: GeneratedSubTopic, to_state: str, by: User, reason: str, before: dict | None = None
) -> GeneratedSubTopic:
    SubTopicReview.objects.create(
        sub_topic=row,
        from_state=row.approval_status,
        to_state=to_state,
        by=by,
        reason=reason.strip()[:REASON_CHARACTERS],
        before=before or {},
    )
    row.approval_status, row.human_reviewed, row.review_notes = to_state, True, reason.strip()
    row.save(update_fields=["approval_status", "human_reviewed", "review_notes", "updated_at"])
    return row
