"""The content security policy: strict everywhere, relaxed only where a package's pages can't work under it."""

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from csp.middleware import CSPMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase

RELAXED_PREFIXES = ("/admin/", "/api/docs")
RELAXED = {"script-src": [SELF, UNSAFE_INLINE, UNSAFE_EVAL], "style-src": [SELF, UNSAFE_INLINE]}


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if request.path.startswith(RELAXED_PREFIXES):
            response._csp_update = RELAXED
        return super().process_response(request, response)
