"""Questions that a model writes: methods, addresses, statuses and fields, for teachers."""

import re

from curriculum.tests.test_generated_questions import LOOPS, question, said
from tests.contract.learning import TASK, TASK_ID
from tests.contract.shape import ADDRESS, MOMENT, SOCKET, SOME, page_of

STARTED = {
    "task_id": TASK_ID,
    "status": ("pending", "processing"),
    "status_url": ADDRESS,
    "websocket_url": SOCKET,
}
PENDING = {
    "id": int,
    "module": str,
    "made_for": str,
    "languages": [("ko", "en")],
    "kind": ("multiple_choice", "short_answer", "fill_blank"),
    "prompt": SOME,
    "code_snippet": str,
    "code_language": str,
    "choices": [{"id": ("a", "b", "c", "d"), "text": SOME, "weakness_type?": SOME}],
    "correct_answer": SOME,
    "accepted_answers": [SOME],
    "hints": [SOME],
    "explanation": SOME,
    "difficulty_level": (1, 2, 3, 4, 5),
    "sub_topic": str,
    "source": ("generated", "curated"),
    "approval_status": ("pending", "approved", "rejected"),
    "llm_model": str,
    "generation_prompt": re.compile(r"(\w+@\d+)?"),
    "asked_by": str,
    "created_at": MOMENT,
}


def test_questions_are_asked_for_listed_and_reviewed(ask, curriculum, teacher, model, run_tasks):
    body = {"subject": LOOPS, "count": 2, "language": "en"}
    started = ask(teacher, "POST", "/questions/generate", STARTED, status=202, body=body)
    model.will(said(question(0), question(1)))
    run_tasks()
    done = {key: value for key, value in TASK.items() if key != "result?"} | {"result": {"question_ids": [int]}}
    ids = ask(teacher, "GET", f"/tasks/{started['task_id']}", done)["result"]["question_ids"]
    waiting = ask(teacher, "GET", "/questions/pending", page_of(PENDING))["items"]
    assert [one["id"] for one in waiting] == ids
    review = {"decision": "reject", "reason": "Unclear."}
    ask(teacher, "POST", f"/questions/{ids[0]}/review", PENDING, body=review)
    assert ask(teacher, "GET", "/questions/pending", page_of(PENDING))["meta"]["total"] == 1
