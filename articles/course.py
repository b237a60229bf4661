"""The course material of a main topic, as prompts and their fallbacks take it: plain values in the active language."""

from articles.matters import Matter
from articles.recutting import CourseSubTopic
from curriculum.models import MainTopic


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
