"""Learning sessions, the articles in them, and the contents that articles share."""

from .articles import Article
from .contents import ArticleLevel, Content, ContentVersion, EarlierVersion, ReviewEvent
from .generated import GeneratedSubTopic, SubTopicGeneration, SubTopicReview
from .history import ProgressLog
from .opinions import ArticleFeedback, ArticleReport
from .reading import Reading
from .sessions import LearningSession, SessionSubTopic

__all__ = [
    "Article",
    "ArticleFeedback",
    "ArticleLevel",
    "ArticleReport",
    "Content",
    "ContentVersion",
    "EarlierVersion",
    "GeneratedSubTopic",
    "LearningSession",
    "ProgressLog",
    "Reading",
    "ReviewEvent",
    "SessionSubTopic",
    "SubTopicGeneration",
    "SubTopicReview",
]
