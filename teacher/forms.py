"""What teachers send from the pages about students at risk."""

from django import forms
from django.http import QueryDict

from lms.problems import Problem
from teacher.models import Action, Intervention

TEXT_CHARACTERS = 1000  # of a note or a message


class InterventionForm(forms.Form):
    student_id = forms.CharField(max_length=18)
    action = forms.ChoiceField(choices=Action)
    message = forms.CharField(max_length=TEXT_CHARACTERS, required=False)
    note = forms.CharField(max_length=TEXT_CHARACTERS, required=False)


class ChangeForm(forms.Form):
    """What isn't sent stays."""

    status = forms.ChoiceField(choices=Intervention.Status, required=False)
    message = forms.CharField(max_length=TEXT_CHARACTERS, required=False)
    note = forms.CharField(max_length=TEXT_CHARACTERS, required=False)


def read(form: type[forms.Form], sent: QueryDict) -> dict:
    """What was sent, checked. Raises Problem 400 naming the field: these forms have no way to be filled in wrongly but by
    hand."""
    filled = form(sent)
    if not filled.is_valid():
        field, errors = next(iter(filled.errors.items()))
        raise Problem.invalid(field, errors[0])
    return {name: value for name, value in filled.cleaned_data.items() if name in sent}
