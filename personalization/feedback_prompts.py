"""The four prompts for feedback: what a model is given, how its text is checked, what stands in for it."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from lms.jobs.models import Task
from lms.llm.prompts import Prompt, Reading, UnusableError
from personalization import feedback_checks, feedback_kinds, feedback_template
from personalization import feedback_phrases as phrases
from personalization.feedback_checks import Item
from personalization.feedback_template import Known

VERSION = 1
TOKENS = 1_100
GAVE_AWAY = (
    "The learner has another try. Leave out the answer and every option, value or piece of code that could be it."
)
NO_HEADINGS = "Use exactly these four headings, in this order, with some sentences under each: {names}."
OTHER_LANGUAGE = "Write in {name} only."
UNSAFE = "No links, no HTML, no pictures."


class FeedbackInput(BaseModel):
    """`key` and `explanation` are empty as long as the learner may not see them. What is excluded stays out of prompts:
    `known`, for the template and for what is mended, has the secret that texts are checked against."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    language: str
    language_name: str
    headings: list[str]
    career_goal: str
    current_level: str
    industry: str
    weaknesses: list[str]
    right: int
    total: int
    recent_accuracy: int
    module: str
    part: str
    question: str
    answer: str
    score: float
    weakness: str
    errors: int
    key: str
    explanation: str
    resources: list[str]
    project: str
    known: Known = Field(exclude=True)
    items: list[Item] = Field(exclude=True)


class Written(BaseModel):
    """A text that passed, and how many personal items are in it."""

    text: str
    personal: int


def read_feedback(text: str, finish_reason: str, data: FeedbackInput) -> Reading:
    """Raises UnusableError where a part is missing or the answer is given away. A resource and something personal that a
    model left out are added, in a sentence of ours."""
    if finish_reason == "length":
        raise UnusableError("cut_off")
    bodies = feedback_checks.parts(text, data.language)
    if bodies is None:
        raise UnusableError("headings", advice=NO_HEADINGS.format(names=", ".join(data.headings)))
    _refuse(feedback_checks.joined(bodies, data.language), data)
    bodies = _mended(bodies, data)
    return Reading(_written(bodies, data))


def template_feedback(data: FeedbackInput) -> Written:
    text = feedback_template.compose(data.known)
    return Written(text=text, personal=len(feedback_checks.personal(text, data.items)))


def _refuse(text: str, data: FeedbackInput) -> None:
    if feedback_checks.gives_away(text, data.known.secret):
        raise UnusableError("gives_away", advice=GAVE_AWAY)
    if feedback_checks.is_unsafe(text):
        raise UnusableError("unsafe", advice=UNSAFE)
    if not feedback_checks.is_in(data.language, text):
        raise UnusableError("other_language", advice=OTHER_LANGUAGE.format(name=data.language_name))
    if len(text) > feedback_checks.LONGEST_TEXT:
        raise UnusableError("too_long", advice="At most four short sentences under each heading.")


def _mended(bodies: list[str], data: FeedbackInput) -> list[str]:
    bodies = list(bodies)
    if data.resources and not any(title in bodies[3] for title in data.resources):
        bodies[3] = _and(bodies[3], feedback_template.sentence(data.known, phrases.RESOURCE))
    if not feedback_checks.personal("\n".join(bodies), data.items):
        bodies[1] = _and(bodies[1], feedback_template.sentence(data.known, phrases.WEAK, phrases.TRIED, phrases.FIRST))
    return bodies


def _and(body: str, sentence: str) -> str:
    return f"{body}\n\n{sentence}".strip()


def _written(bodies: list[str], data: FeedbackInput) -> Written:
    text = feedback_checks.joined(bodies, data.language)
    return Written(text=text, personal=len(feedback_checks.personal(text, data.items)))


def _prompt(kind: str, **more: Any) -> Prompt:
    return Prompt(
        name=f"feedback/{kind}",
        version=VERSION,
        request_type=Task.Type.FEEDBACK_GENERATION,
        input=FeedbackInput,
        read=read_feedback,
        fallback=template_feedback,
        max_tokens=TOKENS,
        temperature=0.6,
        **more,
    )


PROMPTS = {kind: _prompt(kind, private=True, awaited=True) for kind in feedback_kinds.KINDS}
TAGS = [prompt.tag for prompt in PROMPTS.values()]
TEMPLATE_TAG = "template@1"
