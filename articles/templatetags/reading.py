"""Pieces about sessions for pages of the apps below."""

from collections.abc import Iterable

from django import template

from articles import course, module_sessions, outlines, reading_time
from articles.models import LearningSession
from curriculum.models import CuratedSubTopic, LearningModule, Level
from lms import durations
from personalization import activity
from personalization.models import Weakness

register = template.Library()
SHOWN = 3


@register.inclusion_tag("articles/_go_on.html", takes_context=True)
def sessions_to_go_on(context: dict) -> dict:
    """The latest sessions of the person that are not finished."""
    person = context["person"]
    if not person.is_authenticated:
        return {"sessions": []}
    open_ones = LearningSession.objects.filter(user=person).exclude(status__in=["completed", "failed"])
    rows = open_ones.listed().with_progress().with_titles()[:SHOWN]
    return {"sessions": [(row, outlines.title(row)) for row in rows]}


@register.inclusion_tag("personalization/_activity.html", takes_context=True)
def learning_activity(context: dict) -> dict:
    """Answers and reading of the last half year in one calendar. 2 queries."""
    person = context["person"]
    found = activity.of(person.pk, reading_time.by_day(person.pk, activity.since()))
    return {
        "activity": found,
        "calendar": found.calendar,
        "answering": durations.spent(found.answering_seconds),
        "reading": durations.spent(found.reading_seconds),
    }


@register.inclusion_tag("articles/_announce.html", takes_context=True)
def announcements(context: dict) -> dict:
    """Sessions that became ready while their owner was elsewhere, and those to be waited for. 1 query."""
    person, request = context.get("person"), context.get("request")
    if not person or not person.is_authenticated:
        return {}
    rows = LearningSession.objects.filter(user=person).newly_ready().select_related("main_topic", "module")
    here = getattr(request, "path", "")
    elsewhere = [row for row in rows.order_by("-created_at")[:SHOWN] if row.pk not in here]
    return {
        "ready": [row for row in elsewhere if not row.being_made],
        "being_made": [row for row in elsewhere if row.being_made],
    }


@register.inclusion_tag("articles/_read_module.html")
def read_about(module: LearningModule) -> dict:
    """One click to a reading session about the module; the level it is written for is chosen. 1 query, 2 without a lesson."""
    if not course.has_reading(module):
        return {}
    return {"module": module, "levels": Level.objects.all(), "suggested": module_sessions.suggested_level(module)}


@register.inclusion_tag("articles/_read_against.html")
def read_against(weakness: Weakness, level: str) -> dict:
    """One click to a reading session about exactly this weakness. A query where the module has no lesson."""
    return {"weakness": weakness, "level": level} if course.has_reading(weakness.module) else {}


@register.filter
def suits(sub_topic: CuratedSubTopic, levels: Iterable[Level]) -> str:
    """The names of the lowest and the highest level a subtopic suits."""
    names = [level.name for level in levels if level.pk in sub_topic.levels]
    return names[0] if len(names) == 1 else f"{names[0]}–{names[-1]}" if names else ""
