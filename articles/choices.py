"""What a learner can choose for a session, with defaults and meaning. Pure."""

from dataclasses import asdict, dataclass

from curriculum.content_files import LEVEL_CODES

WORDS = {"short": (250, 450), "medium": (450, 800), "long": (800, 1300)}  # a text's length, in Korean eojeol
HOURS_A_WEEK = {"light": 2, "regular": 5, "intensive": 10}
PACES = tuple(HOURS_A_WEEK)
MAX_SUBTOPICS = 10
MAX_ARTICLES_A_SUBTOPIC = 10
MAX_ARTICLES = 120  # in a session, with those that were added
PRACTICE_MINUTES_AN_ARTICLE = 20  # trying the example, answering questions
WORDS_A_MINUTE = 135
STYLES = ("practical", "theoretical", "visual", "balanced")
MAX_GENERATED = 10
WISH_CHARACTERS = 500
COMMENT_CHARACTERS = 2000
MODULE_CHARACTERS = 140  # of `track.module`
SECONDS_AT_MOST = 14_400  # that one message may say were spent reading


@dataclass(frozen=True)
class Options:
    """Everything that shapes a session besides topic, subtopics and level. `weakness`: the kind of mistake in its module that
    it is to help against."""

    learning_pace: str = "regular"
    preferred_article_length: str = "medium"
    include_examples: bool = True
    max_articles_per_subtopic: int = 7
    enable_adaptive_difficulty: bool = True
    include_practice_problems: bool = False
    weakness: str = ""

    def as_json(self) -> dict:
        return {name: value for name, value in asdict(self).items() if value != ""}

    @classmethod
    def from_json(cls, stored: dict) -> "Options":
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})

    def article_count(self, outline_sizes: list[int]) -> int:
        """How many articles subtopics with so many outline items give."""
        return sum(min(size, self.max_articles_per_subtopic) for size in outline_sizes)

    def study_hours(self, articles: int) -> float:
        """Reading and practice together."""
        low, high = WORDS[self.preferred_article_length]
        return articles * ((low + high) / 2 / WORDS_A_MINUTE + PRACTICE_MINUTES_AN_ARTICLE) / 60

    @property
    def hours_a_week(self) -> int:
        return HOURS_A_WEEK[self.learning_pace]


@dataclass(frozen=True)
class Wishes:
    """How subtopics for one learner are to be made, besides interests and goals, which are private."""

    current_level: str = "intermediate"
    time_availability: str = "regular"
    preferred_style: str = "practical"
    max_subtopics: int = 5
    include_prerequisites: bool = True
    difficulty_progression: bool = True

    def as_json(self) -> dict:
        return asdict(self)

    @classmethod
    def from_json(cls, stored: dict) -> "Wishes":
        return cls(**{name: stored[name] for name in cls.__dataclass_fields__ if name in stored})


def difficulty_steps(level: str, count: int, *, rising: bool) -> list[str]:
    """The level of each of `count` subtopics: from one below the learner's to one above, or all the learner's."""
    own = LEVEL_CODES.index(level)
    lowest, highest = max(0, own - 1), min(len(LEVEL_CODES) - 1, own + 1)
    if not rising or count == 1:
        return [level] * count
    return [LEVEL_CODES[lowest + round((highest - lowest) * place / (count - 1))] for place in range(count)]
