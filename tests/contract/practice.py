"""What answers about practice, the path and where a learner stands look like."""

import re

from tests.contract.shape import ADDRESS, LEVEL, MOMENT, SOCKET, SOME, Nullable

SUBMISSION_ID, TASK_ID = re.compile("sub_[0-9a-z]{20,}"), re.compile("task_[0-9a-z]{20,}")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
TRACK, TOPIC = re.compile("[a-z0-9_]+"), re.compile(r"[a-z0-9_]+\.[a-z0-9_]+")
INDUSTRY = ("general", "fintech", "ecommerce", "enterprise")
WEAKNESS_TYPE = ("syntax_error", "logic_error", "concept_gap", "off_by_one", "type_confusion", "api_misuse")
STATUS = ("pending", "scoring", "ai_processing", "completed", "failed")
STANDING = ("completed", "current", "open", "locked")
SOURCE = Nullable(("llm", "template"))

QUESTION = {
    "id": int,
    "module": TOPIC,
    "kind": ("multiple_choice", "short_answer", "fill_blank", "code_output"),
    "prompt": SOME,
    "code_snippet": str,
    "code_language": str,
    "choices": [{"id": SOME, "text": SOME}],
    "difficulty_level": (1, 2, 3, 4, 5),
    "sub_topic": str,
    "hints_total": int,
    "predicted_success": Nullable(float),
    "reason": str,
}
NEXT_QUESTIONS = {
    "subject": SOME,
    "recommended_distribution": {"weakness_focused": int, "review_questions": int, "challenge_questions": int},
    "target_difficulty": (1, 2, 3, 4, 5),
    "weakness_topics": [TOPIC],
    "rationale": SOME,
    "questions": [QUESTION | {"predicted_success": float, "reason": SOME}],
}
RESOURCE = {"title": SOME, "url": ADDRESS, "resource_type": ("documentation", "tutorial", "video", "project")}
SCORED = {
    "question_id": int,
    "score": Nullable(float),
    "is_correct": Nullable(bool),
    "tries_left": (0, 1),
    "correct_answer": Nullable(SOME),
    "explanation": Nullable(SOME),
    "hint": Nullable(SOME),
}
OPENED = {
    "submission_id": SUBMISSION_ID,
    "subject": SOME,
    "status": STATUS,
    "quick_score": Nullable(float),
    "answers": [SCORED],
    "websocket_url": SOCKET,
    "access_token": Nullable(SOME),
}
ADDED = {name: shape for name, shape in OPENED.items() if name != "access_token"} | {"access_token?": Nullable(SOME)}
RECOMMENDATIONS = {
    "questions": [QUESTION],
    "resources": [RESOURCE],
    "projects": [
        {
            "name": TRACK,
            "title": SOME,
            "difficulty_level": (1, 2, 3, 4, 5),
            "estimated_hours": int,
            "technologies": [SOME],
            "github_url": str,
        }
    ],
    "next_modules?": [{"module": TOPIC, "title": SOME}],
}
WRITTEN = {"answer": str, "feedback": Nullable(SOME), "feedback_source": SOURCE, "resources": [RESOURCE]}
SUBMISSION = ADDED | {
    "submitted_at": MOMENT,
    "completed_at": Nullable(MOMENT),
    "closed_at": Nullable(MOMENT),
    "answers": [SCORED | WRITTEN],
    "recommendations": RECOMMENDATIONS,
}
LISTED = {
    "submission_id": SUBMISSION_ID,
    "kind": ("practice", "placement", "retest", "test"),
    "subject": SOME,
    "status": STATUS,
    "quick_score": Nullable(float),
    "answered": int,
    "submitted_at": MOMENT,
    "completed_at": Nullable(MOMENT),
    "closed_at": Nullable(MOMENT),
}
HINT = {"step": int, "text": SOME, "left": int}
FEEDBACK = {"question_id": int, "feedback": SOME, "feedback_source": ("llm", "template"), "resources": [RESOURCE]}
FEEDBACK_TASK = {"task_id": TASK_ID, "status": SOME, "status_url": ADDRESS, "websocket_url": SOCKET}
PLACEMENT_STARTED = {"placement_id": SOME, "question": QUESTION, "access_token": Nullable(SOME)}
PLACEMENT_GOES_ON, PLACEMENT_ENDED = {"question": QUESTION}, {"completed": [TOPIC], "level": LEVEL}
RETEST = {"submission_id": SUBMISSION_ID, "questions": [QUESTION], "access_token": Nullable(SOME)}
WEAKNESS = {
    "topic": TOPIC,
    "weakness_type": WEAKNESS_TYPE,
    "error_count": int,
    "strength": float,
    "last_error": MOMENT,
    "advice": SOME,
}
REVIEW = {"question": QUESTION, "due": MOMENT, "last_review": MOMENT}
PROFILE = {
    "career_goal": Nullable(TRACK),
    "industry": INDUSTRY,
    "current_level": LEVEL,
    "weekly_hours": int,
    "preferred_style": SOME,
    "specializations": [TRACK],
    "interests": [SOME],
    "learning_goals": str,
    "onboarded_at": Nullable(MOMENT),
}
PATH_ITEM = {
    "track": TRACK,
    "module": TRACK,
    "display_name": SOME,
    "reason": SOME,
    "status": STANDING,
    "estimated_hours": int,
}
PATH = {
    "curriculum_category": TRACK,
    "career_goal": TRACK,
    "personalized_path": [PATH_ITEM],
    "estimated_completion_months": float,
    "estimated_completion_date": DAY,
    "next_milestones": [PATH_ITEM],
    "industry_focus": INDUSTRY,
    "weakness_focus_areas": [TOPIC],
}
UNAIDED = {"chances": int, "right": int, "rate": Nullable(float)}
TRACK_PROGRESS = {
    "track": TRACK,
    "curriculum_category": TRACK,
    "career_goal": TRACK,
    "industry_preference": INDUSTRY,
    "total_questions": int,
    "correct_answers": int,
    "practice_accuracy": Nullable(float),
    "unaided": UNAIDED,
    "mastery_percentage": float,
    "current_module": Nullable(TRACK),
    "estimated_completion_date": Nullable(DAY),
    "started_at": Nullable(MOMENT),
    "last_activity": Nullable(MOMENT),
}
TOPIC_PROGRESS = {
    "topic": TOPIC,
    "total_questions": int,
    "correct_answers": int,
    "average_score": float,
    "practice_accuracy": float,
    "unaided": UNAIDED,
    "mastery": float,
    "mastery_low": float,
    "mastery_high": float,
    "mastery_level": ("basic", "intermediate", "advanced"),
    "last_activity": MOMENT,
}
PROGRESS = {"tracks": [TRACK_PROGRESS], "topics": [TOPIC_PROGRESS]}
DASHBOARD = {
    "career_goal": TRACK,
    "title": SOME,
    "skill_mastery": [{"skill": SOME, "key": SOME, "mastery": int, "target": (80,)}],
    "learning_path": [{"track": TRACK, "module": TRACK, "status": STANDING, "missing": [SOME], "estimated_hours": int}],
    "recommendations": {"projects": [dict], "resources": [dict], "weaknesses": [WEAKNESS]},
    "progress": {
        "overall": float,
        "estimated_completion": DAY,
        "current_module": Nullable(TOPIC),
        "current_level": LEVEL,
    },
}
ASSIGNED = {
    "id": int,
    "title": SOME,
    "note": str,
    "module": Nullable(SOME),
    "questions": int,
    "resources": [RESOURCE],
    "article_id": str,
    "is_test": bool,
    "due": Nullable(MOMENT),
    "status": ("open", "begun", "done", "late"),
    "submission_id": Nullable(SOME),
    "score": Nullable(float),
}
