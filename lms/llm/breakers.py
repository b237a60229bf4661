"""Which models are resting: after failures in a row, or as long as a provider asked for. Seen by all workers."""

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from lms.llm.models import ModelState

FAILURES_IN_A_ROW = 5
REST_SECONDS = 20


def resting(models: list[str]) -> dict[str, float]:
    """Those that rest, with the seconds they still do."""
    now = timezone.now()
    rows = ModelState.objects.filter(model__in=models, resting_until__gt=now)
    return {row.model: (row.resting_until - now).total_seconds() for row in rows}


def worked(model: str) -> None:
    ModelState.objects.filter(model=model, failures__gt=0).update(failures=0, resting_until=None)


def failed(model: str, retry_after: float | None) -> None:
    """A provider that says when to come back is believed at once; others rest after some failures in a row."""
    state, _made = ModelState.objects.get_or_create(model=model)
    ModelState.objects.filter(pk=model).update(failures=F("failures") + 1)
    if retry_after is not None or state.failures + 1 >= FAILURES_IN_A_ROW:
        rest = timedelta(seconds=retry_after or REST_SECONDS)
        ModelState.objects.filter(pk=model).update(resting_until=timezone.now() + rest)
