"""The rule of risk, to the digit. No database."""

import random
from decimal import Decimal

import pytest

from teacher import risk
from teacher.risk import INACTIVE, LOW_ACCURACY, LOW_COMPLETION, MULTIPLE_WEAKNESSES, Measures, Rule

RULE = Rule()
SEEN = {"answers": 5, "days_here": 7}


@pytest.mark.parametrize(
    ("accuracy", "days", "completion", "weaknesses", "score", "factors"),
    [
        # exactly on a threshold is not over it
        (0.6, 7, 0.3, 5, "0.0", ()),
        (9 / 15, 7, 3 / 10, 5, "0.0", ()),
        # one at a time, as little over as there is
        (0.5999, 7, 0.3, 5, "0.3", (LOW_ACCURACY,)),
        (0.6, 8, 0.3, 5, "0.4", (INACTIVE,)),
        (0.6, 7, 0.2999, 5, "0.2", (LOW_COMPLETION,)),
        (0.6, 7, 0.3, 6, "0.1", (MULTIPLE_WEAKNESSES,)),
        # together
        (0.5, 8, 0.3, 5, "0.7", (LOW_ACCURACY, INACTIVE)),
        (0.5, 0, 0.2, 6, "0.6", (LOW_ACCURACY, LOW_COMPLETION, MULTIPLE_WEAKNESSES)),
        (0.5, 0, 0.2, 5, "0.5", (LOW_ACCURACY, LOW_COMPLETION)),
        (0.6, 8, 0.2, 5, "0.6", (INACTIVE, LOW_COMPLETION)),
        (0.6, 8, 0.3, 6, "0.5", (INACTIVE, MULTIPLE_WEAKNESSES)),
        (0.0, 99, 0.0, 99, "1.0", (LOW_ACCURACY, INACTIVE, LOW_COMPLETION, MULTIPLE_WEAKNESSES)),
        (1.0, 0, 1.0, 0, "0.0", ()),
        # no data, no factor from it
        (None, None, None, None, "0.0", ()),
        (None, 8, None, 0, "0.4", (INACTIVE,)),
        (None, 8, 0.1, None, "0.6", (INACTIVE, LOW_COMPLETION)),
        (0.1, None, None, 6, "0.4", (LOW_ACCURACY, MULTIPLE_WEAKNESSES)),
    ],
)
def test_the_score_to_the_digit(accuracy, days, completion, weaknesses, score, factors):
    found = risk.assess(Measures(accuracy, days, completion, weaknesses, **SEEN), RULE)
    assert found.score == Decimal(score)
    assert found.factors == factors
    assert found.flagged == (found.score >= Decimal("0.6"))


def test_a_score_is_never_above_one():
    heavy = Rule(weights=dict.fromkeys(risk.FACTORS, Decimal("0.9")))
    assert risk.assess(Measures(0.1, 30, 0.1, 9, **SEEN), heavy).score == 1


@pytest.mark.parametrize(
    ("more", "flagged"),
    [
        ({}, True),
        ({"answers": 4}, False),
        ({"days_here": 6}, False),
        ({"finished": True}, False),
    ],
)
def test_nobody_is_flagged_on_too_little_or_at_the_end(more, flagged):
    found = risk.assess(Measures(0.2, 12, 0.1, 9, **SEEN | more), RULE)
    assert found.score == 1
    assert found.flagged is flagged
    assert found.resting is (not flagged and "finished" not in more)


def test_inactivity_alone_is_a_break_and_no_alarm_whatever_it_weighs():
    heavy = Rule(weights=risk.WEIGHTS | {INACTIVE: Decimal("0.8")})
    for rule in (RULE, heavy):
        found = risk.assess(Measures(0.9, 40, 1.0, 0, **SEEN), rule)
        assert (found.flagged, found.resting) == (False, True)


def test_thresholds_can_be_moved():
    strict = Rule(accuracy_below=0.8, at_risk_from=Decimal("0.3"))
    assert risk.assess(Measures(0.79, 0, 1.0, 0, **SEEN), strict).flagged
    assert not risk.assess(Measures(0.8, 0, 1.0, 0, **SEEN), strict).flagged


def test_first_comes_the_higher_score_then_who_is_further_over_then_who_rests():
    order = [
        Measures(0.5, 8, 0.2, 0, **SEEN),  # 0.9
        Measures(0.3, 20, 0.5, 0, **SEEN),  # 0.7, far over
        Measures(0.5, 20, 0.5, 0, **SEEN),
        Measures(0.5, 9, 0.5, 0, **SEEN),  # 0.7, just over
        Measures(0.1, 60, 0.1, 9, answers=4, days_here=90),  # 1.0, but nothing is known
        Measures(0.9, 30, 0.5, 0, **SEEN),  # resting for long
        Measures(0.9, 8, 0.5, 0, **SEEN),
    ]
    found = [risk.assess(one, RULE) for one in order]
    mixed = random.Random(1).sample(found, len(found))
    assert sorted(mixed, key=lambda one: one.rank) == found
