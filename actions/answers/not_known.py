"""What the buyer takes for filed and the desk knows nothing of: a return under way, a request to be taken back."""

import json

from actions.facts import order_facts
from actions.registry import answers_about_order
from actions.turn import Turn
from actions.words import word
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asked_of_filed import sent_back_unfiled
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.matters_of_filed import NOT_KNOWN, RETURNED, RUNS_NOT
from shouhou.dialogue.words import free_words
from shouhou.rules.kinds import OrderStatus, RequestType
from shouhou.rules.verdicts import may_apply

_SURELY = 0.7  # that a clause tells something of the matter


def _received(order: OrderRecord) -> bool:
    return order.facts.status is OrderStatus.RECEIVED


@answers_about_order(RETURNED, prefer=_received)
def ask_returned_goods(turn: Turn, order: OrderRecord) -> None:
    """Goods that were sent back outside of what is known here: the order page tells, the merchant can be chased."""
    heard = turn.message.whole.plain
    if sent_back_unfiled(heard) and may_apply(turn.policy, order.facts, turn.now, RequestType.RETURN_REFUND).allowed:
        _drop_begun(turn, order)
        turn.state.told.order, turn.state.told.request_type = order.order_number, RequestType.RETURN_REFUND.value
        turn.offer(turn.say("utter_sent_back_unfiled", order_facts(turn.policy, order), order=order),
                   "/request_aftersales")
        return
    _drop_begun(turn, order)
    ask = f"/contact_merchant{json.dumps({'merchant_words': word('said', 'chase_refund')}, ensure_ascii=False)}"
    messages = messages_of(turn.database, order.order_number)
    facts = order_facts(turn.policy, order)
    if messages and messages[0].answer is None:
        turn.say("utter_return_not_known_asked", facts, order=order, number=messages[0].message_number)
    else:
        turn.offer(turn.say("utter_return_not_known", facts, order=order), ask)


@answers_about_order(RUNS_NOT, prefer=_received)
def ask_nothing_runs(turn: Turn, order: OrderRecord) -> None:
    """A request that is to be taken back, and that is not known here: there is nothing to cancel."""
    _drop_begun(turn, order)
    turn.say("utter_nothing_runs", order_facts(turn.policy, order), order=order)


@answers_about_order(NOT_KNOWN, prefer=_received)
def ask_case_not_known(turn: Turn, order: OrderRecord) -> None:
    """A request that the buyer filed before, and that is not known here: it can be filed now, with what is told."""
    told, facts = turn.state.told, order_facts(turn.policy, order)
    if not may_apply(turn.policy, order.facts, turn.now).allowed:
        turn.offer(turn.say("utter_case_not_known_shut", facts, order=order), "/contact_merchant")
        return
    telling = [c for c in turn.message.clauses if c.is_told and c.tells >= _SURELY and not is_question(c.plain)]
    reason = free_words([c for c in telling if c not in turn.reading.worded])
    if reason and told.reason is None:
        told.order, told.reason, told.reason_class = order.order_number, reason, turn.message.told_class
    named = turn.message.entity("request_type")
    if named in word("request_type", "all").split():
        told.request_type, told.order = str(named), order.order_number
    turn.offer(turn.say("utter_case_not_known", facts, order=order), "/request_aftersales")


def _drop_begun(turn: Turn, order: OrderRecord) -> None:
    """An application that was begun for the order by mistake ends."""
    draft = turn.state.draft
    if draft is not None and draft.form == "application" and turn.state.order == order.order_number:
        turn.state.draft = turn.state.question = None
    turn.state.told.reason = turn.state.told.request_type = None
