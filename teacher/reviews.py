"""One way to decide about texts, subtopics and questions: what is there, what was said of it, and that nobody decides about
something else than what they saw. The decisions themselves are use cases of the app that has the row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from types import ModuleType

from django.db import transaction
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from articles import sub_topic_reviews, text_reviews
from articles.models import ArticleFeedback, ArticleReport, ContentVersion, GeneratedSubTopic
from curriculum import question_reviews
from curriculum.models import Question, QuestionReport
from lms.accounts.models import User
from lms.problems import Problem
from teacher.access import students_of
from teacher.review_queue import ARTICLE, QUESTION, SUBTOPIC

APPROVE, REJECT, RETIRE, CONFIRM = "approve", "reject", "retire", "confirm"
DECISIONS = (APPROVE, REJECT, RETIRE, CONFIRM)
SHOWN_AT_MOST = 50
CASES: dict[str, ModuleType] = {
    ARTICLE: text_reviews,
    SUBTOPIC: sub_topic_reviews,
    QUESTION: question_reviews,
}
Row = ContentVersion | GeneratedSubTopic | Question


@dataclass(frozen=True)
class Event:
    """What was decided before. `by` is empty for the gate of generated texts, and for who has left."""

    at: datetime
    by: str
    from_state: str
    to_state: str
    why: str


@dataclass(frozen=True)
class Said:
    """A report or an opinion; `who` and `text` only of students of whoever reads it."""

    at: datetime
    what: str
    who: str
    text: str
    outcome: str = ""


def find(person: User, kind: str, item_id: int) -> Row:
    """Raises Problem 404."""
    if kind not in CASES:
        raise Problem.not_found()
    return CASES[kind].find(person, item_id)


def seen(kind: str, row: Row) -> str:
    """Where its story stands: changes with every decision, edit and report."""
    return "-".join(str(one.order_by("-pk").values_list("pk", flat=True).first() or 0) for one in _story(kind, row))


@transaction.atomic
def decide(person: User, kind: str, item_id: int, *, decision: str, note: str = "", seen_at: str = "") -> Row:
    """Raises Problem 404, 400 without a note where it needs one, 409 where somebody else decided, or reported it, since
    `seen_at` ("": whatever happened), and what the use case refuses."""
    row = _locked(person, kind, item_id, seen_at)
    cases = CASES[kind]
    decisions: dict[str, Callable] = {
        APPROVE: cases.approve,
        REJECT: cases.reject,
        RETIRE: cases.reject,
        CONFIRM: cases.confirm,
    }
    return decisions[decision](row, by=person, reason=note)


@transaction.atomic
def revise(person: User, kind: str, item_id: int, changes: dict, *, note: str = "", seen_at: str = "") -> Row:
    """`changes` as `review_forms` makes them. Raises as `decide`; returns the row that readers get from now on."""
    row = _locked(person, kind, item_id, seen_at)
    if kind == ARTICLE:
        return text_reviews.revise(row, text_reviews.Edit(**changes), by=person, reason=note)
    if kind == SUBTOPIC:
        return sub_topic_reviews.revise(row, changes, by=person, reason=note)
    for name, value in changes.items():
        setattr(row, name, value)
    return question_reviews.revise(row, by=person, reason=note)


def history(kind: str, row: Row) -> list[Event]:
    """The latest first."""
    events, _reports = _story(kind, row)
    return [
        Event(
            one.at,
            one.by.name if one.by else "",
            one.get_from_state_display(),
            one.get_to_state_display(),
            one.why if kind == ARTICLE else one.reason,
        )
        for one in events.select_related("by").order_by("-pk")[:SHOWN_AT_MOST]
    ]


def reports(person: User, kind: str, row: Row) -> list[Said]:
    """What readers say is wrong, the latest first."""
    _events, said = _story(kind, row)
    shown = said.select_related("user").order_by("-pk")[:SHOWN_AT_MOST]
    return _heard(
        person, shown, lambda one: (one.created_at, one.get_reason_display(), one.text, one.get_outcome_display())
    )


def opinions(person: User, kind: str, row: Row) -> list[Said]:
    """What readers of a text didn't like about it."""
    if kind != ARTICLE:
        return []
    names = dict(ArticleFeedback.About.choices)
    rows = ArticleFeedback.objects.filter(version=row, rating=ArticleFeedback.Rating.DISLIKE).select_related("user")
    shown = rows.order_by("-pk")[:SHOWN_AT_MOST]
    return _heard(
        person,
        shown,
        lambda one: (one.created_at, ", ".join(str(names[about]) for about in one.feedback_type), one.comments, ""),
    )


def _heard(person: User, rows: Iterable[Model], read: Callable[[Model], tuple]) -> list[Said]:
    rows = list(rows)
    own = set(students_of(person).filter(pk__in=[row.user_id for row in rows]).values_list("pk", flat=True))
    heard = []
    for row in rows:
        at, what, text, outcome = read(row)
        is_own = row.user_id in own or (person.is_admin and row.user_id is not None)
        heard.append(Said(at, what, row.user.name if is_own else "", text if is_own else "", outcome))
    return heard


def _story(kind: str, row: Row) -> tuple[QuerySet, QuerySet]:
    """What was decided about it, what was reported."""
    if kind == ARTICLE:
        return row.review_events.all(), ArticleReport.objects.filter(version=row)
    if kind == SUBTOPIC:
        return row.reviews.all(), ArticleReport.objects.none()
    return row.reviews.all(), QuestionReport.objects.filter(question=row)


def _locked(person: User, kind: str, item_id: int, seen_at: str) -> Row:
    row = find(person, kind, item_id)
    type(row).objects.select_for_update().get(pk=row.pk)
    if seen_at and seen_at != seen(kind, row):
        message = _("Somebody else has decided or reported something since you opened this. Look at it again first.")
        raise Problem.conflict("changed_meanwhile", message)
    return find(person, kind, item_id)
