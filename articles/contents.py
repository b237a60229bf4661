"""Contents: found where they exist, planned where they don't, whoever asks."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from articles.choices import Options
from articles.matters import Matter
from articles.models import Content, LearningSession
from articles.prompts import ARTICLE_TAG
from lms.privacy.models import PrivateNote

STYLE = "balanced"


@dataclass(frozen=True)
class Wanted:
    """A text that somebody needs. With a `session` private input went into it, and it is never shared."""

    matter: Matter
    level: str
    language: str
    length: str
    with_examples: bool
    session: LearningSession | None = None
    private_note: PrivateNote | None = None

    @property
    def key(self) -> str:
        """The same for whoever asks for the same: hash of what the text is made from and how."""
        made_from = {
            "matter": self.matter.as_json(),
            "level": self.level,
            "length": self.length,
            "examples": self.with_examples,
            "style": STYLE,
            "language": self.language,
            "prompt": ARTICLE_TAG,
            "session": self.session.pk if self.session else None,
            "note": self.private_note.pk if self.private_note else None,
        }
        return hashlib.sha256(json.dumps(made_from, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def wanted_in(session: LearningSession, matter: Matter, level: str, note: PrivateNote | None = None) -> Wanted:
    """With what the session was opened with; private where a model laid out what it is about."""
    options = Options.from_json(session.generation_options)
    return Wanted(
        matter=matter,
        level=level,
        language=session.language,
        length=options.preferred_article_length,
        with_examples=options.include_examples,
        session=None if matter.is_of_course else session,
        private_note=None if matter.is_of_course else note,
    )


def like(content: Content, level: str, matter: Matter) -> Wanted:
    """The same text at another level, as private as it is."""
    return Wanted(
        matter=matter,
        level=level,
        language=content.language,
        length=content.length,
        with_examples=content.with_examples,
        session=content.session,
        private_note=content.private_note,
    )


def private(content: Content, matter: Matter, session: LearningSession, note: PrivateNote) -> Wanted:
    """The same text by somebody's wish: that session's alone."""
    return replace(like(content, content.level, matter), session=session, private_note=note)


def ensure(wanted: Iterable[Wanted]) -> list[Content]:
    """The content of each, in order. 2 queries, however many; the language has to be active."""
    keyed = [(one.key, one) for one in wanted]
    rows = [_planned(key, one) for key, one in sorted(keyed, key=lambda pair: pair[0])]  # one order: no deadlock
    Content.objects.bulk_create(rows, ignore_conflicts=True)
    known = Content.objects.in_bulk([key for key, _one in keyed], field_name="key")
    return [known[key] for key, _one in keyed]


def _planned(key: str, wanted: Wanted) -> Content:
    return Content(
        key=key,
        outline_item_id=wanted.matter.number,
        matter={} if wanted.matter.number else wanted.matter.as_json(),
        session=wanted.session,
        private_note=wanted.private_note,
        level=wanted.level,
        length=wanted.length,
        with_examples=wanted.with_examples,
        style=STYLE,
        language=wanted.language,
        prompt_version=ARTICLE_TAG,
    )
