"""Form fields for what content files hold besides short texts. What is not edited comes back exactly as it was, or the
next load would take it for an edit."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class ProseField(forms.CharField):
    """Text of several lines: browsers send CRLF, files have LF."""

    def to_python(self, value: str | None) -> str:
        return _unix(super().to_python(value))


class LinesField(forms.JSONField):
    """A list of texts, one a line."""

    help = _("One a line.")

    def __init__(self, **kwargs) -> None:
        super().__init__(**kwargs | {"help_text": self.help})

    def prepare_value(self, value: list | str | None) -> str:
        return value if isinstance(value, str) else "\n".join(self.line(item) for item in value or [])

    def bound_data(self, data: str | None, initial: list) -> str | None:
        return data

    def to_python(self, value: list | str | None) -> list:
        if isinstance(value, list):
            return value
        lines = (line.strip() for line in _unix(value or "").split("\n"))
        return [self.item(line) for line in lines if line]

    def line(self, item) -> str:
        return item

    def item(self, line: str):
        """Raises ValidationError naming the line."""
        return line


class WordsField(forms.CharField):
    """A list of short words, in one line with commas."""

    def __init__(self, *, base_field=None, max_length=None, **kwargs) -> None:
        super().__init__(**kwargs)
        self.item_length = base_field.max_length if base_field else max_length
        self.help_text = self.help_text or _("With commas between them.")

    def prepare_value(self, value: list | str | None) -> str:
        return value if isinstance(value, str) else ", ".join(value or [])

    def has_changed(self, initial: list | None, data: str | None) -> bool:
        return list(initial or []) != self.to_python(data)

    def to_python(self, value: list | str | None) -> list[str]:
        if isinstance(value, list):
            return value
        words = [word.strip() for word in (value or "").split(",") if word.strip()]
        if any(len(word) > self.item_length for word in words if self.item_length):
            raise ValidationError(_("At most %(length)s characters each."), params={"length": self.item_length})
        return words


class TermsField(LinesField):
    """`[{"term": …, "definition": …}]`, the term before the first colon."""

    help = _("One a line, as “term: definition”.")

    def line(self, item: dict) -> str:
        return f"{item['term']}: {item['definition']}"

    def item(self, line: str) -> dict:
        term, colon, definition = (part.strip() for part in line.partition(": "))
        if not (term and colon and definition):
            raise ValidationError(_("“%(line)s” is not of the form “term: definition”."), params={"line": line})
        return {"term": term, "definition": definition}


class LinksField(LinesField):
    """`[{"title": …, "url": …}]`, the address last: it has no spaces in it."""

    help = _("One a line, the title and then its address (https://…).")

    def line(self, item: dict) -> str:
        return f"{item['title']} {item['url']}"

    def item(self, line: str) -> dict:
        title, _space, url = line.rpartition(" ")
        if not title or not url.startswith("https://"):
            raise ValidationError(_("“%(line)s” is not a title and an address (https://…)."), params={"line": line})
        return {"title": title.strip(), "url": url}


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
