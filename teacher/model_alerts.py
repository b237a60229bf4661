"""What is wrong with the language models now, what to do about it, and what could be better: in the active language."""

from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lms.jobs.metrics import FAILURE
from teacher.model_calls import Totals

WARNING, CRITICAL = "warning", "critical"
CALLS_AT_LEAST = 50  # one bad call in three is no alarm
ERRORS_ABOVE_PERCENT, FAILURES_ABOVE_PERCENT, MEAN_ABOVE_MS = 10, 5, 5000
BUDGET_FROM_PERCENT = 80
FEW_HITS, ONE_KIND = 0.3, 0.5
TOO_MANY_REQUESTS = ("RateLimitError", "our_rate", "no_slot")
NOT_READABLE = ("wrong_schema", "invalid_json", "cut_off")


@dataclass(frozen=True)
class Alert:
    level: str
    message: str
    action: str


@dataclass(frozen=True)
class Money:
    """US dollars of today, by UTC."""

    spent: float
    cap: float


def alerts(calls: Totals, generations: Counter, money: Money) -> list[Alert]:
    """`generations` of the last ten minutes, by result. The worst first."""
    found = [_money(money), _slow(calls), _errors(calls), _failures(generations)]
    return [alert for alert in found if alert]


def recommendations(calls: Totals, errors: list[dict]) -> list[str]:
    """`errors` as `model_calls.errors_by_kind` counts them."""
    kinds = Counter()
    for row in errors:
        kinds[row["error_type"]] += row["times"]
    half = max(1, kinds.total() * ONE_KIND)
    found = []
    if sum(kinds[kind] for kind in TOO_MANY_REQUESTS) >= half:
        found.append(
            _("Most errors are limits on requests: lower LLM_MAX_CONCURRENCY or name another model in LLM_MODELS.")
        )
    if sum(kinds[kind] for kind in NOT_READABLE) >= half:
        found.append(
            _("Most errors are answers that can't be used: ask a more capable model for this kind of request.")
        )
    if calls.requests >= CALLS_AT_LEAST and calls.hit_rate < FEW_HITS:
        found.append(
            _("Few requests are served by what is there already: curated subtopics are shared, own wishes are not.")
        )
    return found


def _errors(calls: Totals) -> Alert | None:
    if calls.calls < CALLS_AT_LEAST or calls.failed * 100 <= calls.calls * ERRORS_ABOVE_PERCENT:
        return None
    message = _("The error rate of the language models is high: %(rate)s%%") % {"rate": f"{100 * calls.error_rate:.1f}"}
    return Alert(WARNING, message, _("Check the state of the model's provider"))


def _slow(calls: Totals) -> Alert | None:
    if calls.calls < CALLS_AT_LEAST or calls.mean_ms <= MEAN_ABOVE_MS:
        return None
    message = _("The language models answer late: after %(seconds)s seconds") % {
        "seconds": f"{calls.mean_ms / 1000:.1f}"
    }
    return Alert(CRITICAL, message, _("Spread the load or improve the use of the cache"))


def _failures(generations: Counter) -> Alert | None:
    total = generations.total()
    if total < CALLS_AT_LEAST or generations[FAILURE] * 100 <= total * FAILURES_ABOVE_PERCENT:
        return None
    rate = f"{100 * generations[FAILURE] / total:.1f}"
    message = _("%(rate)s%% of the generations of the last 10 minutes failed") % {"rate": rate}
    return Alert(WARNING, message, _("Look at the failed tasks in the administration and run them again"))


def _money(money: Money) -> Alert | None:
    if not money.spent or money.spent * 100 < money.cap * BUDGET_FROM_PERCENT:
        return None
    if money.spent <= money.cap:
        return _nearly_spent(money)
    amounts = {"spent": f"{money.spent:.2f}", "cap": f"{money.cap:.2f}"}
    message = _("Today's cost of $%(spent)s is above the daily budget of $%(cap)s") % amounts
    return Alert(
        CRITICAL, message, _("Raise the daily budget or name a cheaper model; course material answers until then")
    )


def _nearly_spent(money: Money) -> Alert:
    amounts = {"share": f"{100 * money.spent / money.cap:.0f}", "cap": f"{money.cap:.2f}"}
    message = _("%(share)s%% of the daily budget of $%(cap)s is spent") % amounts
    return Alert(
        WARNING,
        message,
        _("Raise the daily budget or name a cheaper model; course material answers when it is used up"),
    )
