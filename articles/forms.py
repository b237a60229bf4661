"""The forms of the pages: what a learner picks and wishes for, as the use cases want it."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from articles.choices import (
    GOAL_CHARACTERS,
    INTEREST_CHARACTERS,
    MAX_INTERESTS,
    MAX_SUBTOPICS,
    WISH_CHARACTERS,
    Options,
)
from articles.models import GeneratedSubTopic
from curriculum.models import CuratedSubTopic, Level, MainTopic
from lms.accounts.access import Person

LENGTHS = [("short", _("Short")), ("medium", _("Medium")), ("long", _("Long"))]
PACES = [
    ("light", _("Light, 2 hours a week")),
    ("regular", _("Regular, 5 hours a week")),
    ("intensive", _("Intensive, 10 hours a week")),
]


class NewSessionForm(forms.Form):
    sub_topics = forms.ModelMultipleChoiceField(queryset=CuratedSubTopic.objects.none(), required=False)
    generated = forms.ModelMultipleChoiceField(queryset=GeneratedSubTopic.objects.none(), required=False)
    level = forms.ModelChoiceField(queryset=Level.objects.all(), empty_label=None)
    preferred_article_length = forms.ChoiceField(label=_("Length of an article"), choices=LENGTHS, initial="medium")
    learning_pace = forms.ChoiceField(label=_("Pace"), choices=PACES, initial="regular")

    def __init__(self, topic: MainTopic, person: Person, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["sub_topics"].queryset = CuratedSubTopic.objects.with_article_count().filter(main_topic=topic)
        if person.is_authenticated:
            own = GeneratedSubTopic.objects.choosable().filter(main_topic=topic, generation__user=person)
            self.fields["generated"].queryset = own.select_related("generation")

    def clean(self) -> dict:
        chosen = self.chosen
        if not chosen and not self.errors:
            self.add_error("sub_topics", _("Pick at least one subtopic."))
        if len(chosen) > MAX_SUBTOPICS:
            message = _("At most %(most)s subtopics in one session.")
            self.add_error("sub_topics", forms.ValidationError(message, params={"most": MAX_SUBTOPICS}))
        return self.cleaned_data

    @property
    def chosen(self) -> list[CuratedSubTopic | GeneratedSubTopic]:
        """Curated ones first."""
        given = getattr(self, "cleaned_data", self.initial)
        return [*given.get("sub_topics", []), *given.get("generated", [])]

    @property
    def options(self) -> Options:
        """What was chosen, with defaults where nothing valid was."""
        given = getattr(self, "cleaned_data", {})
        return Options.from_json(
            {name: given[name] for name in ("preferred_article_length", "learning_pace") if name in given}
        )


class InterestsForm(forms.Form):
    """What subtopics are to be made from."""

    interests = forms.CharField(
        label=_("What interests you"), required=False, max_length=MAX_INTERESTS * (INTEREST_CHARACTERS + 2)
    )
    goal = forms.CharField(label=_("What you want to achieve"), required=False, max_length=GOAL_CHARACTERS)
    level = forms.ModelChoiceField(queryset=Level.objects.all())

    def clean_interests(self) -> list[str]:
        said = [part.strip() for part in re.split(r"[,、\n]", self.cleaned_data["interests"])]
        interests = list(dict.fromkeys(filter(None, said)))
        if len(interests) > MAX_INTERESTS:
            raise forms.ValidationError(_("At most %(most)s interests."), params={"most": MAX_INTERESTS})
        if any(len(interest) > INTEREST_CHARACTERS for interest in interests):
            message = _("Each interest in at most %(most)s characters, parted by commas.")
            raise forms.ValidationError(message, params={"most": INTEREST_CHARACTERS})
        return interests


class WishForm(forms.Form):
    wish = forms.CharField(required=False, max_length=WISH_CHARACTERS)
