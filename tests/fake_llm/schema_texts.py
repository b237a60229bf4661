"""Texts for the values of a JSON answer: by the property's name a name, a sentence, two sentences or a slug; none twice."""

import re
from random import Random

from tests.fake_llm import article
from tests.fake_llm.brief import Brief

TRIES = 100
NAME_WORDS = {"name", "title", "heading", "topic", "label", "term", "tag", "keyword", "concept", "option", "choice"}
NAME_WORDS |= {"prerequisite", "project", "audience"}
LONG_WORDS = {"summary", "description", "explanation", "content", "body", "text", "feedback", "cover", "example"}
SLUG_WORDS = {"slug", "id", "key", "code"}
NAME_CHARACTERS = 60


class Texts:
    """Those of one answer. Lengths are in characters."""

    def __init__(self, brief: Brief, rng: Random) -> None:
        self.brief, self.rng = brief, rng
        self.used: set[str] = set()

    def unused(self, name: str, least: int, most: int) -> str:
        """A text for the property `name` that no other value of this answer has, as far as there is room."""
        candidates = (self.long_enough(name, least) for _ in range(TRIES))
        fitting = (text for text in candidates if len(text) <= most and text not in self.used)
        text = next(fitting, None) or self.shortened(least, most)
        self.used.add(text)
        return text

    def long_enough(self, name: str, least: int) -> str:
        text = self.written(name)
        while len(text) < least:
            text += " " + self.sentence()
        return text

    def written(self, name: str) -> str:
        """`key_concepts` asks for names, `summary` for sentences."""
        words = {word.rstrip("s") for word in re.split(r"[^a-z]+", name.lower())}
        if words & LONG_WORDS:
            return f"{self.sentence()} {self.sentence()}"
        if words & SLUG_WORDS:
            return f"step-{len(self.used) + 1}"
        return self.name() if words & NAME_WORDS else self.sentence()

    def sentence(self) -> str:
        return article.sentence(self.brief, self.rng.choice(self.brief.bank.themes), self.rng)

    def name(self) -> str:
        """With the title before it where that stays a name."""
        short = self.short_name()
        long = f"{self.brief.title}: {short}"
        return short if len(long) > NAME_CHARACTERS or self.brief.title == self.brief.bank.this_topic else long

    def short_name(self) -> str:
        bank = self.brief.bank
        text = self.rng.choice(bank.names).format(t=self.rng.choice(bank.terms).used)
        return text[0].upper() + text[1:]

    def shortened(self, least: int, most: int) -> str:
        """The beginning of a name, told apart by a number where there is room for one."""
        plain = text = padded(self.short_name()[:most].strip(), least)
        number = 2
        while text in self.used and len(str(number)) < most:
            text = padded(f"{plain[: most - len(str(number)) - 1]} {number}".strip(), least)
            number += 1
        return text


def padded(text: str, least: int) -> str:
    """Its last character again and again until it is long enough."""
    return text + text[-1:] * (least - len(text))
