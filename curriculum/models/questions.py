"""Questions: what is asked, what is right, and what a wrong answer says about its author."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from curriculum import question_rules
from curriculum.models.base import LoadedContent, difficulty_field
from curriculum.models.modules import LearningModule
from curriculum.question_wording import worded
from lms import ids

LANGUAGES = ("ko", "en")


class QuestionQuerySet(models.QuerySet):
    def shown(self) -> "QuestionQuerySet":
        """Those a learner may be given."""
        return self.filter(approval_status=Question.Approval.APPROVED)


class Question(LoadedContent):
    """`choices`: [{id, text, weakness_type?}], the key without a weakness. `accepted_answers`: texts or
    {text, credit}. `patterns`: [{answer, weakness_type}]. `hints`: three, from a nudge to the last step."""

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

    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name, verbose_name_plural = _("question"), _("questions")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["module", "slug"], condition=~models.Q(slug=""), name="question_in_module")
        ]

    def __str__(self) -> str:
        return (self.prompt or "").split("\n")[0][:80]

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
        """Raises ValidationError with every rule that is broken, in either language."""
        faults = [fault for language in LANGUAGES for fault in question_rules.faults_of(self.draft(language))]
        if faults:
            raise ValidationError(list(dict.fromkeys(worded(fault) for fault in faults)))

    def save(self, *args, **kwargs) -> None:
        self.slug = self.slug or ids.new("q").replace("_", "-")
        super().save(*args, **kwargs)
