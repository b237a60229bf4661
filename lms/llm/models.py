"""The gateway's rows: the ledger of calls, the budgets, the places for calls at once, and which models are resting."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

OUR_RATE, NO_SLOT = HELD_BACK = ("our_rate", "no_slot")  # no model was asked: our own limits said no


class Money(models.DecimalField):
    """US dollars; a token can cost a ten-millionth of one."""

    def __init__(self, **kwargs) -> None:
        super().__init__(**{"max_digits": 16, "decimal_places": 9, "default": 0} | kwargs)


class LLMCallQuerySet(models.QuerySet):
    def since(self, moment: datetime) -> "LLMCallQuerySet":
        return self.filter(timestamp__gte=moment)

    def made(self) -> "LLMCallQuerySet":
        """Calls that a model was asked with: neither what was there already, nor what our own limits held back."""
        return self.filter(cache_hit=False).exclude(error_type__in=HELD_BACK)


class LLMCall(models.Model):
    """One attempt at one model, or one request that existing content served (`cache_hit`). Never any text."""

    timestamp = models.DateTimeField(auto_now_add=True, db_index=True)
    provider = models.CharField(max_length=60, blank=True)
    model = models.CharField(max_length=120, blank=True)
    request_type = models.CharField(max_length=30)
    response_time_ms = models.PositiveIntegerField(default=0)
    first_token_ms = models.PositiveIntegerField(null=True, blank=True)
    tokens_in = models.PositiveIntegerField(default=0)
    tokens_out = models.PositiveIntegerField(default=0)
    price_in = Money(help_text=_("USD a token, when it was called"))
    price_out = Money(help_text=_("USD a token, when it was called"))
    cost_usd = Money()
    success = models.BooleanField(default=False)
    error_type = models.CharField(max_length=40, blank=True)
    cache_hit = models.BooleanField(default=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="llm_calls")
    session_id = models.CharField(max_length=40, null=True, blank=True)  # noqa: DJ001 a missing id is not ""
    prompt = models.CharField(max_length=80, help_text=_("name@version"))
    prompt_hash = models.CharField(max_length=64, blank=True)

    objects = LLMCallQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("language-model call"), _("language-model calls")
        indexes = [
            models.Index("request_type", models.F("timestamp").desc(), name="call_type_time"),
            models.Index("session_id", name="call_session"),
        ]

    def __str__(self) -> str:
        return f"{self.prompt} · {self.model}"


class Budget(models.Model):
    """What may be spent in one period of one scope. `reserved` is what running calls may still cost."""

    class Scope(models.TextChoices):
        DAY = "day", _("Everybody, a day")
        LEARNER = "learner", _("One learner, 30 days")
        GUESTS = "guests", _("All guests, a day")

    scope = models.CharField(max_length=10, choices=Scope)
    period = models.CharField(max_length=40, help_text=_("the day; for a learner number:window"))
    cap = Money()
    spent = Money()
    reserved = Money()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("budget"), _("budgets")
        constraints = [models.UniqueConstraint(fields=["scope", "period"], name="one_budget_a_period")]

    def __str__(self) -> str:
        return f"{self.scope} {self.period}"


class Reservation(models.Model):
    """Money held for a call that is running. A call that died costs it after `until`."""

    day = models.ForeignKey(Budget, models.CASCADE, related_name="+")
    person = models.ForeignKey(Budget, models.CASCADE, related_name="+")
    amount = Money()
    until = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name, verbose_name_plural = _("reservation"), _("reservations")

    def __str__(self) -> str:
        return str(self.amount)


class Slot(models.Model):
    """One of the places for calls at once, over all workers."""

    number = models.PositiveIntegerField(primary_key=True)
    holder = models.CharField(max_length=80, blank=True)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name, verbose_name_plural = _("slot"), _("slots")

    def __str__(self) -> str:
        return str(self.number)


class ModelState(models.Model):
    """How a model has been doing, for all workers: after failures in a row nobody asks it until `resting_until`.

    Nobody asks it at all as long as `not_used_because` says why (the worker knows; the web process has no price list).
    """

    model = models.CharField(max_length=120, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True, blank=True)
    not_used_because = models.CharField(max_length=300, blank=True, db_default="")

    class Meta:
        verbose_name, verbose_name_plural = _("model state"), _("model states")

    def __str__(self) -> str:
        return self.model
