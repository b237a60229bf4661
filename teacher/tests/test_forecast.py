import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teacher import forecast

SCHOOL_DAY = [0.0] * 8 + [2.0, 4.0, 5.0, 5.0, 3.0, 5.0, 6.0, 6.0, 5.0, 4.0, 3.0, 3.0, 2.0, 1.0, 0.5, 0.2]
STEADY = [1.0] * 24


def noisy(day: list[float], seed: int) -> list[float]:
    """Each hour up to a fifth more or less."""
    chance = random.Random(seed)
    return [cost * chance.uniform(0.8, 1.2) for cost in day]


def told(day: list[float], hours: float, earlier: list[list[float]]) -> forecast.Forecast:
    return forecast.day_end(forecast._until(day, hours), hours, earlier)


@pytest.mark.parametrize("usual", [STEADY, SCHOOL_DAY], ids=["steady", "school day"])
@pytest.mark.parametrize("hours", [0.5, 4, 9, 12.25, 17, 23])
def test_a_day_like_the_last_ones_is_told_within_a_tenth(usual, hours):
    earlier = [noisy(usual, seed) for seed in range(7)]
    for seed in range(100, 120):
        day = noisy(usual, seed)
        assert told(day, hours, earlier).expected == pytest.approx(sum(day), rel=0.1)


def test_without_earlier_days_a_steady_one_goes_on_as_it_began():
    for hours in (1, 6, 12.5, 23):
        assert told(STEADY, hours, []).expected == pytest.approx(24, rel=0.1)


def test_a_day_of_twice_the_cost_is_told_once_it_shows():
    twice = [2 * cost for cost in SCHOOL_DAY]
    assert told(twice, 15, [SCHOOL_DAY] * 7).expected == pytest.approx(sum(twice), rel=0.1)
    assert told(twice, 1, [SCHOOL_DAY] * 7).expected == pytest.approx(sum(SCHOOL_DAY)), "nothing is known yet"


def test_four_of_five_days_end_within_the_band_and_it_narrows():
    earlier = [
        noisy([cost * scale for cost in SCHOOL_DAY], seed) for seed, scale in enumerate([0.8, 0.9, 1, 1, 1.1, 1.2, 1])
    ]
    days = [noisy(SCHOOL_DAY, seed) for seed in range(200, 260)]
    bands = [told(day, 14, earlier) for day in days]
    held = sum(band.low <= sum(day) <= band.high for band, day in zip(bands, days, strict=True))
    assert held >= 0.8 * len(days)
    assert told(days[0], 20, earlier).high - told(days[0], 20, earlier).low < bands[0].high - bands[0].low


def test_days_without_any_cost_tell_nothing():
    assert told(STEADY, 12, [[0.0] * 24] * 7) == told(STEADY, 12, [])


costs = st.lists(st.floats(0, 1e4), min_size=24, max_size=24)


@given(st.floats(0, 1e4), st.floats(0, 24), st.lists(costs, max_size=8))
def test_no_day_ends_below_what_was_spent(spent, elapsed, earlier):
    end = forecast.day_end(spent, elapsed, earlier)
    assert spent <= end.low <= end.expected <= end.high
