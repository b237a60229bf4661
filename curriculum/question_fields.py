"""Form fields for the parts of a question, written one a line."""

import re

from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from curriculum.form_fields import LinesField
from curriculum.question_rules import WEAKNESSES

WITH_WEAKNESS = re.compile(rf"(?P<text>.*\S)\s*\[(?P<weakness>{'|'.join(WEAKNESSES)})\]")
CHOICE = re.compile(r"(?P<id>[a-d])\)\s*(?P<rest>.*\S)")
WITH_CREDIT = re.compile(r"(?P<text>.*\S)\s*\[(?P<credit>0?\.\d+|1)\]")


class ChoicesField(LinesField):
    """`[{"id": …, "text": …, "weakness_type": …}]`, the right one without a weakness."""

    help = format_lazy(
        "{} {}",
        _("One a line, as “a) text”; behind each wrong one what it shows, as “b) text [concept_gap]”. Known:"),
        ", ".join(WEAKNESSES),
    )

    def line(self, item: dict) -> str:
        weakness = f" [{item['weakness_type']}]" if item.get("weakness_type") else ""
        return f"{item['id']}) {_one_line(item['text'])}{weakness}"

    def item(self, line: str) -> dict:
        found = CHOICE.fullmatch(line)
        if not found:
            raise ValidationError(_("“%(line)s” is not of the form “a) text [weakness]”."), params={"line": line})
        marked = WITH_WEAKNESS.fullmatch(found["rest"])
        text = _as_it_was(marked["text"] if marked else found["rest"])
        return {"id": found["id"], "text": text} | ({"weakness_type": marked["weakness"]} if marked else {})


class AcceptedField(LinesField):
    """Texts, or `{"text": …, "credit": …}`."""

    help = _("One a line; for a part of the point “text [0.5]”.")

    def line(self, item: str | dict) -> str:
        return _one_line(item) if isinstance(item, str) else f"{_one_line(item['text'])} [{item['credit']:g}]"

    def item(self, line: str) -> str | dict:
        found = WITH_CREDIT.fullmatch(line)
        return {"text": _as_it_was(found["text"]), "credit": float(found["credit"])} if found else _as_it_was(line)


class PatternsField(LinesField):
    """`[{"answer": …, "weakness_type": …}]`."""

    help = _("One a line, as “wrong answer [concept_gap]”.")

    def line(self, item: dict) -> str:
        return f"{_one_line(item['answer'])} [{item['weakness_type']}]"

    def item(self, line: str) -> dict:
        found = WITH_WEAKNESS.fullmatch(line)
        if not found:
            raise ValidationError(_("“%(line)s” is not of the form “answer [weakness]”."), params={"line": line})
        return {"answer": _as_it_was(found["text"]), "weakness_type": found["weakness"]}


def _one_line(text: str) -> str:
    """A text of several lines, such as what a program prints, on one."""
    return text.replace("\\", "\\\\").replace("\n", "\\n")


def _as_it_was(text: str) -> str:
    return re.sub(r"\\(\\|n)", lambda found: "\n" if found[1] == "n" else "\\", text)
