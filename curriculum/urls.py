from django.urls import path

from curriculum import views
from curriculum.api import careers, questions, topics, tracks

pages = [
    path("", views.welcome, name="welcome"),
    path("topics", views.topics, name="topics"),
    path("careers", views.careers, name="careers"),
    path("careers/<str:career>", views.career, name="career"),
    path("tracks/<str:track>", views.track, name="track"),
    path("modules/<str:module>", views.module, name="module"),
]
endpoints = [
    path("levels", topics.LevelsApi.as_view()),
    path("main-topics", topics.MainTopicsApi.as_view()),
    path("sub-topics/curated", topics.CuratedSubTopicsApi.as_view()),
    path("curriculum/categories", tracks.CategoriesApi.as_view()),
    path("curriculum/categories/<str:category>/tracks", tracks.CategoryTracksApi.as_view()),
    path("curriculum/tracks/<str:track>/modules", tracks.TrackModulesApi.as_view()),
    path("curriculum/modules", tracks.ModulesApi.as_view()),
    path("curriculum/modules/<str:module>", tracks.ModuleApi.as_view()),
    path("curriculum/careers", careers.CareersApi.as_view()),
    path("curriculum/projects", careers.ProjectsApi.as_view()),
    path("curriculum/recommend-path", careers.RecommendPathApi.as_view()),
    path("questions/generate", questions.GenerateQuestionsApi.as_view()),
    path("questions/pending", questions.PendingQuestionsApi.as_view()),
    path("questions/<int:question_id>/review", questions.ReviewQuestionApi.as_view()),
    path("questions/<int:question_id>/report", questions.ReportQuestionApi.as_view()),
]
