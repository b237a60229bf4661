"""What every row of the curriculum shares that may come from a content file."""

import hashlib
import json

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

LOWEST, HIGHEST = 1, 5
NAME = r"^[a-z0-9]+(_[a-z0-9]+)*$"  # of categories, careers, tracks, modules, projects


class Industry(models.TextChoices):
    GENERAL = "general", _("General")
    FINTECH = "fintech", _("Fintech")
    ECOMMERCE = "ecommerce", _("E-commerce")
    ENTERPRISE = "enterprise", _("Enterprise")


def fingerprint(value) -> str:
    """Says whether a field still has the value a file gave it. PostgreSQL returns the keys of JSON in an order of its own."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


def difficulty_field(default: int = LOWEST) -> models.PositiveSmallIntegerField:
    """1-5: the `order` of the level it is made for."""
    return models.PositiveSmallIntegerField(
        _("difficulty"), default=default, validators=[MinValueValidator(LOWEST), MaxValueValidator(HIGHEST)]
    )


def industry_field() -> models.CharField:
    return models.CharField(_("industry"), max_length=20, choices=Industry, default=Industry.GENERAL)


class LoadedContent(models.Model):
    """A row that comes from a content file. `loaded` remembers what the file said, so that an edit in admin is known
    as one and kept by the next load."""

    loaded = models.JSONField(default=dict, editable=False, help_text=_("field → fingerprint of the loaded value"))
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    @property
    def edited_fields(self) -> list[str]:
        """Fields whose value is no longer what a content file said; the next load leaves them alone."""
        known = [name for name in self.loaded if hasattr(self, name)]  # a field may be gone since
        return sorted(name for name in known if fingerprint(getattr(self, name)) != self.loaded[name])

    def came_as(self, columns: dict) -> bool:
        """Whether a file gave this row exactly these values, whatever it was edited to since."""
        return all(self.loaded.get(name) == fingerprint(value) for name, value in columns.items())
