from django.urls import path

from curriculum import api, views

pages = [
    path("", views.welcome, name="welcome"),
    path("topics", views.topics, name="topics"),
]
endpoints = [
    path("levels", api.LevelsApi.as_view()),
    path("main-topics", api.MainTopicsApi.as_view()),
    path("sub-topics/curated", api.CuratedSubTopicsApi.as_view()),
]
