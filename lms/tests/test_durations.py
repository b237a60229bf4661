"""Times as people say them."""

import pytest
from django.utils import translation

from lms import durations


@pytest.mark.parametrize(
    ("seconds", "korean", "english"),
    [
        (0, "0초", "0 s"),
        (45, "45초", "45 s"),
        (135, "2분 15초", "2 min 15 s"),
        (180, "3분", "3 min"),
        (3780, "1시간 3분", "1 h 3 min"),
    ],
)
def test_exact(seconds, korean, english):
    with translation.override("ko"):
        assert durations.exact(seconds) == korean
    with translation.override("en"):
        assert durations.exact(seconds) == english


@pytest.mark.parametrize(("seconds", "said"), [(0, "0분"), (59, "0분"), (2760, "46분"), (5700, "1시간 35분")])
def test_spent(seconds, said):
    with translation.override("ko"):
        assert durations.spent(seconds) == said


@pytest.mark.parametrize(("words", "said"), [(20, "1분"), (120, "1분"), (300, "2-3분"), (600, "4-5분")])
def test_reading(words, said):
    with translation.override("ko"):
        assert durations.reading(words) == said


@pytest.mark.parametrize(("hours", "said"), [(3, "이번 주 안에"), (5, "이번 주 안에"), (6, "1-2주"), (17, "3-4주")])
def test_weeks(hours, said):
    with translation.override("ko"):
        assert durations.weeks(hours, 5) == said
