"""Every piece of code in the curriculum with the place where it stands, for tests that run or parse it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from curriculum import catalogue
from curriculum.question_rules import BLANK
from curriculum.samples import BLOCK


@dataclass(frozen=True)
class Sample:
    """`document`: what a reader sees as one text; its samples build on each other. `said`: what it prints, as the
    text says, or nothing. `runs`: not marked `norun`, and in a question only where the answer is its output."""

    document: str
    number: int
    language: str
    code: str
    said: str = ""
    runs: bool = True

    @property
    def where(self) -> str:
        return f"{self.document}, sample {self.number}: {self.code.strip().splitlines()[0][:60]}"


@cache
def content() -> catalogue.Catalogue:
    return catalogue.read()


@cache
def everywhere() -> tuple[Sample, ...]:
    found = content()
    lessons = [
        (f"{one.full_name} lesson.{lang}.md", text) for one in found.modules for lang, text in one.lesson.items()
    ]
    texts = [*lessons, *_outlines(found), *_briefs(found)]
    return (*(sample for name, text in texts for sample in _of_text(name, text)), *_of_questions(found))


def of(*languages: str) -> list[Sample]:
    return [sample for sample in everywhere() if sample.language in languages]


def by_document(samples: Iterable[Sample]) -> dict[str, list[Sample]]:
    found: dict[str, list[Sample]] = {}
    for sample in samples:
        found.setdefault(sample.document, []).append(sample)
    return found


def _of_text(name: str, markdown: str) -> Iterator[Sample]:
    blocks = [*BLOCK.findall(markdown), ("", "")]
    for number, ((info, code), (following, said)) in enumerate(pairwise(blocks), start=1):
        language, _, how = info.partition(" ")
        yield Sample(name, number, language, code, said if following == "text" else "", how != "norun")


def _outlines(found: catalogue.Catalogue) -> Iterator[tuple[str, str]]:
    for topic in found.topics:
        for sub_topic in topic.subtopics:
            for item in sub_topic.outline:
                for part in ("covers", "example", "pitfall"):
                    for language in ("ko", "en") if (text := getattr(item, part)) else ():
                        yield f"{topic.slug}/{sub_topic.slug}/{item.slug} {part} {language}", getattr(text, language)


def _briefs(found: catalogue.Catalogue) -> Iterator[tuple[str, str]]:
    for project in found.projects:
        yield from ((f"{project.name} brief {language}", getattr(project.brief, language)) for language in ("ko", "en"))


def _of_questions(found: catalogue.Catalogue) -> Iterator[Sample]:
    for module in found.modules:
        for question in module.questions:
            if question.code:
                printed = question.correct if question.kind == "code_output" else ""
                name = f"{module.full_name} question {question.slug}"
                code = question.code.replace(BLANK, question.correct)
                yield Sample(name, 1, question.code_language, code, printed, bool(printed))
