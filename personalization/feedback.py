"""What is said about answers, written in the background; the score stands already.

Each text is saved as soon as it is there: a crash costs at most the call it fell into.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from lms.jobs import lifecycle
from lms.jobs.models import Task
from lms.llm import gateway, ledger
from lms.llm.gateway import Answer, Asker
from lms.problems import Problem
from personalization import feedback_checks, feedback_context, resources, submissions, watching
from personalization.feedback_context import Material
from personalization.feedback_prompts import PROMPTS, TAGS, TEMPLATE_TAG, Written
from personalization.models import Submission, SubmissionAnswer

KEY_SHOWN = "+key"  # in the prompt's version of a text that may speak of the key
COUNTED = ("texts", "personal", "by_template", "reused")


@dataclass(frozen=True)
class Text:
    """A text ready to be saved. `prompt`: the version it was written with."""

    written: Written
    source: str
    prompt: str
    reused: bool = False


def write(task: Task) -> None:
    """All wrong answers of a run that have none yet, or the one answer that was asked about.

    Raises TryAgain where models failed for the moment.
    """
    submission = Submission.objects.select_related("user").get(pk=task.subject_id)
    while True:
        for answer in _waiting(submission, task):
            _write(task, submission, answer)
        if _finish(task, submission):
            return


def give_up(task: Task) -> None:
    """Neither a model nor the template could write; the score stands."""
    if "answer_id" not in task.input_data:
        Submission.objects.filter(pk=task.subject_id).update(status=Submission.Status.FAILED)


@transaction.atomic
def ask_for(submission: Submission, question_id: int) -> SubmissionAnswer | Task:
    """The last answer to that question where it has feedback, else the task that writes it. Raises Problem 400, 409."""
    submission = submissions.locked(submission)
    answer = submissions.tries_of(submission).get(question_id)
    if answer is None:
        raise Problem.conflict("try_first", _("Give an answer first; then there is something to say about it."))
    if submission.open and not submission.helped:
        raise Problem.conflict("no_help_in_tests", _("In a test, feedback comes when it is finished."))
    if submission.kind in Submission.WITHOUT_FEEDBACK:
        raise Problem.conflict("no_help_in_tests", _("This finds out what you know; there is no feedback on it."))
    if answer.feedback:
        return answer
    return _task_about(submission, answer)


def _task_about(submission: Submission, answer: SubmissionAnswer) -> Task:
    """A wrong answer is among those the run's own task writes about."""
    if not answer.is_correct:
        return submissions.ask_for_feedback(submission)
    return lifecycle.add(
        user_id=submission.user_id,
        task_type=Task.Type.FEEDBACK_GENERATION,
        subject=("submission", submission.pk),
        session_id=None,
        dedupe_key=f"feedback:{submission.pk}:{answer.pk}",
        priority=submissions.FEEDBACK_PRIORITY,
        input_data={"answer_id": answer.pk},
    )


def _waiting(submission: Submission, task: Task) -> list[SubmissionAnswer]:
    rows = SubmissionAnswer.objects.filter(submission=submission).select_related("question__module__track")
    asked = task.input_data.get("answer_id")
    rows = rows.filter(pk=asked, feedback="") if asked else rows.without_feedback()
    return list(rows.order_by("answered_at", "pk"))


def _write(task: Task, submission: Submission, answer: SubmissionAnswer) -> None:
    """The run is read again: its learner may have seen the solution, or finished it, meanwhile."""
    submission.refresh_from_db(fields=["aids", "closed_at"])
    answer.submission = submission
    with translation.override(submission.language):
        material = feedback_context.of(answer)
        text = _earlier(answer) or _ask(task, answer, material)
    _save(task, answer, material, text)


