"""Who is asking: DRF takes the user whom the middleware has found already."""

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from lms.accounts.models import User


class RequestUserAuthentication(SessionAuthentication):
    """By token (`lms.accounts.middleware.TokenMiddleware`), else by the log-in cookie and then with its CSRF check."""

    def authenticate(self, request: Request) -> tuple[User, str | None] | None:
        token = getattr(request._request, "token", None)
        user = request._request.user
        if token:
            if not user.is_authenticated:
                raise AuthenticationFailed(_("This token is not valid, or not any more."))
            return user, token
        if not user.is_authenticated:
            return None
        self.enforce_csrf(request)
        return user, None

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class BearerScheme(OpenApiAuthenticationExtension):
    target_class = RequestUserAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema) -> dict:
        return {"type": "http", "scheme": "bearer"}
