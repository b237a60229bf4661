"""Wiring: every address. Pages own the root, the API lives under /api/v1, sockets in lms/asgi.py."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerView

import articles.urls
import curriculum.urls
import lms.accounts.urls
import lms.jobs.urls
import lms.privacy.urls
import personalization.urls
import teacher.urls
from lms import health, problems
from lms.metrics.views import metrics

endpoints = [
    *lms.accounts.urls.endpoints,
    *lms.jobs.urls.endpoints,
    *curriculum.urls.endpoints,
    *personalization.urls.endpoints,
    *articles.urls.endpoints,
    *teacher.urls.endpoints,
]
urlpatterns = [
    *curriculum.urls.pages,
    *personalization.urls.pages,
    *articles.urls.pages,
    *teacher.urls.pages,
    *lms.accounts.urls.pages,
    *lms.privacy.urls.pages,
    path("api/v1/", include(endpoints)),
    path("api/v1/health", health.health),
    path("api/schema", SpectacularAPIView.as_view(), name="schema"),
    path("api/docs", SpectacularSwaggerView.as_view(url_name="schema"), name="api_docs"),
    path("health", health.health),
    path("health/live", health.live),
    path("metrics", metrics),
    path("admin", RedirectView.as_view(pattern_name="admin:index", permanent=False)),
    path("admin/", admin.site.urls),
]
handler400, handler403 = problems.bad_request, problems.forbidden
handler404, handler500 = problems.not_found, problems.server_error