def _ask(task: Task, answer: SubmissionAnswer, material: Material) -> Text:
    asker = Asker(answer.submission.user, last_try=task.retry_count >= task.max_retries)
    prompt = PROMPTS[material.kind]
    try:
        said = gateway.ask(prompt, material.data, asker)
    except gateway.ComeBackError as trouble:
        lifecycle.note_calls(task, tokens=trouble.bill.tokens, calls=trouble.bill.calls)
        raise lifecycle.TryAgain(trouble.code, trouble.retry_after) from trouble
    lifecycle.note_calls(task, tokens=said.bill.tokens, calls=said.bill.calls)
    return Text(said.value, said.source, _version(said, prompt.tag, answer))


def _version(said: Answer, tag: str, answer: SubmissionAnswer) -> str:
    if said.source == gateway.TEMPLATE:
        return TEMPLATE_TAG
    return tag + KEY_SHOWN if feedback_context.shows_key(answer) else tag


def _earlier(answer: SubmissionAnswer) -> Text | None:
    """What a model wrote to this person about the same answer before; not what a template did, which costs nothing."""
    shown = feedback_context.shows_key(answer)
    tags = [tag + KEY_SHOWN for tag in TAGS] if shown else TAGS
    same = SubmissionAnswer.objects.filter(question=answer.question_id, answer_hash=answer.answer_hash)
    mine = same.filter(submission__user=answer.submission.user_id, submission__language=answer.submission.language)
    row = mine.filter(feedback_prompt_version__in=tags).exclude(feedback="").order_by("-pk").first()
    if row is None or (not shown and _leaks(row.feedback, answer)):
        return None
    return Text(Written(text=row.feedback, personal=1), row.feedback_source, row.feedback_prompt_version, reused=True)


def _leaks(text: str, answer: SubmissionAnswer) -> bool:
    """The question may have been corrected since."""
    return feedback_checks.gives_away(text, feedback_context.secret_of(answer.question))


@transaction.atomic
def _save(task: Task, answer: SubmissionAnswer, material: Material, text: Text) -> None:
    """The first text stays, where two workers wrote one; and none about a verdict that was corrected meanwhile."""
    answer.feedback, answer.feedback_source = text.written.text, text.source
    answer.feedback_prompt_version, answer.resources = text.prompt, material.resources
    names = ("feedback", "feedback_source", "feedback_prompt_version", "resources")
    free = SubmissionAnswer.objects.filter(pk=answer.pk, feedback="", rescored_at=answer.rescored_at)
    if not free.update(**{name: getattr(answer, name) for name in names}):
        return
    _count(task, text)
    watching.publish_feedback(answer)
    if text.reused:
        ledger.write_hits(1, task.task_type, text.prompt, user_id=task.user_id, session_id=None)


def _count(task: Task, text: Text) -> None:
    """How many texts there are, how many with something personal: in the task's result, over all of its tries."""
    new = (1, int(text.written.personal > 0), int(text.source == gateway.TEMPLATE), int(text.reused))
    task.result_data = {name: task.result_data.get(name, 0) + more for name, more in zip(COUNTED, new, strict=True)}
    Task.objects.filter(pk=task.pk).update(result_data=task.result_data)


@transaction.atomic
def _finish(task: Task, submission: Submission) -> bool:
    """False where an answer came meanwhile. Under the run's lock, as answers are: none falls between."""
    submission = submissions.locked(submission)
    if "answer_id" in task.input_data:
        lifecycle.complete(task, **task.result_data)
        return True
    if submission.answers.without_feedback().exists():
        return False
    _store_resources(submission)
    lifecycle.complete(task, **task.result_data)
    submission.status, submission.completed_at = Submission.Status.COMPLETED, timezone.now()
    submission.save(update_fields=["status", "completed_at"])
    watching.publish_end(submission)
    return True


def _store_resources(submission: Submission) -> None:
    """Of the right answers, about which nothing was written."""
    rows = list(submission.answers.filter(resources=[]).select_related("question__module"))
    with translation.override(submission.language):
        found = resources.for_questions(submission.user, [row.question for row in rows])
    for row in rows:
        row.resources = found.get(row.question_id, [])
    SubmissionAnswer.objects.bulk_update(rows, ["resources"])
