from django.urls import path

from teacher.api import at_risk as risk_api
from teacher.api import interventions as intervention_api
from teacher.views import at_risk, classes, interventions

pages = [
    path("teacher", classes.overview, name="class_overview"),
    path("teacher/at-risk", at_risk.at_risk, name="at_risk"),
    path("teacher/interventions", interventions.listing, name="interventions"),
    path("teacher/interventions/<int:intervention_id>", interventions.one, name="intervention"),
]
endpoints = [
    path("teacher/at-risk", risk_api.AtRiskApi.as_view()),
    path("teacher/interventions", intervention_api.InterventionsApi.as_view()),
    path("teacher/interventions/<int:intervention_id>", intervention_api.InterventionApi.as_view()),
]
