from teacher.models.invitations import TeacherInvitation
from teacher.models.risk import FOR_FACTOR, OUTCOME_DAYS, Action, Intervention, RiskAssessment, RiskFactor
from teacher.models.rosters import RosterImport

__all__ = [
    "FOR_FACTOR",
    "OUTCOME_DAYS",
    "Action",
    "Intervention",
    "RiskAssessment",
    "RiskFactor",
    "RosterImport",
    "TeacherInvitation",
]
