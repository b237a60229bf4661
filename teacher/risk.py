"""How likely a student is to slip away, and why. Plain values: no Django; thresholds and weights are passed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

LOW_ACCURACY, INACTIVE = "low_accuracy", "inactive"
LOW_COMPLETION, MULTIPLE_WEAKNESSES = "low_completion", "multiple_weaknesses"
FACTORS = (LOW_ACCURACY, INACTIVE, LOW_COMPLETION, MULTIPLE_WEAKNESSES)
WEIGHTS = dict(zip(FACTORS, map(Decimal, ("0.3", "0.4", "0.2", "0.1")), strict=True))
HIGHEST = Decimal(1)


@dataclass(frozen=True)
class Rule:
    """Every comparison is strict, but the last: at risk is who reaches `at_risk_from`."""

    accuracy_below: float = 0.6
    inactive_over_days: int = 7
    completion_below: float = 0.3
    weaknesses_over: int = 5
    weights: Mapping[str, Decimal] = field(default_factory=lambda: WEIGHTS)
    at_risk_from: Decimal = Decimal("0.6")
    answers_needed: int = 5
    days_needed: int = 7


@dataclass(frozen=True)
class Measures:
    """What is known of a student; None where there is no data. `answers`: counted ones, ever; `days_here`: since joining."""

    accuracy: float | None = None
    days_inactive: int | None = None
    completion_rate: float | None = None
    weaknesses: int | None = None
    answers: int = 0
    days_here: int = 0
    finished: bool = False


@dataclass(frozen=True)
class Risk:
    """`excess`: how far the factors are over their thresholds, summed up as shares of these. `flagged`: a teacher is asked to
    look. `resting`: away, but nothing that would be an alarm."""

    score: Decimal
    excess: float
    factors: tuple[str, ...]
    evident: bool
    flagged: bool
    resting: bool

    @property
    def rank(self) -> tuple:
        """Sorts who comes first to the front."""
        return not self.flagged, -self.score, -self.excess


def assess(of: Measures, rule: Rule) -> Risk:
    over = {factor: by for factor, by in _excess(of, rule).items() if by > 0}
    score = min(HIGHEST, sum((rule.weights[factor] for factor in over), Decimal(0)))
    evident = of.answers >= rule.answers_needed and of.days_here >= rule.days_needed
    alarming = score >= rule.at_risk_from and set(over) != {INACTIVE}
    flagged = alarming and evident and not of.finished
    resting = INACTIVE in over and not flagged and not of.finished
    return Risk(score, round(sum(over.values()), 4), tuple(over), evident, flagged, resting)


def _excess(of: Measures, rule: Rule) -> dict[str, float]:
    """By factor: 0 on the threshold, positive beyond it; without data, none."""
    return {
        LOW_ACCURACY: _below(of.accuracy, rule.accuracy_below),
        INACTIVE: _above(of.days_inactive, rule.inactive_over_days),
        LOW_COMPLETION: _below(of.completion_rate, rule.completion_below),
        MULTIPLE_WEAKNESSES: _above(of.weaknesses, rule.weaknesses_over),
    }


def _below(value: float | None, threshold: float) -> float:
    return 0.0 if value is None else (threshold - value) / (threshold or 1)


def _above(value: float | None, threshold: float) -> float:
    return 0.0 if value is None else (value - threshold) / (threshold or 1)
