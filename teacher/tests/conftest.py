"""What every test of classes needs: the teacher's class, and another of another teacher."""

import pytest

from curriculum.models import LearningModule
from lms.accounts.models import ClassGroup, Membership, User


@pytest.fixture
def group(teacher) -> ClassGroup:
    return teacher.taught_groups.get()


@pytest.fixture
def foreign(teacher_of_nobody, other_learner) -> ClassGroup:
    """The other teacher's, with the other learner in it."""
    group = ClassGroup.objects.create(name="3반")
    group.teachers.add(teacher_of_nobody)
    Membership.objects.create(group=group, student=other_learner)
    return group


@pytest.fixture
def second(teacher) -> ClassGroup:
    """Another class of the teacher."""
    group = ClassGroup.objects.create(name="2반")
    group.teachers.add(teacher)
    return group


@pytest.fixture
def module(curriculum) -> LearningModule:
    return LearningModule.objects.select_related("track").get(track__name="python_basics", name="variables_types")


def crowd(group: ClassGroup, number: int) -> list[User]:
    """So many more students."""
    made = User.objects.bulk_create(User(username=f"s{group.pk}-{one}", password="x") for one in range(number))
    Membership.objects.bulk_create(Membership(group=group, student=one) for one in made)
    return made
