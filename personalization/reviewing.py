"""When a question is asked again: FSRS (PyPI `fsrs`), with its default parameters. Pure; no Django."""

from datetime import datetime

from fsrs import Card, Rating, Scheduler

WRONG, WITH_HELP, RIGHT = Rating.Again, Rating.Hard, Rating.Good
LEARNING_STEPS = ()  # days, never minutes: whoever erred has the question's answer before them
scheduler = Scheduler(learning_steps=LEARNING_STEPS, relearning_steps=LEARNING_STEPS, enable_fuzzing=False)


def rating(*, right: bool, helped: bool) -> Rating:
    """`helped`: by a hint, or right at the second try alone."""
    if not right:
        return WRONG
    return WITH_HELP if helped else RIGHT


def review(state: dict, rated: Rating, at: datetime) -> tuple[dict, datetime]:
    """The card's next state as JSON and when it is due; an empty state is a question never asked before."""
    card = Card.from_dict(state) if state else Card(card_id=1)  # its own number would cost a sleep
    card, _log = scheduler.review_card(card, rated, review_datetime=at)
    return card.to_dict(), card.due


def recall(state: dict, at: datetime) -> float:
    """The chance, 0-1, that it is still remembered."""
    return scheduler.get_card_retrievability(Card.from_dict(state), at) if state else 0.0
