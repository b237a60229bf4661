"""Log-in and sign-up as forms. Rules live in `signing_in`; what it refuses comes back as errors of the fields."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LogInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = forms.CharField(
        label=_("Password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
    )


class SignUpForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    display_name = forms.CharField(
        label=_("What we call you"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    password = forms.CharField(
        label=_("Password"), max_length=200, strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
