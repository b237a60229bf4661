from django.urls import path

from articles import api
from articles.views import choosing, reading, watching

pages = [
    path("sessions", watching.my_sessions, name="sessions"),
    path("sessions/new", choosing.new_session, name="new_session"),
    path("sub-topics/generate", choosing.make_sub_topics, name="make_sub_topics"),
    path("sub-topics/generated/<str:generation_id>", choosing.made_sub_topics, name="made_sub_topics"),
    path("sessions/summary", choosing.new_session_summary, name="new_session_summary"),
    path("sessions/<str:session_id>", watching.session, name="session"),
    path("sessions/<str:session_id>/outline", watching.session_outline, name="session_outline"),
    path("sessions/<str:session_id>/one-more", watching.one_more, name="one_more"),
    path("articles/<str:article_id>", reading.article, name="article"),
    path("articles/<str:article_id>/level", reading.article_level, name="article_level"),
    path("articles/<str:article_id>/regenerate", reading.article_regenerate, name="article_regenerate"),
    path("articles/<str:article_id>/newest", reading.article_newest, name="article_newest"),
    path("articles/<str:article_id>/started", reading.article_started, name="article_started"),
    path("articles/<str:article_id>/completed", reading.article_completed, name="article_completed"),
]
endpoints = [
    path("sub-topics/generate", api.GenerateSubTopicsApi.as_view()),
    path("sub-topics/generated/<str:generation_id>", api.GenerationApi.as_view()),
    path("sessions", api.SessionsApi.as_view()),
    path("sessions/<str:session_id>", api.SessionApi.as_view()),
    path("sessions/<str:session_id>/curriculum", api.SessionOutlineApi.as_view()),
    path("sessions/<str:session_id>/articles", api.SessionArticlesApi.as_view()),
    path("sessions/<str:session_id>/progress", api.SessionProgressApi.as_view()),
    path("sessions/<str:session_id>/claim", api.ClaimSessionApi.as_view()),
    path("articles/<str:article_id>", api.ArticleApi.as_view()),
    path("articles/<str:article_id>/regenerate", api.RegenerateApi.as_view()),
    path("articles/<str:article_id>/newest", api.NewestVersionApi.as_view()),
    path("articles/<str:article_id>/convert", api.ConvertApi.as_view()),
]
