"""Learning sessions, the articles in them, and the contents that articles share."""

from .contents import ArticleLevel, Content, ContentVersion, ReviewEvent
from .generated import GeneratedSubTopic, SubTopicGeneration
from .reading import Reading
from .sessions import Article, LearningSession, SessionSubTopic

__all__ = [
    "Article",
    "ArticleLevel",
    "Content",
    "ContentVersion",
    "GeneratedSubTopic",
    "LearningSession",
    "Reading",
    "ReviewEvent",
    "SessionSubTopic",
    "SubTopicGeneration",
]
