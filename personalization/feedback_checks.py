"""What a feedback text must have and must not: four headings in order, no answer on a first wrong try, something personal.

Pure; no Django.
"""

import re
import unicodedata
from dataclasses import dataclass, field

from personalization.scoring import normal

HEADINGS = {
    "ko": ("즉시 피드백", "약점 보완", "실무 연계", "다음 단계"),
    "en": ("Right now", "Mending the weak spot", "In practice", "Next step"),
}
SHORTEST_PART, LONGEST_TEXT, LONG_KEY = 8, 4_000, 4  # characters
HANGUL_SHARE = {"ko": (0.4, 1.0), "en": (0.0, 0.15)}  # of all letters outside code
# Keys that stand in any English sentence: they give something away only where they are stated or marked.
COMMON = {
    *("a", "an", "and", "as", "at", "basic", "by", "else", "filter", "for", "from", "get", "if", "in", "is", "it"),
    *("key", "list", "map", "name", "new", "no", "none", "not", "null", "of", "off", "on", "or", "out", "return"),
    *("set", "some", "super", "that", "the", "then", "this", "to", "true", "false", "try", "value", "warm", "while"),
    *("with", "yes"),
}
CODE = re.compile(r"```.*?```|`[^`\n]*`", re.S)
MARKED = re.compile(r"`+([^`]+)`+|\*\*([^*]+)\*\*|\"([^\"]+)\"")
UNSAFE = re.compile(r"</?[a-z!]|\bjavascript:|\bdata:text|!\[|\]\s*\(|https?://", re.I)
STATED = r"(?:정답|답|선택지|보기|문항|choice|option|answer|letter|key)\W{0,4}(?:은|는|이|가|is|was|would be|should be)?\W{0,4}"
BETWEEN = r"[^a-z0-9_]{1,12}"


@dataclass(frozen=True)
class Secret:
    """What may not be read out of a text: the key and all accepted answers; of choices the letter and the words."""

    texts: tuple[str, ...] = ()
    letter: str = ""


@dataclass(frozen=True)
class Item:
    """Something that is true of the learner and bears on the question; a text has it when one of `marks` is in it."""

    kind: str
    marks: tuple[str, ...] = field(default=())


def parts(text: str, language: str) -> list[str] | None:
    """The four texts under the headings; None where one is missing, empty, there twice or out of order."""
    wanted = HEADINGS[language]
    found = [(line, _heading(line, wanted)) for line in text.strip().split("\n")]
    if [name for _line, name in found if name] != list(wanted):
        return None
    bodies: list[list[str]] = []
    for line, name in found:
        if name:
            bodies.append([])
        elif bodies:
            bodies[-1].append(line)
    written = ["\n".join(lines).strip() for lines in bodies]
    return written if all(len(one) >= SHORTEST_PART for one in written) else None


def joined(bodies: list[str], language: str) -> str:
    """Markdown with the headings as readers see them."""
    return "\n\n".join(f"### {name}\n\n{body}" for name, body in zip(HEADINGS[language], bodies, strict=True))


def gives_away(text: str, secret: Secret) -> bool:
    """Strict: a number that happens to be the key gives it away as well."""
    visible, marked = _plain(text), _marked(text)
    if secret.letter and _names_letter(visible, marked, _plain(secret.letter)):
        return True
    return any(_stands_in(visible, marked, _plain(one)) for one in secret.texts if one.strip())


def holds(text: str, secret: Secret) -> bool:
    """Stricter still, for texts that can be chosen freely: an answer of some length stands in it, within other words too."""
    visible = _plain(text)
    keys = [_plain(one) for one in secret.texts]
    return any(len(key) >= LONG_KEY and key in visible for key in keys)


def personal(text: str, items: list[Item]) -> list[str]:
    """The kinds of those that are in it."""
    visible = _plain(text)
    return [item.kind for item in items if any(_contains(visible, _plain(mark)) for mark in item.marks if mark)]


def is_unsafe(text: str) -> bool:
    """Markup, links or pictures outside of code: feedback needs none."""
    return bool(UNSAFE.search(CODE.sub(" ", text)))


def is_in(language: str, text: str) -> bool:
    letters = [sign for sign in CODE.sub(" ", text) if sign.isalpha()]
    hangul = sum("가" <= sign <= "힣" for sign in letters)
    low, high = HANGUL_SHARE[language]
    return bool(letters) and low <= hangul / len(letters) <= high


def _heading(line: str, wanted: tuple[str, ...]) -> str:
    bare = re.sub(r"^\s*#{1,6}\s*|^\s*\d+[.)]\s*", "", line.strip()).strip("*# :：")
    marked = line.lstrip().startswith(("#", "**")) or bare == line.strip()
    return next((name for name in wanted if marked and bare.casefold() == name.casefold()), "")


def _plain(text: str) -> str:
    """Normalised as answers are, without emphasis and invisible characters: both hide a word from a plain look."""
    visible = "".join(sign for sign in text if unicodedata.category(sign) != "Cf" and sign not in "*`")
    return normal(visible)


def _marked(text: str) -> set[str]:
    """What stands alone in quotes, bold or as code."""
    spans = MARKED.findall(unicodedata.normalize("NFKC", text).translate(str.maketrans("“”‘’「」'", '"' * 7)))
    return {_plain(part) for span in spans for part in span if part}


def _names_letter(text: str, marked: set[str], letter: str) -> bool:
    there = rf"{STATED}{letter}(?![a-z0-9_])|(?<![a-z0-9_]){letter}\s?번|(?<![a-z0-9_]){letter}\)"
    return letter in marked or bool(re.search(there, text))


def _stands_in(text: str, marked: set[str], key: str) -> bool:
    if _is_common(key):
        return key in marked or bool(re.search(rf"{STATED}{re.escape(key)}(?![a-z0-9_])", text))
    return _contains(text, key)


def _is_common(key: str) -> bool:
    """Letters that prose is full of, or dots."""
    return key in COMMON or not key.strip(".…") or (len(key) == 1 and key.isalpha())


def _contains(text: str, key: str) -> bool:
    """Bounded where the key has a Latin letter or digit at that end; a Korean particle may follow."""
    words = re.findall(r"[a-z0-9_]+", key)
    if len(words) > 1 and not re.search(r"[^\x00-\x7f]", key) and re.fullmatch(r"[\w\s,.:;-]+", key):
        inner = BETWEEN.join(map(re.escape, words))
    else:
        inner = re.escape(key)
    before = r"(?<![a-z0-9_])(?<!\d\.)" if re.match(r"[a-z0-9_]", key) else ""
    after = r"(?![a-z0-9_]|\.\d)" if re.search(r"[a-z0-9_]$", key) else ""
    return bool(re.search(before + inner + after, text))
