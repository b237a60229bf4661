from django.urls import path

from personalization.api import submissions

pages: list = []
endpoints = [
    path("submissions", submissions.SubmissionsApi.as_view()),
    path("submissions/<str:submission_id>", submissions.SubmissionApi.as_view()),
    path("submissions/<str:submission_id>/answers", submissions.SubmissionAnswersApi.as_view()),
    path("submissions/<str:submission_id>/close", submissions.CloseSubmissionApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/hint", submissions.HintApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/feedback", submissions.FeedbackApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/solution", submissions.SolutionApi.as_view()),
]
