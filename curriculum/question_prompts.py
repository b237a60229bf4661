"""The prompt for questions: what a model is given, how its text is read. Nothing stands in for it: without a model there are
no generated questions."""

from typing import Annotated, Any, Literal

from django.utils import translation
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from curriculum import question_rules, question_texts
from curriculum.question_rules import Choice, Draft
from curriculum.question_wording import worded
from lms.jobs.models import Task
from lms.llm.prompts import Prompt, Reading, UnusableError, read_json

TOKENS = 4_000
AT_ONCE = 3  # questions a call; more would not be written within a call's deadline
TOLD_AT_MOST = 12  # faults in one repair
ALIKE = "“{prompt}” asks nearly what is asked already; ask about something else"

Text = Annotated[str, AfterValidator(question_texts.tidy)]
Weakness = Literal["", "syntax_error", "logic_error", "concept_gap", "off_by_one", "type_confusion", "api_misuse"]


class ChoiceOutput(BaseModel):
    id: Literal["a", "b", "c", "d"]
    text: Text = Field(min_length=1, max_length=300)
    weakness_type: Weakness = ""


class QuestionOutput(BaseModel):
    """No code_output: its answer would have to be run, and what a model wrote isn't run here."""

    kind: Literal["multiple_choice", "short_answer", "fill_blank"]
    prompt: Text = Field(min_length=8, max_length=1200)
    code: str = Field(default="", max_length=2000)
    code_language: str = Field(default="", max_length=20, pattern="^[a-z]*$")
    choices: list[ChoiceOutput] = Field(default=[], max_length=4)
    correct_answer: Text = Field(min_length=1, max_length=300)
    accepted_answers: list[Text] = Field(default=[], max_length=6)
    hints: list[Text] = Field(min_length=3, max_length=3)
    explanation: Text = Field(min_length=10, max_length=1500)
    difficulty_level: int = Field(ge=1, le=5)
    sub_topic: str = Field(default="", max_length=60)

    def draft(self, language: str) -> Draft:
        """What the rules look at."""
        return Draft(
            kind=self.kind,
            language=language,
            prompt=self.prompt,
            correct=self.correct_answer,
            hints=tuple(self.hints),
            explanation=self.explanation,
            choices=tuple(Choice(choice.id, choice.text, choice.weakness_type) for choice in self.choices),
            accepted=tuple(self.accepted_answers),
            code=self.code,
        )


class QuestionsOutput(BaseModel):
    questions: list[QuestionOutput] = Field(min_length=1, max_length=10)


class QuestionList(BaseModel):
    """As the answer comes: one broken question doesn't spoil the others."""

    questions: list[Any] = Field(min_length=1, max_length=10)


class QuestionInput(BaseModel):
    """`text` is course material, or for a generated subtopic what was written for one learner. `taken` are stems that are
    there already; `known`, which no prompt has, are all of them with their code."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    language: str
    language_name: str
    subject: str
    topic: str
    text: str
    parts: list[str]
    part: str
    level: int
    level_name: str
    count: int
    taken: list[str]
    known: list[Draft] = Field(exclude=True)


def read_questions(text: str, finish_reason: str, data: QuestionInput) -> Reading:
    """Those that pass every check; the others are asked for anew, beside these. Where none passes, raises UnusableError with
    what is to be mended."""
    found = read_json(QuestionList)(text, finish_reason, data).value
    good: list[QuestionOutput] = []
    faults: list[str] = []
    for number, one in enumerate(found.questions, start=1):
        question, wrong = _looked_at(one, data, [*data.known, *(other.draft(data.language) for other in good)])
        good += [question] if question and not wrong else []
        faults += [f"question {number}: {fault}" for fault in wrong]
    if not good:
        raise UnusableError("question_rules", advice="\n".join(faults[:TOLD_AT_MOST]))
    return Reading(good[: data.count])


def faults_of(draft: Draft, known: list[Draft]) -> list[str]:
    """Everything wrong with a question that a model wrote, in English."""
    with translation.override("en"):
        found = [worded(fault) for fault in question_rules.faults_of(draft)]
    found += question_texts.faults_of(draft)
    if any(question_rules.alike(draft, other) for other in known):
        found.append(ALIKE.format(prompt=draft.prompt[:80]))
    return found


def _looked_at(one: Any, data: QuestionInput, known: list[Draft]) -> tuple[QuestionOutput | None, list[str]]:
    try:
        question = QuestionOutput.model_validate(one)
    except ValidationError as error:
        return None, [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()[:4]]
    return question, faults_of(question.draft(data.language), known)


QUESTION = Prompt(
    name="question",
    version=1,
    request_type=Task.Type.QUESTION_GENERATION,
    input=QuestionInput,
    output=QuestionsOutput,
    read=read_questions,
    fallback=lambda data: None,
    max_tokens=TOKENS,
    temperature=0.6,
)
