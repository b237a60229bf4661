"""What a learner can choose for a session, with defaults and meaning. Pure."""

from dataclasses import asdict, dataclass

WORDS = {"short": (250, 450), "medium": (450, 800), "long": (800, 1300)}  # a text's length, in Korean eojeol
HOURS_A_WEEK = {"light": 2, "regular": 5, "intensive": 10}
MAX_SUBTOPICS = 10
MAX_ARTICLES_A_SUBTOPIC = 10
PRACTICE_MINUTES_AN_ARTICLE = 20  # trying the example, answering questions
WORDS_A_MINUTE = 135


@dataclass(frozen=True)
class Options:
    """Everything that shapes a session besides topic, subtopics and level."""

    learning_pace: str = "regular"
    preferred_article_length: str = "medium"
    include_examples: bool = True
    max_articles_per_subtopic: int = 7
    enable_adaptive_difficulty: bool = True
    include_practice_problems: bool = False

    def as_json(self) -> dict:
        return asdict(self)

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
