from django.urls import path

from lms.jobs import api

endpoints = [
    path("tasks/<str:task_id>", api.TaskApi.as_view()),
    path("tasks/<str:task_id>/cancel", api.CancelTaskApi.as_view()),
]
