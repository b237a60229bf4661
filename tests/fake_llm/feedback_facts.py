"""What a feedback prompt tells of one learner and one answer, read from its lines."""

import re
from dataclasses import dataclass

from tests.fake_llm.bank import Word

HEADING = re.compile(r"^### (.+)$", re.M)
FENCED = re.compile(r"^~~~\w*\n(.*?)\n~~~$", re.M | re.S)
COUNTS = re.compile(r"^- in this module: (\d+) of (\d+) right", re.M)
QUOTABLE = re.compile(r"(?:[a-z]\) )?([\w .,=+*/()-]{2,40}?)\.?")  # short, and nothing that could be markup


@dataclass(frozen=True)
class Facts:
    """Empty where the prompt doesn't say. `careful`: an earlier text was refused, so this one names nothing from the question."""

    headings: tuple[str, ...]
    right: str = ""
    total: str = ""
    career: str = ""
    module: str = ""
    part: str = ""
    weakness: str = ""
    answer: str = ""
    resource: str = ""
    project: str = ""
    is_right: bool = False
    careful: bool = False

    @property
    def words(self) -> dict[str, Word]:
        """What sentences may name."""
        kept = ("career", "weakness", "resource", "project") if self.careful else WORDS
        return {name: Word(value) for name in kept if (value := getattr(self, name))}


WORDS = ("right", "total", "career", "module", "part", "weakness", "answer", "resource", "project")


def read(asked: list[str]) -> Facts | None:
    """`asked`: the texts of the prompt's messages, the model's own left out. None for a prompt about something else."""
    headings = tuple(HEADING.findall(asked[0])) if asked else ()
    if len(headings) != 4 or len(asked) < 2:
        return None
    matter = asked[1]
    counts = COUNTS.search(matter)
    return Facts(
        headings,
        *(counts.groups() if counts else ("", "")),
        career=_line(matter, "- career goal"),
        module=_line(matter, "Module"),
        part=_line(matter, "Part"),
        weakness=_line(matter, "Kind of mistake"),
        answer=_quotable(matter),
        resource=next(iter(re.findall(r"^\* (.+)$", matter, re.M)), ""),
        project=_line(matter, "Project").partition(";")[0].removeprefix("none"),
        is_right=_line(matter, "Score").startswith("1"),
        careful=len(asked) > 2,
    )


def _line(text: str, name: str) -> str:
    found = re.findall(rf"^{name}: (.+)$", text, re.M)
    return found[-1].strip() if found else ""


def _quotable(matter: str) -> str:
    fenced = FENCED.findall(matter)
    found = QUOTABLE.fullmatch(fenced[-1].strip()) if fenced else None
    return found.group(1) if found else ""
