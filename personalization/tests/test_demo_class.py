"""The demo class has a history, made once."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from curriculum import unlocking
from curriculum.models import LearningModule, ModuleCompletion
from lms.accounts import demo
from lms.accounts.models import User
from lms.jobs.models import Task
from personalization import demo_class, demo_students, profiles
from personalization.models import LearnerProfile, ReviewCard, Submission, SubmissionAnswer, Weakness

INACTIVE_DAYS, LOW, HIGH = 7, 0.6, 0.85


@pytest.fixture
def people(curriculum) -> None:
    demo.load()


def only(number: int) -> list[demo_students.Student]:
    return [one for one in demo_students.students() if one.number == number]


def accuracy(user: User) -> float:
    right = list(SubmissionAnswer.objects.counted().filter(submission__user=user).values_list("is_correct", flat=True))
    return sum(right) / len(right)


def answers_of(number: int) -> list[tuple]:
    rows = SubmissionAnswer.objects.filter(submission__user__username=f"student{number}").order_by("pk")
    return list(rows.values_list("question_id", "answer", "try_number", "hints_used", "counted", "score"))


def inactive_days(user: User) -> int:
    return (timezone.now() - user.submissions.latest("submitted_at").submitted_at).days


def test_the_class_is_planned_the_same_every_time():
    assert demo_students.students() == demo_students.students()
    assert [one.number for one in demo_students.students()] == list(range(1, 20))
    assert all(list(one.runs) == sorted(one.runs, reverse=True) for one in demo_students.students())
    assert all(one.runs[-1] > 0 for one in demo_students.students())


def test_the_class_has_a_history(people):
    strong, struggling = demo_students.STRONG[0], demo_students.STRUGGLING[0]
    planned = [*only(strong), *only(struggling), *only(8)]
    made = demo_class.make(planned)
    assert made == sum(len(one.runs) for one in planned) == Submission.objects.count()
    users = {one.number: User.objects.get(username=one.username) for one in planned}
    assert inactive_days(users[struggling]) > INACTIVE_DAYS
    assert accuracy(users[struggling]) < LOW
    assert inactive_days(users[strong]) <= 2
    assert accuracy(users[strong]) > HIGH
    assert any(has_finished_a_track(user) for user in users.values())
    assert ReviewCard.objects.due(timezone.now()).exists()
    assert Weakness.objects.recent(timezone.now()).exists()
    assert SubmissionAnswer.objects.filter(try_number=2).exists()
    assert SubmissionAnswer.objects.filter(hints_used__gt=0).exists()
    assert not SubmissionAnswer.objects.without_feedback().exists()
    assert not SubmissionAnswer.objects.filter(answered_at__gt=timezone.now()).exists()
    assert not Task.objects.exists()
    assert not Submission.objects.exclude(status=Submission.Status.COMPLETED, closed_at__isnull=False).exists()
    assert demo_class.make(planned) == 0


def test_careers_and_kinds_are_mixed_and_one_has_done_nothing(people):
    planned = demo_students.students()
    assert len({(one.career, one.industry) for one in planned}) > len(demo_students.CAREERS)
    assert len(demo_students.STRONG) >= 2 <= len(demo_students.STRUGGLING)
    first = [dataclasses.replace(one, runs=one.runs[:1]) for one in planned]
    assert demo_class.make(first) == len(planned)
    new = User.objects.get(username="student20")
    assert not new.submissions.exists()
    assert not LearnerProfile.objects.filter(user=new).exists()


def has_finished_a_track(user: User) -> bool:
    standings = unlocking.standings_of(user)
    tracks = LearningModule.objects.values_list("track__name", flat=True).distinct()
    return any(standings.is_complete(name) for name in tracks)


def test_the_same_history_every_time(people):
    with transaction.atomic():
        demo_class.make(only(5))
        first = answers_of(5)
        transaction.set_rollback(True)
    assert answers_of(5) == []
    demo_class.make(only(5))
    assert answers_of(5) == first


def test_a_start_cut_short_goes_on(people):
    student = only(5)[0]
    for _run in range(2):
        demo_class._make_next(student)
    assert demo_class.make([student]) == len(student.runs) - 2
    assert demo_class.make([student]) == 0


def test_completions_have_the_time_of_their_answer(people):
    demo_class.make(only(2))
    times = ModuleCompletion.objects.filter(user__username="student2").values_list("at", flat=True)
    assert min(times) < timezone.now() - timedelta(days=21)


def test_who_began_alone_is_left_alone(people):
    profiles.change(User.objects.get(username="student3"), industry="fintech")
    assert demo_class.make(only(3)) == 0
