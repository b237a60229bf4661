from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    default = True
    name = "lms.accounts"
    verbose_name = _("Accounts")


class TokensConfig(AppConfig):
    """A package without a name for people."""

    name = "knox"
    verbose_name = _("API tokens")
