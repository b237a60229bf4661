import threading

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.utils import timezone

from lms.llm import budgets, providers


@shared_task
def book_lost() -> None:
    """Calls whose worker died cost what was reserved for them."""
    budgets.book_lost(timezone.now())


@worker_ready.connect
def load_at_start(**_kwargs) -> None:
    """LiteLLM takes seconds to import: a worker that will need it has it before the first reader waits."""
    if settings.LLM_MODELS:
        threading.Thread(target=providers.load, name="load-litellm", daemon=True).start()
