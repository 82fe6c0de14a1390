"""Asks that wait for the buyer to say which order is meant."""

from functools import wraps
from typing import Optional

from actions.desk import ANSWERS, Answer, Talk


def needs_order(answer: Answer) -> Answer:
    """Mark an answer as one about an order: when the order must be asked for first, the ask is kept for later."""

    @wraps(answer)
    def answer_or_wait(talk: Talk) -> None:
        asked = [talk.intent] if talk.intent in ANSWERS and talk.intent != "inform" else talk.get("pending")
        answer(talk)
        talk.set("pending", asked if talk.has_asked_for_order and talk.active_form is None else None)

    setattr(answer_or_wait, "needs_order", True)  # noqa: B010 -- read by actions.desk.answers
    return answer_or_wait


def waiting_ask(talk: Talk) -> Optional[str]:
    """The first ask that waits for an order, None when nothing does."""
    waiting = talk.get("pending") or []
    return next((ask for ask in waiting if ask in ANSWERS), None)


def answer_pending(talk: Talk) -> bool:
    """Answer what waits for an order, now that the buyer has said something about it; False when nothing waits."""
    if waiting_ask(talk) is None:
        return False
    waiting = [ask for ask in talk.get("pending") if ask in ANSWERS]
    for ask in waiting:
        ANSWERS[ask](talk)
        if talk.has_asked_for_order:
            talk.set("pending", waiting[waiting.index(ask) :])
            break
    return True
