"""Whose account a conversation is bound to, where its channel knows no buyers of its own."""

from actions.desk import Talk, answers
from actions.order_choice import the_order
from actions.pending import needs_order
from shouhou.cases.bindings import Binding, bind_by_proof, can_bind, unbind
from shouhou.cases.orders import OrderRecord

_BOUND = {
    Binding.BOUND: "utter_bound",
    Binding.ALREADY: "utter_bind_already",
    Binding.OTHER: "utter_bind_already",
    Binding.REFUSED: "utter_bind_no_account",
}


@answers("bind_account")
@needs_order
def bind_account(talk: Talk) -> None:
    """Bind to the buyer of an order that is proven for it; what the channel knows already needs no binding."""
    bindable = can_bind(talk.database, talk.speaker.conversation_id)
    if not talk.speaker.is_guest:
        talk.say("utter_bind_already" if bindable else "utter_bind_not_needed")
        return
    if not bindable:
        talk.say("utter_bind_not_here")
        return
    order = the_order(talk, prefer=_has_buyer)
    if order is None:
        return
    talk.say(_BOUND[bind_by_proof(talk.database, talk.speaker, order.order_number, talk.now)])


@answers("unbind_account")
def unbind_account(talk: Talk) -> None:
    """Ask for an explicit yes; not in a form, which waits for a yes of its own and is the buyer's."""
    if talk.speaker.is_guest:
        talk.say("utter_unbind_not_bound")
    elif not can_bind(talk.database, talk.speaker.conversation_id):
        talk.say("utter_unbind_not_here")
    elif talk.active_form is not None:
        talk.say("utter_unbind_later")
    else:
        talk.say("utter_confirm_unbind")
        talk.offer("unbind_now")


@answers("unbind_now")
def unbind_now(talk: Talk) -> None:
    """Unbind after the yes: what was said as the buyer is forgotten, for whoever writes next may be somebody else."""
    if not unbind(talk.database, talk.speaker.conversation_id, talk.now):
        talk.say("utter_unbind_not_bound")
        return
    talk.forget()
    talk.say("utter_unbound")


def _has_buyer(order: OrderRecord) -> bool:
    return order.buyer_id is not None
