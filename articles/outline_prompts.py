"""Prompts for what articles will be about: a subtopic for one learner, its outline, one more article.

What a learner wrote (interests, goal, wish) is private input: these prompts need it, so LLM_MODELS_PRIVATE serves them.
"""

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from articles import recutting, short_texts
from articles.matters import Matter
from articles.recutting import CourseSubTopic
from articles.short_texts import PlainText
from lms.jobs.models import Task
from lms.llm.prompts import Prompt, read_json

SUB_TOPIC_TOKENS, OUTLINE_TOKENS, EXTRA_TOKENS = 900, 2_400, 700
ITEMS_AT_LEAST = 2


class SubTopicOutput(BaseModel):
    name: PlainText = Field(min_length=2, max_length=100)
    description: PlainText = Field(min_length=10, max_length=500)
    learning_outcomes: list[PlainText] = Field(min_length=1, max_length=6)
    prerequisites: list[PlainText] = Field(default=[], max_length=6)
    practical_projects: list[PlainText] = Field(default=[], max_length=4)
    estimated_hours: int = Field(ge=1, le=80)

    @model_validator(mode="after")
    def is_new_and_readable(self, info: ValidationInfo) -> "SubTopicOutput":
        asked: SubTopicInput = info.context["input"]
        if any(short_texts.same(self.name, taken) for taken in asked.taken):
            raise ValueError(f'there is a subtopic called "{self.name}" already; make another one')
        texts = [self.name, self.description, *self.learning_outcomes, *self.prerequisites, *self.practical_projects]
        short_texts.refuse_other_languages(texts, asked.language)
        return self


class TermOutput(BaseModel):
    term: PlainText = Field(min_length=1, max_length=80)
    definition: PlainText = Field(min_length=5, max_length=400)


class OutlineItemOutput(BaseModel):
    title: PlainText = Field(min_length=2, max_length=120)
    covers: PlainText = Field(min_length=20, max_length=1200)
    terms: list[TermOutput] = Field(min_length=1, max_length=6)

    @model_validator(mode="after")
    def is_new_and_readable(self, info: ValidationInfo) -> "OutlineItemOutput":
        asked: OutlineInput = info.context["input"]
        if any(short_texts.same(self.title, taken) for taken in asked.taken):
            raise ValueError(f'there is an article called "{self.title}" already; choose another subject')
        definitions = [term.definition for term in self.terms]
        short_texts.refuse_other_languages([self.title, self.covers, *definitions], asked.language)
        return self


class OutlineOutput(BaseModel):
    items: list[OutlineItemOutput] = Field(min_length=1, max_length=10)

    @model_validator(mode="after")
    def is_long_enough(self, info: ValidationInfo) -> "OutlineOutput":
        """A model that gives one where several were asked for has stopped too early; one article is one item."""
        needed = min(ITEMS_AT_LEAST, info.context["input"].count)
        if len(self.items) < needed:
            raise ValueError(f"at least {needed} items are needed")
        return self

    @model_validator(mode="after")
    def says_nothing_twice(self) -> "OutlineOutput":
        titles = [item.title for item in self.items]
        twins = [title for place, title in enumerate(titles) if any(short_texts.same(title, t) for t in titles[:place])]
        if twins:
            raise ValueError(f'"{twins[0]}" stands there twice; every article needs a subject of its own')
        return self


class _Input(BaseModel):
    """What all three are told. `course` is what the fallback is made of; `taken` are names that are there already."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    language: str
    language_name: str
    level: str
    level_name: str
    topic: str
    interests: list[str]
    goals: str
    taken: list[str]
    course: list[CourseSubTopic]
    used: set[int]

    @property
    def wanted(self) -> str:
        return " ".join([*self.interests, self.goals])


class SubTopicInput(_Input):
    style: str
    hours_a_week: int
    with_prerequisites: bool
    number: int
    count: int


class OutlineInput(_Input):
    sub_topic: str
    description: str
    outcomes: list[str]
    manner: str
    count: int


class ExtraInput(OutlineInput):
    wish: str


def recut_sub_topic(data: SubTopicInput) -> recutting.Recut | None:
    return recutting.sub_topic(
        data.course, wanted=data.wanted, level=data.level, language=data.language, used=data.used
    )


def recut_outline(data: OutlineInput) -> list[Matter]:
    wanted = " ".join([data.sub_topic, data.description, *data.outcomes])
    return recutting.outline(data.course, wanted=wanted, level=data.level, count=data.count, used=data.used)


def recut_extra(data: ExtraInput) -> Matter | None:
    wanted = f"{data.wish} {data.sub_topic}"
    found = recutting.outline(data.course, wanted=wanted, level=data.level, count=1, used=data.used)
    return found[0] if found else None


def as_matter(item: OutlineItemOutput, model: str) -> Matter:
    """What a model laid out."""
    return Matter(item.title, item.covers, [term.model_dump() for term in item.terms], made_by=model)


SUB_TOPIC = Prompt(
    name="sub_topic",
    version=1,
    request_type=Task.Type.SUBTOPIC_GENERATION,
    input=SubTopicInput,
    output=SubTopicOutput,
    read=read_json(SubTopicOutput),
    fallback=recut_sub_topic,
    max_tokens=SUB_TOPIC_TOKENS,
    temperature=0.6,
    private=True,
)
OUTLINE = Prompt(
    name="outline",
    version=1,
    request_type=Task.Type.CURRICULUM_GENERATION,
    input=OutlineInput,
    output=OutlineOutput,
    read=read_json(OutlineOutput),
    fallback=recut_outline,
    max_tokens=OUTLINE_TOKENS,
    private=True,
)
EXTRA = Prompt(
    name="extra",
    version=1,
    request_type=Task.Type.CURRICULUM_GENERATION,
    input=ExtraInput,
    output=OutlineItemOutput,
    read=read_json(OutlineItemOutput),
    fallback=recut_extra,
    max_tokens=EXTRA_TOKENS,
    private=True,
)
