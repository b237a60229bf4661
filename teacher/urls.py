from django.urls import path

from teacher.api import at_risk as risk_api
from teacher.api import interventions as intervention_api
from teacher.api import students as student_api
from teacher.views import at_risk, classes, interventions, students

pages = [
    path("teacher", classes.overview, name="class_overview"),
    path("teacher/students", students.listing, name="students"),
    path("teacher/students/<int:student_id>", students.student, name="student"),
    path("teacher/at-risk", at_risk.at_risk, name="at_risk"),
    path("teacher/interventions", interventions.listing, name="interventions"),
    path("teacher/interventions/<int:intervention_id>", interventions.one, name="intervention"),
]
endpoints = [
    path("teacher/career-analytics", student_api.CareerAnalyticsApi.as_view()),
    path("teacher/students/<int:student_id>", student_api.StudentApi.as_view()),
    path("teacher/at-risk", risk_api.AtRiskApi.as_view()),
    path("teacher/interventions", intervention_api.InterventionsApi.as_view()),
    path("teacher/interventions/<int:intervention_id>", intervention_api.InterventionApi.as_view()),
]
