"""What a reader does with an article: begins it, finishes it."""

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from articles import sessions, texts
from articles.models import Article, LearningSession, Reading

STARTED, COMPLETED = "started", "completed"
ACTIONS = (STARTED, COMPLETED)


@transaction.atomic
def record(
    session: LearningSession, article: Article, action: str, *, seconds: int = 0, scroll_depth: float = 0.0
) -> LearningSession:
    """One thing that happened in the reader. Completing twice counts once; time spent adds up."""
    session = LearningSession.objects.select_for_update().get(pk=session.pk)
    now = timezone.now()
    reading, _made = Reading.objects.get_or_create(
        user_id=session.user_id, article=article, defaults={"started_at": now}
    )
    reading.started_at = reading.started_at or now
    if action == COMPLETED:
        reading.completed_at = reading.completed_at or now
        reading.skipped_at = None
    reading.seconds = F("seconds") + seconds
    reading.scroll_depth = max(reading.scroll_depth, scroll_depth)
    reading.save()
    texts.pin(article)
    LearningSession.objects.filter(pk=session.pk).update(total_time_spent=F("total_time_spent") + seconds)
    if session.status == LearningSession.Status.READY:
        session.status = LearningSession.Status.ACTIVE
        session.save(update_fields=["status", "updated_at"])
    session.touch()
    sessions.complete_if_read(session)
    return session
