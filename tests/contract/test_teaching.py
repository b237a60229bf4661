"""What teachers ask about their students and the models: methods, addresses, statuses, and exactly the fields that clients
know."""

from datetime import timedelta

import pytest
from django.utils import timezone

from curriculum.models import LearningModule
from lms.accounts.models import Membership, User
from lms.llm.models import LLMCall
from personalization.models import Weakness
from teacher.tests.test_overview import practise
from tests.contract.learning import TASK, TASK_STARTED
from tests.contract.shape import MOMENT, SOME, Nullable

FACTOR = ("low_accuracy", "inactive", "low_completion", "multiple_weaknesses")
NAMED = {"student_id": int, "name": SOME, "career_goal": SOME}
WEAK_AT = {"topic": SOME, "weakness_type": SOME, "error_count": int}
PROGRESS = NAMED | {
    "accuracy": Nullable(float),
    "completion_rate": Nullable(float),
    "days_inactive": int,
    "mastery_percentage": float,
    "weaknesses": [WEAK_AT],
}
ANALYTICS = {
    "career_distribution": {"unknown": int},
    "progress_by_career": {"unknown": [PROGRESS]},
    "at_risk_students": [NAMED | {"risk_factors": [FACTOR]}],
    "top_performers": [NAMED | {"accuracy": float, "mastery_percentage": float}],
    "completion_rates": {"unknown": Nullable(float)},
}
AT_RISK = {
    "student_id": int,
    "student_name": SOME,
    "risk_score": float,
    "risk_factors": [FACTOR],
    "recommended_actions": [SOME],
}
LLM_METRICS = {
    "timeframe": ("1h", "6h", "24h", "7d"),
    "metrics": {
        "realtime_stats": {
            "total_requests": int,
            "successful_requests": int,
            "avg_response_time": float,
            "cache_hit_rate": float,
            "error_rate": float,
        },
        "recent_errors": [{"timestamp": MOMENT, "model": SOME, "request_type": SOME, "error_type": SOME}],
        "performance_trend": [{"from": MOMENT, "requests": int, "avg_response_time": float, "error_rate": float}],
        "user_distribution": [{"user_id": int, "requests": int, "tokens": int, "cost_usd": float}],
    },
    "alerts": [{"level": ("warning", "critical"), "message": SOME, "action": SOME}],
    "recommendations": [SOME],
}


@pytest.fixture
def students(curriculum, teacher, learner) -> list[User]:
    """The learner, who answered wrong and stopped; another, who does very well."""
    module = LearningModule.objects.get(track__name="python_basics", name="variables_types")
    questions = list(module.questions.order_by("pk")[:5])
    good = User.objects.create(username="good")
    Membership.objects.create(group=teacher.taught_groups.get(), student=good)
    User.objects.filter(pk__in=[learner.pk, good.pk]).update(date_joined=timezone.now() - timedelta(days=30))
    Membership.objects.update(joined_at=timezone.now() - timedelta(days=30))
    practise(learner, *((question, False) for question in questions), days=9)
    for _run in range(4):
        practise(good, *((question, True) for question in questions))
    errors = {"weakness_type": "concept_gap", "error_count": 4, "last_error": timezone.now() - timedelta(days=1)}
    Weakness.objects.create(user=learner, module=module, **errors)
    return [learner, good]


def test_how_the_careers_of_a_class_go(ask, teacher, students):
    learner, good = students
    for query in ("", f"?group_id={teacher.taught_groups.get().pk}", "?career_goal=unknown"):
        found = ask(teacher, "GET", f"/teacher/career-analytics{query}", ANALYTICS)
        assert found["career_distribution"] == {"unknown": 2}
        assert [one["student_id"] for one in found["at_risk_students"]] == [learner.pk]
        assert [one["student_id"] for one in found["top_performers"]] == [good.pk]
        assert any(one["weaknesses"] for one in found["progress_by_career"]["unknown"])


def test_who_is_at_risk(ask, teacher, students, run_tasks):
    for _turn in range(2):
        (found,) = ask(teacher, "GET", "/teacher/at-risk", [AT_RISK])
        assert (found["student_id"], found["risk_score"]) == (students[0].pk, 0.9)
        assert found["risk_factors"] == ["low_accuracy", "inactive", "low_completion"]
        assert len(found["recommended_actions"]) == 3
        task = ask(teacher, "POST", "/teacher/at-risk", TASK_STARTED, status=202)["task_id"]
        run_tasks()
        assert ask(teacher, "GET", f"/tasks/{task}", TASK)["status"] == "completed"


def test_how_the_models_do(ask, teacher, learner):
    call = {"provider": "openai", "model": "openai/first", "request_type": "article_generation", "user": learner}
    made = [{"success": True, "response_time_ms": 6000}] * 40 + [{"success": False, "error_type": "Timeout"}] * 10
    LLMCall.objects.bulk_create(LLMCall(**call | {"response_time_ms": 6000} | one) for one in made)
    for timeframe in ("1h", "6h", "24h", "7d"):
        found = ask(teacher, "GET", f"/monitoring/llm-metrics?timeframe={timeframe}", LLM_METRICS)
        assert found["timeframe"] == timeframe
        assert found["metrics"]["realtime_stats"]["error_rate"] == 0.2
        assert found["metrics"]["recent_errors"]
        assert {alert["level"] for alert in found["alerts"]} == {"warning", "critical"}
    assert ask(teacher, "GET", "/monitoring/llm-metrics", LLM_METRICS)["timeframe"] == "1h"
    assert len(found["metrics"]["performance_trend"]) == 12
