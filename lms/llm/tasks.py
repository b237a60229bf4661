import logging
import threading

from celery import shared_task
from celery.signals import worker_ready
from django.db import Error, connection
from django.utils import timezone
from psycopg_pool import PoolTimeout

from lms.llm import availability, budgets, providers, slots

log = logging.getLogger(__name__)

MODEL_QUEUE = "ai_processing"


@shared_task
def book_lost() -> None:
    """Calls whose worker died cost what was reserved for them."""
    budgets.book_lost(timezone.now())


@worker_ready.connect
def load_at_start(sender, **_kwargs) -> None:
    """LiteLLM takes seconds to import: a worker that will need it has it before the first reader waits."""
    if availability.configured() and MODEL_QUEUE in sender.app.amqp.queues.consume_from:
        slots.free_those_of_the_dead()
        threading.Thread(target=_load, name="load-litellm", daemon=True).start()


def _load() -> None:
    """Loaded it knows all prices, so that /health can say from the start which model isn't used."""
    providers.load()
    try:
        availability.note_all()
    except (Error, PoolTimeout):  # away for a moment: noted when the model would be asked
        log.warning("prices_not_noted")
    finally:
        connection.close()
