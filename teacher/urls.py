from django.urls import path

from teacher.api import reviews
from teacher.views import classes
from teacher.views import reviews as review_pages

pages = [
    path("teacher", classes.overview, name="class_overview"),
    path("teacher/review", review_pages.queue, name="review_queue"),
    path("teacher/review/<str:kind>/<int:item_id>", review_pages.item, name="review_item"),
    path("teacher/review/<str:kind>/<int:item_id>/edit", review_pages.edit, name="review_edit"),
]
endpoints = [
    path("teacher/review", reviews.ReviewQueueApi.as_view()),
    path("teacher/review/<str:kind>/<int:item_id>", reviews.ReviewItemApi.as_view()),
]
