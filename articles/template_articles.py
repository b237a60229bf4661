"""Articles put together from an outline item or a part of a lesson, without a language model. Pure: values in, text out.

Honestly short (150-300 words) and never claimed to be more: beginners get the terms and the example explained, the middle
level terms, example and pitfall, the upper levels the matter itself, the pitfall and where to read on. A part of a lesson is
shown as it is written, with notes on its terms; the upper levels are told where to read on.
"""

import re
from dataclasses import dataclass, field

from articles.drafts import Draft
from articles.markdown_lines import code_blocks

PROMPT_VERSION = "template@1"
GROUPS = (("absolute_beginner", "beginner"), ("intermediate",), ("advanced", "expert"))
LESSON_GROUPS = (("absolute_beginner", "beginner", "intermediate"), ("advanced", "expert"))
FIRST_CHOICES = ("beginner", "intermediate", "advanced")  # which of a group is offered
HEADINGS = {
    "ko": {
        "terms": "먼저 알아 둘 말",
        "example": "따라가 보기",
        "pitfall": "걸려 넘어지기 쉬운 곳",
        "resources": "더 읽을 곳",
    },
    "en": {
        "terms": "Words to know first",
        "example": "Follow an example",
        "pitfall": "Where people trip",
        "resources": "Read on",
    },
}
MATTER = {"ko": "무슨 일이 일어나나", "en": "What happens"}


@dataclass(frozen=True)
class Item:
    """An outline item in one language. `terms` are (term, definition), `resources` (title, url)."""

    covers: str
    terms: list[tuple[str, str]]
    example: str = ""
    pitfall: str = ""
    resources: list[tuple[str, str]] = field(default_factory=list)
    lesson: str = ""


def compose(item: Item, *, level: str, language: str) -> Draft:
    """The article for one of the five levels in `ko` or `en`. Parts the item doesn't have are left out."""
    markdown = "\n\n".join(_parts(item, level, language))
    deep, blocks = level in GROUPS[2], len(code_blocks(markdown))
    found = {"code": blocks > 0, "terms": bool(item.terms) and not deep, "deep": deep}
    return Draft(
        markdown=markdown,
        terms=item.terms,
        glosses=item.terms if deep or item.lesson else [],
        tips=[first_sentence(item.pitfall)] if item.pitfall else [],
        resources=item.resources,
        indicators=[name for name, there in found.items() if there],
        code_examples=blocks,
        warnings=["template"],
    )


def distinct_levels(current: str, *, lesson: bool = False) -> list[str]:
    """The levels whose texts differ: one of each group, the present one for its own."""
    groups = LESSON_GROUPS if lesson else GROUPS
    return [current if current in group else _first_choice(group) for group in groups]


def _first_choice(group: tuple[str, ...]) -> str:
    return next(level for level in FIRST_CHOICES if level in group)


def first_sentence(text: str) -> str:
    return re.split(r"(?<=[.?!])\s", text.strip(), maxsplit=1)[0]


def _parts(item: Item, level: str, language: str) -> list[str]:
    headings = HEADINGS[language]
    terms = _section(headings["terms"], "\n".join(f"* **{term}**: {meaning}" for term, meaning in item.terms))
    example = _section(headings["example"], item.example)
    pitfall = _section(headings["pitfall"], item.pitfall)
    resources = _section(headings["resources"], "\n".join(f"* [{title}]({url})" for title, url in item.resources))
    if item.lesson:
        parts = [item.lesson.strip(), resources if level in LESSON_GROUPS[1] else ""]
    elif level in GROUPS[0]:
        parts = [terms, example]
    elif level in GROUPS[1]:
        parts = [terms, example, pitfall]
    else:
        parts = [_section(MATTER[language], item.covers), pitfall, resources]
    return [part for part in parts if part]


def _section(heading: str, text: str) -> str:
    return f"## {heading}\n\n{text.strip()}" if text.strip() else ""
