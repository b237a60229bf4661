"""What a teacher gave a class or one student to do; written by teacher, seen by the student."""

from django.conf import settings
from django.db import models
from django.db.models import OuterRef, Q
from django.utils.translation import gettext_lazy as _

from curriculum.models import LearningModule, LearningResource, Question
from lms.accounts.access import OwnedQuerySet
from lms.accounts.models import ClassGroup, User


class AssignmentQuerySet(OwnedQuerySet):
    owner = "student"

    def given_to(self, person: User) -> "AssignmentQuerySet":
        """To them alone, or to a class of theirs."""
        return self.filter(Q(student=person) | Q(group__memberships__student=person)).distinct()

    def of_article(self, article_id: str | OuterRef, *, owner: int | OuterRef) -> "AssignmentQuerySet":
        """Made by whom the article belongs to: nobody opens what isn't theirs to give."""
        return self.filter(article_id=article_id, made_by=owner)


class Assignment(models.Model):
    """For a whole class or one student. `article_id` is an article's public id."""

    title = models.CharField(_("title"), max_length=160)
    note = models.TextField(_("note"), blank=True)
    group = models.ForeignKey(
        ClassGroup, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name=_("class group")
    )
    student = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="assignments",
        verbose_name=_("student"),
    )  # fmt: skip
    module = models.ForeignKey(
        LearningModule, models.CASCADE, null=True, blank=True, related_name="assignments", verbose_name=_("module")
    )
    questions = models.ManyToManyField(Question, blank=True, related_name="assignments", verbose_name=_("questions"))
    resources = models.ManyToManyField(
        LearningResource, blank=True, related_name="assignments", verbose_name=_("resources")
    )
    article_id = models.CharField(_("article"), max_length=40, blank=True)
    is_test = models.BooleanField(_("test"), default=False, help_text=_("one try, no hints, answers at the end"))
    due = models.DateTimeField(_("due"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="assignments_made", verbose_name=_("made by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("assignment"), _("assignments")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=True) ^ Q(student__isnull=True),
                name="assigned_to_class_or_student",
                violation_error_message=_("Choose a class or a student, not both."),
            )
        ]

    def __str__(self) -> str:
        return self.title
