"""Loads `curriculum/content/` into the database: idempotent, all or nothing, keeping what was edited in admin."""

from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction

from curriculum import catalogue
from curriculum.catalogue import Catalogue, Names
from curriculum.content_files import CONTENT, ContentError
from curriculum.loading import careers, topics, tracks
from curriculum.loading.rows import Report, columns, save
from curriculum.models import CurriculumCategory, LearningModule, LearningTrack, Level

__all__ = ["Report", "load"]


@transaction.atomic
def load(content: Path = CONTENT) -> Report:
    """Load everything below `content`. Raises ContentError, and then nothing is written."""
    found = catalogue.read(content, known=_in_database())
    report = Report()
    for level in found.levels.levels:
        save(Level, {"code": level.code}, columns(level, "code"), report)
    for category in found.categories:
        careers.load_category(category, report)
    for track in found.tracks:
        tracks.load_track(track, report)
    _load_prerequisites(found, report)
    for career in found.careers:
        careers.load_career(career, report)
    for project in found.projects:
        careers.load_project(project, report)
    for topic in found.topics:
        topics.load_topic(topic, report)
    return report


def _load_prerequisites(found: Catalogue, report: Report) -> None:
    """The files are without circles; together with what was added in admin they may not be."""
    try:
        tracks.load_prerequisites(found.modules, report)
    except ValidationError as error:
        raise ContentError("\n".join(error.messages)) from error


def _in_database() -> Names:
    """Files may lead to what was made in admin."""
    modules = LearningModule.objects.values_list("track__name", "name")
    return Names(
        frozenset(CurriculumCategory.objects.values_list("name", flat=True)),
        frozenset(LearningTrack.objects.values_list("name", flat=True)),
        frozenset(f"{track}.{name}" for track, name in modules),
    )
