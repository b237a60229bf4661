"""Loads `curriculum/content/` into the database: idempotent, all or nothing, keeping what was edited in admin."""

from dataclasses import dataclass, field
from pathlib import Path

from django.db import transaction

from curriculum import content_files
from curriculum.content_files import CONTENT, OutlineItemShape, SubTopicShape, Text, Texts, TopicFile
from curriculum.models import CuratedSubTopic, Level, LoadedContent, MainTopic, OutlineItem, fingerprint

LANGUAGES = ("ko", "en")


@dataclass
class Report:
    """What a load did: counts of rows, and the fields of edited rows that it left alone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.removed} removed"
        return "\n".join([counts, *(f"kept as edited: {what}" for what in self.kept)])


@transaction.atomic
def load(content: Path = CONTENT) -> Report:
    """Load everything below `content`. Raises ContentError before anything is written."""
    levels, topics = content_files.read_levels(content), content_files.read_topics(content)
    report = Report()
    for level in levels.levels:
        _save(Level, {"code": level.code}, _columns(level, "code"), report)
    for topic in topics:
        _load_topic(topic, report)
    return report


def _load_topic(topic: TopicFile, report: Report) -> None:
    columns = _columns(topic, "slug", "subtopics", "difficulty_range")
    columns["lowest_difficulty"], columns["highest_difficulty"] = topic.difficulty_range
    row = _save(MainTopic, {"slug": topic.slug}, columns, report)
    known = {sub_topic.slug: sub_topic for sub_topic in row.curated_sub_topics.prefetch_related("outline_items")}
    for position, sub_topic in enumerate(topic.subtopics, start=1):
        _load_sub_topic(row, position, sub_topic, known.pop(sub_topic.slug, None), report)
    _remove(known.values(), report)


def _load_sub_topic(
    topic: MainTopic, position: int, shape: SubTopicShape, known: CuratedSubTopic | None, report: Report
) -> None:
    columns = _columns(shape, "slug", "outline") | {"position": position}
    row = _save_known(known or CuratedSubTopic(main_topic=topic, slug=shape.slug), columns, report)
    items = {item.slug: item for item in known.outline_items.all()} if known else {}
    for place, item in enumerate(shape.outline, start=1):
        known_item = items.pop(item.slug, None) or OutlineItem(sub_topic=row, slug=item.slug)
        _save_known(known_item, _item_columns(item) | {"position": place}, report)
    _remove(items.values(), report)


def _item_columns(item: OutlineItemShape) -> dict:
    columns = _columns(item, "slug", "terms", "resources")
    for language in LANGUAGES:
        columns[f"terms_{language}"] = [
            {"term": getattr(term.term, language), "definition": getattr(term.definition, language)}
            for term in item.terms
        ]
        columns[f"resources_{language}"] = [
            {"title": getattr(resource.title, language), "url": resource.url} for resource in item.resources
        ]
    return columns


def _columns(shape: content_files.Shape, *left_out: str) -> dict:
    """Field values by column; a translated one fills its columns of both languages."""
    columns = {}
    for name in set(type(shape).model_fields) - set(left_out):
        value = getattr(shape, name)
        if isinstance(value, Text | Texts):
            columns |= {f"{name}_{language}": getattr(value, language) for language in LANGUAGES}
        elif value is not None:
            columns[name] = value
    return columns


def _save(model: type[LoadedContent], key: dict, columns: dict, report: Report) -> LoadedContent:
    return _save_known(model.objects.filter(**key).first() or model(**key), columns, report)


def _save_known(row: LoadedContent, columns: dict, report: Report) -> LoadedContent:
    """Write what the file says where the row still has what an earlier file said."""
    new = row._state.adding
    changed = False
    edited = row.edited_fields
    for name, value in columns.items():
        same = getattr(row, name) == value
        if name in edited and not same:
            report.kept.append(f"{row._meta.verbose_name} {row.pk} ({row}): {name}")
        elif new or not same or name in edited or name not in row.loaded:
            setattr(row, name, value)
            row.loaded[name] = fingerprint(value)
            changed = True
    if changed:
        row.save()
    report.added += new
    report.changed += changed and not new
    report.unchanged += not changed
    return row


def _remove(rows, report: Report) -> None:
    """Rows that came from a file which no longer has them; rows made in admin stay."""
    for row in rows:
        if row.loaded:
            row.delete()
            report.removed += 1
