"""Main topics, subtopics and outline items from their files."""

from curriculum.content_files import LANGUAGES, OutlineItemShape, SubTopicShape, TopicFile
from curriculum.loading.rows import Report, columns, remove, save, save_known
from curriculum.models import CuratedSubTopic, LearningModule, LearningTrack, MainTopic, OutlineItem


def load_topic(topic: TopicFile, report: Report) -> None:
    values = columns(topic, "slug", "track", "subtopics", "difficulty_range")
    values["lowest_difficulty"], values["highest_difficulty"] = topic.difficulty_range
    if topic.track:
        values["track_id"] = LearningTrack.objects.get(name=topic.track).pk
    row = save(MainTopic, {"slug": topic.slug}, values, report)
    known = {sub_topic.slug: sub_topic for sub_topic in row.curated_sub_topics.prefetch_related("outline_items")}
    for position, sub_topic in enumerate(topic.subtopics, start=1):
        _load_sub_topic(row, position, sub_topic, known.pop(sub_topic.slug, None), report)
    remove(known.values(), report)


def _load_sub_topic(
    topic: MainTopic, position: int, shape: SubTopicShape, known: CuratedSubTopic | None, report: Report
) -> None:
    values = columns(shape, "slug", "module", "outline") | {"position": position}
    if shape.module:
        values["module_id"] = LearningModule.objects.called(shape.module).get().pk
    row = save_known(known or CuratedSubTopic(main_topic=topic, slug=shape.slug), values, report)
    items = {item.slug: item for item in known.outline_items.all()} if known else {}
    for place, item in enumerate(shape.outline, start=1):
        known_item = items.pop(item.slug, None) or OutlineItem(sub_topic=row, slug=item.slug)
        save_known(known_item, _item_columns(item) | {"position": place}, report)
    remove(items.values(), report)


def _item_columns(item: OutlineItemShape) -> dict:
    values = columns(item, "slug", "terms", "resources")
    for language in LANGUAGES:
        values[f"terms_{language}"] = [
            {"term": getattr(term.term, language), "definition": getattr(term.definition, language)}
            for term in item.terms
        ]
        values[f"resources_{language}"] = [
            {"title": getattr(resource.title, language), "url": resource.url} for resource in item.resources
        ]
    return values
