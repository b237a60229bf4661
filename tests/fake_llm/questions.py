"""A question as a model that knows its trade writes it: one key, an id; choices that differ; hints that don't tell."""

from random import Random
from typing import Any

PARTS = {"kind", "prompt", "choices", "correct_answer", "hints", "explanation"}
WEAKNESSES = ("concept_gap", "logic_error", "off_by_one", "type_confusion")
LETTERS = "abcd"


def made_answerable(value: dict[str, Any], rng: Random) -> dict[str, Any]:
    """The texts as they are; kind, choices and key fit each other. Its stem and choices are told apart by their own words."""
    words = _words(value["prompt"])
    texts = [f"{words[number % len(words)]} {number + 1}" for number in range(len(LETTERS))]
    key = rng.choice(LETTERS)
    choices = [
        {"id": letter, "text": text, "weakness_type": "" if letter == key else rng.choice(WEAKNESSES)}
        for letter, text in zip(LETTERS, texts, strict=True)
    ]
    return value | {
        "kind": "multiple_choice",
        "code": "",
        "code_language": "",
        "choices": choices,
        "correct_answer": key,
        "accepted_answers": [],
        "sub_topic": "",
    }


def _words(prompt: str) -> list[str]:
    return [word.strip(".,:;!?“”\"'") for word in prompt.split() if len(word) > 1] or ["step"]
