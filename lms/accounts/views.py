"""Pages on the way in: log-in, sign-up, a forgotten password; and language and brightness, which everybody has."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from lms import limits
from lms.accounts import password_links, passwords, signing_in
from lms.accounts.forms import ForgottenForm, LogInForm, NewPasswordForm, SignUpForm
from lms.accounts.models import User
from lms.pages import THEME_COOKIE, THEMES, next_address
from lms.problems import Problem

YEAR_SECONDS = 60 * 60 * 24 * 365


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def log_in(request: HttpRequest) -> HttpResponse:
    form = LogInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            signing_in.log_in(request, signing_in.check_password(request, **form.cleaned_data))
            return redirect(next_address(request, "sessions"))
        except Problem as problem:
            form.add_error("password", problem.detail)
    status = 400 if form.errors else 200
    return render(
        request, "accounts/login.html", {"form": form, "next": next_address(request, "sessions")}, status=status
    )


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_up(request: HttpRequest) -> HttpResponse:
    form = SignUpForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = signing_in.sign_up(person=request.user, **form.cleaned_data)
            login(request, user, backend=signing_in.BACKEND)
            return redirect(next_address(request, "sessions"))
        except ValidationError as error:
            form.add_error(None, error)
    status = 400 if form.errors else 200
    return render(
        request, "accounts/signup.html", {"form": form, "next": next_address(request, "sessions")}, status=status
    )


@require_http_methods(["GET", "POST"])
def forgotten(request: HttpRequest) -> HttpResponse:
    """Says the same whether or not somebody has this address."""
    form = ForgottenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        limits.count_reset(form.cleaned_data["email"])
        passwords.send_links(form.cleaned_data["email"])
        return redirect("reset_sent")
    context = {"form": form, "sends_letters": settings.SENDS_LETTERS}
    return render(request, "accounts/forgotten.html", context, status=400 if form.errors else 200)


@require_safe
def reset_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/reset_sent.html", {"minutes": settings.PASSWORD_RESET_TIMEOUT // 60})


@sensitive_post_parameters("new_password")
@never_cache
@require_http_methods(["GET", "POST"])
def reset_password(request: HttpRequest, uid: str, token: str) -> HttpResponse:
    return _choose_password(request, passwords.owner_of_link(uid, token))


@sensitive_post_parameters("new_password")
@never_cache
@require_http_methods(["GET", "POST"])
def new_password(request: HttpRequest, token: str) -> HttpResponse:
    """By a link from a teacher."""
    return _choose_password(request, password_links.owner_of(token), from_teacher=True)


def _choose_password(request: HttpRequest, person: User | None, *, from_teacher: bool = False) -> HttpResponse:
    form = NewPasswordForm(request.POST or None)
    if person and request.method == "POST" and form.is_valid():
        try:
            passwords.reset(person, form.cleaned_data["new_password"])
            messages.success(request, _("Your password is new. Log in with it."))
            return redirect("login")
        except ValidationError as error:
            form.add_error(None, error)
    context = {"owner": person, "form": form, "from_teacher": from_teacher}
    return render(request, "accounts/reset_password.html", context, status=400 if person and form.errors else 200)


@require_POST
def log_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("welcome")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Kept in the account, and in a cookie for visitors without one."""
    language = request.POST.get("language", "")
    response = redirect(next_address(request))
    if check_for_language(language) and language in dict(settings.LANGUAGES):
        if request.user.is_authenticated:
            request.user.language = language
            request.user.save(update_fields=["language"])
        response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=YEAR_SECONDS, samesite="Lax")
    return response


@require_POST
def set_theme(request: HttpRequest) -> HttpResponse:
    """System, light, dark, and round again."""
    now = request.COOKIES.get(THEME_COOKIE, "")
    following = THEMES[(THEMES.index(now) + 1) % len(THEMES)] if now in THEMES else ""
    response = redirect(next_address(request))
    response.set_cookie(THEME_COOKIE, following, max_age=YEAR_SECONDS, samesite="Lax")
    return response
