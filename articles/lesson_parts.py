"""A module's lesson cut into parts of an article's length, along its own headings. Pure.

Nothing is reworded: what a part says is the lesson's own text. The last section, which sums up, stays with the one before.
"""

import re
from dataclasses import dataclass, field

from articles.markdown_lines import prose, scan, words

WORDS_AT_LEAST = 110  # outside code; a section that is shorter takes the next one along
HEADING = "## "
NAME_IN_CODE = re.compile(r"(?<!`)`(<[a-z][\w-]*>|[A-Za-z_$][\w$.-]*)(?:\([^`\n]*\))?`(?!`)")
NAMES_AT_MOST = 5


@dataclass
class Part:
    """`text` is Markdown; its first heading became the title."""

    title: str
    text: str

    @property
    def opening(self) -> str:
        """Its first paragraph of prose."""
        paragraphs = (paragraph.strip() for paragraph in prose(self.text).split("\n\n"))
        return next((text for text in paragraphs if text and not text.startswith("#")), self.title)


@dataclass
class _Section:
    heading: str
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.lines).strip()


def cut(lesson: str, title: str) -> list[Part]:
    """The parts of a lesson in order; `title` names a lesson without headings. What stands above the first heading
    opens the first part. None for an empty lesson."""
    opening, *sections = _sections(lesson)
    groups = _groups(sections)
    parts = [Part(group[0].heading, _joined(group)) for group in groups]
    if not parts:
        return [Part(title, opening.text)] if opening.text else []
    parts[0].text = "\n\n".join(filter(None, [opening.text, parts[0].text]))
    return parts


def names_in(text: str) -> list[str]:
    """What a text names in code, most often first."""
    found = NAME_IN_CODE.findall(prose(text))
    return sorted(dict.fromkeys(found), key=lambda name: -found.count(name))[:NAMES_AT_MOST]


def _sections(lesson: str) -> list[_Section]:
    """What stands before the first heading, then a section for each."""
    found = [_Section("")]
    for line in scan(lesson):
        if line.part == "prose" and line.text.startswith(HEADING):
            found.append(_Section(line.text.removeprefix(HEADING).strip()))
        else:
            found[-1].lines.append(line.text)
    return found


def _groups(sections: list[_Section]) -> list[list[_Section]]:
    groups: list[list[_Section]] = []
    for section in sections[:-1]:
        if groups and _length(groups[-1]) < WORDS_AT_LEAST:
            groups[-1].append(section)
        else:
            groups.append([section])
    if not groups:
        return [sections] if sections else []
    groups[-1].append(sections[-1])
    return groups


def _length(group: list[_Section]) -> int:
    return sum(words(section.text) for section in group)


def _joined(group: list[_Section]) -> str:
    first, *others = group
    return "\n\n".join([first.text, *(f"{HEADING}{section.heading}\n\n{section.text}" for section in others)])
