"""Learners differ, and so does what comes next for them: by career, industry, level and history."""

import dataclasses

import pytest

from lms.accounts import demo
from lms.accounts.models import User
from personalization import dashboard, demo_class, demo_students, next_questions, subjects
from personalization.dashboard import Dashboard

RUNS = 2  # of each student's history: enough to tell them apart
STRONG, STRUGGLING = demo_students.STRONG[0], demo_students.STRUGGLING[0]  # both on the full-stack path
REACT, ENGINEER = demo_students.STRONG[1:]
STUDENTS = (STRONG, STRUGGLING, REACT, ENGINEER)


@pytest.fixture
def boards(curriculum) -> dict[int, Dashboard]:
    """Of the demo class: two full-stack students, one on each other career, with the beginning of their histories, and the
    one without any."""
    demo.load()
    chosen = [one for one in demo_students.students() if one.number in STUDENTS]
    demo_class.make([dataclasses.replace(one, runs=one.runs[:RUNS]) for one in chosen])
    return {number: dashboard.of(user(number)) for number in (*STUDENTS, demo_students.NEW)}


def user(number: int) -> User:
    return User.objects.get(username=f"student{number}")


def tracks(board: Dashboard) -> list[str]:
    return list(dict.fromkeys(entry.track.name for entry in board.path.entries))


def next_step(board: Dashboard) -> tuple:
    """What the dashboard tells somebody to do, and which questions would come."""
    person = board.path.profile.user
    offers = next_questions.recommend(person, subjects.find(person, board.first_subject)).offers
    return board.first_step.kind, board.first_subject, tuple(offer.question.pk for offer in offers)


def test_profile_and_history_decide_what_comes_next(boards):
    """One history, many questions: it takes seconds to make."""
    steps = {number: next_step(board) for number, board in boards.items()}
    assert len(set(steps.values())) == len(steps), "five learners, five next steps"
    of_careers = [boards[number] for number in (STRONG, REACT, ENGINEER)]
    assert {board.path.career.name for board in of_careers} == set(demo_students.CAREERS)
    for what in (tracks, lambda board: [one.key for one in board.skills], lambda board: board.title):
        assert len({str(what(board)) for board in of_careers}) == 3
    assert boards[demo_students.NEW].answered == 0 < boards[STRONG].answered

    other = dashboard.of(user(STRONG), goal="react_specialist")
    assert tracks(other) != tracks(boards[STRONG]), "the same history on another career"
    plain, fintech = (
        tracks(dashboard.of(user(STRONG), goal="saas_fullstack", industry=industry))
        for industry in ("general", "fintech")
    )
    assert "real_time_data" not in plain
    assert fintech.index("real_time_data") < fintech.index("cloud_deployment")

    found = {
        number: next_questions.recommend(user(number), subjects.find(user(number), "python_basics"))
        for number in (STRONG, STRUGGLING)
    }
    assert found[STRONG].target_difficulty > found[STRUGGLING].target_difficulty
    assert boards[STRONG].accuracy > boards[STRUGGLING].accuracy
