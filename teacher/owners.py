"""Which rows of teaching belong to a person: for the export and for erasing."""

from django.db.models import QuerySet

from lms.accounts.models import User
from teacher.models import Intervention, RiskAssessment, RosterImport, StudentSummary, TeacherInvitation

SECRET = ("token_hash",)
OF_OTHERS = ("lines",)


def assessments_of(person: User) -> QuerySet:
    return RiskAssessment.objects.filter(student=person)


def interventions_of(person: User) -> QuerySet:
    return Intervention.objects.filter(student=person)


def interventions_by(person: User) -> QuerySet:
    return Intervention.objects.filter(made_by=person)


def forget_teacher(person: User) -> None:
    """What was done for a student stays theirs, but not by whom."""
    interventions_by(person).update(made_by=None)


def invitations_by(person: User) -> QuerySet:
    return TeacherInvitation.objects.filter(made_by=person)


def imports_by(person: User) -> QuerySet:
    return RosterImport.objects.filter(made_by=person)


def summary_of(person: User) -> QuerySet:
    return StudentSummary.objects.filter(student=person)
