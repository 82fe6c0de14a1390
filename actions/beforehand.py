"""What a message settles before it is read for anything else: which of two orders, praise, a message read out."""

from typing import Any, Optional

from actions.choices import order_chosen, reask
from actions.forms.base import Form
from actions.of_filed import lets_urge_go, reads_out_message
from actions.orders import leave_out_fine
from actions.turn import Turn
from shouhou.dialogue.everyday import only_praises
from shouhou.dialogue.message import without
from shouhou.dialogue.passing_on import asks_him_too, bids, echoes


def settled_beforehand(turn: Turn, form: Optional[Form[Any]]) -> bool:
    """Whether the message is dealt with by that; else it is read on without what says nothing of the matter."""
    if leave_out_fine(turn):
        if form is not None:
            reask(turn)
        else:
            order_chosen(turn)
        return True
    if form is None and only_praises(turn.message) and not turn.state.topics:
        turn.say("utter_glad_of_it")
        return True
    if reads_out_message(turn) or lets_urge_go(turn):
        if form is not None:
            reask(turn)
        return True
    clauses = turn.message.clauses
    if any(bids(c.plain) or asks_him_too(c.plain) for c in clauses):  # 咩诊断 … 帮我问下商家换一张
        cries = [c for c in clauses if echoes(c.plain, turn.state.said)]
        turn.message = without(turn.message, cries) if len(cries) < len(clauses) else turn.message
    return False
