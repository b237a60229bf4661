from teacher.models.invitations import TeacherInvitation
from teacher.models.risk import Intervention, RiskAssessment
from teacher.models.rosters import RosterImport

__all__ = ["Intervention", "RiskAssessment", "RosterImport", "TeacherInvitation"]
