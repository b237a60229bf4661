"""What learners fill in: the four short steps that say where they want to get, each of which can be left out and changed
later; what is wrong with a question or a text."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import CareerPath, Industry, Level, Reason
from curriculum.models.reports import REPORT_CHARACTERS
from personalization.interests import GOAL_CHARACTERS, InterestsField
from personalization.models import LearnerProfile
from personalization.models.profiles import HOURS_A_WEEK_AT_MOST


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
    interests = InterestsField()
    learning_goals = forms.CharField(
        label=_("What you want to achieve"),
        required=False,
        max_length=GOAL_CHARACTERS,
        widget=forms.Textarea({"rows": 3}),
    )


class StyleForm(forms.Form):
    preferred_style = forms.ChoiceField(
        label=_("How you like to learn"), choices=LearnerProfile.Style, widget=forms.RadioSelect
    )


STEPS = (CareerForm, LevelForm, InterestsForm, StyleForm)


class ReportForm(forms.Form):
    reason = forms.ChoiceField(choices=Reason)
    text = forms.CharField(required=False, max_length=REPORT_CHARACTERS)
