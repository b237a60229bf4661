"""The shape of the files of categories, career paths and projects: a file each, so that adding one touches no other."""

from pathlib import Path

from pydantic import Field

from curriculum.content_files import CONTENT, ContentError, Name, Shape, Text, Url, Words, read, read_each
from curriculum.track_files import Difficulty, Hours, IndustryName, Requirement, Tag


class CategoryFile(Shape):
    name: Name
    position: int
    target_audience: Words
    estimated_total_months: int = Field(ge=1, le=60)
    display_name: Text
    description: Text


class CareerFile(Shape):
    """`tracks`: names by role; `industries`: names of tracks by industry."""

    name: Name
    position: int
    category: Name
    aliases: list[Name] = []
    display_name: Text
    description: Text
    prerequisite: list[Name] = []
    core: list[Name] = Field(min_length=1)
    specialization: list[Name] = []
    industry: dict[IndustryName, list[Name]] = {}

    @property
    def steps(self) -> list[tuple[str, str, str]]:
        """(track, role, industry) in order."""
        roles = [("prerequisite", self.prerequisite), ("core", self.core), ("specialization", self.specialization)]
        found = [(track, role, "general") for role, tracks in roles for track in tracks]
        return found + [(track, "industry", industry) for industry, tracks in self.industry.items() for track in tracks]


class ProjectFile(Shape):
    name: Name
    position: int = 1
    track: Name
    difficulty_level: Difficulty
    industry_focus: IndustryName = "general"
    estimated_hours: Hours
    technologies: list[Tag] = Field(min_length=1)
    prerequisites: list[Requirement] = []
    github_url: Url | None = None
    display_name: Text
    brief: Text


NamedFile = CategoryFile | CareerFile | ProjectFile


def read_categories(content: Path = CONTENT) -> list[CategoryFile]:
    return _read_all(content, "categories", CategoryFile)


def read_careers(content: Path = CONTENT) -> list[CareerFile]:
    return _read_all(content, "careers", CareerFile)


def read_projects(content: Path = CONTENT) -> list[ProjectFile]:
    return _read_all(content, "projects", ProjectFile)


def _read_all(content: Path, folder: str, shape: type[NamedFile]) -> list:
    return read_each((content / folder).glob("*.yaml"), lambda path: _read_named(path, shape))


def _read_named(path: Path, shape: type[NamedFile]) -> NamedFile:
    called = f"{path.parent.name}/{path.name}"
    found = read(path, shape, called)
    if found.name != path.stem:
        raise ContentError(f"{called}:1: name: {found.name!r} stands in the file {path.name!r}")
    return found
