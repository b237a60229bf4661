"""What practice needs: questions whose keys are known, and runs of them."""

import pytest

from curriculum.models import Question
from lms.accounts.models import User
from personalization import subjects, submissions
from personalization.answering import Written
from personalization.models import Submission

FIRST = "python_basics.variables_types"


@pytest.fixture
def questions(module) -> list[Question]:
    """With choices: `a` … `d`."""
    return list(module.questions.shown().filter(kind=Question.Kind.MULTIPLE_CHOICE))


@pytest.fixture
def practise(module):
    """`practise(user, (question, right?), …)`: a run with these answers."""

    def practise(user: User, *answers: tuple[Question, bool], subject: str = FIRST) -> Submission:
        found = subjects.find(user, subject)
        return submissions.submit(user=user, subject=found, written=[written(*answer) for answer in answers])

    return practise


def written(question: Question, right: bool) -> Written:
    return Written(question.pk, right_answer(question) if right else wrong_answer(question))


def right_answer(question: Question) -> str:
    return question.correct_answer


def wrong_answer(question: Question) -> str:
    return next(choice["id"] for choice in question.choices if choice["id"] != question.correct_answer)
