from django.urls import path

from lms.accounts import api, views

pages = [
    path("login", views.log_in, name="login"),
    path("logout", views.log_out, name="logout"),
    path("signup", views.sign_up, name="signup"),
    path("language", views.set_language, name="set_language"),
    path("theme", views.set_theme, name="set_theme"),
]
endpoints = [
    path("auth/token", api.TokenApi.as_view()),
    path("auth/register", api.RegisterApi.as_view()),
    path("auth/claim", api.ClaimApi.as_view()),
    path("me", api.MeApi.as_view()),
]
