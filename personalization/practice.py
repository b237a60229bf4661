"""A run as its learner may see it: what is shown after an answer, and what not yet."""

from django.utils import translation

from curriculum.models import Question
from lms.api import absolute, socket_address
from lms.jobs.models import Task
from personalization import resources, submissions
from personalization.models import Submission, SubmissionAnswer


def opened_answer(submission: Submission, only: set[int] | None = None) -> dict:
    """`only`: the questions just answered; else all of the run."""
    latest = submissions.tries_of(submission) if submission.latest is None else submission.latest
    tries = sorted(latest.values(), key=lambda row: row.question_id)
    shown = [scored(row, submission) for row in tries if only is None or row.question_id in only]
    return {
        "submission_id": submission.pk,
        "subject": submission.subject,
        "status": submission.status,
        "quick_score": shown_score(submission),
        "answers": shown,
        "websocket_url": socket_address(f"/submissions/{submission.pk}/ws"),
    }


def whole_answer(submission: Submission) -> dict:
    """With what has been written about each answer."""
    tries = with_resources(submission)
    with translation.override(submission.language):
        recommended = recommendations(submission, tries)
    more = {
        "submitted_at": submission.submitted_at,
        "completed_at": submission.completed_at,
        "closed_at": submission.closed_at,
        "answers": [scored(row, submission) | written(row) for row in tries],
        "recommendations": recommended,
    }
    return opened_answer(submission, only=set()) | more


def with_resources(submission: Submission) -> list[SubmissionAnswer]:
    """The last try on each question. Right answers have resources of their own only once feedback was written in the run;
    until then they are found on reading."""
    tries = list(submissions.tries_of(submission).values())
    bare = [] if is_hidden(submission) else [row for row in tries if not row.resources]
    if bare:
        with translation.override(submission.language):
            found = resources.for_questions(submission.user, [row.question for row in bare])
        for row in bare:
            row.resources = found.get(row.question_id, [])
    return tries


def recommendations(submission: Submission, tries: list[SubmissionAnswer]) -> dict:
    """{questions, resources, projects, next_modules?}, in the active language; empty in a test that isn't finished,
    since it would tell which answers are wrong."""
    return resources.recommendations(submission, [] if is_hidden(submission) else tries)


def scored(answer: SubmissionAnswer, submission: Submission) -> dict:
    """The key and why it is right only where no try is left; before, the first hint."""
    answer.submission = submission
    left, question = submissions.tries_left(answer), answer.question
    hidden, over = is_hidden(submission), left == 0
    return {
        "question_id": question.pk,
        "score": None if hidden else answer.score,
        "is_correct": None if hidden else answer.is_correct,
        "tries_left": left,
        "correct_answer": question.correct_answer if over and not hidden else None,
        "explanation": question.explanation if over and not hidden else None,
        "hint": question.hints[0] if left and not answer.is_correct and question.hints else None,
    }


def written(answer: SubmissionAnswer) -> dict:
    return {
        "answer": answer.answer,
        "feedback": answer.feedback or None,
        "feedback_source": answer.feedback_source or None,
        "resources": answer.resources,
    }


def task_answer(task: Task) -> dict:
    """Feedback that is being written, and where to look for it."""
    return {
        "task_id": task.pk,
        "status": task.status,
        "status_url": absolute(f"/api/v1/tasks/{task.pk}"),
        "websocket_url": socket_address(f"/tasks/{task.pk}/ws"),
    }


def shown_score(submission: Submission) -> float | None:
    return None if is_hidden(submission) else submission.quick_score


def is_hidden(submission: Submission) -> bool:
    """A test says nothing before it is finished."""
    return submission.open and not submission.helped


def question_shown(question: Question, predicted: float | None = None, reason: str = "") -> dict:
    """What a learner may know of a question before answering."""
    return {
        "id": question.pk,
        "module": question.module.full_name if question.module_id else "",
        "kind": question.kind,
        "prompt": question.prompt,
        "code_snippet": question.code_snippet,
        "code_language": question.code_language,
        "choices": [{"id": choice["id"], "text": choice["text"]} for choice in question.choices],
        "difficulty_level": question.difficulty_level,
        "sub_topic": question.sub_topic,
        "hints_total": len(question.hints),
        "predicted_success": None if predicted is None else round(predicted, 3),
        "reason": reason,
    }
