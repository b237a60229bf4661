"""What a closed re-test decides: its module is complete when every question of it was answered right."""

from collections.abc import Iterable

from curriculum import unlocking
from curriculum.models import LearningModule, ModuleCompletion
from personalization.models import Submission, SubmissionAnswer

QUESTIONS = 3


def is_passed(answers: Iterable[SubmissionAnswer]) -> bool:
    return sum(answer.is_correct for answer in answers) >= QUESTIONS


def decide(submission: Submission, answers: Iterable[SubmissionAnswer]) -> bool:
    """Whether it was passed. A failed one takes nothing back: what is complete stays so."""
    passed = is_passed(answers)
    if passed:
        module = LearningModule.objects.select_related("track").with_full_name(submission.subject).get()
        unlocking.complete(user=submission.user, module=module, how=ModuleCompletion.How.RETEST)
    return passed
