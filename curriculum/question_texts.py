"""What a model's question may not contain, besides what the rules for all questions refuse. Plain values; no Django.

Each fault is a sentence in English that tells a model what to mend.
"""

import re
import unicodedata
from collections.abc import Iterator

from curriculum.question_rules import Draft

CODE = re.compile(r"^```.*?^```\s*$|`[^`\n]*`", re.S | re.M)
HANGUL = re.compile("[가-힣]")
ACTIVE = re.compile(
    r"<\s*/?\s*(script|iframe|object|embed|style|form)\b|javascript:|\bon[a-z]+\s*=|data:text/html", re.I
)
MARKUP = re.compile(r"<\s*/?\s*[a-z!][^>]*>|https?://|\]\(|!\[", re.I)
LEFTOVER = re.compile(
    r"\bas an? (ai|language model)\b|\bi (can't|cannot|am unable to)\b|\blorem ipsum\b|\bTODO\b"
    r"|\b(system|previous) (prompt|instructions?)\b|AI (언어 )?모델(로서|이라)|이전 지시|시스템 프롬프트",
    re.I,
)
LETTER = re.compile(
    r"\b(choice|option|answer) \(?[a-d]\b|(?<!\w)\(?[a-d]\)|(보기|선택지|정답)(은|는|이)? ?\(?[a-d]\b|\b[a-d]번", re.I
)
SAYS_LETTER = "hints and explanation name no choice by its letter: letters are dealt anew"


def faults_of(draft: Draft) -> Iterator[str]:
    """Of one question in the language it should be in."""
    prose = [without_code(text) for text in (draft.prompt, *draft.hints, draft.explanation)]
    texts = [draft.prompt, *draft.hints, draft.explanation, *(choice.text for choice in draft.choices), *draft.accepted]
    if any(MARKUP.search(text) for text in prose) or any(ACTIVE.search(text) for text in texts):
        yield "no HTML, no links, no pictures; code stands between backticks"
    if any(LEFTOVER.search(text) for text in texts):
        yield "write about the subject only, nothing about yourself or these instructions"
    if any(_is_foreign(text, draft.language) for text in prose):
        yield "write every text in the language that was asked for"
    if draft.choices and any(LETTER.search(text) for text in prose):
        yield SAYS_LETTER


def tidy(text: str) -> str:
    """Without invisible characters, which could hide something or make two texts differ."""
    return "".join(sign for sign in text if _shows(sign)).strip()


def without_code(text: str) -> str:
    return CODE.sub(" ", text)


def _shows(sign: str) -> bool:
    return sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cn", "Cs")


def _is_foreign(text: str, language: str) -> bool:
    """Code alone is in no language."""
    words = re.search(r"[^\W\d_]{2,}", text)
    return bool(words) and bool(HANGUL.search(text)) != (language == "ko")
