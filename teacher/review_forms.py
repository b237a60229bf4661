"""Editing what was generated: a form for each kind, lists as lines. `changes` is what `reviews.revise` takes."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.hard_faults import LEAST_WORDS
from articles.models import ContentVersion, GeneratedSubTopic
from articles.quality import LONGEST_TEXT
from curriculum.models import Question
from teacher.review_queue import ARTICLE, QUESTION, SUBTOPIC

NOTE_CHARACTERS = 300
LINE_CHARACTERS, LINES_CHARACTERS = 200, 4000


def lines(label: str) -> forms.CharField:
    return forms.CharField(label=label, required=False, max_length=LINES_CHARACTERS, widget=forms.Textarea({"rows": 4}))


def text(label: str, rows: int, **more) -> forms.CharField:
    more.setdefault("max_length", LINES_CHARACTERS)
    return forms.CharField(label=label, strip=False, widget=forms.Textarea({"rows": rows}), **more)


def listed(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def written(parts: Iterable[str]) -> str:
    return "\n".join(parts)


class DecisionForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=NOTE_CHARACTERS, widget=forms.Textarea({"rows": 2})
    )
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)


class EditForm(forms.Form):
    """With `row` it is filled with what stands there."""

    note = forms.CharField(label=gettext_lazy("Why"), required=False, max_length=NOTE_CHARACTERS)
    seen = forms.CharField(required=False, max_length=60, widget=forms.HiddenInput)

    def __init__(self, row, data=None, **more) -> None:
        self.row = row
        super().__init__(data, **more)
        self.initial = self.filled() | self.initial
        self.order_fields([name for name in self.fields if name not in ("note", "seen")])

    def filled(self) -> dict:
        raise NotImplementedError

    @property
    def changes(self) -> dict:
        raise NotImplementedError

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.is_hidden]


class TextForm(EditForm):
    row: ContentVersion
    markdown = text(gettext_lazy("Text, in Markdown"), 24, max_length=LONGEST_TEXT)
    terms = lines(gettext_lazy("Key terms, a line each: term: what it means"))
    tips = lines(gettext_lazy("Tips, a line each"))
    related = lines(gettext_lazy("Related, a line each"))

    def filled(self) -> dict:
        return {
            "markdown": self.row.markdown,
            "terms": written(f"{one['term']}: {one['definition']}" for one in self.row.key_term_definitions),
            "tips": written(self.row.practical_tips),
            "related": written(self.row.related_concepts),
        }

    def clean_markdown(self) -> str:
        said = self.cleaned_data["markdown"].replace("\r\n", "\n").strip()
        if len(said.split()) < LEAST_WORDS:
            raise forms.ValidationError(_("This is too short for an article."))
        return said

    def clean_terms(self) -> list[tuple[str, str]]:
        pairs = [line.partition(": ") for line in listed(self.cleaned_data["terms"])]
        if any(not (term.strip() and means.strip()) for term, _colon, means in pairs):
            raise forms.ValidationError(_("Write each term as “term: what it means”."))
        return [(term.strip(), means.strip()) for term, _colon, means in pairs]

    @property
    def changes(self) -> dict:
        given = self.cleaned_data
        return {
            "markdown": given["markdown"],
            "terms": given["terms"],
            "tips": listed(given["tips"]),
            "related": listed(given["related"]),
        }


class SubTopicForm(EditForm):
    row: GeneratedSubTopic
    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    description = text(gettext_lazy("Description"), 3)
    learning_outcomes = lines(gettext_lazy("What one can do afterwards, a line each"))
    prerequisites = lines(gettext_lazy("What one should know before, a line each"))
    practical_projects = lines(gettext_lazy("Things to build, a line each"))
    LISTS = ("learning_outcomes", "prerequisites", "practical_projects")

    def filled(self) -> dict:
        words = {"name": self.row.name, "description": self.row.description}
        return words | {name: written(getattr(self.row, name)) for name in self.LISTS}

    @property
    def changes(self) -> dict:
        given = self.cleaned_data
        words = {"name": given["name"], "description": given["description"].strip()}
        return words | {name: listed(given[name]) for name in self.LISTS}


class QuestionForm(EditForm):
    """In each language it is written in. Choices stay in their order: what each wrong one says of its chooser goes with it."""

    row: Question
    LANGUAGES = {"ko": gettext_lazy("Korean"), "en": gettext_lazy("English")}

    def __init__(self, row: Question, data=None, **more) -> None:
        self.languages = row.languages
        super().__init__(row, data, **more)

    def _add_fields(self) -> None:
        for language in self.languages:
            name = self.LANGUAGES[language]
            self.fields[f"prompt_{language}"] = text(_("Question (%(language)s)") % {"language": name}, 3)
            if self.row.choices:
                self.fields[f"choices_{language}"] = lines(
                    _("Choices, a line each, in their order (%(language)s)") % {"language": name}
                )
            self.fields[f"explanation_{language}"] = text(_("Explanation (%(language)s)") % {"language": name}, 4)
            self.fields[f"hints_{language}"] = lines(_("Hints, a line each (%(language)s)") % {"language": name})
        self.fields["code_snippet"] = text(_("Code"), 5, required=False)
        self.fields["correct_answer"] = forms.CharField(
            label=_("Correct answer: a choice's letter, or the text"), max_length=LINE_CHARACTERS
        )
        self.fields["difficulty_level"] = forms.IntegerField(label=_("Difficulty"), min_value=1, max_value=5)

    def filled(self) -> dict:
        self._add_fields()
        values = {name: getattr(self.row, name) for name in ("code_snippet", "correct_answer", "difficulty_level")}
        for language in self.languages:
            values[f"prompt_{language}"] = getattr(self.row, f"prompt_{language}")
            values[f"explanation_{language}"] = getattr(self.row, f"explanation_{language}")
            values[f"hints_{language}"] = written(getattr(self.row, f"hints_{language}") or [])
            values[f"choices_{language}"] = written(one["text"] for one in self._choices(language))
        return values

    def clean(self) -> dict:
        for language in self.languages:
            name = f"choices_{language}"
            if name in self.fields and len(listed(self.cleaned_data.get(name, ""))) != len(self._choices(language)):
                message = _("There are %(number)s choices. Write each in a line of its own.")
                self.add_error(name, forms.ValidationError(message, params={"number": len(self._choices(language))}))
        return self.cleaned_data

    def _choices(self, language: str) -> list[dict]:
        return getattr(self.row, f"choices_{language}") or []

    @property
    def changes(self) -> dict:
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("note", "seen")}
        for language in self.languages:
            given[f"hints_{language}"] = listed(given[f"hints_{language}"])
            if f"choices_{language}" in given:
                said = zip(self._choices(language), listed(given[f"choices_{language}"]), strict=True)
                given[f"choices_{language}"] = [choice | {"text": new} for choice, new in said]
        return {name: value.replace("\r\n", "\n") if isinstance(value, str) else value for name, value in given.items()}


FORMS = {ARTICLE: TextForm, SUBTOPIC: SubTopicForm, QUESTION: QuestionForm}
