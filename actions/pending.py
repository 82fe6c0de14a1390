"""An ask that waits for the buyer to say which order is meant."""

from functools import wraps

from actions.desk import ANSWERS, Answer, Talk


def needs_order(answer: Answer) -> Answer:
    """Mark an answer as one about an order: when the order must be asked for first, the ask is kept for later."""

    @wraps(answer)
    def answer_or_wait(talk: Talk) -> None:
        asked = talk.intent if talk.intent in ANSWERS and talk.intent != "inform" else talk.get("pending")
        answer(talk)
        talk.set("pending", asked if talk.has_asked_for_order and talk.active_form is None else None)

    return answer_or_wait


def answer_pending(talk: Talk) -> bool:
    """Answer what waits for an order, now that the buyer has said something about it; False when nothing waits."""
    waiting = talk.get("pending")
    if waiting not in ANSWERS:
        return False
    ANSWERS[waiting](talk)
    return True
