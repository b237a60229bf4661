from django.urls import path

from teacher.views import classes

pages = [
    path("teacher", classes.overview, name="class_overview"),
]
endpoints = []
