import pytest
from hypothesis import given
from hypothesis import strategies as st

from personalization.question_mix import (
    CHALLENGE,
    KINDS,
    REVIEW,
    WEAKNESS,
    Candidate,
    choose,
    shares,
    target_difficulty,
)

WEIGHTS = {WEAKNESS: 60, REVIEW: 20, CHALLENGE: 20}
NO_WEAKNESS = {REVIEW: 20, CHALLENGE: 20}


@pytest.mark.parametrize("count", range(1, 51))
def test_shares_add_up_and_half_is_about_weaknesses(count):
    parts = shares(count, WEIGHTS)
    assert sum(parts.values()) == count
    assert parts[WEAKNESS] >= count // 2
    assert count < 3 or min(parts.values()) >= 1
    assert all(abs(parts[kind] - count * weight / 100) <= 1 for kind, weight in WEIGHTS.items())


@pytest.mark.parametrize(
    ("count", "wanted"), [(1, (1, 0, 0)), (2, (1, 1, 0)), (3, (1, 1, 1)), (5, (3, 1, 1)), (10, (6, 2, 2))]
)
def test_known_shares(count, wanted):
    assert tuple(shares(count, WEIGHTS)[kind] for kind in KINDS) == wanted


@pytest.mark.parametrize(
    ("level", "right", "wrong", "target"),
    [(2, 4, 0, 2), (2, 17, 3, 3), (2, 12, 8, 2), (2, 11, 9, 1), (5, 20, 0, 5), (1, 0, 20, 1)],
)
def test_the_target_follows_the_last_answers(level, right, wrong, target):
    assert target_difficulty(level, [True] * right + [False] * wrong) == target


def plenty(number: int = 60) -> list[Candidate]:
    return [
        Candidate(
            id=one,
            difficulty=one % 5 + 1,
            predicted=(one * 7 % 100) / 100,
            position=one,
            strength=1.0 if one % 3 == 0 else 0.0,
            due=one % 5 == 0,
            urgency=one / 100,
        )
        for one in range(number)
    ]


@given(st.integers(1, 50), st.booleans())
def test_as_many_as_asked_for_each_once_in_the_planned_shares(count, by_level):
    chosen = choose(plenty(), count, weights=WEIGHTS, target=3, by_level=by_level)
    assert len({one.id for _kind, one in chosen}) == count
    kinds = [kind for kind, _one in chosen]
    plan = shares(count, WEIGHTS)
    if count <= 15:  # while no kind runs out
        assert {kind: kinds.count(kind) for kind in KINDS} == plan


@given(st.integers(1, 30), st.integers(0, 30))
def test_a_kind_that_runs_out_is_filled_by_the_others(count, number):
    without_reviews = [Candidate(one, 2, 0.7, one, strength=float(one % 2)) for one in range(number)]
    chosen = choose(without_reviews, count, weights=WEIGHTS, target=2, by_level=False)
    assert len(chosen) == min(count, number)


def test_practice_is_near_three_quarters_and_a_challenge_a_little_harder():
    candidates = [Candidate(one, 3, one / 100, one, strength=1.0 if one < 90 else 0) for one in range(100)]
    chosen = choose(candidates, 5, weights=WEIGHTS, target=3, by_level=False)
    practised = [one.predicted for kind, one in chosen if kind == WEAKNESS]
    challenged = [one.predicted for kind, one in chosen if kind == CHALLENGE]
    assert all(0.74 <= value <= 0.81 for value in practised)
    assert any(0.55 <= value <= 0.65 for value in challenged)


def test_without_enough_answers_the_level_and_the_order_of_learning_decide():
    candidates = [Candidate(one, one % 4 + 1, 0.5, one) for one in range(12)]
    chosen = choose(candidates, 3, weights=NO_WEAKNESS, target=1, by_level=True)
    assert [one.id for _kind, one in chosen] == [0, 4, 8]
