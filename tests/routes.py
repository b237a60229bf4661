"""Every address of the product and who may do what there. A route that isn't in this table fails the build."""

from dataclasses import dataclass, field

PUBLIC = "public"  # anybody
SOMEBODY = "somebody"  # anybody with a log-in or token, guests too; 401 for others
ACCOUNT = "account"  # not for guests
OWNED = "owned"  # the owner, their teacher to read, an admin; 401 signed out, 404 for anybody else
TEACHING = "teaching"  # teachers and admins; 401 signed out, 403 for students and guests
TAUGHT = "taught"  # about a student or class of theirs: as TEACHING, 404 for teachers of others
ADMINS = "admins"  # 401 signed out, 403 for everybody but admins
GIVEN = "given"  # the student it was given to; 401 signed out, 404 for anybody else
MAKES_GUESTS = "makes guests"  # anybody; a signed-out caller becomes a guest


@dataclass(frozen=True)
class Route:
    """What a route answers to: method → rule. `body` and `query` are what a call needs to be understood."""

    methods: dict[str, str]
    body: dict = field(default_factory=dict)
    query: dict = field(default_factory=dict)


def page(**methods: str) -> Route:
    return Route(methods)


EXAMPLE_MODULE = "python_basics.variables_types"
ROUTES = {
    "": page(GET=PUBLIC),
    "topics": page(GET=PUBLIC),
    "careers": page(GET=PUBLIC),
    "careers/<str:career>": page(GET=PUBLIC),
    "tracks/<str:track>": page(GET=PUBLIC),
    "modules/<str:module>": page(GET=PUBLIC),
    "modules/<str:module>/read": page(POST=MAKES_GUESTS),
    "login": page(GET=PUBLIC, POST=PUBLIC),
    "logout": page(POST=PUBLIC),
    "signup": page(GET=PUBLIC, POST=PUBLIC),
    "password-reset": page(GET=PUBLIC, POST=PUBLIC),
    "password-reset/sent": page(GET=PUBLIC),
    "password-reset/<str:uid>/<str:token>": page(GET=PUBLIC, POST=PUBLIC),
    "me": page(GET=SOMEBODY, POST=SOMEBODY),
    "me/password": page(GET=ACCOUNT, POST=ACCOUNT),
    "me/tokens": page(GET=ACCOUNT, POST=ACCOUNT),
    "me/tokens/<str:token_key>/end": page(POST=ACCOUNT),
    "me/data": page(GET=SOMEBODY),
    "me/data/download": page(GET=SOMEBODY),
    "me/data/erase": page(GET=SOMEBODY, POST=SOMEBODY),
    "me/consent": page(POST=MAKES_GUESTS),
    "privacy": page(GET=PUBLIC),
    "language": page(POST=PUBLIC),
    "theme": page(POST=PUBLIC),
    "sessions": page(GET=PUBLIC),
    "sessions/new": Route({"GET": PUBLIC, "POST": MAKES_GUESTS}, query={"topic": "ai-ml"}),
    "sub-topics/generate": Route({"POST": MAKES_GUESTS}, query={"topic": "ai-ml"}, body={"level": "beginner"}),
    "sub-topics/generated/<str:generation_id>": page(GET=OWNED),
    "sessions/summary": Route({"GET": PUBLIC}, query={"topic": "ai-ml"}),
    "sessions/<str:session_id>": page(GET=OWNED),
    "sessions/<str:session_id>/outline": page(GET=OWNED),
    "sessions/<str:session_id>/one-more": page(POST=OWNED),
    "sessions/<str:session_id>/renew": page(POST=OWNED),
    "sessions/<str:session_id>/delete": page(POST=OWNED),
    "sessions/<str:session_id>/level": Route({"POST": OWNED}, body={"level": "beginner"}),
    "sessions/<str:session_id>/edit": Route({"POST": OWNED}, body={"down": "{article_id}"}),
    "history": page(GET=PUBLIC),
    "articles/<str:article_id>/feedback": Route({"POST": OWNED}, body={"rating": "like"}),
    "articles/<str:article_id>/report": Route({"POST": OWNED}, body={"reason": "wrong"}),
    "articles/<str:article_id>/bookmark": page(POST=OWNED),
    "articles/<str:article_id>/skipped": page(POST=OWNED),
    "articles/<str:article_id>/progress": Route({"POST": OWNED}, body={"seconds": "3", "scroll_depth": "0.5"}),
    "articles/<str:article_id>": page(GET=OWNED),
    "articles/<str:article_id>/regenerate": page(POST=OWNED),
    "articles/<str:article_id>/newest": page(POST=OWNED),
    "articles/<str:article_id>/level": Route({"POST": OWNED}, body={"level": "beginner"}),
    "articles/<str:article_id>/started": page(POST=OWNED),
    "articles/<str:article_id>/completed": page(POST=OWNED),
    "onboarding": Route({"GET": PUBLIC, "POST": MAKES_GUESTS}, query={"step": "3"}, body={"interests": "x"}),
    "dashboard": page(GET=PUBLIC),
    "dashboard/board": page(GET=PUBLIC),
    "placement": page(GET=PUBLIC, POST=MAKES_GUESTS),
    "placement/<str:placement_id>": Route({"GET": OWNED, "POST": OWNED}, body={"question_id": "{placed_id}"}),
    "retests": Route({"POST": MAKES_GUESTS}, body={"module": "python_basics.variables_types"}),
    "assignments": page(GET=SOMEBODY),
    "assignments/<int:assignment_id>": page(GET=GIVEN, POST=GIVEN),
    "practice": Route({"GET": PUBLIC, "POST": MAKES_GUESTS}, body={"subject": "python_basics"}),
    "practice/<str:submission_id>": page(GET=OWNED),
    "practice/<str:submission_id>/answer": Route(
        {"POST": OWNED}, body={"question_id": "{unanswered_id}", "answer": "?"}
    ),
    "practice/<str:submission_id>/hint": Route({"POST": OWNED}, body={"question_id": "{question_id}"}),
    "practice/<str:submission_id>/solution": Route({"POST": OWNED}, body={"question_id": "{question_id}"}),
    "practice/<str:submission_id>/report": Route(
        {"POST": OWNED}, body={"question_id": "{question_id}", "reason": "wrong"}
    ),
    "practice/<str:submission_id>/close": page(POST=OWNED),
    "practice/<str:submission_id>/feedback/<int:question_id>": page(GET=OWNED),
    "new-password/<str:token>": page(GET=PUBLIC, POST=PUBLIC),
    "join": page(GET=PUBLIC),
    "join/<str:code>": page(GET=PUBLIC, POST=ACCOUNT),
    "me/classes": page(GET=SOMEBODY),
    "me/classes/<int:group_id>/leave": page(POST=ACCOUNT),
    "teacher": page(GET=TEACHING),
    "teacher/review": page(GET=TEACHING),
    "teacher/review/<str:kind>/<int:item_id>": Route(
        {"GET": TAUGHT, "POST": TAUGHT}, body={"decision": "confirm", "note": "x"}
    ),
    "teacher/review/<str:kind>/<int:item_id>/edit": page(GET=TAUGHT, POST=TAUGHT),
    "teacher/groups": Route({"GET": TEACHING, "POST": TEACHING}, body={"name": "2반", "language": "ko"}),
    "teacher/groups/<int:group_id>": Route({"GET": TAUGHT, "POST": TAUGHT}, body={"name": "2반", "language": "ko"}),
    "teacher/groups/<int:group_id>/code": page(POST=TAUGHT),
    "teacher/groups/<int:group_id>/delete": page(POST=TAUGHT),
    "teacher/groups/<int:group_id>/teachers": Route({"POST": TAUGHT}, body={"username": "minjae"}),
    "teacher/groups/<int:group_id>/members": Route(
        {"POST": TAUGHT}, body={"action": "links", "student": "{student_id}"}
    ),
    "teacher/groups/<int:group_id>/invitations": page(POST=TAUGHT),
    "teacher/groups/<int:group_id>/import": Route({"GET": TAUGHT, "POST": TAUGHT}, body={"text": "id,name\na,b"}),
    "teacher/groups/<int:group_id>/import/<int:roster_id>": page(GET=TAUGHT, POST=TAUGHT),
    "teacher/invitations": page(GET=TEACHING),
    "teacher/invitations/new": page(POST=ADMINS),
    "teacher/invitations/<int:invitation_id>/revoke": page(POST=TAUGHT),
    "teacher/assignments": page(GET=TEACHING),
    "teacher/assignments/new": Route(
        {"GET": TEACHING, "POST": TAUGHT}, body={"to": "student-{student_id}", "module": EXAMPLE_MODULE}
    ),
    "teacher/assignments/<int:assignment_id>/delete": page(POST=TAUGHT),
    "teacher/students/<int:student_id>/completions": Route(
        {"GET": TAUGHT, "POST": TAUGHT}, body={"module": EXAMPLE_MODULE, "complete": "yes", "reason": "x"}
    ),
    "teacher/students/<int:student_id>/password-link": page(POST=TAUGHT),
    "invitation/<str:token>": page(GET=PUBLIC, POST=ACCOUNT),
    "teacher/models": page(GET=TEACHING),
    "teacher/models/board": page(GET=TEACHING),
    "teacher/students": page(GET=TEACHING),
    "teacher/students/<int:student_id>": page(GET=TAUGHT),
    "api/v1/teacher/career-analytics": page(GET=TEACHING),
    "api/v1/teacher/students/<int:student_id>": page(GET=TAUGHT),
    "teacher/at-risk": page(GET=TEACHING, POST=TEACHING),
    "teacher/interventions": Route(
        {"GET": TEACHING, "POST": TAUGHT}, body={"student_id": "{student_id}", "action": "tutoring"}
    ),
    "teacher/interventions/<int:intervention_id>": Route({"GET": TAUGHT, "POST": TAUGHT}, body={"note": "?"}),
    "health": page(GET=PUBLIC),
    "health/live": page(GET=PUBLIC),
    "metrics": page(GET=PUBLIC),  # from loopback, where tests call from; others: lms/tests/test_metrics.py
    "api/schema": page(GET=PUBLIC),
    "api/docs": page(GET=PUBLIC),
    "api/v1/health": page(GET=PUBLIC),
    "api/v1/auth/token": page(POST=PUBLIC, DELETE=SOMEBODY),
    "api/v1/auth/register": page(POST=PUBLIC),
    "api/v1/auth/claim": page(POST=ACCOUNT),
    "api/v1/me": page(GET=SOMEBODY, PATCH=SOMEBODY, DELETE=SOMEBODY),
    "api/v1/me/export": page(GET=SOMEBODY),
    "api/v1/groups": page(GET=SOMEBODY),
    "api/v1/groups/join": page(POST=ACCOUNT),
    "api/v1/groups/<int:group_id>/membership": page(DELETE=ACCOUNT),
    "api/v1/teacher/groups": Route({"GET": TEACHING, "POST": TEACHING}, body={"name": "2반"}),
    "api/v1/teacher/groups/<int:group_id>": Route(
        {"GET": TAUGHT, "PATCH": TAUGHT, "DELETE": TAUGHT}, body={"name": "2반"}
    ),
    "api/v1/teacher/groups/<int:group_id>/join-code": page(POST=TAUGHT),
    "api/v1/teacher/groups/<int:group_id>/members": Route({"GET": TAUGHT, "POST": TAUGHT}, body={"username": "jiwoo"}),
    "api/v1/teacher/groups/<int:group_id>/members/<int:student_id>": Route(
        {"PATCH": TAUGHT, "DELETE": TAUGHT}, body={"group_id": "{group_id}"}
    ),
    "api/v1/teacher/assignments": Route(
        {"GET": TEACHING, "POST": TAUGHT}, body={"group_id": "{group_id}", "module": EXAMPLE_MODULE}
    ),
    "api/v1/teacher/assignments/<int:assignment_id>": page(GET=TAUGHT, DELETE=TAUGHT),
    "api/v1/teacher/students/<int:student_id>/completions": Route(
        {"PUT": TAUGHT}, body={"module": EXAMPLE_MODULE, "complete": "yes", "reason": "x"}
    ),
    "api/v1/levels": page(GET=PUBLIC),
    "api/v1/main-topics": page(GET=PUBLIC),
    "api/v1/sub-topics/curated": page(GET=PUBLIC),
    "api/v1/sub-topics/generate": page(POST=MAKES_GUESTS),
    "api/v1/sub-topics/generated/<str:generation_id>": page(GET=OWNED),
    "api/v1/curriculum/categories": page(GET=PUBLIC),
    "api/v1/curriculum/categories/<str:category>/tracks": page(GET=PUBLIC),
    "api/v1/curriculum/tracks/<str:track>/modules": page(GET=PUBLIC),
    "api/v1/curriculum/modules": page(GET=PUBLIC),
    "api/v1/curriculum/modules/<str:module>": page(GET=PUBLIC),
    "api/v1/curriculum/careers": page(GET=PUBLIC),
    "api/v1/curriculum/projects": page(GET=PUBLIC),
    "api/v1/curriculum/recommend-path": Route({"GET": PUBLIC}, query={"career_goal": "fullstack"}),
    "api/v1/questions/generate": Route({"POST": TEACHING}, body={"subject": "python_basics.loops"}),
    "api/v1/questions/<int:question_id>/report": Route({"POST": SOMEBODY}, body={"reason": "wrong"}),
    "api/v1/teacher/review": page(GET=TEACHING),
    "api/v1/teacher/review/<str:kind>/<int:item_id>": Route(
        {"GET": TAUGHT, "POST": TAUGHT, "PATCH": TAUGHT}, body={"decision": "confirm", "changes": {}}
    ),
    "api/v1/questions/pending": page(GET=TEACHING),
    "api/v1/questions/<int:question_id>/review": Route({"POST": TEACHING}, body={"decision": "approve"}),
    "api/v1/sessions": page(GET=SOMEBODY, POST=MAKES_GUESTS),
    "api/v1/sessions/<str:session_id>": page(GET=OWNED, DELETE=OWNED),
    "api/v1/sessions/<str:session_id>/curriculum": page(GET=OWNED, PATCH=OWNED),
    "api/v1/sessions/<str:session_id>/renew": page(POST=OWNED),
    "api/v1/sessions/<str:session_id>/analytics": page(GET=OWNED),
    "api/v1/bookmarks": page(GET=SOMEBODY),
    "api/v1/articles/<str:article_id>/feedback": Route({"POST": OWNED}, body={"rating": "like"}),
    "api/v1/articles/<str:article_id>/report": Route({"POST": OWNED}, body={"reason": "wrong"}),
    "api/v1/sessions/<str:session_id>/articles": page(POST=OWNED),
    "api/v1/sessions/<str:session_id>/progress": Route(
        {"POST": OWNED}, body={"article_id": "{article_id}", "action": "started"}
    ),
    "api/v1/sessions/<str:session_id>/claim": page(POST=SOMEBODY),
    "api/v1/articles/<str:article_id>": page(GET=OWNED),
    "api/v1/articles/<str:article_id>/regenerate": page(POST=OWNED),
    "api/v1/articles/<str:article_id>/newest": page(POST=OWNED),
    "api/v1/articles/<str:article_id>/convert": Route(
        {"GET": OWNED, "POST": OWNED}, query={"target_level": "beginner"}
    ),
    "api/v1/personalization/profile": page(GET=SOMEBODY, PUT=SOMEBODY),
    "api/v1/personalization/curriculum": page(GET=SOMEBODY),
    "api/v1/personalization/dashboard": page(GET=SOMEBODY),
    "api/v1/personalization/progress": page(GET=SOMEBODY),
    "api/v1/personalization/next-questions": page(GET=SOMEBODY),
    "api/v1/personalization/weaknesses": page(GET=SOMEBODY),
    "api/v1/personalization/reviews": page(GET=SOMEBODY),
    "api/v1/personalization/placement": page(POST=MAKES_GUESTS),
    "api/v1/personalization/placement/<str:placement_id>": Route(
        {"POST": OWNED}, body={"question_id": "{placed_id}", "answer": "?"}
    ),
    "api/v1/personalization/retests": Route({"POST": MAKES_GUESTS}, body={"module": "python_basics.variables_types"}),
    "api/v1/personalization/assignments": page(GET=SOMEBODY),
    "api/v1/submissions": Route(
        {"GET": SOMEBODY, "POST": MAKES_GUESTS}, body={"subject": "python_basics", "answers": []}
    ),
    "api/v1/submissions/<str:submission_id>": page(GET=OWNED),
    "api/v1/submissions/<str:submission_id>/answers": Route(
        {"POST": OWNED}, body={"answers": [{"question_id": "{unanswered_id}", "answer": "?"}]}
    ),
    "api/v1/submissions/<str:submission_id>/close": page(POST=OWNED),
    "api/v1/submissions/<str:submission_id>/answers/<int:question_id>/hint": page(POST=OWNED),
    "api/v1/submissions/<str:submission_id>/answers/<int:question_id>/feedback": page(POST=OWNED),
    "api/v1/submissions/<str:submission_id>/answers/<int:question_id>/solution": page(POST=OWNED),
    "api/v1/monitoring/llm-metrics": page(GET=TEACHING),
    "api/v1/teacher/at-risk": page(GET=TEACHING, POST=TEACHING),
    "api/v1/teacher/interventions": Route(
        {"GET": TEACHING, "POST": TAUGHT}, body={"student_id": "{student_id}", "action": "tutoring"}
    ),
    "api/v1/teacher/interventions/<int:intervention_id>": Route({"GET": TAUGHT, "PATCH": TAUGHT}, body={"note": "?"}),
    "api/v1/tasks/<str:task_id>": page(GET=OWNED),
    "api/v1/tasks/<str:task_id>/cancel": page(POST=OWNED),
}
# What a student may do with an article that was assigned to them, besides its owner: read it, finish it, keep it and say what
# they think of it.
ASSIGNED = {
    ("articles/<str:article_id>", "GET"),
    ("articles/<str:article_id>/started", "POST"),
    ("articles/<str:article_id>/progress", "POST"),
    ("articles/<str:article_id>/completed", "POST"),
    ("articles/<str:article_id>/bookmark", "POST"),
    ("articles/<str:article_id>/feedback", "POST"),
    ("articles/<str:article_id>/report", "POST"),
    ("api/v1/articles/<str:article_id>", "GET"),
    ("api/v1/articles/<str:article_id>/convert", "GET"),
    ("api/v1/articles/<str:article_id>/feedback", "POST"),
    ("api/v1/articles/<str:article_id>/report", "POST"),
    ("api/v1/sessions/<str:session_id>/progress", "POST"),
}
EXAMPLES = {
    "category": "saas_development",
    "career": "saas_fullstack",
    "track": "python_basics",
    "module": "python_basics.variables_types",
}
NOT_OURS = ("admin", "admin/")  # Django's own, guarded by `lms/accounts/tests/test_admin.py`
