"""The shape of the files in `curriculum/content/`, and reading them with errors that name file, line and field."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated, Self, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

CONTENT = Path(__file__).parent / "content"
LANGUAGE_NAMES = {"ko": "Korean (한국어)", "en": "English"}  # as prompts say them
LANGUAGES = tuple(LANGUAGE_NAMES)
LEVEL_CODES = ("absolute_beginner", "beginner", "intermediate", "advanced", "expert")
FIRST_LEVEL = "beginner"  # where somebody begins of whom nothing is known

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s]+$", max_length=300)]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*$", max_length=60)]
ModuleName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(_[a-z0-9]+)*\.[a-z0-9]+(_[a-z0-9]+)*$")]
LevelCode = Annotated[str, StringConstraints(pattern=f"^({'|'.join(LEVEL_CODES)})$")]


class ContentError(Exception):
    """A content file that can't be loaded. The message has a line for each fault: `file:line: field: what`."""


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


ShapeT = TypeVar("ShapeT", bound=Shape)
Found = TypeVar("Found")


class Text(Shape):
    ko: Words
    en: Words


class Texts(Shape):
    ko: list[Words]
    en: list[Words]

    @model_validator(mode="after")
    def same_number(self) -> Self:
        if len(self.ko) != len(self.en):
            raise ValueError(f"{len(self.ko)} in Korean, {len(self.en)} in English")
        return self


class LevelShape(Shape):
    code: LevelCode
    order: int = Field(ge=1, le=5)
    name: Text
    description: Text
    target_audience: Text
    characteristics: Texts
    estimated_hours_per_week: int = Field(ge=1, le=40)


class LevelsFile(Shape):
    levels: list[LevelShape] = Field(min_length=5, max_length=5)


class TermShape(Shape):
    term: Text
    definition: Text


class ResourceShape(Shape):
    title: Text
    url: Url


class OutlineItemShape(Shape):
    slug: Slug
    title: Text
    covers: Text
    terms: list[TermShape] = Field(min_length=1, max_length=6)
    example: Text | None = None
    pitfall: Text | None = None
    resources: list[ResourceShape] = []


class SubTopicShape(Shape):
    slug: Slug
    module: ModuleName | None = None
    name: Text
    description: Text
    levels: list[LevelCode] = Field(min_length=1)
    learning_outcomes: Texts
    prerequisites: Texts
    outline: list[OutlineItemShape] = Field(min_length=4, max_length=7)


class TopicFile(Shape):
    slug: Slug
    track: Name | None = None
    position: int
    category: Words
    name: Text
    description: Text
    highlights: Text
    estimated_learning_time: Text
    difficulty_range: tuple[Annotated[int, Field(ge=1, le=5)], Annotated[int, Field(ge=1, le=5)]]
    subtopics: list[SubTopicShape] = Field(min_length=5)

    @model_validator(mode="after")
    def slugs_are_unique(self) -> Self:
        refuse_twins("subtopic", [sub_topic.slug for sub_topic in self.subtopics])
        for sub_topic in self.subtopics:
            refuse_twins(f"outline item of {sub_topic.slug}", [item.slug for item in sub_topic.outline])
        return self


def refuse_twins(what: str, slugs: list[str]) -> None:
    twins = sorted({slug for slug in slugs if slugs.count(slug) > 1})
    if twins:
        raise ValueError(f"{what} twice: {', '.join(twins)}")


def read_levels(content: Path = CONTENT) -> LevelsFile:
    return read(content / "levels.yaml", LevelsFile)


def read_topics(content: Path = CONTENT) -> list[TopicFile]:
    """All main topics. Raises ContentError with the faults of all files."""
    return read_each((content / "topics").glob("*.yaml"), lambda path: read(path, TopicFile))


def read_each(paths: Iterable[Path], read_one: Callable[[Path], Found]) -> list[Found]:
    """What is read from each path, in order of the paths. Raises ContentError with the faults of all."""
    found, faults = [], []
    for path in sorted(paths):
        try:
            found.append(read_one(path))
        except ContentError as error:
            faults.append(str(error))
    if faults:
        raise ContentError("\n".join(faults))
    return found


def read(path: Path, shape: type[ShapeT], called: str = "") -> ShapeT:
    """One file in its shape; `called` is what errors call it, else its name. Raises ContentError."""
    called = called or path.name
    if not path.is_file():
        raise ContentError(f"{called}: there is no such file")
    text = path.read_text(encoding="utf-8")
    try:
        return shape.model_validate(yaml.load(text, Loader=yaml.CSafeLoader))
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise ContentError(f"{called}:{mark.line + 1 if mark else 1}: {getattr(error, 'problem', error)}") from error
    except ValidationError as error:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
        raise ContentError("\n".join(_fault(called, root, fault) for fault in error.errors())) from error


def _fault(called: str, root: yaml.Node | None, fault: dict) -> str:
    field = ".".join(str(part) for part in fault["loc"]) or "the file"
    line = _line_of(root, fault["loc"]) if root else 1
    return f"{called}:{line}: {field}: {fault['msg']}"


def _line_of(node: yaml.Node, location: tuple[str | int, ...]) -> int:
    """The line where the named field stands, or the nearest thing around it that exists."""
    for part in location:
        inner = _child(node, part)
        if inner is None:
            break
        node = inner
    return node.start_mark.line + 1


def _child(node: yaml.Node, part: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
