"""Questions that a model writes: asked for, checked, stored for review. No learner sees one before a teacher approved it."""

from dataclasses import asdict, dataclass, replace

from django.db import transaction
from django.db.models import Max
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from curriculum import question_letters, question_matters, question_prompts
from curriculum.content_files import LANGUAGE_NAMES, LANGUAGES
from curriculum.models import LearningModule, Level, Question
from curriculum.question_matters import Matter
from curriculum.question_prompts import AT_ONCE, QUESTION, QuestionInput, QuestionOutput
from lms.accounts.models import User
from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import availability, gateway
from lms.llm.gateway import Answer, Asker, Bill
from lms.llm.providers import UNAVAILABLE
from lms.problems import Problem

AT_MOST, USUAL = 10, 5
PRIORITY, SPARE_PRIORITY = 3, 8  # a teacher waits for it; a job makes stock
TAKEN_SHOWN = 40


@dataclass(frozen=True)
class Wish:
    """`difficulty` 1-5, by default the subject's; `part` one of the subject's; `language` by default the active one."""

    subject: str
    count: int = USUAL
    difficulty: int | None = None
    part: str = ""
    language: str = ""


def ask_for(*, user: User, wish: Wish, priority: int = PRIORITY) -> Task:
    """A task that the worker does; an unfinished one for the same is returned instead.

    Raises Problem 400 for an unknown subject or part, 409 `no_model` where nobody could write them.
    """
    matter = question_matters.find(user, wish.subject)
    if wish.part and wish.part not in matter.parts:
        message = _("Unknown part. Known: %(known)s.") % {"known": ", ".join(matter.parts)}
        raise Problem.invalid("part", message, "unknown_part")
    if not can_write(private=matter.learner is not None):
        detail = _("No language model is set up that could write questions. The questions of the course are all there.")
        raise Problem.conflict("no_model", detail)
    wish = replace(wish, subject=matter.name, language=wish.language or get_language())
    return lifecycle.add(
        user_id=user.pk,
        task_type=Task.Type.QUESTION_GENERATION,
        subject=("questions", matter.name[:40]),
        session_id=None,
        dedupe_key=f"questions:{user.pk}:{matter.module.pk if matter.module else matter.name}:{wish.language}",
        priority=priority,
        input_data=asdict(wish),
    )


def can_write(*, private: bool = False) -> bool:
    """Whether a model is configured that has a price, as far as a process that calls none can know."""
    models = gateway.configured_models(Task.Type.QUESTION_GENERATION, private=private)
    used = {state["model"] for state in availability.states() if state["status"] != "not_used"}
    return any(model in used for model in models)


def make(task: Task) -> None:
    """As many as were asked for, a few a call; each call's are stored at once. Killed midway it goes on behind them."""
    wish = Wish(**task.input_data)
    made = Question.objects.filter(task_id=task.pk)
    with translation.override(wish.language):
        while (missing := wish.count - made.count()) > 0:
            matter = question_matters.find(task.user, wish.subject)
            if not _store(task, wish, matter, _ask(task, matter, wish, min(AT_ONCE, missing))):
                break
    with transaction.atomic():
        lifecycle.complete(task, question_ids=list(made.order_by("pk").values_list("pk", flat=True)))


def give_up(task: Task) -> None:
    """What was stored stays and waits for review; the task says why there is no more."""


def _ask(task: Task, matter: Matter, wish: Wish, count: int) -> Answer:
    """Raises TryAgain where no model wrote any, with what a reader is told."""
    prompt = replace(QUESTION, private=matter.learner is not None)
    asker = Asker(task.user, last_try=False)  # nothing stands in: the last try fails as every other
    try:
        answer = gateway.ask(prompt, _input(matter, wish, count), asker)
    except gateway.ComeBackError as trouble:
        _book(task, trouble.bill)
        raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
    _book(task, answer.bill)
    if answer.source != gateway.LLM:
        raise lifecycle.TryAgain(gateway.BUDGET_EXHAUSTED if gateway.priced_models(prompt) else UNAVAILABLE, None)
    return answer


