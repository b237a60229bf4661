"""What every page is given, and going back to where one came from."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

THEMES = ("", "light", "dark")
THEME_COOKIE = "theme"
HTMX_CONFIG = '{"includeIndicatorStyles": false, "allowEval": false, "historyCacheSize": 0}'


def context(request: HttpRequest) -> dict:
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "person": getattr(request, "user", None),
        "theme": theme if theme in THEMES else "",
        "other_language": "en" if get_language() == "ko" else "ko",
        "here": request.get_full_path() if request.method == "GET" else "/",
        "htmx_config": HTMX_CONFIG,
    }


def next_address(request: HttpRequest, default: str = "welcome") -> str:
    """`next` of the form or query, where it is an address of ours; else the default page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        return wanted
    return reverse(default)
