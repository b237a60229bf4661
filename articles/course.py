"""The course material of a main topic or a module, as prompts and fallbacks take it: plain values in the active language."""

from articles import lesson_parts
from articles.lesson_parts import Part
from articles.matters import Matter
from articles.recutting import CourseSubTopic
from curriculum.models import LearningModule, MainTopic, OutlineItem

RESOURCES_AT_MOST, TERMS_AT_MOST = 4, 6


def of(topic: MainTopic) -> list[CourseSubTopic]:
    """2 queries."""
    return [
        CourseSubTopic(
            name=sub_topic.name,
            levels=sub_topic.levels,
            outcomes=sub_topic.learning_outcomes,
            prerequisites=sub_topic.prerequisites,
            matters=[Matter.of_item(item) for item in sub_topic.outline_items.all()],
        )
        for sub_topic in topic.curated_sub_topics.prefetch_related("outline_items")
    ]


def of_module(module: LearningModule) -> list[Matter]:
    """Its lesson in parts, with the terms that its curated subtopics explain; without a lesson, their outlines. 2 queries."""
    items = list(OutlineItem.objects.filter(sub_topic__module=module).order_by("sub_topic", "position"))
    parts = lesson_parts.cut(module.lesson, module.display_name)
    if not parts:
        return [Matter.of_item(item) for item in items]
    terms = {term["term"]: term for item in items for term in item.terms}
    resources = [{"title": row.title, "url": row.url} for row in module.resources.all()[:RESOURCES_AT_MOST]]
    return [_of_part(part, terms, resources) for part in parts]


def has_reading(module: LearningModule) -> bool:
    """Whether there is anything to read about it. A query where it has no lesson."""
    return bool(module.lesson.strip()) or OutlineItem.objects.filter(sub_topic__module=module).exists()


def _of_part(part: Part, terms: dict[str, dict], resources: list[dict]) -> Matter:
    said = [term for name, term in terms.items() if name.casefold() in part.text.casefold()]
    return Matter(part.title, part.opening, said[:TERMS_AT_MOST], resources=resources, lesson=part.text)
