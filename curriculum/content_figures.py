"""What `check_curriculum` counts: how much there is in each track and language, and how alike lessons and questions are."""

from collections.abc import Iterator
from dataclasses import dataclass

from curriculum import likeness, samples
from curriculum.catalogue import Catalogue
from curriculum.content_files import LANGUAGES
from curriculum.track_files import ModuleFolder, QuestionShape, TrackFolder

ALIKE_AT_MOST = {"lessons": 0.1, "questions": 0.3}  # a text with its words exchanged keeps far more of its skeleton
SHOWN = 3
MEASURES = {"words": likeness.by_words, "skeleton": likeness.by_skeleton}
LINE = "{:<24}{:>8}{:>12}{:>12}{:>10}{:>10}{:>11}{:>14}{:>8}{:>11}"
HEADS = (
    "track", "modules", "lessons ko", "lessons en", "words ko", "words en", "questions", "with choices", "python", "resources",
)  # fmt: skip


@dataclass(frozen=True)
class Closeness:
    """All texts of a kind in a language, compared by one measure. `pairs`: those that share anything, the closest first."""

    kind: str
    language: str
    measure: str
    texts: int
    pairs: list[likeness.Pair]

    @property
    def mean(self) -> float:
        return sum(pair.likeness for pair in self.pairs) / (self.texts * (self.texts - 1) / 2)


def compare(found: Catalogue) -> list[Closeness]:
    return [
        Closeness(kind, language, measure, len(texts), likeness.closest(runs(texts)))
        for language in LANGUAGES
        for kind, texts in (("lessons", _lessons(found, language)), ("questions", _questions(found, language)))
        for measure, runs in MEASURES.items()
    ]


def faults(compared: list[Closeness]) -> Iterator[str]:
    for one in compared:
        limit = ALIKE_AT_MOST[one.kind]
        for pair in one.pairs:
            if pair.likeness > limit:
                how = f"alike by their {one.measure}: {pair.likeness:.2f}, at most {limit}"
                yield f"{one.kind} in {one.language}: {pair.one} and {pair.other} are {how}"


def table(found: Catalogue) -> Iterator[str]:
    yield LINE.format(*HEADS)
    rows = [_counts(track) for track in found.tracks]
    for track, row in zip(found.tracks, rows, strict=True):
        yield LINE.format(track.shape.name, *(f"{number:,}" for number in row))
    yield LINE.format("all", *(f"{sum(column):,}" for column in zip(*rows, strict=True)))


def closest(compared: list[Closeness]) -> Iterator[str]:
    yield "The closest pairs, 0 to 1 (shared runs of words, and of what is left when uncommon words are blanked):"
    for one in compared:
        limit = ALIKE_AT_MOST[one.kind]
        yield f"{one.texts} {one.kind} in {one.language}, by {one.measure}: mean {one.mean:.4f}, at most {limit}"
        yield from (f"  {pair.likeness:.3f}  {pair.one}  {pair.other}" for pair in one.pairs[:SHOWN])


def _counts(track: TrackFolder) -> list[int]:
    questions = [question for module in track.modules for question in module.questions]
    lessons = {language: [text for one in track.modules if (text := one.lesson[language])] for language in LANGUAGES}
    return [
        len(track.modules),
        *(len(lessons[language]) for language in LANGUAGES),
        *(sum(len(samples.without_code(text).split()) for text in lessons[language]) for language in LANGUAGES),
        len(questions),
        sum(bool(question.choices) for question in questions),
        sum(question.code_language == "python" for question in questions),
        sum(len(module.shape.resources) for module in track.modules),
    ]


def _lessons(found: Catalogue, language: str) -> dict[str, str]:
    return {module.full_name: samples.without_code(module.lesson[language]) for module in found.modules}


def _questions(found: Catalogue, language: str) -> dict[str, str]:
    every = ((module, question) for module in found.modules for question in module.questions)
    return {_name(module, question): _text(question, language) for module, question in every}


def _name(module: ModuleFolder, question: QuestionShape) -> str:
    return f"{module.full_name}/{question.slug}"


def _text(question: QuestionShape, language: str) -> str:
    parts = (question.prompt, *(choice.text for choice in question.choices), question.explanation)
    return "\n".join([question.code, *(getattr(part, language) for part in parts)])
