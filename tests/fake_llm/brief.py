"""What a prompt asks for: its lines `Title:`, `Language:`, `Level:`, `Length:`, `Examples:`, `Count:` and `- **term**: …`;
for feedback what `feedback_facts` finds."""

import hashlib
import json
import re
from dataclasses import dataclass
from random import Random
from typing import Any

from tests.fake_llm import feedback_facts
from tests.fake_llm.bank import LEVELS, Bank
from tests.fake_llm.english import ENGLISH
from tests.fake_llm.feedback_facts import Facts
from tests.fake_llm.hangul import is_hangul
from tests.fake_llm.korean import KOREAN

BANKS = {"ko": KOREAN, "en": ENGLISH}
LENGTHS = ("short", "medium", "long")
TITLE_CHARACTERS = 80


@dataclass(frozen=True)
class Brief:
    """`count` is None when the prompt names none; `facts` where it asks for feedback; `source` is what the texts are drawn from:
    seed and prompt."""

    title: str
    language: str
    level: str = "intermediate"
    length: str = "medium"
    examples: bool = False
    count: int | None = None
    terms: tuple[str, ...] = ()
    facts: Facts | None = None
    source: str = ""

    @property
    def bank(self) -> Bank:
        return BANKS[self.language]

    def rng(self) -> Random:
        return Random(self.source)


def read(messages: list[dict[str, Any]], *, seed: int = 0) -> Brief:
    """The last such line of the prompt counts; what the model itself said before does not."""
    texts = [text_of(message) for message in messages if message.get("role") != "assistant"]
    asked = "\n".join(texts)
    language = _one_of(_line(asked, "Language"), tuple(BANKS), "ko" if any(map(is_hangul, asked)) else "en")
    count = re.match(r"\d+", _line(asked, "Count"))
    return Brief(
        title=_title(asked) or BANKS[language].this_topic,
        language=language,
        level=_one_of(_line(asked, "Level"), LEVELS, "intermediate"),
        length=_one_of(_line(asked, "Length"), LENGTHS, "medium"),
        examples=_line(asked, "Examples").lower().startswith("yes"),
        count=int(count.group()) if count else None,
        terms=tuple(re.findall(r"^- \*\*([^*\n]{1,60})\*\*: ", asked, re.M)),
        facts=feedback_facts.read(texts),
        source=f"{seed}/{prompt_hash(messages)}",
    )


def text_of(message: dict[str, Any]) -> str:
    """A message's content may also be a list of parts."""
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def prompt_hash(messages: list[dict[str, Any]]) -> str:
    """The same for the same messages, whatever the model or the other parameters."""
    text = json.dumps([[message.get("role"), text_of(message)] for message in messages], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def tokens(text: str) -> int:
    return max(1, len(text) // 4)


def prompt_tokens(messages: list[dict[str, Any]]) -> int:
    return tokens("".join(text_of(message) for message in messages))


def _line(text: str, name: str) -> str:
    found = re.findall(rf"^[ \t>*-]*{name}:[ \t]*(.*)$", text, flags=re.M)
    return found[-1].strip() if found else ""


def _one_of(said: str, choices: tuple[str, ...], default: str) -> str:
    said = said.lower().replace(" ", "_")
    return said if said in choices else default


def _title(asked: str) -> str:
    """Fit for the middle of a sentence: no marks that would end it, no markup."""
    plain = re.sub(r"[<>`*_\[\]#|“”‘’\"]", "", _line(asked, "Title"))
    return re.sub(r"[.?!]+(\s|$)", r"\1", plain).strip()[:TITLE_CHARACTERS]
