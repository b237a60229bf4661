"""Sessions and articles as the API answers them."""

from django.utils import timezone
from django.utils.translation import gettext as _

from articles import generations, outlines, texts
from articles.choices import Options
from articles.models import Article, LearningSession, Reading, SubTopicGeneration
from articles.outlines import Outline
from lms import durations
from lms.accounts.models import User
from lms.api import socket_address
from lms.jobs.models import Task
from lms.llm import gateway


def session_answer(session: LearningSession) -> dict:
    outline = outlines.of(session)
    return {
        "session_id": session.pk,
        "status": session.shown_status,
        "created_at": session.created_at,
        "expires_at": session.expires_at,
        "language": session.language,
        "curriculum": _curriculum(outline),
        "progress": _progress(outline),
        "generation_info": _generation_info(outline),
    }


def progress_answer(article: Article, read: Reading) -> dict:
    """How far its session is; to who was given this article alone, how far they are in it."""
    if read.user_id != article.owner_id:
        return _progress_in(read, article)
    outline = outlines.of(LearningSession.objects.get(pk=article.session_id))
    return {
        "session_id": outline.session.pk,
        "completed_articles": outline.completed,
        "completion_percentage": outline.completion_percentage,
        "current_article_id": outline.current.article.pk if outline.current else None,
        "status": outline.session.shown_status,
    }


def article_answer(text: texts.Text, person: User) -> dict:
    article, version = text.article, text.version
    return {
        "id": article.pk,
        "session_id": article.session_id,
        "title": article.title,
        "status": text.status,
        "content": version.markdown if version else "",
        "content_html": version.html if version else "",
        "level": text.level,
        "sub_topic_slug": article.session_subtopic.slug,
        "word_count": version.word_count if version else 0,
        "estimated_read_time": text.read_time,
        **_neighbours(article, person),
        "metadata": _metadata(text, person),
        "learning_elements": _learning_elements(text),
        "sources": version.sources if version else [],
        "difficulty_variants": {
            "available_levels": text.available_levels,
            "producible_levels": text.producible_levels,
            "current_level": text.level,
        },
    }


def task_answer(task: Task) -> dict:
    """Work that was started, and where to watch it."""
    return {"task_id": task.pk, "status": task.status, "websocket_url": socket_address(f"/tasks/{task.pk}/ws")}


def generation_started(generation: SubTopicGeneration) -> dict:
    return {
        "generation_id": generation.pk,
        "status": generation.status,
        "estimated_completion": f"{generations.expected_end(timezone.now()):%Y-%m-%dT%H:%M:%SZ}",
        "message": _("AI is looking at your interests and making subtopics that fit...")
        if gateway.configured_models(Task.Type.SUBTOPIC_GENERATION, private=True)
        else _("The articles of the course that are closest to your interests are being picked..."),
    }


def opened_answer(session: LearningSession, options: Options, outline_sizes: list[int]) -> dict:
    hours = options.study_hours(options.article_count(outline_sizes))
    return {
        "session_id": session.pk,
        "status": session.status,
        "estimated_total_time": durations.weeks(hours, options.hours_a_week),
        "websocket_url": socket_address(f"/sessions/{session.pk}/ws"),
    }


def _progress_in(read: Reading, article: Article) -> dict:
    """As if it were all there is: the session is somebody else's."""
    done = read.completed_at is not None
    return {
        "session_id": article.session_id,
        "completed_articles": int(done),
        "completion_percentage": 100 * done,
        "current_article_id": None if done else article.pk,
        "status": "completed" if done else "active" if read.started_at else "ready",
    }


def _curriculum(outline: Outline) -> dict:
    options = Options.from_json(outline.session.generation_options)
    left = len(outline.counted) - outline.completed
    return {
        "title": outlines.title(outline.session),
        "level": outline.session.target_level,
        "total_articles": len(outline.counted),
        "completed_articles": outline.completed,
        "estimated_completion_time": durations.weeks(options.study_hours(left), options.hours_a_week),
    }


def _progress(outline: Outline) -> dict:
    session = outline.session
    return {
        "current_article_id": outline.current.article.pk if outline.current else None,
        "completion_percentage": outline.completion_percentage,
        "time_spent": durations.spent(session.total_time_spent),
        "time_spent_seconds": session.total_time_spent,
        "last_accessed": session.last_accessed_at,
    }


def _generation_info(outline: Outline) -> dict:
    session, seconds = outline.session, outline.session.generation_duration_seconds
    return {
        "llm_model": session.generation_llm_model or None,
        "generation_time": None if seconds is None else durations.exact(seconds),
        "total_tokens_used": session.generation_total_tokens,
        "cost_usd": float(session.generation_cost_usd),
        "source": outlines.summary_of_source(outline),
    }


def _neighbours(article: Article, person: User) -> dict:
    """None for a student who was given this article alone."""
    if article.assignment_of(person):
        return {"next_article_id": None, "previous_article_id": None}
    beside = Article.objects.filter(session=article.session_id).in_outline()
    later = beside.filter(order_num__gt=article.order_num).values_list("pk", flat=True).first()
    earlier = beside.filter(order_num__lt=article.order_num).values_list("pk", flat=True).last()
    return {"next_article_id": later, "previous_article_id": earlier}


def _metadata(text: texts.Text, person: User) -> dict:
    version = text.version
    metadata = {
        "generated_at": version.created_at if version else None,
        "llm_model": version.llm_model or None if version else None,
        "source": version.source if version else None,
        "quality_score": version.quality_score if version else None,
        "human_reviewed": bool(version and version.human_reviewed),
        "version": version.number if version else None,
        "newer_version": text.newer_version,
    }
    if version and person.is_staff:
        metadata["generation_prompt"] = version.generation_prompt
    return metadata


def _learning_elements(text: texts.Text) -> dict:
    version = text.version
    return {
        "key_terms": version.key_terms if version else [],
        "key_term_definitions": version.key_term_definitions if version else [],
        "code_examples": version.code_examples_count if version else 0,
        "practical_tips": version.practical_tips if version else [],
        "related_concepts": version.related_concepts if version else [],
    }
