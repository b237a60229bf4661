"""Pages about what there is to learn."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from curriculum.models import MainTopic


@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    return render(request, "curriculum/welcome.html", {"topics": MainTopic.objects.with_counts()})


@require_safe
def topics(request: HttpRequest) -> HttpResponse:
    topics = MainTopic.objects.with_counts().prefetch_related("curated_sub_topics")
    return render(request, "curriculum/topics.html", {"topics": topics})
