import pytest
from django.http import Http404

from lms.accounts.models import ClassGroup, Membership, User
from lms.problems import Problem
from teacher import access


def test_a_teacher_sees_their_own_students_each_once(teacher, learner, other_learner):
    second = ClassGroup.objects.create(name="2반")
    second.teachers.add(teacher)
    Membership.objects.create(group=second, student=learner)
    assert list(access.students_of(teacher)) == [learner]
    assert list(access.students_of(teacher, second)) == [learner]


def test_an_admin_sees_all_students_but_no_guests(administrator, teacher, learner, other_learner, guest):
    assert set(access.students_of(administrator)) == {learner, other_learner}


def test_who_is_being_erased_is_not_shown(teacher, learner):
    User.objects.filter(pk=learner.pk).update(erasing_since="2026-01-01T00:00Z")
    assert not access.students_of(teacher).exists()


@pytest.mark.parametrize("number", ["0", "x", "-1", "9" * 30, "٣"])
def test_a_number_that_is_nobodys_is_not_found(teacher, number):
    with pytest.raises(Http404):
        access.student_for(teacher, number)


def test_another_class_is_not_found(teacher, teacher_of_nobody):
    with pytest.raises(Http404):
        access.group_for(teacher_of_nobody, teacher.taught_groups.get().pk)


def test_only_teachers_and_admins_pass(learner, guest, teacher, administrator):
    access.need_teacher(teacher)
    access.need_admin(administrator)
    for person, code in ((learner, "teachers_only"), (guest, "teachers_only")):
        with pytest.raises(Problem, match=code):
            access.need_teacher(person)
    with pytest.raises(Problem, match="admins_only"):
        access.need_admin(teacher)
