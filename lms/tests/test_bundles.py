"""Reads and writes that share a statement bring the same as Django's own, one by one."""

import pytest
from django.db.models import Value
from django.utils import timezone

from lms import bundles
from lms.accounts.models import ClassGroup, Membership, User
from lms.bundles import Rows, Sql
from lms.idempotency.models import IdempotencyKey


@pytest.fixture
def key(learner) -> IdempotencyKey:
    more = {"body_hash": "x", "status": 202, "response": {"a": [1.5, "ä", None]}, "expires_at": timezone.now()}
    return IdempotencyKey.objects.create(caller="user:1", route="r", key="k" * 16, user=learner, **more)


def test_rows_values_and_sql_come_by_one_query(learner, other_learner, key, queries):
    users = User.objects.filter(username__in=["jiwoo", "seojun"]).order_by("-username")
    with queries(at_most=1):
        found = bundles.read(
            users=users.annotate(mark=Value("100%")),
            names=users.values("username"),
            none=User.objects.filter(pk__in=[]),
            nobody=User.objects.filter(username="?"),
            keys=IdempotencyKey.objects.all(),
            two=Sql("SELECT 1 + 1"),
        )
    assert found["users"] == [other_learner, learner]
    assert (found["users"][0].date_joined, found["users"][0].mark) == (other_learner.date_joined, "100%")
    assert found["names"] == [{"username": "seojun"}, {"username": "jiwoo"}]
    assert (found["none"], found["nobody"], found["two"]) == ([], [], 2)
    assert found["keys"][0].response == key.response


def test_rows_that_need_each_other_are_written_by_one_query(learner, queries):
    with queries(at_most=1):
        bundles.write(Rows([ClassGroup(name="a"), ClassGroup(name="b")]), Rows([]))
    assert ClassGroup.objects.count() == 2


def test_what_is_there_changes_in_the_named_fields_alone(key, learner):
    made, key.status, key.body_hash = key.expires_at, 200, "other"
    joined, learner.display_name = learner.date_joined, "New"
    bundles.write(
        Rows([key], ("caller", "route", "key"), ("status",)), Rows([learner], ("username",), ("display_name",))
    )
    again, person = IdempotencyKey.objects.get(), User.objects.get(pk=learner.pk)
    assert (again.status, again.body_hash, again.expires_at) == (200, "x", made)
    assert (person.display_name, person.date_joined, learner.date_joined) == ("New", joined, joined)


def test_a_new_row_learns_its_number_and_a_known_one_is_left(learner):
    group = ClassGroup.objects.create(name="a")
    first, second = (Membership(group=group, student=learner) for _turn in range(2))
    assert bundles.insert_new(first)
    assert Membership.objects.get() == first
    assert not bundles.insert_new(second)
    assert second._state.adding
