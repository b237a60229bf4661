"""The new-session form: what a learner picks, as the use case wants it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import MAX_SUBTOPICS, Options
from curriculum.models import CuratedSubTopic, Level, MainTopic

LENGTHS = [("short", _("Short")), ("medium", _("Medium")), ("long", _("Long"))]
PACES = [
    ("light", _("Light, 2 hours a week")),
    ("regular", _("Regular, 5 hours a week")),
    ("intensive", _("Intensive, 10 hours a week")),
]


class NewSessionForm(forms.Form):
    sub_topics = forms.ModelMultipleChoiceField(
        queryset=CuratedSubTopic.objects.none(),
        error_messages={"required": _("Pick at least one subtopic.")},
    )
    level = forms.ModelChoiceField(queryset=Level.objects.all(), empty_label=None)
    preferred_article_length = forms.ChoiceField(label=_("Length of an article"), choices=LENGTHS, initial="medium")
    learning_pace = forms.ChoiceField(label=_("Pace"), choices=PACES, initial="regular")

    def __init__(self, topic: MainTopic, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sub_topics"].queryset = CuratedSubTopic.objects.with_article_count().filter(main_topic=topic)

    def clean_sub_topics(self) -> list[CuratedSubTopic]:
        chosen = list(self.cleaned_data["sub_topics"])
        if len(chosen) > MAX_SUBTOPICS:
            raise forms.ValidationError(_("At most %(most)s subtopics in one session."), params={"most": MAX_SUBTOPICS})
        return chosen

    @property
    def options(self) -> Options:
        """What was chosen, with defaults where nothing valid was."""
        given = getattr(self, "cleaned_data", {})
        return Options.from_json(
            {name: given[name] for name in ("preferred_article_length", "learning_pace") if name in given}
        )
