"""The life of a learning session, whatever it is about: begun, written, read, left alone, renewed, handed over."""

from contextlib import suppress
from datetime import timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles import progress
from articles.choices import Options
from articles.models import Article, ArticleFeedback, ArticleReport, LearningSession, Reading, SubTopicGeneration
from lms.accounts.access import Person
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm.gateway import Bill
from lms.privacy import notes
from lms.privacy.models import PrivateNote
from lms.problems import Problem

OUTLINE_PRIORITY = 0
ACTIVE_FOR = timedelta(minutes=30)
ACCESS_NOTED_EVERY = timedelta(hours=1)


def begin(user: User, level: str, options: Options, **about) -> LearningSession:
    """Its row, and the task that makes its outline; its subtopics are its caller's to add, in the same transaction."""
    session = LearningSession.objects.create(
        user=user,
        target_level=level,
        language=get_language(),
        generation_options=options.as_json(),
        **about,
    )
    lifecycle.add(
        user_id=user.pk,
        task_type=Task.Type.CURRICULUM_GENERATION,
        subject=("session", session.pk),
        session_id=session.pk,
        dedupe_key=f"outline:{session.pk}",
        priority=OUTLINE_PRIORITY,
    )
    return session


@transaction.atomic
def move(session: LearningSession, *, to: User) -> None:
    """Somebody proved with the guest's token that the session is theirs; what was made for it comes along."""
    Reading.objects.of_session(session).update(user=to)
    for model in (ArticleFeedback, ArticleReport):
        model.objects.filter(article__session=session, user=session.user_id).update(user=to)
    Task.objects.filter(session_id=session.pk).update(user=to)
    batches = SubTopicGeneration.objects.filter(sub_topics__session_sub_topics__session=session)
    used = PrivateNote.objects.filter(pk__in=[*batches.values_list("private_note_id", flat=True)])
    wishes = PrivateNote.objects.filter(pk__in=session.private_contents.values("private_note_id"))
    notes.hand_over(used | wishes, to)
    SubTopicGeneration.objects.filter(pk__in=[batch.pk for batch in batches]).update(user=to)
    LearningSession.objects.filter(pk=session.pk).update(user=to)
    session.user = to


def merge(guest: User, account: User) -> None:
    """All sessions and generated subtopics of the guest are the account's, and what they said of articles."""
    for model in (Reading, ArticleFeedback, ArticleReport):
        model.objects.filter(user=guest).update(user=account)
    SubTopicGeneration.objects.filter(user=guest).update(user=account)
    LearningSession.objects.filter(user=guest).update(user=account)


def refuse_expired(session: LearningSession) -> None:
    """Raises Problem 409: it can be read as it is, but nothing new happens in it."""
    if session.expired:
        detail = _("This session has expired. Renew it to go on; everything is kept.")
        raise Problem.conflict("session_expired", detail)


@transaction.atomic
def renew(session: LearningSession) -> LearningSession:
    """Another 30 days; it goes on where it was."""
    session = LearningSession.objects.select_for_update().get(pk=session.pk)
    if session.status == LearningSession.Status.EXPIRED:
        session.status = _status_by_articles(session)
    session.touch()
    session.save(update_fields=["status", "updated_at"])
    complete_if_read(session)
    return session


@transaction.atomic
def hide(session: LearningSession) -> None:
    """Gone from its owner's list, its work cancelled; what was read stays in the history."""
    LearningSession.objects.filter(pk=session.pk, hidden_at=None).update(hidden_at=timezone.now())
    for task in Task.objects.unfinished().filter(session_id=session.pk):
        with suppress(Problem):  # it has ended meanwhile
            lifecycle.cancel(task)


def expire_unused() -> int:
    """Marks those that nobody used for 30 days; being made doesn't keep one alive."""
    over = LearningSession.objects.filter(expires_at__lte=timezone.now())
    return over.exclude(status__in=(LearningSession.Status.EXPIRED, LearningSession.Status.FAILED)).update(
        status=LearningSession.Status.EXPIRED
    )


def note_access(session: LearningSession, person: Person) -> None:
    """Its owner looked into it: it lives 30 days from now. Written once an hour; an expired one has to be renewed."""
    lately = timezone.now() - ACCESS_NOTED_EVERY
    if person.pk == session.user_id and not session.expired and session.last_accessed_at < lately:
        session.touch()


def note_seen(session: LearningSession) -> None:
    """Its owner has seen that it is ready; it need not be announced any more."""
    if session.seen_ready_at is None and not session.being_made:
        LearningSession.objects.filter(pk=session.pk).update(seen_ready_at=timezone.now())


def active_count() -> int:
    """Sessions that somebody used in the last half hour."""
    return LearningSession.objects.filter(last_accessed_at__gte=timezone.now() - ACTIVE_FOR).count()


def book(session_id: str, task: Task, bill: Bill, model: str = "") -> None:
    """Tokens and money of all attempts, on the session whose task paid for them; at once, whatever becomes of the text."""
    spent = {
        "generation_total_tokens": F("generation_total_tokens") + bill.tokens,
        "generation_cost_usd": F("generation_cost_usd") + bill.cost,
    }
    if model:
        spent["generation_llm_model"] = model
    LearningSession.objects.filter(pk=session_id).update(**spent)
    lifecycle.note_calls(task, tokens=bill.tokens, calls=bill.calls)


def step(session_id: str) -> None:
    """Something was written: say how far it is, or that it is done."""
    session = LearningSession.objects.select_for_update().get(pk=session_id)
    if _close_if_written(session):
        progress.publish_end(session_id)
    else:
        progress.publish(session)


def close_if_written(session_id: str) -> bool:
    """Whether this call was the step that reached the total. The row's lock makes the last two writers see each other."""
    return _close_if_written(LearningSession.objects.select_for_update().get(pk=session_id))


def _close_if_written(session: LearningSession) -> bool:
    if session.status != LearningSession.Status.GENERATING:
        return False
    if Article.objects.filter(session=session).unwritten().exists():
        return False
    session.status = _status_when_written(session)
    if session.generation_duration_seconds is None:  # an article added later doesn't change how long the session took
        session.generation_duration_seconds = (timezone.now() - session.created_at).total_seconds()
    session.save(update_fields=["status", "generation_duration_seconds", "updated_at"])
    complete_if_read(session)
    return True


def reopen(session: LearningSession) -> None:
    """An article was added: it is being written again."""
    LearningSession.objects.filter(pk=session.pk).update(status=LearningSession.Status.GENERATING)


def complete_if_read(session: LearningSession) -> None:
    """Completed when every article is read or skipped."""
    finished = Reading.objects.filter(user_id=session.user_id).exclude(completed_at=None, skipped_at=None)
    left = session.articles.in_outline().exclude(pk__in=finished.values("article_id"))
    if session.being_made or left.exists():
        return
    session.status = LearningSession.Status.COMPLETED
    session.save(update_fields=["status", "updated_at"])


def _status_by_articles(session: LearningSession) -> str:
    """What an expired session goes on as."""
    if not session.articles.exists():
        return LearningSession.Status.INITIALIZING
    if Article.objects.filter(session=session).unwritten().exists():
        return LearningSession.Status.GENERATING
    return _status_when_written(session)


def _status_when_written(session: LearningSession) -> str:
    begun = Reading.objects.of_session(session).filter(started_at__isnull=False).exists()
    return LearningSession.Status.ACTIVE if begun else LearningSession.Status.READY
