"""What a placement asks, and what it concludes."""

import pytest

from personalization.placement_rules import QUESTIONS_AT_MOST, UNKNOWN_IN_A_ROW, Course, Given, judge, level

MODULES = tuple(f"a.{number}" for number in range(4))
A = Course("a", MODULES, MODULES)
B = Course("b", ("b.0", "b.1"), ("b.0", "b.1"), needs=frozenset({"a"}))
C = Course("c", ("c.0", "c.1"), ("c.0", "c.1"))


def run(courses: list[Course], knows) -> tuple[list[str], list[str]]:
    """The modules that are asked about when `knows` says who knows what, and those found to be known."""
    given: list[Given] = []
    while module := judge(courses, given).ask:
        given.append(Given(module, knows(module)))
    return [one.module for one in given], judge(courses, given).known


def test_the_harder_half_comes_first_and_shows_all_below_it():
    asked, known = run([A], lambda module: True)
    assert asked == ["a.3", "a.2"]
    assert known == list(MODULES)


def test_who_knows_the_easier_half_begins_after_it():
    asked, known = run([A], lambda module: module in ("a.0", "a.1"))
    assert asked == ["a.3", "a.1", "a.0"]
    assert known == ["a.0", "a.1"]


def test_one_lucky_answer_shows_nothing():
    assert run([A], lambda module: module == "a.3")[1] == []


def test_a_track_that_needs_an_unknown_one_is_passed_over():
    asked, known = run([A, B, C], lambda module: module.startswith(("b", "c")))
    assert not any(module.startswith("b") for module in asked)
    assert known == ["c.0", "c.1"]


def test_it_stops_when_nothing_is_known_of_several_tracks():
    courses = [Course(name, (f"{name}.0", f"{name}.1"), (f"{name}.0", f"{name}.1")) for name in "abcdefgh"]
    asked, known = run(courses, lambda module: False)
    assert (len(asked), known) == (2 * UNKNOWN_IN_A_ROW, [])


def test_it_never_asks_more_than_its_most():
    courses = [Course(name, (f"{name}.0", f"{name}.1"), (f"{name}.0", f"{name}.1")) for name in "abcdefghijkl"]
    asked, known = run(courses, lambda module: True)
    assert len(asked) == QUESTIONS_AT_MOST
    assert len(known) == 2 * (QUESTIONS_AT_MOST // 2)


def test_modules_without_questions_follow_those_above_them():
    course = Course("a", MODULES, ("a.1", "a.3"))
    assert run([course], lambda module: True)[1] == list(MODULES)
    assert run([course], lambda module: module == "a.1")[1] == ["a.0", "a.1"]
    assert run([Course("a", MODULES, ())], lambda module: True) == ([], [])


@pytest.mark.parametrize(
    ("known", "expected"), [(set(), 1), ({"x"}, 1), ({"x", "y"}, 2), ({"x", "y", "z"}, 4), ({"z"}, 1)]
)
def test_the_level_is_as_high_as_half_of_the_path_is_known(known, expected):
    assert level(known, {"x": 1, "y": 2, "y2": 2, "z": 4}) == expected
