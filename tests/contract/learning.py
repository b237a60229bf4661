"""What answers about subtopics, sessions, articles and tasks look like."""

import re

from tests.contract.shape import ADDRESS, LEVEL, MOMENT, SOCKET, SOME, Nullable

GENERATION_ID, SESSION_ID = re.compile("gen_[0-9a-z]{20,}"), re.compile("sess_[0-9a-z]{20,}")
ARTICLE_ID, TASK_ID = re.compile("art_[0-9a-z]{20,}"), re.compile("task_[0-9a-z]{20,}")
SUB_TOPIC_ID = re.compile(r"(curated|generated)_\d+")
SOURCE = ("llm", "template")
ARTICLE_STATUS = ("planned", "generating", "ready", "failed")
SESSION_STATUS = ("initializing", "generating", "ready", "active", "completed", "expired", "failed")

GENERATION_STARTED = {
    "generation_id": GENERATION_ID,
    "status": ("processing",),
    "estimated_completion": MOMENT,
    "message": SOME,
    "access_token": Nullable(SOME),
}
GENERATION = {
    "generation_id": GENERATION_ID,
    "status": ("processing", "completed", "failed"),
    "items": [
        {
            "id": re.compile(r"generated_\d+"),
            "name": SOME,
            "description": SOME,
            "estimated_learning_time": SOME,
            "prerequisites": [str],
            "practical_projects": [str],
            "learning_outcomes": [str],
            "source": SOURCE,  # course material that was re-cut says so
        }
    ],
    "error?": SOME,
}
SESSION_OPENED = {
    "session_id": SESSION_ID,
    "status": ("initializing",),
    "estimated_total_time": SOME,
    "websocket_url": SOCKET,
    "access_token": Nullable(SOME),
}
SESSION = {
    "session_id": SESSION_ID,
    "status": SESSION_STATUS,
    "created_at": MOMENT,
    "expires_at": MOMENT,
    "language": ("ko", "en"),
    "curriculum": {
        "title": SOME,
        "level": LEVEL,
        "total_articles": int,
        "completed_articles": int,
        "estimated_completion_time": SOME,
    },
    "progress": {
        "current_article_id": Nullable(ARTICLE_ID),
        "completion_percentage": int,
        "time_spent": SOME,
        "time_spent_seconds": int,
        "last_accessed": MOMENT,
    },
    "generation_info": {
        "llm_model": Nullable(SOME),
        "generation_time": Nullable(SOME),
        "total_tokens_used": int,
        "cost_usd": float,
        "source": Nullable((*SOURCE, "mixed")),
    },
}
LISTED_SESSION = {
    "session_id": SESSION_ID,
    "title": SOME,
    "level": LEVEL,
    "language": ("ko", "en"),
    "status": SESSION_STATUS,
    "created_at": MOMENT,
    "expires_at": MOMENT,
    "total_articles": int,
    "completed_articles": int,
}
OUTLINE = {
    "session_id": SESSION_ID,
    "title": SOME,
    "level": LEVEL,
    "items": [
        {
            "id": ARTICLE_ID,
            "order": int,
            "title": SOME,
            "summary": str,
            "sub_topic": SUB_TOPIC_ID,
            "estimated_read_time": SOME,
            "key_concepts": [SOME],
            "is_generated": bool,
            "difficulty_indicators": [("코드 예제 포함", "실습 위주", "용어 설명 포함", "심화 내용")],
            "status": ARTICLE_STATUS,
            "completed": bool,
        }
    ],
}
METADATA = {
    "generated_at": Nullable(MOMENT),
    "llm_model": Nullable(SOME),
    "source": Nullable((*SOURCE, "teacher")),
    "quality_score": Nullable(float),
    "human_reviewed": bool,
    "version": Nullable(int),
    "newer_version": Nullable(int),
}
ARTICLE = {
    "id": ARTICLE_ID,
    "session_id": SESSION_ID,
    "title": SOME,
    "status": ARTICLE_STATUS,
    "content": str,
    "content_html": str,
    "level": LEVEL,
    "sub_topic_slug": SOME,
    "word_count": int,
    "estimated_read_time": str,
    "next_article_id": Nullable(ARTICLE_ID),
    "previous_article_id": Nullable(ARTICLE_ID),
    "metadata": METADATA,
    "learning_elements": {
        "key_terms": [SOME],
        "key_term_definitions": [{"term": SOME, "definition": SOME}],
        "code_examples": int,
        "practical_tips": [SOME],
        "related_concepts": [SOME],
    },
    "sources": [{"title": SOME, "url": ADDRESS}],
    "difficulty_variants": {"available_levels": [LEVEL], "producible_levels": [LEVEL], "current_level": LEVEL},
}
ARTICLE_FOR_TEACHERS = ARTICLE | {"metadata": METADATA | {"generation_prompt": re.compile(r"\w+@\d+")}}
TASK_STARTED = {"task_id": TASK_ID, "status": ("pending", "processing"), "websocket_url": SOCKET}
TASK = {
    "task_id": TASK_ID,
    "task_type": (
        "subtopic_generation",
        "curriculum_generation",
        "article_generation",
        "level_conversion",
        "feedback_generation",
        "question_generation",
        "risk_assessment",
    ),
    "session_id": Nullable(SESSION_ID),
    "status": ("pending", "processing", "completed", "failed", "cancelled"),
    "progress_percentage": int,
    "current_step": str,
    "estimated_completion_time": Nullable(MOMENT),
    "retry_count": int,
    "error?": {"error_code": re.compile("[A-Z_]+"), "message": SOME},
    "result?": {"article_id": ARTICLE_ID, "level": LEVEL},
}
PROGRESS = {
    "session_id": SESSION_ID,
    "completed_articles": int,
    "completion_percentage": int,
    "current_article_id": Nullable(ARTICLE_ID),
    "status": SESSION_STATUS,
}
ANALYTICS = {
    "completion_rate": float,
    "avg_time_per_article": Nullable(int),
    "total_engagement_score": float,
    "positive_feedback_count": int,
    "negative_feedback_count": int,
    "avg_difficulty_rating": Nullable(float),
    "level_switches_count": int,
    "most_used_level": LEVEL,
    "preferred_article_length": ("short", "medium", "long"),
}
BOOKMARK = {
    "article_id": ARTICLE_ID,
    "session_id": SESSION_ID,
    "title": SOME,
    "summary": str,
    "level": LEVEL,
    "bookmarked_at": MOMENT,
}
FEEDBACK = {
    "article_id": ARTICLE_ID,
    "session_id": SESSION_ID,
    "rating": ("like", "dislike", ""),
    "feedback_type": [("difficulty", "clarity", "usefulness", "accuracy")],
    "comments": str,
    "difficulty_perceived": ("too_easy", "appropriate", "too_hard", ""),
    "user_level_at_time": LEVEL,
    "created_at": MOMENT,
}
REPORT = {"id": int, "article_id": ARTICLE_ID, "reason": SOME, "created_at": MOMENT, "resolved_at": Nullable(MOMENT)}
