"""What learners fill in: the four short steps that say where they want to get, each of which can be left out and changed
later; what is wrong with a question."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, Industry, Level, Reason
from curriculum.models.reports import REPORT_CHARACTERS
from personalization.models import LearnerProfile
from personalization.models.profiles import HOURS_A_WEEK_AT_MOST

INTERESTS, INTEREST_CHARACTERS, GOAL_CHARACTERS = 10, 50, 500


class CareerForm(forms.Form):
    career_path = forms.ModelChoiceField(
        label=_("Career path"), queryset=CareerPath.objects.all(), empty_label=None, widget=forms.RadioSelect
    )
    industry = forms.ChoiceField(label=_("Industry you would like to work in"), choices=Industry, initial="general")


class LevelForm(forms.Form):
    current_level = forms.ModelChoiceField(
        label=_("Where you are now"), queryset=Level.objects.all(), empty_label=None, widget=forms.RadioSelect
    )
    weekly_hours = forms.IntegerField(
        label=_("Hours a week"), min_value=1, max_value=HOURS_A_WEEK_AT_MOST, required=False
    )


class InterestsForm(forms.Form):
    interests = forms.CharField(
        label=_("What interests you"), required=False, max_length=INTERESTS * (INTEREST_CHARACTERS + 2)
    )
    learning_goals = forms.CharField(
        label=_("What you want to achieve"),
        required=False,
        max_length=GOAL_CHARACTERS,
        widget=forms.Textarea({"rows": 3}),
    )

    def clean_interests(self) -> list[str]:
        said = [part.strip() for part in re.split(r"[,、\n]", self.cleaned_data["interests"])]
        interests = list(dict.fromkeys(filter(None, said)))
        if len(interests) > INTERESTS or any(len(one) > INTEREST_CHARACTERS for one in interests):
            message = _("At most %(most)s interests of %(characters)s characters, parted by commas.")
            raise forms.ValidationError(message, params={"most": INTERESTS, "characters": INTEREST_CHARACTERS})
        return interests


class StyleForm(forms.Form):
    preferred_style = forms.ChoiceField(
        label=_("How you like to learn"), choices=LearnerProfile.Style, widget=forms.RadioSelect
    )


STEPS = (CareerForm, LevelForm, InterestsForm, StyleForm)


class QuestionReportForm(forms.Form):
    reason = forms.ChoiceField(choices=Reason)
    text = forms.CharField(required=False, max_length=REPORT_CHARACTERS)
