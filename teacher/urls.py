from django.urls import path

from teacher.api import monitoring as monitoring_api
from teacher.views import classes, models

pages = [
    path("teacher", classes.overview, name="class_overview"),
    path("teacher/models", models.models, name="models"),
    path("teacher/models/board", models.board, name="models_board"),
]
endpoints = [
    path("monitoring/llm-metrics", monitoring_api.LLMMetricsApi.as_view()),
]
