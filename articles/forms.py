"""The forms of the pages: what a learner picks and wishes for, as the use cases want it."""

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from articles.choices import (
    COMMENT_CHARACTERS,
    MAX_ARTICLES_A_SUBTOPIC,
    MAX_SUBTOPICS,
    SECONDS_AT_MOST,
    WISH_CHARACTERS,
    Options,
)
from articles.models import ArticleFeedback, GeneratedSubTopic
from articles.opinions import Opinion
from curriculum.models import CuratedSubTopic, Level, MainTopic
from lms.accounts.access import Person
from personalization.interests import GOAL_CHARACTERS, InterestsField

LENGTHS = [("short", _("Short")), ("medium", _("Medium")), ("long", _("Long"))]
PACES = [
    ("light", _("Light, 2 hours a week")),
    ("regular", _("Regular, 5 hours a week")),
    ("intensive", _("Intensive, 10 hours a week")),
]
EXAMPLES = [("yes", _("With examples")), ("no", _("Explanations alone"))]
PRACTICE = [("yes", _("Two or three questions at its end")), ("no", _("Reading alone"))]
ADAPTING = [("yes", _("Follows what you say of the articles")), ("no", _("Stays as it is"))]
SETTINGS = (
    "language",
    "preferred_article_length",
    "include_examples",
    "max_articles_per_subtopic",
    "learning_pace",
    "enable_adaptive_difficulty",
    "include_practice_problems",
)


def yes_or_no(label: str, choices: list) -> forms.TypedChoiceField:
    """Two ways to choose from; left out it is the usual one, which a box that isn't ticked could not say."""
    return forms.TypedChoiceField(
        label=label, choices=choices, coerce=lambda said: said == "yes", empty_value=None, required=False, initial="yes"
    )


class NewSessionForm(forms.Form):
    sub_topics = forms.ModelMultipleChoiceField(queryset=CuratedSubTopic.objects.none(), required=False)
    generated = forms.ModelMultipleChoiceField(queryset=GeneratedSubTopic.objects.none(), required=False)
    level = forms.ModelChoiceField(queryset=Level.objects.all(), empty_label=None)
    language = forms.ChoiceField(label=_("Language of the articles"), choices=settings.LANGUAGES, required=False)
    preferred_article_length = forms.ChoiceField(
        label=_("Length of an article"), choices=LENGTHS, required=False, initial=Options.preferred_article_length
    )
    include_examples = yes_or_no(_("Examples"), EXAMPLES)
    max_articles_per_subtopic = forms.TypedChoiceField(
        label=_("Articles in a subtopic, at most"),
        choices=[(number, number) for number in range(1, MAX_ARTICLES_A_SUBTOPIC + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        initial=Options.max_articles_per_subtopic,
    )
    learning_pace = forms.ChoiceField(label=_("Pace"), choices=PACES, required=False, initial=Options.learning_pace)
    enable_adaptive_difficulty = yes_or_no(_("The level, when two articles in a row don't fit"), ADAPTING)
    include_practice_problems = yes_or_no(_("Practice in an article"), PRACTICE)

    def __init__(self, topic: MainTopic, person: Person, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()
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
        given = self._given_settings
        return Options.from_json({name: given[name] for name in SETTINGS if given.get(name) not in (None, "")})

    @property
    def session_language(self) -> str:
        """In which the session is written: as chosen, else that of the page."""
        return self._given_settings.get("language") or get_language()

    @property
    def _given_settings(self) -> dict:
        """Those that were sent, else those the form begins with."""
        if hasattr(self, "cleaned_data"):
            return self.cleaned_data
        return {name: self.fields[name].clean(self.initial[name]) for name in SETTINGS if name in self.initial}

    @classmethod
    def settings_in(cls, said: QueryDict) -> dict[str, str]:
        """Those of the settings that stand there and can be chosen, as they were said."""
        return {name: said[name] for name in SETTINGS if cls.base_fields[name].valid_value(said.get(name, ""))}

    @property
    def setting_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in SETTINGS]


class InterestsForm(forms.Form):
    """What subtopics are to be made from."""

    interests = InterestsField()
    goal = forms.CharField(label=_("What you want to achieve"), required=False, max_length=GOAL_CHARACTERS)
    level = forms.ModelChoiceField(queryset=Level.objects.all())
    consent = forms.BooleanField(required=False)


class OpinionForm(forms.Form):
    rating = forms.ChoiceField(choices=ArticleFeedback.Rating, required=False)
    difficulty_perceived = forms.ChoiceField(choices=ArticleFeedback.Difficulty, required=False)
    feedback_type = forms.MultipleChoiceField(choices=ArticleFeedback.About, required=False)
    comments = forms.CharField(required=False, max_length=COMMENT_CHARACTERS)

    def opinion(self, before: ArticleFeedback | None) -> Opinion:
        """What was just said, over what had been said before."""
        given = self.cleaned_data
        return Opinion(
            rating=given["rating"] or (before.rating if before else ""),
            about=given["feedback_type"] or (before.feedback_type if before else []),
            comments=given["comments"] or (before.comments if before else ""),
            difficulty=given["difficulty_perceived"] or (before.difficulty_perceived if before else ""),
        )


class ProgressForm(forms.Form):
    seconds = forms.IntegerField(min_value=0, max_value=SECONDS_AT_MOST)
    scroll_depth = forms.FloatField(min_value=0, max_value=1)


class WishForm(forms.Form):
    wish = forms.CharField(required=False, max_length=WISH_CHARACTERS)
    consent = forms.BooleanField(required=False)
