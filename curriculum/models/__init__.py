"""What there is to learn, and what of it somebody has completed."""

from curriculum.models.base import Industry, LoadedContent, fingerprint
from curriculum.models.careers import CareerPath, CareerPathTrack
from curriculum.models.completions import ModuleCompletion
from curriculum.models.levels import Level
from curriculum.models.modules import LearningModule, ModulePrerequisite
from curriculum.models.questions import Question, QuestionReview
from curriculum.models.reports import Outcome, QuestionReport, Reason
from curriculum.models.resources import LearningResource, ProjectTemplate
from curriculum.models.topics import CuratedSubTopic, MainTopic, OutlineItem
from curriculum.models.tracks import CurriculumCategory, LearningTrack

__all__ = [
    "CareerPath",
    "CareerPathTrack",
    "CuratedSubTopic",
    "CurriculumCategory",
    "Industry",
    "LearningModule",
    "LearningResource",
    "LearningTrack",
    "Level",
    "LoadedContent",
    "MainTopic",
    "ModuleCompletion",
    "ModulePrerequisite",
    "Outcome",
    "OutlineItem",
    "ProjectTemplate",
    "Question",
    "QuestionReport",
    "QuestionReview",
    "Reason",
    "fingerprint",
]
