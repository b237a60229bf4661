"""What teachers fill in. Rules live in the use cases; what those refuse comes back as errors of the fields."""

from django import forms
from django.utils.translation import gettext_lazy as _

from curriculum.models import LearningModule
from lms.accounts.models import Language, User
from lms.problems import Problem
from personalization.models import Assignment
from teacher import assignments, groups, modules
from teacher.access import students_of

REASON_CHARACTERS, NOTE_CHARACTERS = 300, 2000
ROSTER_CHARACTERS = 200_000
STUDENTS_SHOWN = 500
MOMENT = "%Y-%m-%dT%H:%M"


class GroupForm(forms.Form):
    name = forms.CharField(label=_("Name of the class"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=Language.choices)


class TeacherForm(forms.Form):
    username = forms.CharField(label=_("User name of a teacher"), max_length=150)


class RosterForm(forms.Form):
    """A file, or the lines themselves, as they are copied from a spreadsheet."""

    file = forms.FileField(label=_("CSV file"), required=False, widget=forms.FileInput({"accept": ".csv,text/csv"}))
    text = forms.CharField(
        label=_("Or paste the lines"),
        required=False,
        max_length=ROSTER_CHARACTERS,
        strip=False,
        widget=forms.Textarea({"rows": 6, "spellcheck": "false"}),
    )

    def clean(self) -> dict:
        values = super().clean()
        if not self.errors and not values.get("file") and not values.get("text", "").strip():
            self.add_error("file", _("Choose a file or paste the lines."))
        return values


class OverrideForm(forms.Form):
    module = forms.ChoiceField(label=_("Module"), choices=modules.choices)
    complete = forms.TypedChoiceField(
        label=_("It counts as"),
        choices=[("yes", _("completed")), ("no", _("not completed"))],
        coerce=lambda value: value == "yes",
    )
    reason = forms.CharField(label=_("Why"), max_length=REASON_CHARACTERS)


class WorkForm(forms.Form):
    """What an assignment is about: chosen first, its questions then."""

    to = forms.ChoiceField(label=_("For"))
    module = forms.ChoiceField(label=_("Module"), choices=modules.choices, required=False)

    def __init__(self, person: User, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        chosen = (self.data or self.initial).get("to", "")
        self.fields["to"].choices = _receivers(person, chosen)


class AssignmentForm(forms.Form):
    questions = forms.TypedMultipleChoiceField(
        label=_("Questions"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.TypedMultipleChoiceField(
        label=_("Resources"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    article_id = forms.CharField(label=_("Number of an article"), max_length=40, required=False)
    title = forms.CharField(label=_("Title"), max_length=Assignment._meta.get_field("title").max_length, required=False)
    note = forms.CharField(
        label=_("What you want to say about it"),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )
    due = forms.DateTimeField(
        label=_("Due"),
        required=False,
        input_formats=[MOMENT, "%Y-%m-%d"],
        widget=forms.DateTimeInput({"type": "datetime-local"}, format=MOMENT),
    )
    is_test = forms.BooleanField(label=_("As a test: one try, no hints, answers at the end"), required=False)

    def __init__(self, module: LearningModule | None, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if module:
            questions, resources = assignments.questions_of(module), assignments.resources_of(module)
            self.fields["questions"].choices = [(one.pk, " ".join(one.prompt.split())) for one in questions]
            self.fields["resources"].choices = [(one.pk, one.title) for one in resources]


def refused(form: forms.Form, problem: Problem) -> None:
    """What a use case refuses, said at the fields it names."""
    for error in problem.errors or [{"field": "", "message": problem.detail}]:
        form.add_error(error["field"] if error["field"] in form.fields else None, error["message"])


def _receivers(person: User, chosen: str) -> list:
    """Not more students than a list can show, but the chosen one always."""
    classes = [(f"group-{one.pk}", one.name) for one in groups.listed(person)]
    students = students_of(person).order_by("display_name", "username")
    shown = list(students[:STUDENTS_SHOWN])
    number = chosen.removeprefix("student-")
    if number.isdecimal() and int(number) not in {one.pk for one in shown}:
        shown += students.filter(pk=number)
    return [
        (_("A class"), classes),
        (_("One student"), [(f"student-{one.pk}", f"{one.name} ({one.username})") for one in shown]),
    ]
