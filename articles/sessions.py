"""Learning sessions: opened, claimed, closed."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from articles.choices import Options
from articles.models import Article, LearningSession, Reading, SessionSubTopic
from curriculum.models import CuratedSubTopic, MainTopic
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.problems import Problem

OUTLINE_PRIORITY = 0
ACTIVE_FOR = timedelta(minutes=30)


@transaction.atomic
def open_session(
    *, user: User, topic: MainTopic, sub_topics: list[CuratedSubTopic], level: str, options: Options
) -> LearningSession:
    """A new session in the active language; its outline and articles are made in the background."""
    session = LearningSession.objects.create(
        user=user,
        main_topic=topic,
        target_level=level,
        language=get_language(),
        generation_options=options.as_json(),
    )
    SessionSubTopic.objects.bulk_create(
        SessionSubTopic(session=session, curated=sub_topic, position=position)
        for position, sub_topic in enumerate(sub_topics, start=1)
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


def find_topic(topic_id: int) -> MainTopic:
    """Raises Problem 400 naming the field."""
    topic = MainTopic.objects.filter(pk=topic_id).first()
    if topic is None:
        raise Problem.invalid("main_topic_id", _("There is no main topic with this number."))
    return topic


def find_sub_topics(topic: MainTopic, public_ids: list[str]) -> list[CuratedSubTopic]:
    """In the order that was asked for. Raises Problem 400 naming what does not belong to the topic."""
    numbers = {name: int(name.removeprefix("curated_")) for name in public_ids if name.startswith("curated_")}
    known = CuratedSubTopic.objects.with_article_count().filter(main_topic=topic).in_bulk(numbers.values())
    unknown = [name for name in public_ids if numbers.get(name) not in known]
    if unknown:
        message = _("Not a subtopic of this main topic: %(names)s.") % {"names": ", ".join(unknown)}
        raise Problem.invalid("sub_topic_ids", message)
    return [known[numbers[name]] for name in public_ids]


def find_article(session: LearningSession, article_id: str) -> Article:
    """Raises Problem 400 naming the field."""
    article = session.articles.filter(pk=article_id, removed_at=None).first()
    if article is None:
        raise Problem.invalid("article_id", _("This session has no such article."))
    return article


@transaction.atomic
def move(session: LearningSession, *, to: User) -> None:
    """Somebody proved with the guest's token that the session is theirs."""
    Reading.objects.filter(article__session=session).update(user=to)
    Task.objects.filter(session_id=session.pk).update(user=to)
    LearningSession.objects.filter(pk=session.pk).update(user=to)
    session.user = to


def merge(guest: User, account: User) -> None:
    """All sessions of the guest are the account's."""
    Reading.objects.filter(user=guest).update(user=account)
    LearningSession.objects.filter(user=guest).update(user=account)


def active_count() -> int:
    """Sessions that somebody used in the last half hour."""
    return LearningSession.objects.filter(last_accessed_at__gte=timezone.now() - ACTIVE_FOR).count()


def close_if_written(session_id: str) -> bool:
    """Whether this call was the step that reached the total. The row's lock makes the last two writers see each other."""
    session = LearningSession.objects.select_for_update().get(pk=session_id)
    if session.status != LearningSession.Status.GENERATING:
        return False
    if Article.objects.filter(session=session).unwritten().exists():
        return False
    begun = Reading.objects.filter(article__session=session, started_at__isnull=False).exists()
    session.status = LearningSession.Status.ACTIVE if begun else LearningSession.Status.READY
    session.generation_duration_seconds = (timezone.now() - session.created_at).total_seconds()
    session.save(update_fields=["status", "generation_duration_seconds", "updated_at"])
    complete_if_read(session)
    return True


def complete_if_read(session: LearningSession) -> None:
    """Completed when every article is read or skipped."""
    finished = Reading.objects.filter(user_id=session.user_id).exclude(completed_at=None, skipped_at=None)
    left = session.articles.in_outline().exclude(pk__in=finished.values("article_id"))
    if session.being_made or left.exists():
        return
    session.status = LearningSession.Status.COMPLETED
    session.save(update_fields=["status", "updated_at"])
