from django.urls import path

from lms.privacy import views

pages = [path("privacy", views.privacy, name="privacy")]
