from django.urls import path

from lms.accounts import api, group_api, group_pages, my_pages, views

pages = [
    path("login", views.log_in, name="login"),
    path("logout", views.log_out, name="logout"),
    path("signup", views.sign_up, name="signup"),
    path("password-reset", views.forgotten, name="forgotten"),
    path("password-reset/sent", views.reset_sent, name="reset_sent"),
    path("password-reset/<str:uid>/<str:token>", views.reset_password, name="reset_password"),
    path("new-password/<str:token>", views.new_password, name="new_password"),
    path("join", group_pages.enter_code, name="enter_code"),
    path("join/<str:code>", group_pages.join, name="join"),
    path("me/classes", group_pages.my_classes, name="my_classes"),
    path("me/classes/<int:group_id>/leave", group_pages.leave, name="leave_class"),
    path("me", my_pages.my_settings, name="settings"),
    path("me/password", my_pages.password, name="password"),
    path("me/tokens", my_pages.api_tokens, name="api_tokens"),
    path("me/tokens/<str:token_key>/end", my_pages.end_token, name="end_token"),
    path("me/data", my_pages.data, name="my_data"),
    path("me/data/download", my_pages.download, name="download_my_data"),
    path("me/data/erase", my_pages.erase, name="erase_me"),
    path("me/consent", my_pages.give_consent, name="consent"),
    path("language", views.set_language, name="set_language"),
    path("theme", views.set_theme, name="set_theme"),
]
endpoints = [
    path("auth/token", api.TokenApi.as_view()),
    path("auth/register", api.RegisterApi.as_view()),
    path("auth/claim", api.ClaimApi.as_view()),
    path("me", api.MeApi.as_view()),
    path("me/export", api.ExportApi.as_view()),
    path("groups", group_api.ClassesApi.as_view()),
    path("groups/join", group_api.JoinApi.as_view()),
    path("groups/<int:group_id>/membership", group_api.MembershipApi.as_view()),
]
