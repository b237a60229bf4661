"""A text before it is a version: the same whether a model wrote it or the course material gave it. Pure."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Draft:
    """A text and what a reader learns from it. `terms` and `glosses` are (term, definition), `resources` (title, url).

    `glosses` are the terms that get a note at their first place; `warnings` are content warnings beside contains_code.
    """

    markdown: str
    terms: list[tuple[str, str]]
    glosses: list[tuple[str, str]]
    tips: list[str]
    resources: list[tuple[str, str]]
    indicators: list[str]
    code_examples: int
    related: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    score: float | None = None
