from personalization.models.assignments import Assignment
from personalization.models.placements import PlacementRun
from personalization.models.profiles import LearnerProfile
from personalization.models.progress import MasteryOverride, QuestionRecord, ReviewCard, TopicProgress, Weakness
from personalization.models.submissions import ANSWER_CHARACTERS, Submission, SubmissionAnswer

__all__ = [
    "ANSWER_CHARACTERS",
    "Assignment",
    "LearnerProfile",
    "MasteryOverride",
    "PlacementRun",
    "QuestionRecord",
    "ReviewCard",
    "Submission",
    "SubmissionAnswer",
    "TopicProgress",
    "Weakness",
]
