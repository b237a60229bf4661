"""The shape of a track's folder: `track.yaml`, and a folder for each module with its lesson and questions."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, Self

from django.utils import translation
from pydantic import Field, StringConstraints, model_validator

from curriculum import question_rules
from curriculum.content_files import (
    CONTENT,
    LANGUAGES,
    ContentError,
    Name,
    Shape,
    Slug,
    Text,
    Texts,
    Url,
    Words,
    read,
    read_each,
)
from curriculum.question_wording import worded

Difficulty = Annotated[int, Field(ge=1, le=5)]
Hours = Annotated[int, Field(ge=1, le=400)]
Tag = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9+#.-]*$", max_length=40)]
Requirement = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+)?$")]
Part = Annotated[str, StringConstraints(strip_whitespace=True, max_length=60)]
IndustryName = Literal["general", "fintech", "ecommerce", "enterprise"]
Weakness = Literal["syntax_error", "logic_error", "concept_gap", "off_by_one", "type_confusion", "api_misuse"]
RESOURCES_AT_LEAST = 3


class TrackShape(Shape):
    name: Name
    curriculum_category: Name
    category: Literal["foundation", "development", "specialization"]
    specialization_level: Literal["general", "specialist", "expert", "master"]
    difficulty_level: Difficulty
    position: int
    content: Literal["full", "short"]
    display_name: Text
    description: Text


class ResourceShape(Shape):
    type: Literal["documentation", "tutorial", "video", "project"]
    title: Text
    url: Url
    description: Text
    difficulty_level: Difficulty
    sub_topic: Part = ""


class ModuleShape(Shape):
    name: Name
    position: int
    display_name: Text
    description: Text
    module_type: Literal["core", "elective", "project"] = "core"
    estimated_hours: Hours
    difficulty_level: Difficulty
    tags: list[Tag] = []
    industry_focus: IndustryName = "general"
    requires: list[Requirement] = []
    resources: list[ResourceShape] = Field(min_length=RESOURCES_AT_LEAST)


class ChoiceShape(Shape):
    id: Literal["a", "b", "c", "d"]
    text: Text
    weakness: Weakness | None = None


class AcceptedShape(Shape):
    text: Words
    credit: float = Field(gt=0, le=1)


class PatternShape(Shape):
    answer: Words
    weakness: Weakness


class QuestionShape(Shape):
    slug: Slug
    kind: Literal["multiple_choice", "short_answer", "fill_blank", "code_output"]
    sub_topic: Part = ""
    difficulty_level: Difficulty
    prompt: Text
    code: str = ""
    code_language: Part = ""
    choices: list[ChoiceShape] = []
    correct: Words
    accepted: list[Words | AcceptedShape] = []
    patterns: list[PatternShape] = []
    hints: Texts
    explanation: Text

    @model_validator(mode="after")
    def has_its_parts(self) -> Self:
        if (self.kind == "multiple_choice") != bool(self.choices):
            raise ValueError("multiple_choice has choices, the other kinds have none")
        if self.code and not self.code_language:
            raise ValueError("code needs its code_language")
        return self

    def draft(self, language: str) -> question_rules.Draft:
        """What the rules look at."""
        return question_rules.Draft(
            kind=self.kind,
            language=language,
            prompt=getattr(self.prompt, language),
            choices=tuple(
                question_rules.Choice(choice.id, getattr(choice.text, language), choice.weakness or "")
                for choice in self.choices
            ),
            correct=self.correct,
            accepted=tuple(one if isinstance(one, str) else one.text for one in self.accepted),
            hints=tuple(getattr(self.hints, language)),
            explanation=getattr(self.explanation, language),
            code=self.code,
        )


class QuestionsFile(Shape):
    questions: list[QuestionShape] = []


@dataclass(frozen=True)
class ModuleFolder:
    """A module with everything in its folder; `lesson` by language, empty where none is written yet."""

    track: str
    shape: ModuleShape
    lesson: dict[str, str]
    questions: list[QuestionShape]

    @property
    def full_name(self) -> str:
        return f"{self.track}.{self.shape.name}"


@dataclass(frozen=True)
class TrackFolder:
    shape: TrackShape
    modules: list[ModuleFolder]

    @property
    def full(self) -> bool:
        return self.shape.content == "full"


def read_tracks(content: Path = CONTENT) -> list[TrackFolder]:
    """All tracks. Raises ContentError with the faults of all files."""
    folders = (path for path in (content / "tracks").glob("*") if path.is_dir())
    return read_each(folders, _read_track)


def _read_track(folder: Path) -> TrackFolder:
    shape = read(folder / "track.yaml", TrackShape, f"{folder.name}/track.yaml")
    _refuse_other_name(folder, f"{folder.name}/track.yaml", shape.name)
    modules = read_each((path for path in folder.glob("*") if path.is_dir()), _read_module)
    return TrackFolder(shape, sorted(modules, key=lambda module: (module.shape.position, module.shape.name)))


def _read_module(folder: Path) -> ModuleFolder:
    where = f"{folder.parent.name}/{folder.name}"
    shape = read(folder / "module.yaml", ModuleShape, f"{where}/module.yaml")
    _refuse_other_name(folder, f"{where}/module.yaml", shape.name)
    lesson = {language: _text(folder / f"lesson.{language}.md") for language in LANGUAGES}
    questions = folder / "questions.yaml"
    found = read(questions, QuestionsFile, f"{where}/questions.yaml").questions if questions.is_file() else []
    module = ModuleFolder(folder.parent.name, shape, lesson, found)
    if faults := list(_question_faults(module, f"{where}/questions.yaml")):
        raise ContentError("\n".join(faults))
    return module


def _question_faults(module: ModuleFolder, where: str) -> Iterator[str]:
    """The checks before anyone sees a question, in English."""
    slugs = [question.slug for question in module.questions]
    yield from (f"{where}: {slug}: twice" for slug in sorted({slug for slug in slugs if slugs.count(slug) > 1}))
    for language in LANGUAGES:
        drafts = [(question.slug, question.draft(language)) for question in module.questions]
        for slug, draft in drafts:
            yield from (f"{where}: {slug}: {fault.field}: {said(fault)}" for fault in question_rules.faults_of(draft))
        yield from (f"{where}: {said(fault)}" for fault in question_rules.faults_of_module(drafts))


def said(fault: question_rules.Fault) -> str:
    with translation.override("en"):
        return worded(fault)


def _refuse_other_name(folder: Path, where: str, name: str) -> None:
    if name != folder.name:
        raise ContentError(f"{where}:1: name: {name!r} stands in the folder {folder.name!r}")


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8").strip() if path.is_file() else ""