def _book(task: Task, bill: Bill) -> None:
    lifecycle.note_calls(task, tokens=bill.tokens, calls=bill.calls)


def _input(matter: Matter, wish: Wish, count: int) -> QuestionInput:
    """In the active language."""
    level = wish.difficulty or matter.level
    known = [row.draft(wish.language) for row in _known(matter, wish.language)]
    return QuestionInput(
        language=wish.language,
        language_name=LANGUAGE_NAMES[wish.language],
        subject=matter.title,
        topic=matter.topic,
        text=matter.text,
        parts=[wish.part] if wish.part else matter.parts,
        part=wish.part,
        level=level,
        level_name=Level.objects.get(order=level).name,
        count=count,
        taken=[" ".join(draft.prompt.split()) for draft in known[-TAKEN_SHOWN:]],
        known=known,
    )


def _known(matter: Matter, language: str) -> list[Question]:
    """All that are about it, rejected ones too: what somebody refused isn't wanted again."""
    return list(Question.objects.filter(**matter.questions).written_in(language).order_by("pk"))


@transaction.atomic
def _store(task: Task, wish: Wish, matter: Matter, answer: Answer) -> int:
    """Returns how many. Two tasks about the same take turns, so that neither stores what the other just did."""
    rows = LearningModule.objects.filter(pk=matter.module.pk) if matter.module else User.objects.filter(pk=task.user_id)
    list(rows.select_for_update(no_key=True).values_list("pk"))
    known = _known(matter, wish.language)
    stored = 0
    for output in answer.value:
        if not question_prompts.faults_of(output.draft(wish.language), [row.draft(wish.language) for row in known]):
            known.append(_save(task, wish, matter, answer.model, output, known))
            stored += 1
    return stored


def _save(
    task: Task, wish: Wish, matter: Matter, model: str, output: QuestionOutput, known: list[Question]
) -> Question:
    """Only texts come from the model: source, approval and place are ours."""
    last = Question.objects.filter(**matter.questions).aggregate(Max("position"))["position__max"]
    return Question.objects.create(
        module=matter.module,
        made_for="" if matter.module else matter.name,
        learner=matter.learner,
        source=Question.Source.GENERATED,
        approval_status=Question.Approval.PENDING,
        position=(last or 0) + 1,
        asked_by=task.user,
        task_id=task.pk,
        llm_model=model,
        generation_prompt=QUESTION.tag,
        **_columns(output, wish, matter, known),
    )


def _columns(output: QuestionOutput, wish: Wish, matter: Matter, known: list[Question]) -> dict:
    """Texts in the language that was asked for; the columns of the other one stay empty. Parts are named by the course alone:
    their names stand in later instructions."""
    choices = [
        {"id": one.id, "text": one.text} | ({"weakness_type": one.weakness_type} if one.weakness_type else {})
        for one in output.choices
    ]
    key = output.correct_answer
    if choices:
        others = [row for row in known if row.approval_status != Question.Approval.REJECTED]
        choices, key = question_letters.dealt(choices, key, [row.correct_answer for row in others if row.choices])
    texts = {"prompt": output.prompt, "choices": choices, "hints": output.hints, "explanation": output.explanation}
    columns = {f"{name}_{language}": None for name in texts for language in LANGUAGES}
    columns |= {f"{name}_{wish.language}": value for name, value in texts.items()}
    return columns | {
        "kind": output.kind,
        "code_snippet": output.code,
        "code_language": output.code_language,
        "correct_answer": key,
        "accepted_answers": output.accepted_answers,
        "difficulty_level": output.difficulty_level,
        "sub_topic": wish.part or (output.sub_topic if output.sub_topic in matter.parts else ""),
    }
