"""Questions: what is asked, what is right, and what a wrong answer says about its author; who reviewed them."""

from collections.abc import Iterable

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.utils import get_language

from curriculum import question_rules
from curriculum.content_files import LANGUAGES
from curriculum.models.base import LoadedContent, difficulty_field
from curriculum.models.modules import LearningModule
from curriculum.question_wording import worded
from lms import ids
from lms.accounts.models import Membership, User


class QuestionQuerySet(models.QuerySet):
    def approved(self) -> "QuestionQuerySet":
        return self.filter(approval_status=Question.Approval.APPROVED)

    def answerable(self, planned: Iterable[int] = ()) -> "QuestionQuerySet":
        """Approved ones, and those that a run has asked before somebody withdrew them."""
        return self.filter(Q(approval_status=Question.Approval.APPROVED) | Q(pk__in=list(planned)))

    def shown(self) -> "QuestionQuerySet":
        """Those a learner may be given: approved, and written in the active language."""
        return self.approved().written_in(get_language())

    def written_in(self, language: str) -> "QuestionQuerySet":
        """A generated question may be there in one language alone."""
        return self.filter(**{f"prompt_{language}__gt": ""})

    def reviewable_by(self, person: User) -> "QuestionQuerySet":
        """Those this person may look at before they are approved: a module's belong to the course, and every teacher has
        them; what was made for one learner, only that learner's teachers."""
        if person.is_admin:
            return self
        if not person.is_teacher:
            return self.none()
        taught = Membership.objects.filter(student=OuterRef("learner"), group__teachers=person)
        return self.filter(Q(made_for="") | Q(Exists(taught)))


