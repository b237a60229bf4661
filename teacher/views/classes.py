"""The class at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from teacher.access import groups_of, students_of, teachers_only


@require_safe
@teachers_only
def overview(request: HttpRequest) -> HttpResponse:
    context = {"groups": groups_of(request.user), "students": students_of(request.user).count()}
    return render(request, "teacher/overview.html", context)
