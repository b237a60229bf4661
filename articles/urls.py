from django.urls import path

from articles import api, views

pages = [
    path("sessions", views.my_sessions, name="sessions"),
    path("sessions/new", views.new_session, name="new_session"),
    path("sessions/summary", views.new_session_summary, name="new_session_summary"),
    path("sessions/<str:session_id>", views.session, name="session"),
    path("sessions/<str:session_id>/outline", views.session_outline, name="session_outline"),
    path("articles/<str:article_id>", views.article, name="article"),
    path("articles/<str:article_id>/level", views.article_level, name="article_level"),
    path("articles/<str:article_id>/started", views.article_started, name="article_started"),
    path("articles/<str:article_id>/completed", views.article_completed, name="article_completed"),
]
endpoints = [
    path("sessions", api.SessionsApi.as_view()),
    path("sessions/<str:session_id>", api.SessionApi.as_view()),
    path("sessions/<str:session_id>/curriculum", api.SessionOutlineApi.as_view()),
    path("sessions/<str:session_id>/progress", api.SessionProgressApi.as_view()),
    path("sessions/<str:session_id>/claim", api.ClaimSessionApi.as_view()),
    path("articles/<str:article_id>", api.ArticleApi.as_view()),
    path("articles/<str:article_id>/convert", api.ConvertApi.as_view()),
]