class Question(LoadedContent):
    """`choices`: [{id, text, weakness_type?}], the key without a weakness. `accepted_answers`: texts or
    {text, credit}. `patterns`: [{answer, weakness_type}]. `hints`: three, from a nudge to the last step.

    `made_for` is the generated subtopic (`generated_456`) that a question without a module is about, and `learner` whose it
    is. Of a generated one it is known who asked for it, in which task, and which model wrote it by which prompt."""

    class Kind(models.TextChoices):
        MULTIPLE_CHOICE = "multiple_choice", _("Multiple choice")
        SHORT_ANSWER = "short_answer", _("Short answer")
        FILL_BLANK = "fill_blank", _("Fill in the blank")
        CODE_OUTPUT = "code_output", _("What does it print")

    class Weakness(models.TextChoices):
        SYNTAX_ERROR = "syntax_error", _("Syntax error")
        LOGIC_ERROR = "logic_error", _("Logic error")
        CONCEPT_GAP = "concept_gap", _("Concept gap")
        OFF_BY_ONE = "off_by_one", _("Off by one")
        TYPE_CONFUSION = "type_confusion", _("Type confusion")
        API_MISUSE = "api_misuse", _("API misuse")

    class Source(models.TextChoices):
        CURATED = "curated", _("Curated")
        GENERATED = "generated", _("Generated")

    class Approval(models.TextChoices):
        PENDING = "pending", _("Pending")
        APPROVED = "approved", _("Approved")
        REJECTED = "rejected", _("Rejected")

    module = models.ForeignKey(
        LearningModule, models.CASCADE, null=True, blank=True, related_name="questions", verbose_name=_("module")
    )
    slug = models.SlugField(max_length=80, blank=True, help_text=_("made by itself when left empty"))
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.MULTIPLE_CHOICE)
    prompt = models.TextField(_("prompt"), help_text="Markdown")
    code_snippet = models.TextField(_("code"), blank=True, default="")
    code_language = models.CharField(_("language of the code"), max_length=20, blank=True, default="")
    choices = models.JSONField(_("choices"), default=list, blank=True)
    correct_answer = models.TextField(_("correct answer"), help_text=_("a choice's letter, or the text"))
    accepted_answers = models.JSONField(_("further right answers"), default=list, blank=True)
    patterns = models.JSONField(_("usual wrong answers"), default=list, blank=True)
    hints = models.JSONField(_("hints"), default=list)
    explanation = models.TextField(
        _("explanation"), help_text=_("why it is right, and why the tempting ones are wrong")
    )
    difficulty_level = difficulty_field()
    sub_topic = models.CharField(_("part"), max_length=60, blank=True)
    source = models.CharField(_("source"), max_length=10, choices=Source, default=Source.CURATED)
    approval_status = models.CharField(
        _("approval"), max_length=10, choices=Approval, default=Approval.PENDING, db_index=True
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    made_for = models.CharField(_("made for"), max_length=40, blank=True, default="", db_default="", db_index=True)
    learner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("student")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("asked for by"),
    )
    task_id = models.CharField(max_length=40, blank=True, default="", db_default="", db_index=True)
    llm_model = models.CharField(_("written by"), max_length=120, blank=True, default="", db_default="")
    generation_prompt = models.CharField(
        max_length=80, blank=True, default="", db_default="", help_text=_("name@version")
    )
    replaces = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="replaced_by", verbose_name=_("takes the place of")
    )
    corrected_at = models.DateTimeField(
        _("corrected at"), null=True, blank=True, editable=False, help_text=_("until its answers are scored again")
    )

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["module", "slug"], condition=~models.Q(slug=""), name="question_in_module")
        ]
        indexes = [
            models.Index(fields=["corrected_at"], condition=Q(corrected_at__isnull=False), name="corrected_questions")
        ]

    def __str__(self) -> str:
        return (self.prompt or "").split("\n")[0][:80]

    @property
    def generated(self) -> bool:
        return self.source == self.Source.GENERATED

    @property
    def languages(self) -> list[str]:
        """Those it is written in."""
        return [language for language in LANGUAGES if getattr(self, f"prompt_{language}")]

    @property
    def checked_languages(self) -> list[str]:
        """The course is in both; what a model wrote is in one at least."""
        return (self.languages if self.generated else None) or list(LANGUAGES)

    @property
    def key(self) -> tuple:
        """By what answers are scored, whatever the words around it."""
        choices = self.choices_ko or self.choices_en or []
        chosen = {choice["id"]: choice.get("weakness_type", "") for choice in choices}
        written = (self.correct_answer, self.accepted_answers or [], self.patterns or [], self.code_language)
        return self.kind, chosen, *written

    def draft(self, language: str) -> question_rules.Draft:
        """What the rules look at."""
        choices = getattr(self, f"choices_{language}") or []
        return question_rules.Draft(
            kind=self.kind,
            language=language,
            prompt=getattr(self, f"prompt_{language}") or "",
            choices=tuple(
                question_rules.Choice(choice["id"], choice["text"], choice.get("weakness_type", ""))
                for choice in choices
            ),
            correct=self.correct_answer,
            accepted=tuple(one["text"] if isinstance(one, dict) else one for one in self.accepted_answers),
            hints=tuple(getattr(self, f"hints_{language}") or []),
            explanation=getattr(self, f"explanation_{language}") or "",
            code=self.code_snippet,
        )

    def clean(self) -> None:
        """Raises ValidationError with every rule that is broken, in whatever language it is written."""
        faults = [
            fault for language in self.checked_languages for fault in question_rules.faults_of(self.draft(language))
        ]
        if faults:
            raise ValidationError(list(dict.fromkeys(worded(fault) for fault in faults)))

    def save(self, *args, **kwargs) -> None:
        """Whatever changes the key, a form or a content file, the answers by the old one are found by `corrected_at`."""
        self.slug = self.slug or ids.new("q").replace("_", "-")
        if not self._state.adding and "update_fields" not in kwargs and self._has_another_key():
            self.corrected_at = timezone.now()
        super().save(*args, **kwargs)

    def _has_another_key(self) -> bool:
        before = Question.objects.filter(pk=self.pk).first()
        return before is not None and before.key != self.key


class QuestionReview(models.Model):
    """Who moved a question to which state, when and why. The same state twice: it was edited."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="reviews", verbose_name=_("question"))
    from_state = models.CharField(_("state before"), max_length=10, choices=Question.Approval)
    to_state = models.CharField(_("state after"), max_length=10, choices=Question.Approval)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("by")
    )
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        verbose_name, verbose_name_plural = _("question review"), _("question reviews")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
