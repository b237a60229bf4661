"""What people fill in about themselves. Rules live in the use cases; what those refuse comes back as errors of the fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lms.accounts.models import Language, User


def password_field(label: str, autocomplete: str) -> forms.CharField:
    widget = forms.PasswordInput({"autocomplete": autocomplete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=widget)


class LogInForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    password = password_field(_("Password"), "current-password")


class SignUpForm(forms.Form):
    username = forms.CharField(
        label=_("User name"), max_length=150, widget=forms.TextInput({"autocomplete": "username", "autofocus": True})
    )
    display_name = forms.CharField(
        label=_("What we call you"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    password = password_field(_("Password"), "new-password")


class SettingsForm(forms.Form):
    display_name = forms.CharField(
        label=_("What we call you"), max_length=80, required=False, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = forms.EmailField(label=_("E-mail"), required=False, widget=forms.EmailInput({"autocomplete": "email"}))
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("As my browser asks for")), *Language.choices]
    )

    def __init__(self, person: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if person.is_guest:
            del self.fields["email"]  # there is no password to reset


class PasswordForm(forms.Form):
    password = password_field(_("Password you have now"), "current-password")
    new_password = password_field(_("New password"), "new-password")


class ForgottenForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput({"autocomplete": "email", "autofocus": True})
    )


class NewPasswordForm(forms.Form):
    new_password = password_field(_("New password"), "new-password")


class EraseAccountForm(forms.Form):
    password = password_field(_("Password"), "current-password")


class EraseGuestForm(forms.Form):
    """Guests have no password: they write a word, so that no stray click erases."""

    word = forms.CharField(max_length=20, widget=forms.TextInput({"autocomplete": "off"}))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.wanted = _("erase")
        self.fields["word"].label = _("Write “%(word)s” here") % {"word": self.wanted}

    def clean_word(self) -> str:
        word = self.cleaned_data["word"].lower()
        if word != str(self.wanted):
            raise forms.ValidationError(_("Write “%(word)s”, or go back."), params={"word": self.wanted})
        return word
