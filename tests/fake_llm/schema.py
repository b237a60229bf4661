"""Fills a JSON schema with plausible texts, as a model with structured output would. Says so when it can't."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.fake_llm import questions
from tests.fake_llm.brief import Brief
from tests.fake_llm.schema_texts import Texts, padded

Schema = dict[str, Any]
MANY = 3  # items of an array when nobody says how many
DEEP, DEEPEST = 8, 30  # where optional parts end; where a schema without an end is given up
MOST = 1000
TRIES = 100
SPAN = 10  # of numbers with one bound
FORMATS = {
    "date": "2026-11-{d:02d}",
    "date-time": "2026-11-{d:02d}T09:00:00Z",
    "time": "09:{d:02d}:00",
    "uri": "https://example.org/{n}",
    "email": "person{n}@example.org",
    "uuid": "00000000-0000-4000-8000-{n:012d}",
    "ipv4": "192.0.2.{d}",
}
CANDIDATES = ("step-{n}", "step_{n}", "Step{n}", "STEP_{n}", "step{n}", "{n}", "art_{n}", "{n}-{m}", "#{n:06x}")
CANDIDATES += (FORMATS["date"], FORMATS["time"], FORMATS["uri"], "{letter}", "{small}", "{syllable}")


class UnsupportedSchemaError(ValueError):
    """This schema asks for something that nobody taught the fake."""


class Filler:
    """One answer. `spice` is put into every free text that has room for it (markup, leftovers)."""

    def __init__(self, brief: Brief, schema: Schema, *, spice: str = "") -> None:
        self.brief, self.root, self.spice = brief, schema, spice
        self.rng: Random = brief.rng()
        self.texts = Texts(brief, self.rng)
        self.number = 0  # of strings so far
        self.depth = 0
        self.arrays = 0  # that the present value is in

    def value(self, schema: Schema | bool, name: str = "") -> Any:
        self.depth += 1
        schema = self.resolved(schema)
        if self.depth > DEEPEST:
            raise UnsupportedSchemaError("The schema never ends.")
        value = schema["const"] if "const" in schema else self.unfixed(schema, name)
        self.depth -= 1
        return value

    def unfixed(self, schema: Schema, name: str) -> Any:
        if "enum" in schema:
            return self.rng.choice(schema["enum"])
        if kind := KINDS.get(_type(schema)):
            return kind(self, schema, name)
        raise UnsupportedSchemaError(f"No known type in {schema}")

    def resolved(self, schema: Schema | bool) -> Schema:
        """Without references and alternatives: the first one that is not null, or null when far down (trees end)."""
        schema = {} if isinstance(schema, bool) else dict(schema)
        if reference := schema.pop("$ref", None):
            return self.resolved(_merged(schema, self.referred(reference)))
        for part in schema.pop("allOf", []):
            schema = _merged(schema, self.resolved(part))
        for choice in ("anyOf", "oneOf"):
            if options := schema.pop(choice, None):
                schema = _merged(schema, self.resolved(_chosen(options, null=self.depth > DEEP)))
        return schema

    def referred(self, reference: str) -> Schema:
        found: Any = self.root
        for part in reference.removeprefix("#").strip("/").split("/"):
            found = found[part.replace("~1", "/").replace("~0", "~")] if part else found
        return found

    def object(self, schema: Schema, name: str) -> Schema:
        properties = dict(schema.get("properties") or {})
        more = schema.get("additionalProperties", {})
        if more is not False:
            properties |= dict.fromkeys(self.extra_names(schema, properties), more)
        value = {key: self.value(part, key) for key, part in properties.items()}
        return questions.made_answerable(value, self.brief.rng()) if set(value) >= questions.PARTS else value

    def extra_names(self, schema: Schema, properties: Schema) -> list[str]:
        """Keys that the schema wants without describing them: required ones, or some of a mere mapping."""
        required = [key for key in schema.get("required", []) if key not in properties]
        mapping = not properties and isinstance(schema.get("additionalProperties"), dict)
        wanted = max(schema.get("minProperties", 0), MANY if mapping else 0) - len(properties) - len(required)
        return required + [f"item_{number}" for number in range(1, wanted + 1)]

    def array(self, schema: Schema, name: str) -> list[Any]:
        items = schema.get("items", True)
        first = schema.get("prefixItems", [])
        parts = [*first, *[items] * (self.length(schema, len(first)) - len(first))]
        self.arrays += 1
        values: list[Any] = []
        for part in parts:
            values.append(self.item(part, name, values, unique=schema.get("uniqueItems", False)))
        self.arrays -= 1
        return values

    def length(self, schema: Schema, least: int) -> int:
        """The prompt's `Count:` is for arrays that are in no other array."""
        least = max(least, schema.get("minItems", 0))
        most = schema.get("maxItems", least if schema.get("items") is False else MOST)
        if schema.get("uniqueItems"):
            most = min(most, _different(self.resolved(schema.get("items", True))))
        counted = self.brief.count is not None and not self.arrays
        wanted = self.brief.count if counted else 0 if self.depth > DEEP else MANY
        return max(least, min(wanted, most))

    def item(self, schema: Schema | bool, name: str, before: list[Any], *, unique: bool) -> Any:
        """One that is not there yet, as long as there is one."""
        for _ in range(TRIES):
            value = self.value(schema, name)
            if value not in before:
                return value
        if unique:
            raise UnsupportedSchemaError(f"Not that many different {name}")
        return value

    def integer(self, schema: Schema, name: str) -> int:
        low, high = _bounds(schema, 1)
        step = schema.get("multipleOf", 1)
        first, last = -(-low // step), high // step
        return int(self.rng.randint(int(first), int(last)) * step)

    def real(self, schema: Schema, name: str) -> float:
        if step := schema.get("multipleOf"):
            low, high = _bounds(schema, step)
            return round(self.rng.randint(-int(-low // step), int(high // step)) * step, 6)
        low, high = _bounds(schema, 0.01)
        return min(max(round(self.rng.uniform(low, high), 2), low), high)

    def string(self, schema: Schema, name: str) -> str:
        self.number += 1
        least, most = schema.get("minLength", 0), schema.get("maxLength", 2000)
        if "pattern" in schema or schema.get("format") in FORMATS:
            return self.shaped(schema, least, most)
        text = self.texts.unused(name, least, most)
        room = most - len(text) - 1
        return f"{text} {self.spice}" if self.spice and len(self.spice) <= room else text

    def shaped(self, schema: Schema, least: int, most: int) -> str:
        """Of a format or a pattern: the first known shape that fits."""
        n = self.number
        shapes = [FORMATS[schema["format"]]] if schema.get("format") in FORMATS else CANDIDATES
        values = {"n": n, "m": n + 1, "d": n % 28 + 1, "letter": padded("A", least), "small": padded("a", least)}
        values["syllable"] = padded("가", least)
        for text in (shape.format(**values) for shape in shapes):
            if least <= len(text) <= most and re.search(schema.get("pattern", ""), text):
                return text
        raise UnsupportedSchemaError(f"No text of the shape {schema}")


def _type(schema: Schema) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "null")
    guess = "object" if "properties" in schema else "array" if "items" in schema else "string"
    return kind or guess


def _chosen(options: list[Schema], *, null: bool) -> Schema:
    return next((option for option in options if (option.get("type") == "null") == null), options[0])


def _different(schema: Schema) -> int:
    """How many values a list of such items can have before it has to repeat one."""
    return len(schema["enum"]) if "enum" in schema else 2 if schema.get("type") == "boolean" else MOST


def _merged(one: Schema, other: Schema) -> Schema:
    """Both at once; `one` wins where they differ."""
    both = {**other, **one}
    if "properties" in one and "properties" in other:
        both["properties"] = {**other["properties"], **one["properties"]}
    if "required" in one and "required" in other:
        both["required"] = [*other["required"], *one["required"]]
    return both


def _bounds(schema: Schema, step: float) -> tuple[float, float]:
    """Lowest and highest number; a bound that is excluded moves in by a step."""
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is None and "exclusiveMinimum" in schema:
        low = schema["exclusiveMinimum"] + step
    if high is None and "exclusiveMaximum" in schema:
        high = schema["exclusiveMaximum"] - step
    if low is None:
        low = 1 if high is None else min(1, high)
    return low, low + SPAN * step if high is None else high


KINDS: dict[str, Callable[..., Any]] = {
    "object": Filler.object,
    "array": Filler.array,
    "string": Filler.string,
    "integer": Filler.integer,
    "number": Filler.real,
    "boolean": lambda filler, schema, name: filler.rng.random() < 0.5,
    "null": lambda *_: None,
}


def fill(brief: Brief, schema: Schema, *, spice: str = "") -> Any:
    """A value that validates against `schema`. Raises UnsupportedSchemaError."""
    return Filler(brief, schema, spice=spice).value(schema)
