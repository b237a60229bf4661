"""Who a learner is: where they want to get, and what the mastery model knows over all topics."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum.content_files import FIRST_LEVEL
from curriculum.models import CareerPath, Level
from curriculum.models.base import industry_field
from lms.accounts.access import OwnedQuerySet
from lms.privacy.models import PrivateNote

HOURS_A_WEEK_AT_MOST = 80


class LearnerProfile(models.Model):
    """One a learner; without a row the defaults count. `specializations`: the tracks chosen of the career's options, all
    when empty. `state`: the mastery model's knowledge of the learner over all topics. `version` grows with every change of
    what recommendations are made from."""

    class Style(models.TextChoices):
        PRACTICAL = "practical", _("Practical")
        THEORETICAL = "theoretical", _("Theoretical")
        VISUAL = "visual", _("Visual")
        BALANCED = "balanced", _("Balanced")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="learner_profile", verbose_name=_("student")
    )
    career_path = models.ForeignKey(
        CareerPath, models.SET_NULL, null=True, blank=True, related_name="learners", verbose_name=_("career path")
    )
    industry = industry_field()
    current_level = models.ForeignKey(
        Level, models.PROTECT, default=FIRST_LEVEL, related_name="learners", verbose_name=_("current level")
    )
    specializations = ArrayField(
        models.CharField(max_length=60), default=list, blank=True, verbose_name=_("specializations")
    )
    weekly_hours = models.PositiveSmallIntegerField(
        _("hours a week"), null=True, blank=True, help_text=_("the level's when empty"),
        validators=[MinValueValidator(1), MaxValueValidator(HOURS_A_WEEK_AT_MOST)],
    )  # fmt: skip
    preferred_style = models.CharField(_("preferred style"), max_length=12, choices=Style, default=Style.PRACTICAL)
    private_note = models.ForeignKey(
        PrivateNote, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("private note")
    )
    state = models.JSONField(default=dict, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    onboarded_at = models.DateTimeField(_("onboarded at"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = OwnedQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("learner profile"), _("learner profiles")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def owner_id(self) -> int:
        return self.user_id

    @property
    def study_hours_a_week(self) -> int:
        """What the learner said, else what their level suggests."""
        return self.weekly_hours or self.current_level.estimated_hours_per_week
