"""`manage.py check_curriculum`: all that has to hold of the content files besides what a load refuses anyway. No database.

Every fault is a line that names the file and what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import yaml

from curriculum import samples
from curriculum.catalogue import Catalogue
from curriculum.content_files import CONTENT, LANGUAGES, ContentError, TopicFile
from curriculum.question_rules import variety_faults
from curriculum.track_files import ModuleFolder, QuestionShape, TrackFolder, said

MODULES_AT_LEAST = 2
QUESTIONS_AT_LEAST = 8
WORDS_AT_LEAST, WORDS_AT_MOST = 400, 900
HANGUL = re.compile("[가-힣]")
AT_ONCE = 4
Check = Callable[[], Iterable[str]]


def check(found: Catalogue, content: Path = CONTENT, track: str = "") -> list[str]:
    """Every fault of what was found there, of one track or of all. Raises ContentError for a track that isn't there."""
    tracks = [folder for folder in found.tracks if track in ("", folder.shape.name)]
    if not tracks:
        raise ContentError(f"there is no track {track!r}")
    checks: list[Check] = [check for folder in tracks for check in _of_track(folder, known_hosts(content))]
    if not track:
        checks += [lambda: _careers(found), *(lambda topic=topic: _topic(topic) for topic in found.topics)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return [fault for faults in pool.map(lambda check: list(check()), checks) for fault in faults]


def known_hosts(content: Path) -> frozenset[str]:
    """Where resources may lead: `hosts.yaml`."""
    path = content / "hosts.yaml"
    return frozenset(yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else [])


def _of_track(folder: TrackFolder, hosts: frozenset[str]) -> Iterator[Check]:
    yield lambda: _number_of_modules(folder)
    for module in folder.modules:
        yield lambda module=module: _module(module, hosts)
        if folder.full:
            yield lambda module=module: _full(module)


def _number_of_modules(folder: TrackFolder) -> Iterator[str]:
    if len(folder.modules) < MODULES_AT_LEAST:
        yield f"{folder.shape.name}: {len(folder.modules)} modules, at least {MODULES_AT_LEAST}"


def _module(module: ModuleFolder, hosts: frozenset[str]) -> Iterator[str]:
    where = f"{module.track}/{module.shape.name}"
    for resource in module.shape.resources:
        address = urlsplit(resource.url)
        if not address.hostname or address.hostname not in hosts:
            yield f"{where}/module.yaml: resources: {resource.url} is not on a known host (hosts.yaml)"
    yield from _languages(module, where)
    for language, lesson in module.lesson.items():
        yield from (f"{where}/lesson.{language}.md: {fault}" for fault in samples.faults_of(lesson))
    for question in module.questions:
        yield from (f"{where}/questions.yaml: {question.slug}: {fault}" for fault in _question_code(question))


def _languages(module: ModuleFolder, where: str) -> Iterator[str]:
    written = [language for language in LANGUAGES if module.lesson[language]]
    if len(written) == 1:
        yield f"{where}: the lesson is there in {written[0]} alone"
    texts = {f"{where}/lesson": (module.lesson["ko"], module.lesson["en"])}
    texts[f"{where}/module.yaml: description"] = module.shape.description.ko, module.shape.description.en
    for question in module.questions:
        name = f"{where}/questions.yaml: {question.slug}"
        texts[f"{name}: explanation"] = question.explanation.ko, question.explanation.en
        for number, (korean, english) in enumerate(zip(question.hints.ko, question.hints.en, strict=True), start=1):
            texts[f"{name}: hint {number}"] = korean, english
    for name, (korean, english) in texts.items():
        if korean and not HANGUL.search(korean):
            yield f"{name}: the Korean text is not in Korean"
        if HANGUL.search(samples.without_code(english)):
            yield f"{name}: the English text is not in English"


def _question_code(question: QuestionShape) -> Iterator[str]:
    if question.code_language != "python" or question.kind != "code_output":
        return
    try:
        printed = samples.printed_by(question.code)
    except samples.Fails as error:
        yield f"the code does not run: {error}"
        return
    if printed != question.correct.rstrip():
        yield f"the code prints {printed!r}, and the answer says {question.correct!r}"


def _full(module: ModuleFolder) -> Iterator[str]:
    where = f"{module.track}/{module.shape.name}"
    for language, lesson in module.lesson.items():
        words = len(lesson.split()), len(samples.without_code(lesson).split())
        if words[0] < WORDS_AT_LEAST or words[1] > WORDS_AT_MOST:
            yield f"{where}/lesson.{language}.md: {words[0]} words, {WORDS_AT_LEAST} to {WORDS_AT_MOST}"
    if len(module.questions) < QUESTIONS_AT_LEAST:
        yield f"{where}/questions.yaml: {len(module.questions)} questions, at least {QUESTIONS_AT_LEAST}"
    kinds, levels = ([getattr(one, name) for one in module.questions] for name in ("kind", "difficulty_level"))
    yield from (f"{where}/questions.yaml: {said(fault)}" for fault in variety_faults(kinds, levels))


def _careers(found: Catalogue) -> Iterator[str]:
    filled = {folder.shape.name for folder in found.tracks if folder.modules}
    for career in found.careers:
        empty = sorted({track for track, _role, _industry in career.steps} - filled)
        yield from (f"careers/{career.name}.yaml: the track {track!r} has no modules" for track in empty)


def _topic(topic: TopicFile) -> Iterator[str]:
    for sub_topic in topic.subtopics:
        for item in sub_topic.outline:
            for text in (item.covers, item.example, item.pitfall):
                for language in LANGUAGES if text else ():
                    where = f"{topic.slug}.yaml: {sub_topic.slug}/{item.slug}: {language}"
                    yield from (f"{where}: {fault}" for fault in samples.faults_of(getattr(text, language)))
