from django.urls import path

from teacher.api import assignments as assignments_api
from teacher.api import at_risk as risk_api
from teacher.api import groups as groups_api
from teacher.api import interventions as intervention_api
from teacher.api import monitoring as monitoring_api
from teacher.api import reviews as reviews_api
from teacher.api import students as student_api
from teacher.views import (
    assignments,
    at_risk,
    classes,
    groups,
    interventions,
    invitations,
    models,
    reviews,
    rosters,
    student_care,
    students,
)

pages = [
    path("teacher", classes.overview, name="class_overview"),
    path("teacher/students", students.listing, name="students"),
    path("teacher/students/<int:student_id>", students.student, name="student"),
    path("teacher/at-risk", at_risk.at_risk, name="at_risk"),
    path("teacher/interventions", interventions.listing, name="interventions"),
    path("teacher/interventions/<int:intervention_id>", interventions.one, name="intervention"),
    path("teacher/groups", groups.all_groups, name="groups"),
    path("teacher/groups/<int:group_id>", groups.group, name="group"),
    path("teacher/groups/<int:group_id>/code", groups.renew_code, name="renew_code"),
    path("teacher/groups/<int:group_id>/delete", groups.delete, name="delete_group"),
    path("teacher/groups/<int:group_id>/teachers", groups.teachers, name="group_teachers"),
    path("teacher/groups/<int:group_id>/members", groups.change_members, name="change_members"),
    path("teacher/groups/<int:group_id>/invitations", invitations.invite_to, name="invite_to"),
    path("teacher/groups/<int:group_id>/import", rosters.upload, name="roster_upload"),
    path("teacher/groups/<int:group_id>/import/<int:roster_id>", rosters.roster, name="roster"),
    path("teacher/invitations", invitations.all_invitations, name="invitations"),
    path("teacher/invitations/new", invitations.invite, name="invite"),
    path("teacher/invitations/<int:invitation_id>/revoke", invitations.revoke, name="revoke_invitation"),
    path("teacher/assignments", assignments.all_assignments, name="class_assignments"),
    path("teacher/assignments/new", assignments.new, name="new_assignment"),
    path("teacher/assignments/<int:assignment_id>/delete", assignments.delete, name="delete_assignment"),
    path("teacher/students/<int:student_id>/completions", student_care.completions, name="student_completions"),
    path("teacher/students/<int:student_id>/password-link", student_care.password_link, name="password_link"),
    path("teacher/review", reviews.queue, name="review_queue"),
    path("teacher/review/<str:kind>/<int:item_id>", reviews.item, name="review_item"),
    path("teacher/review/<str:kind>/<int:item_id>/edit", reviews.edit, name="review_edit"),
    path("teacher/models", models.models, name="models"),
    path("teacher/models/board", models.board, name="models_board"),
    path("invitation/<str:token>", invitations.invitation, name="invitation"),
]
endpoints = [
    path("teacher/career-analytics", student_api.CareerAnalyticsApi.as_view()),
    path("teacher/students/<int:student_id>", student_api.StudentApi.as_view()),
    path("teacher/at-risk", risk_api.AtRiskApi.as_view()),
    path("teacher/interventions", intervention_api.InterventionsApi.as_view()),
    path("teacher/interventions/<int:intervention_id>", intervention_api.InterventionApi.as_view()),
    path("teacher/groups", groups_api.GroupsApi.as_view()),
    path("teacher/groups/<int:group_id>", groups_api.GroupApi.as_view()),
    path("teacher/groups/<int:group_id>/join-code", groups_api.JoinCodeApi.as_view()),
    path("teacher/groups/<int:group_id>/members", groups_api.MembersApi.as_view()),
    path("teacher/groups/<int:group_id>/members/<int:student_id>", groups_api.MemberApi.as_view()),
    path("teacher/assignments", assignments_api.AssignmentsApi.as_view()),
    path("teacher/assignments/<int:assignment_id>", assignments_api.AssignmentApi.as_view()),
    path("teacher/students/<int:student_id>/completions", assignments_api.CompletionsApi.as_view()),
    path("teacher/review", reviews_api.ReviewQueueApi.as_view()),
    path("teacher/review/<str:kind>/<int:item_id>", reviews_api.ReviewItemApi.as_view()),
    path("monitoring/llm-metrics", monitoring_api.LLMMetricsApi.as_view()),
]
