"""Whose account a conversation is bound to, where its channel knows no buyers of its own."""

from actions.orders import the_order
from actions.registry import answers
from actions.turn import Turn
from shouhou.cases.bindings import Binding, bind_by_proof, can_bind
from shouhou.cases.orders import OrderRecord

_BOUND = {
    Binding.BOUND: "utter_bound",
    Binding.ALREADY: "utter_bind_already",
    Binding.OTHER: "utter_bind_already",
    Binding.REFUSED: "utter_bind_no_account",
}


@answers("bind_account")
def bind_account(turn: Turn) -> None:
    """Bind to the buyer of an order that is proven for it; what the channel knows already needs no binding."""
    bindable = can_bind(turn.database, turn.speaker.conversation_id)
    if not turn.speaker.is_guest:
        turn.say("utter_bind_already" if bindable else "utter_bind_not_needed")
        return
    if not bindable:
        turn.say("utter_bind_not_here")
        return
    order = the_order(turn, prefer=_has_buyer)
    if order is None:
        turn.state.waiting = ["bind_account"]
        return
    turn.say(_BOUND[bind_by_proof(turn.database, turn.speaker, order.order_number, turn.now)])


@answers("unbind_account")
def unbind_account(turn: Turn) -> None:
    """Ask for an explicit yes; not in a form, which waits for a yes of its own and is the buyer's."""
    from actions.forms import all_forms

    if turn.speaker.is_guest:
        turn.say("utter_unbind_not_bound")
    elif not can_bind(turn.database, turn.speaker.conversation_id):
        turn.say("utter_unbind_not_here")
    elif turn.state.draft is not None and turn.state.draft.form != "unbinding":
        turn.say("utter_unbind_later")
    else:
        all_forms.by_name("unbinding").open(turn, turn.reading)


def _has_buyer(order: OrderRecord) -> bool:
    return order.buyer_id is not None
