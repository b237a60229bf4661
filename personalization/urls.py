from django.urls import path

from personalization.api import assignments, learning, paths, placing, submissions
from personalization.views import assignments as assignment_pages
from personalization.views import learning as learning_pages
from personalization.views import onboarding, placement, practice

pages = [
    path("onboarding", onboarding.onboarding, name="onboarding"),
    path("dashboard", learning_pages.today, name="dashboard"),
    path("dashboard/board", learning_pages.board, name="dashboard_board"),
    path("placement", placement.start, name="placement"),
    path("placement/<str:placement_id>", placement.run, name="placement_run"),
    path("assignments", assignment_pages.everything, name="assignments"),
    path("assignments/<int:assignment_id>", assignment_pages.one, name="assignment"),
    path("practice", practice.start, name="practice"),
    path("retests", practice.retest, name="retest"),
    path("practice/<str:submission_id>", practice.run, name="practice_run"),
    path("practice/<str:submission_id>/answer", practice.answer, name="practice_answer"),
    path("practice/<str:submission_id>/hint", practice.hint, name="practice_hint"),
    path("practice/<str:submission_id>/solution", practice.solution, name="practice_solution"),
    path("practice/<str:submission_id>/report", practice.report, name="practice_report"),
    path("practice/<str:submission_id>/close", practice.close, name="practice_close"),
    path("practice/<str:submission_id>/feedback/<int:question_id>", practice.feedback, name="practice_feedback"),
]
endpoints = [
    path("personalization/profile", paths.ProfileApi.as_view()),
    path("personalization/curriculum", paths.PersonalPathApi.as_view()),
    path("personalization/dashboard", paths.DashboardApi.as_view()),
    path("personalization/progress", paths.ProgressApi.as_view()),
    path("personalization/next-questions", learning.NextQuestionsApi.as_view()),
    path("personalization/weaknesses", learning.WeaknessesApi.as_view()),
    path("personalization/reviews", learning.ReviewsApi.as_view()),
    path("personalization/placement", placing.PlacementsApi.as_view()),
    path("personalization/placement/<str:placement_id>", placing.PlacementApi.as_view()),
    path("personalization/retests", placing.RetestsApi.as_view()),
    path("personalization/assignments", assignments.AssignmentsApi.as_view()),
    path("submissions", submissions.SubmissionsApi.as_view()),
    path("submissions/<str:submission_id>", submissions.SubmissionApi.as_view()),
    path("submissions/<str:submission_id>/answers", submissions.SubmissionAnswersApi.as_view()),
    path("submissions/<str:submission_id>/close", submissions.CloseSubmissionApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/hint", submissions.HintApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/feedback", submissions.FeedbackApi.as_view()),
    path("submissions/<str:submission_id>/answers/<int:question_id>/solution", submissions.SolutionApi.as_view()),
]
