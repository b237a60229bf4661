"""Texts that readers share, before and after a teacher looked at them: approving, taking out, editing; who and why is kept.

A text that is taken out is given to nobody any more. Who has read it keeps it, is told, and is offered the one in its place.
"""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from articles import article_text, markdown_lines, prompts, quality, versions
from articles.drafts import Draft
from articles.models import ArticleReport, Content, ContentVersion, ReviewEvent
from curriculum.models import Outcome
from lms.accounts.models import User
from lms.llm import gateway
from lms.llm.gateway import Answer
from lms.problems import Problem

APPROVED, RETIRED = ContentVersion.Review.APPROVED, ContentVersion.Review.RETIRED
REASON_CHARACTERS = ReviewEvent._meta.get_field("why").max_length
REFUSED = ("unsafe", "empty", "too_long")  # of a teacher, who may break the other rules for a reason


@dataclass(frozen=True)
class Edit:
    """`terms` are (term, definition)."""

    markdown: str
    terms: list[tuple[str, str]] = field(default_factory=list)
    tips: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)


def find(person: User, version_id: int) -> ContentVersion:
    """Raises Problem 404 where it isn't this person's to review."""
    rows = ContentVersion.objects.reviewable_by(person).select_related("content__outline_item", "made_by")
    version = rows.filter(pk=version_id).first()
    if version is None:
        raise Problem.not_found()
    return version


@transaction.atomic
def approve(version: ContentVersion, *, by: User, reason: str = "") -> ContentVersion:
    """Raises Problem 403, 409 where it is approved already."""
    version = _locked(version, by, APPROVED)
    _resolve(version, Outcome.KEPT)
    return _move(version, APPROVED, by, reason)


@transaction.atomic
def reject(version: ContentVersion, *, by: User, reason: str) -> ContentVersion:
    """New readers get the one before it, else one that is assembled from the course. Raises Problem 403, 400 without a
    reason, 409 where it is taken out already or nothing else is left to read."""
    if not reason.strip():
        raise Problem.invalid("reason", _("Say why it is taken out."), "reason_needed")
    version = _locked(version, by, RETIRED)
    _resolve(version, Outcome.WITHDRAWN)
    version = _move(version, RETIRED, by, reason)
    _leave_something(version.content)
    return version


@transaction.atomic
def confirm(version: ContentVersion, *, by: User, reason: str = "") -> ContentVersion:
    """Somebody looked at it, and it stays as it is. Raises Problem 403, 409 where it is taken out."""
    version = _locked(version, by, "")
    if version.review_state == RETIRED:
        raise Problem.conflict("not_approved", _("This text is taken out. Approve it, if it is to come back."))
    _resolve(version, Outcome.KEPT)
    return _move(version, version.review_state, by, reason or "looked at")


@transaction.atomic
def revise(version: ContentVersion, edit: Edit, *, by: User, reason: str = "") -> ContentVersion:
    """The next version, which later readers get and earlier ones are offered. Raises Problem 403, 400 naming the field, 409
    where there is a newer one."""
    before = _locked(version, by, "")
    newest = before.content.versions.readable().order_by("-number").first()
    if newest and newest.number > before.number:
        raise Problem.conflict("newer_version", _("There is a newer version of this text by now. Edit that one."))
    after = versions.add_edited(before, _draft(before, edit), by=by, why=_cut(reason) or "edited")
    _resolve(before, Outcome.CHANGED)
    return after


def _locked(version: ContentVersion, by: User, to_state: str) -> ContentVersion:
    """With its content, as a new version of that may follow."""
    if not ContentVersion.objects.reviewable_by(by).filter(pk=version.pk).exists():
        raise Problem(
            403, "permission_denied", _("Only teachers review texts, and only those that their students read.")
        )
    content = Content.objects.select_for_update().get(pk=version.content_id)
    row = ContentVersion.objects.select_for_update().get(pk=version.pk)
    if row.review_state == to_state:
        raise Problem.conflict("already_reviewed", _("This text has been reviewed like that already."))
    row.content = content
    return row


def _move(version: ContentVersion, to_state: str, by: User, reason: str) -> ContentVersion:
    ReviewEvent.objects.create(
        version=version, from_state=version.review_state, to_state=to_state, by=by, why=_cut(reason)
    )
    version.review_state, version.human_reviewed = to_state, to_state != RETIRED
    version.save(update_fields=["review_state", "human_reviewed"])
    return version


def _leave_something(content: Content) -> None:
    """Raises Problem 409 where what the course could give has been taken out itself."""
    if content.versions.readable().exists():
        return
    with translation.override(content.language):
        about = content.about
        if about is None or content.versions.filter(source=ContentVersion.Source.TEMPLATE).exists():
            raise Problem.conflict("only_text", _("Readers have no other text of this article. Edit this one instead."))
        draft = prompts.template_article(prompts.article_input(content))
    versions.add(content, Answer(draft, gateway.TEMPLATE))


def _resolve(version: ContentVersion, outcome: str) -> None:
    reports = ArticleReport.objects.filter(version=version, resolved_at=None)
    reports.update(resolved_at=timezone.now(), outcome=outcome)


def _draft(before: ContentVersion, edit: Edit) -> Draft:
    """Sources stay those of before. Raises Problem 400."""
    content = before.content
    parsed = article_text.ArticleText(
        edit.markdown, edit.markdown, terms=edit.terms, tips=edit.tips, related=edit.related
    )
    asked = quality.Asked(content.level, content.language, content.length, content.with_examples)
    verdict = quality.check(parsed, asked)
    _refuse(verdict)
    blocks = len(markdown_lines.code_blocks(edit.markdown))
    stays = [name for name in before.difficulty_indicators if name != "code"]
    return Draft(
        markdown=edit.markdown,
        terms=edit.terms,
        glosses=edit.terms,
        tips=edit.tips,
        related=edit.related,
        resources=[(source["title"], source["url"]) for source in before.sources],
        indicators=["code", *stays] if blocks else stays,
        code_examples=blocks,
        score=None if verdict.hard else verdict.score,
    )


def _refuse(verdict: quality.Verdict) -> None:
    words = {
        "unsafe": _("Scripts and frames can't stand in an article."),
        "empty": _("This is too short for an article."),
        "too_long": _("This is too long for an article."),
    }
    for fault in verdict.hard:
        if fault.code in REFUSED:
            raise Problem.invalid("markdown", words[fault.code], fault.code)


def _cut(reason: str) -> str:
    return reason.strip()[:REASON_CHARACTERS]
