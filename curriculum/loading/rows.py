"""Rows as a load writes them: what a file says, where the row still has what an earlier file said."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from curriculum.content_files import LANGUAGES, Shape, Text, Texts
from curriculum.models import LoadedContent, fingerprint


@dataclass
class Report:
    """What a load did: counts of rows, and the fields of edited rows that it left alone."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        counts = f"{self.added} added, {self.changed} changed, {self.unchanged} unchanged, {self.removed} removed"
        return "\n".join([counts, *(f"kept as edited: {what}" for what in self.kept)])


def columns(shape: Shape, *left_out: str) -> dict:
    """Field values by column; a translated one fills its columns of both languages."""
    found = {}
    for name in set(type(shape).model_fields) - set(left_out):
        value = getattr(shape, name)
        if isinstance(value, Text | Texts):
            found |= both(name, value)
        elif value is not None:
            found[name] = value
    return found


def both(name: str, value: Text | Texts) -> dict:
    return {f"{name}_{language}": getattr(value, language) for language in LANGUAGES}


def save(model: type[LoadedContent], key: dict, values: dict, report: Report) -> LoadedContent:
    return save_known(model.objects.filter(**key).first() or model(**key), values, report)


def save_known(row: LoadedContent, values: dict, report: Report) -> LoadedContent:
    """Write what the file says where the row still has what an earlier file said."""
    new = row._state.adding
    changed = False
    edited = row.edited_fields
    for name, value in values.items():
        same = getattr(row, name) == value
        if name in edited and not same:
            report.kept.append(f"{row._meta.verbose_name} {row.pk} ({row}): {name}")
        elif new or not same or name in edited or name not in row.loaded:
            setattr(row, name, value)
            row.loaded[name] = fingerprint(value)
            changed = True
    if changed:
        row.save()
    report.added += new
    report.changed += changed and not new
    report.unchanged += not changed
    return row


def taken_from(known: list[LoadedContent], key: dict) -> LoadedContent | None:
    """The row that a file once gave these values, else the one that has them; taken out of `known`. For rows without
    a name of their own, whose values can all be edited."""
    row = next((row for row in known if row.came_as(key)), None)
    row = row or next((row for row in known if all(getattr(row, name) == key[name] for name in key)), None)
    if row:
        known.remove(row)
    return row


def remove(rows: Iterable[LoadedContent], report: Report) -> None:
    """Rows that came from a file which no longer has them; rows made in admin stay."""
    for row in rows:
        if row.loaded:
            row.delete()
            report.removed += 1
