"""What every test of classes needs besides the teacher's class: another of theirs, and one of another teacher."""

import pytest

from lms.accounts.models import ClassGroup, Membership, User


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


def crowd(group: ClassGroup, number: int) -> list[User]:
    """So many more students."""
    made = User.objects.bulk_create(User(username=f"s{group.pk}-{one}", password="x") for one in range(number))
    Membership.objects.bulk_create(Membership(group=group, student=one) for one in made)
    return made
