"""`/metrics`, for Prometheus: with METRICS_TOKEN or from loopback. What only workers know comes from the database."""

import logging

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lms import operators, time_limits
from lms.metrics import exposition, registry
from lms.metrics.exposition import Sample
from lms.problems import DATABASE_AWAY, Problem

log = logging.getLogger(__name__)

SCRAPE_SECONDS = 5  # a statement of a scrape; Prometheus gives up after 10


@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    if not operators.has_token(request) and not operators.is_local(request):
        raise Problem(403, "operators_only", _("Only the people who run this server can see this."))
    there = time_limits.database_answers()
    known = [*_families(asks_database=False), *(_families(asks_database=True) if there else [])]
    known.append(exposition.family("database_up", exposition.GAUGE, "Whether the database answers.", [Sample(there)]))
    return HttpResponse("".join(known), content_type=exposition.CONTENT_TYPE)


def _families(*, asks_database: bool) -> list[str]:
    return [_family(metric) for metric in registry.everything() if metric.asks_database == asks_database]


def _family(metric: registry.Metric) -> str:
    """Without samples where the database can't say it in time: the others are worth having."""
    try:
        if metric.asks_database:
            with time_limits.statements(SCRAPE_SECONDS):
                samples = list(metric.read())
        else:
            samples = list(metric.read())
    except DATABASE_AWAY as error:
        log.warning("metric_not_read", extra={"metric": metric.name, "error": type(error).__name__})
        samples = []
    return exposition.family(metric.name, metric.kind, metric.meaning, samples)
