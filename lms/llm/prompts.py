"""A prompt is a small validated object: what it is given, what it gives back, how it is written, what stands in for it."""

import hashlib
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from pydantic import BaseModel, ValidationError

USER_PART = "\n=====\n"  # what stands before it is the instruction
FENCE = "~~~"
LEARNER_TEXT_CHARACTERS = 600


class UnusableError(Exception):
    """What a model wrote can't be used. `advice` tells a model how to mend it, where it is worth asking again."""

    def __init__(self, error_type: str, advice: str = "") -> None:
        super().__init__(error_type)
        self.error_type, self.advice = error_type, advice


@dataclass(frozen=True)
class Reading:
    """What was read out of a model's text. With `advice` it can be used, but one better try is worth asking for."""

    value: Any
    score: float = 1.0
    advice: str = ""


@dataclass(frozen=True)
class Prompt:
    """`read(text, finish_reason, data)` gives a Reading or raises UnusableError; `fallback(data)` answers without a model.

    Once `enough(text so far)` is true, the rest isn't waited for, nor paid; the finish reason is then `enough`. `awaited`:
    somebody waits for the end of this text, which is short and shown as a whole.
    """

    name: str
    version: int
    request_type: str
    input: type[BaseModel]
    read: Callable[[str, str, Any], Reading]
    fallback: Callable[[Any], Any]
    max_tokens: int
    output: type[BaseModel] | None = None
    temperature: float = 0.4
    private: bool = False
    awaited: bool = False
    enough: Callable[[str], bool] | None = None

    @property
    def tag(self) -> str:
        return f"{self.name}@{self.version}"

    def messages(self, data: BaseModel) -> list[dict]:
        """Instruction first, then the matter; everything a learner wrote is fenced as data."""
        text = _environment().get_template(f"{self.name}.j2").render(data.model_dump())
        instruction, _mark, matter = text.partition(USER_PART)
        return [{"role": "system", "content": instruction.strip()}, {"role": "user", "content": matter.strip()}]

    def schema(self) -> dict | None:
        if self.output is None:
            return None
        return {"name": self.output.__name__, "schema": self.output.model_json_schema()}


def read_json(output: type[BaseModel]) -> Callable[[str, str, Any], Reading]:
    """Reads structured output: complete, one JSON object, valid; else the error is shown to the model once."""

    def read(text: str, finish_reason: str, data: BaseModel) -> Reading:
        if finish_reason == "length":
            raise UnusableError("cut_off")
        try:
            return Reading(output.model_validate_json(_json_in(text), context={"input": data}))
        except ValidationError as error:
            raise UnusableError("wrong_schema", advice=_told(error)) from error

    return read


def prompt_hash(messages: list[dict]) -> str:
    return hashlib.sha256("\x00".join(message["content"] for message in messages).encode()).hexdigest()


def fenced(text: str, limit: int = LEARNER_TEXT_CHARACTERS) -> str:
    """A learner's text as data: no invisible characters, no way out of its fence, cut to a limit."""
    visible = "".join(
        sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf", "Co", "Cn") or sign in "\n\t"
    )
    return f"{FENCE}\n{visible.replace(FENCE, '')[:limit].strip()}\n{FENCE}"


def _json_in(text: str) -> str:
    """The object itself, where a model put it into a code block or said something around it."""
    match = re.search(r"\{.*\}", text, flags=re.S)
    return match.group() if match else text


def _told(error: ValidationError) -> str:
    faults = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()[:8]]
    return "\n".join(faults)


@cache
def _environment() -> SandboxedEnvironment:
    environment = SandboxedEnvironment(
        loader=FileSystemLoader(settings.BASE_DIR / "templates" / "prompts"),
        undefined=StrictUndefined,
        autoescape=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fenced"] = fenced
    return environment
