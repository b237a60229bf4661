"""What a reader does with an article: begins it, finishes it, skips it, keeps it, reads it at another level."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import sessions, texts
from articles.models import Article, LearningSession, ProgressLog, Reading
from lms.accounts.access import Person
from lms.accounts.models import User
from lms.problems import Problem

STARTED, COMPLETED, BOOKMARKED, SKIPPED, LEVEL_SWITCHED = ProgressLog.Action.values
ACTIONS = tuple(ProgressLog.Action.values)
OF_ASSIGNED = (STARTED, COMPLETED, BOOKMARKED)  # the outline and the level are its owner's


@dataclass(frozen=True)
class Step:
    """One thing that happened. `keep` False takes a bookmark away; `scroll_depth` and `engagement_score` are 0-1."""

    action: str
    seconds: int = 0
    scroll_depth: float = 0.0
    engagement_score: float = 0.0
    from_level: str = ""
    to_level: str = ""
    keep: bool = True
    device: str = ""
    referrer: str = ""


def find(person: Person, session_id: str, article_id: str) -> Article:
    """Of a session this person may change, or one of another's that was assigned to them. Raises Http404, Problem 403 for
    those who may read the session only, 400 naming the field."""
    found = Article.objects.visible_to(person).filter(pk=article_id, session=session_id)
    article = found.select_related("session").first()
    if article is None:
        LearningSession.objects.get_for(person, write=True, pk=session_id)
        raise Problem.invalid("article_id", _("This session has no such article."))
    return article


def reader_of(article: Article, person: User) -> int:
    """In whose name this person reads: their own where it was assigned to them, else its owner's. Raises Problem 403 for
    those who may look at it only."""
    if article.assignment_of(person):
        return person.pk
    if article.owner_id == person.pk or person.is_admin:
        return article.owner_id
    raise Problem.read_only()


@transaction.atomic
def record(session: LearningSession, article: Article, step: Step) -> Reading:
    """Completing twice counts once; time spent adds up. Raises Problem 409 `session_expired`."""
    session = LearningSession.objects.select_for_update().get(pk=session.pk)
    sessions.refuse_expired(session)
    reading, _made = Reading.objects.get_or_create(user_id=session.user_id, article=article)
    _apply(reading, step)
    reading.save()
    _log(session, article, step)
    if step.action in (STARTED, COMPLETED):
        texts.pin(article)
        _activate(session)
    LearningSession.objects.filter(pk=session.pk).update(total_time_spent=F("total_time_spent") + step.seconds)
    session.touch()
    sessions.complete_if_read(session)
    return reading


def record_by(person: User, article: Article, step: Step) -> Reading:
    """In its session by its owner; by a student to whom it was assigned for themselves alone. Raises Problem 403 for those
    who may look at it only, 409 `session_expired`."""
    reader = reader_of(article, person)
    if reader == article.owner_id:
        return record(article.session, article, step)
    if step.action not in OF_ASSIGNED:
        raise Problem.read_only()
    return _record_assigned(reader, article, step)


@transaction.atomic
def _record_assigned(reader: int, article: Article, step: Step) -> Reading:
    """Nothing is logged: the log is of its owner's session."""
    Reading.objects.get_or_create(user_id=reader, article=article)
    reading = Reading.objects.select_for_update().get(user_id=reader, article=article)
    _apply(reading, step)
    reading.save()
    return reading


def _apply(reading: Reading, step: Step) -> None:
    now = timezone.now()
    if step.action in (STARTED, COMPLETED):
        reading.started_at = reading.started_at or now
    if step.action == COMPLETED:
        reading.completed_at, reading.skipped_at = reading.completed_at or now, None
    if step.action == SKIPPED and reading.completed_at is None:
        reading.skipped_at = reading.skipped_at or now
    if step.action == BOOKMARKED:
        reading.bookmarked, reading.bookmarked_at = step.keep, now if step.keep else None
    reading.scroll_depth = max(reading.scroll_depth, step.scroll_depth)
    reading.seconds = F("seconds") + step.seconds


def _activate(session: LearningSession) -> None:
    if session.status == LearningSession.Status.READY:
        session.status = LearningSession.Status.ACTIVE
        session.save(update_fields=["status", "updated_at"])


def _log(session: LearningSession, article: Article, step: Step) -> None:
    ProgressLog.objects.create(
        session=session,
        article=article,
        action=step.action,
        from_level=step.from_level,
        to_level=step.to_level,
        time_spent_seconds=step.seconds,
        scroll_depth=step.scroll_depth,
        engagement_score=step.engagement_score,
        device_type=step.device,
        referrer_url=step.referrer[:200],
    )
