"""How far a session is: read from its rows, published as numbers, worded for each reader."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef
from django.utils.translation import gettext as _

from articles import deltas
from articles.models import Article, ArticleLevel, Content, LearningSession
from articles.models.sessions import topic_of
from lms import bundles, durations
from lms.accounts.models import User
from lms.jobs import troubles
from lms.live import publishing, topics

MEASURED_TASKS = 50
SIDE_BY_SIDE = 4  # articles written at once by one worker
MEAN_SECONDS = f"""
    SELECT avg(processing_time_seconds) FROM (
        SELECT processing_time_seconds FROM jobs_task
        WHERE task_type = 'article_generation' AND status = 'completed' AND completed_at IS NOT NULL
        ORDER BY completed_at DESC LIMIT {MEASURED_TASKS}
    ) latest
"""  # noqa: S608 a number of ours
STATUS_WORDS = {"initializing": "queued", "generating": "generating_articles"}


@dataclass(frozen=True)
class Progress:
    """Articles written, articles planned, the title being written ("" for none), and seconds left (None: not known)."""

    status: str
    completed: int
    total: int
    current: str = ""
    seconds_left: float | None = None

    @property
    def percentage(self) -> int:
        return round(100 * self.completed / self.total) if self.total else 0


def of(session: LearningSession, current: Article | None = None) -> Progress:
    """One query, however many articles. Seconds left come from how long the latest articles took."""
    ready = ArticleLevel.objects.filter(article=OuterRef("pk"), content__state=Content.State.READY)
    outline = Article.objects.filter(session=session).in_outline().annotate(written=Exists(ready))
    found = bundles.read(articles=outline.values("title", "written"), mean_seconds=bundles.Sql(MEAN_SECONDS))
    total = len(found["articles"])
    if session.status not in LearningSession.BEING_MADE:
        return Progress("ready", total, total)
    left = [article["title"] for article in found["articles"] if not article["written"]]
    status = STATUS_WORDS[session.status] if total else "generating_outline"
    title = (current.title if current else left[0]) if left else ""
    mean = found["mean_seconds"]
    seconds_left = None if mean is None else mean * len(left) / SIDE_BY_SIDE
    return Progress(status, total - len(left), total, title, seconds_left)


def publish(session: LearningSession, current: Article | None = None) -> None:
    progress = of(session, current)
    publishing.publish_on_commit(topic_of(session.pk), _event(progress))


def publish_article(article: Article) -> None:
    event = {"kind": "article_ready", "article_id": article.pk, "order": article.order_num, "title": article.title}
    publishing.publish_on_commit(topic_of(article.session_id), event)


def publish_end(session_id: str) -> None:
    publishing.publish_on_commit(topic_of(session_id), _end_event(LearningSession.objects.get(pk=session_id)))


def publish_failure(session_id: str) -> None:
    publishing.publish_on_commit(topic_of(session_id), {"kind": "error", "code": "TASK_FAILED"})


def publish_trouble(session_id: str, code: str, retry_after: float | None) -> None:
    """Models fail for the moment; it goes on by itself."""
    publishing.publish(topic_of(session_id), trouble(code, retry_after))


def trouble(code: str, retry_after: float | None) -> dict:
    return {"kind": "error", "code": code, "retry_after": retry_after, "auto_retry": True}


def may_see(user: User, session_id: str) -> bool:
    return LearningSession.objects.visible_to(user).filter(pk=session_id).exists()


def snapshot(session_id: str) -> list[dict]:
    """The events that bring a newcomer up to date."""
    session = LearningSession.objects.get(pk=session_id)
    if session.status == LearningSession.Status.FAILED:
        return [{"kind": "error", "code": "TASK_FAILED"}]
    return [_event(of(session))] if session.being_made else [_event(of(session)), _end_event(session)]


def watch(session_id: str, message: dict) -> topics.Watch | None:
    """{"type": "watch", "article_id": …}: the text of that article as it is written."""
    row = ArticleLevel.objects.filter(
        article__session_id=session_id, article_id=str(message.get("article_id", "")), level=F("article__level")
    ).first()
    if row is None:
        return None
    return topics.Watch(deltas.topic_of(row.content_id), deltas.so_far(row.content_id), {"article_id": row.article_id})


def word(event: dict) -> dict | None:
    """The message of an event in the active language, exactly as clients know it."""
    match event:
        case {"kind": "progress"}:
            return {"type": "generation_progress", "data": {"status": event["status"], "progress": _worded(event)}}
        case {"kind": "article_ready", "article_id": article_id, "order": order, "title": title}:
            return {"type": "article_ready", "data": {"article_id": article_id, "order": order, "title": title}}
        case {"kind": "complete"}:
            data = {"session_id": event["session_id"], "total_articles": event["total"]}
            data |= {"generation_time": durations.exact(event["seconds"]), "ready_to_start": True}
            return {"type": "generation_complete", "data": data}
        case {"kind": "delta", "article_id": article_id}:
            data = {name: event[name] for name in ("attempt", "offset", "text")}
            return {"type": "article_delta", "data": {"article_id": article_id, **data}}
        case {"kind": "reset", "article_id": article_id, "attempt": attempt}:
            return {"type": "article_reset", "data": {"article_id": article_id, "attempt": attempt}}
        case {"kind": "error"}:
            return {"type": "error", "data": _worded_error(event)}
    return None


def current_task(title: str) -> str | None:
    return _("Writing “%(title)s”...") % {"title": title} if title else None


def _worded_error(event: dict) -> dict:
    ended = _("This could not be made. Please start a new session; what you have read is kept.")
    message = troubles.passing(event["code"]) if event.get("auto_retry") else ended
    wait, auto_retry = event.get("retry_after"), event.get("auto_retry", False)
    worded = {"error_code": event["code"], "message": message, "auto_retry": auto_retry}
    return worded | {"retry_after": durations.exact(wait) if wait else None}


def _worded(event: dict) -> dict:
    left = event["seconds_left"]
    return {
        "completed": event["completed"],
        "total": event["total"],
        "current_task": current_task(event["current"]),
        "estimated_remaining": None if left is None else durations.exact(left),
    }


def _event(progress: Progress) -> dict:
    return {
        "kind": "progress",
        "status": progress.status,
        "completed": progress.completed,
        "total": progress.total,
        "current": progress.current,
        "seconds_left": progress.seconds_left,
    }


def _end_event(session: LearningSession) -> dict:
    total = Article.objects.filter(session=session).in_outline().count()
    seconds = session.generation_duration_seconds or 0
    return {"kind": "complete", "session_id": session.pk, "total": total, "seconds": seconds}
