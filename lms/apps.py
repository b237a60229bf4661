"""The part of lms that has no models: template tags, commands, and the place where apps say what lms may ask them."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class LmsConfig(AppConfig):
    name = "lms"

    def ready(self) -> None:
        """Every app's `registrations.py` is imported once all models are there (as Django does with `admin.py`)."""
        autodiscover_modules("registrations")
