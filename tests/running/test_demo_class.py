"""The whole demo class, once its weeks of practice are made: twenty students, and no two alike where it matters."""

from collections import defaultdict

import pytest

from lms.accounts import demo
from personalization import demo_students
from tests.product import Client, Product, running_product, wait_for

MADE_SECONDS = 900  # 100 on two quiet cores
RUNS = "SELECT count(*) FROM personalization_submission WHERE plan ? 'demo_run'"
STUDENTS = range(1, 21)
DIFFERENT_AT_LEAST = 18  # of twenty: two beginners of one career may stand at the same place


@pytest.fixture(scope="module")
def class_of_twenty():
    """Signed-in clients by number."""
    with running_product(demo=True) as product:
        runs = sum(len(one.runs) for one in demo_students.students())
        wait_for(lambda: product.value(RUNS) >= runs, MADE_SECONDS, f"{runs} runs of the class")
        yield {number: signed_in(product, number) for number in STUDENTS}


def signed_in(product: Product, number: int) -> Client:
    said = {"username": f"student{number}", "password": demo.PASSWORD}
    return Client(product, Client(product).post("/api/v1/auth/token", said).json["token"])


def test_the_twenty_differ(class_of_twenty):
    boards = {n: client.get("/api/v1/personalization/dashboard").json for n, client in class_of_twenty.items()}
    asked = {n: client.get("/api/v1/personalization/next-questions").json for n, client in class_of_twenty.items()}
    steps = {(asked[n]["subject"], tuple(one["id"] for one in asked[n]["questions"])) for n in STUDENTS}
    assert len(steps) >= DIFFERENT_AT_LEAST
    axes, paths = defaultdict(set), defaultdict(set)
    for student in demo_students.students():
        board = boards[student.number]
        assert board["career_goal"] == student.career
        axes[student.career].add(tuple(one["key"] for one in board["skill_mastery"]))
        paths[(student.career, student.industry)].add(tuple(one["track"] for one in board["learning_path"]))
    assert all(len(keys) == 1 for keys in axes.values()), "one set of skills a career"
    assert len({keys for found in axes.values() for keys in found}) == len(demo_students.CAREERS)
    fullstack = {industry: paths[career, industry] for career, industry in paths if career == "saas_fullstack"}
    assert all("real_time_data" in path for path in fullstack["fintech"])
    assert all("real_time_data" not in path for path in fullstack["general"])
