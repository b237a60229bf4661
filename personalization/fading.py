"""How strongly an error still weighs. Pure; no Django.

strength now = strength at the last change × 0.5^(days since the last error ÷ half-life). An error adds 1; a right answer on the
same topic takes a part away.
"""

from datetime import datetime

LEFT_BY_A_RIGHT_ANSWER = 0.7
DAY_SECONDS = 86_400


def now(strength: float, last_error: datetime, at: datetime, *, half_life_days: float) -> float:
    days = max(0.0, (at - last_error).total_seconds() / DAY_SECONDS)
    return strength * 0.5 ** (days / half_life_days)


def after_error(strength: float, last_error: datetime, at: datetime, *, half_life_days: float) -> float:
    return now(strength, last_error, at, half_life_days=half_life_days) + 1.0


def after_right(strength: float) -> float:
    return strength * LEFT_BY_A_RIGHT_ANSWER
