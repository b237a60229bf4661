from teacher.models.invitations import TeacherInvitation
from teacher.models.risk import FOR_FACTOR, OUTCOME_DAYS, Action, Intervention, RiskAssessment, RiskFactor
from teacher.models.rosters import RosterImport
from teacher.models.summaries import ClassSnapshot, StudentSummary

__all__ = [
    "FOR_FACTOR",
    "OUTCOME_DAYS",
    "Action",
    "ClassSnapshot",
    "Intervention",
    "RiskAssessment",
    "RiskFactor",
    "RosterImport",
    "StudentSummary",
    "TeacherInvitation",
]
