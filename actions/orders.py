"""Which order is meant: named by number, by its tail, by product, by place or as "this one"; proven where needed."""

import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Optional

from actions.turn import Turn
from actions.words import order_label, word
from shouhou.cases.bindings import can_bind
from shouhou.cases.offers import offered_title
from shouhou.cases.orders import OrderRecord, find_order
from shouhou.cases.proofs import Proof, prove_order
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.everyday import only_points
from shouhou.dialogue.giving_up import asks_if_filed
from shouhou.dialogue.message import Clause, without
from shouhou.dialogue.pointers import (
    Pointed,
    alike,
    names_one_more,
    only_names,
    pointed_at,
    ruled_out_clauses,
    says_which,
    stays_out,
    the_other_meant,
    touches,
    was_wrong,
)
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.wishes import type_said, wishes, without_leave
from shouhou.dialogue.words import corrects
from shouhou.dialogue.yes_no import sets_right

MAX_BUTTONS = 10
MAX_TITLE = 60
ORDER = "order"  # the question which order is meant
_NOT_WORDS = re.compile(r"[\s\W_]+")
# 颜色发错了, 色号不对 tell a fault, and set nothing right.
_SENT_WRONG = re.compile(
    r"(?:发|寄|送|做|印|装|配|给|来)错了?|(?:[号色码款味量样质感数]|尺寸|大小|长短)(?:都|也|就|完全)?不对"
)
_POINTERS = ("order_number", "order_ref", "product_category", "phone")
_BIND = "bind_account"
_MORE = "/more_orders"

Preference = Callable[[OrderRecord], bool]


def the_order(turn: Turn, prefer: Optional[Preference] = None) -> Optional[OrderRecord]:
    """The order that the turn is about, in view from now on.

    When it cannot be known the buyer has been asked, and None is returned. `prefer` narrows several orders down where
    the ask itself does: only one of them may have a case to cancel.
    """
    order = _named_by_number(turn)
    if order is None and not turn.asked_for_order:
        order = _among_own(turn, prefer)
    if order is not None:
        turn.state.order = order.order_number
        _forget_claim(turn)
    return order


def named_order(turn: Turn, clause: Optional[Clause] = None) -> Optional[OrderRecord]:
    """The one own order that the message, or a clause of it, points at; None when it points at none or several."""
    only = _pointed(turn, clause).only
    return only if isinstance(only, OrderRecord) else None


def pointed_how(turn: Turn, clause: Clause) -> str:
    """By what a clause points at orders: number, tail, place, product or words; empty where it points at none."""
    return _pointed(turn, clause).how


def short_label(order: OrderRecord) -> str:
    """The label as a button has room for: the product may be cut, the tail never is."""
    label = order_label(order)
    if len(label) <= MAX_TITLE:
        return label
    spare = len(label) - MAX_TITLE + 1
    return word("format", "order", product=f"{order.product[:-spare]}…", tail=order.order_number[-4:])


def order_buttons(orders: Sequence[OrderRecord], first: int = 0) -> list[dict[str, str]]:
    """A button for each order, at most MAX_BUTTONS, and one for the rest of them."""
    shown = [
        {"title": short_label(order), "payload": f'/inform{{"order_number": {json.dumps(order.order_number)}}}'}
        for order in orders[first : first + MAX_BUTTONS]
    ]
    if len(orders) > first + MAX_BUTTONS:
        shown.append({"title": word("format", "more"), "payload": f'{_MORE}{{"from": {first + MAX_BUTTONS}}}'})
    return shown


def points_at_order(turn: Turn) -> bool:
    """Whether the message itself points at one of the buyer's orders."""
    return turn.message.has("order_number", "order_ref") or bool(_pointed(turn).orders)


def only_names_order(turn: Turn, clause: Optional[Clause] = None) -> bool:
    """Whether the words do nothing but point at an order, so that they answer no other question."""
    said = clause or turn.message.whole
    if turn.message.is_press:
        return any(each.kind == "order_number" for each in said.entities)
    pointers = [each for each in said.entities if each.kind in _POINTERS]
    rest = said.text
    for entity in sorted(pointers, key=lambda each: each.start, reverse=True):
        rest = rest[: entity.start - said.start] + rest[entity.end - said.start :]
    left = _NOT_WORDS.sub("", rest).strip(word("format", "order_fillers"))
    if pointers:
        return not left
    order = named_order(turn, clause)
    return order is not None and (offers.core(said.text) in offers.core(order_label(order)) or not left)


def touches_order(turn: Turn, clause: Clause, words: str) -> bool:
    """Whether words of a clause are about the order in view, and no other one."""
    order, pointed = turn.order_in_view, _pointed(turn, clause).orders
    if order is None:
        return False
    if pointed:
        return any(each.order_number == order.order_number for each in pointed)
    return touches(words, f"{order.product}{order.category}")


def other_order_meant(turn: Turn) -> Optional[OrderRecord]:
    """The other order with which an open form is to go on (点错了 我的是42那双); None where the one in view stays."""
    known = turn.order_in_view
    if known is None or turn.message.is_press:
        return None
    if turn.other_meant is not None:
        return turn.order(turn.other_meant) if turn.other_meant != known.order_number else None  # 错了 吸尘器好好的
    named = [(clause, order) for clause in turn.message.clauses if (order := named_order(turn, clause)) is not None]
    others = [(c, order) for c, order in named if order.order_number != known.order_number and not (
        stays_out(c.plain) or asks_if_filed(c.plain)
    )]
    other = others[0][1] if len({order.order_number for _, order in others}) == 1 else None
    clauses = turn.message.clauses
    if other is None or only_names_order(turn) or (len(clauses) == 1 and only_names(clauses[0].plain, other.product)):
        return other
    if any(order.order_number == known.order_number and _speaks_of(c, order) for c, order in named):
        return None  # something is told of each
    if sets_order_right(turn):
        return other
    texts = [clause.plain for clause in turn.message.clauses]
    if any(names_one_more(clause.plain) for clause, _ in others):
        return None
    wished = any(wanted_instead(text) or wishes(without_leave(text)) or type_said(text) for text in texts)
    meant = any(says_which(clause.plain) for clause, _ in others)
    return other if meant or (wished and alike(known.product, other.product)) else None


def leave_out_fine(turn: Turn) -> bool:
    """Read a message on without what it says of goods that are not meant, of two orders: the other one is.

    Whether the message says no more than that (那个电饭煲蛮好的 就是另外那个), and nothing is open.
    """
    other = the_other_meant(turn.message, turn.orders())
    if not isinstance(other, OrderRecord) or turn.message.is_press:
        _leave_out_pointers(turn)
        return False
    idle = [c for c in turn.message.clauses if only_points(c.plain) or c in ruled_out_clauses(turn.message)]
    turn.other_meant = other.order_number
    rest = [clause for clause in turn.message.clauses if clause not in idle]
    if turn.state.draft is not None and not rest and turn.state.order == other.order_number:
        turn.say("utter_order_stays", {"order_number": other.order_number}, order=other)
        return True
    if turn.state.draft is not None:
        turn.message = without(turn.message, idle)
        return False
    turn.state.order = other.order_number
    only = not any(c.told_class or is_question(c.plain) or wishes(without_leave(c.plain)) for c in rest)
    if rest and not only:
        turn.message = without(turn.message, idle)
    return only


def _leave_out_pointers(turn: Turn) -> None:
    """Read a message in an open application on without what only says which order is meant (订单错了, 299那个)."""
    draft, clauses = turn.state.draft, turn.message.clauses
    idle = [clause for clause in clauses if only_points(clause.plain)]
    if turn.message.is_press or draft is None or draft.form != "application" or len(turn.orders()) < 2:
        return
    meant, known = other_order_meant(turn) or turn.order_in_view, turn.state.order
    pointed = named_order(turn)
    if len(idle) == len(clauses) or meant is None or pointed is None or pointed.order_number != meant.order_number:
        return
    turn.other_meant = meant.order_number if meant.order_number != known else None
    turn.message = without(turn.message, idle)


def leave_behind(turn: Turn, draft: Any, number: Optional[str]) -> None:
    """Leave out of a draft that goes over to another order what was told of the former one by its name."""
    for name in ("reason", "details"):
        parts = re.split(r"(?<=[；，])", getattr(draft, name, None) or "")
        kept = [part for part in parts if not _tells_of(turn, part.strip("；，"), number)]
        if len(kept) < len(parts):
            setattr(draft, name, "".join(kept).strip("；，") or None)


def _tells_of(turn: Turn, words: str, number: Optional[str]) -> bool:
    named = named_order(turn, Clause(words, 0, len(words), ())) if words else None
    return named is not None and named.order_number == number


def sets_order_right(turn: Turn) -> bool:
    """Whether a message sets right what was taken (点错了, 不是雨衣)."""
    texts = [_SENT_WRONG.sub("", clause.plain) for clause in turn.message.clauses]
    return any(was_wrong(text) or sets_right(text) or corrects(text) for text in texts)


def _speaks_of(clause: Clause, order: OrderRecord) -> bool:
    """Whether a clause says something of the order that it names, rather than only which one it is."""
    text = _SENT_WRONG.sub("", clause.plain)
    return not (only_names(clause.plain, order.product) or stays_out(text) or was_wrong(text))


def _pointed(turn: Turn, clause: Optional[Clause] = None) -> Pointed:
    orders = turn.orders()
    asked = turn.state.question is not None and turn.state.question.slot == ORDER
    if not orders:
        return Pointed()
    if clause is None and turn.focus is not None:
        # What another clause names is not what this ask is about, unless nothing else says which.
        focused = pointed_at(turn.message, orders, turn.focus, asked)
        whole = pointed_at(turn.message, orders, None, asked)
        if focused.orders or (turn.state.order is not None and whole.only is None):
            return focused
    return pointed_at(turn.message, orders, clause, asked)


def _named_by_number(turn: Turn) -> Optional[OrderRecord]:
    """The order whose number stands in the message or was claimed before it, proven where it must be."""
    state, message = turn.state, turn.message
    number = message.entity("order_number") or state.claimed_order
    tail = str(message.entity("phone") or "")[-4:] or state.claimed_tail
    if message.entity("order_number") is not None:
        order = find_order(turn.database, turn.policy, turn.speaker, str(number), turn.now)
        if order is not None:
            return order
    elif not (state.claimed_order or state.claimed_tail) or named_order(turn) is not None:
        return None
    if number and tail and turn.speaker.is_guest:
        return _prove(turn, number, tail)
    if not turn.speaker.is_guest:
        return _not_own(turn, number, tail)
    if not message.has("order_number", "phone") and turn.orders():
        _forget_claim(turn)  # a guest who goes on about a proven order has let the other one be
        return None
    state.claimed_order, state.claimed_tail = number, tail
    _ask_proof(turn, "utter_ask_proof_tail" if number else "utter_ask_proof")
    return None


def _not_own(turn: Turn, number: Optional[str], tail: Optional[str]) -> Optional[OrderRecord]:
    """A signed-in buyer names an order that is not among his: one that nobody owns yet is claimed by its proof.

    Nobody is invited to prove another account's order: the words are the same for every number that is not his.
    """
    if number and tail:
        outcome = prove_order(turn.database, turn.speaker, number, tail, turn.now, turn.message.key)
        if outcome is Proof.PROVEN:
            turn.reread()
            _forget_claim(turn)
            return find_order(turn.database, turn.policy, turn.speaker, number, turn.now)
    if turn.message.entity("order_number") is None:
        _forget_claim(turn)
        return None
    turn.state.claimed_order = number
    _ask_which(turn, "utter_order_unknown" if turn.orders() else "utter_order_unknown_none", turn.orders())
    return None


def _prove(turn: Turn, number: str, tail: str) -> Optional[OrderRecord]:
    outcome = prove_order(turn.database, turn.speaker, number, tail, turn.now, turn.message.key)
    if outcome is Proof.PROVEN:
        _forget_claim(turn)
        turn.reread()
        order = find_order(turn.database, turn.policy, turn.speaker, number, turn.now)
        if order is not None and order.buyer_id is not None:
            _offer_binding(turn)
        return order
    # The number stays: who mistyped the four digits sends those alone.
    turn.state.claimed_order, turn.state.claimed_tail = number, None
    _ask_proof(turn, "utter_proof_locked" if outcome is Proof.LOCKED else "utter_proof_wrong")
    return None


def _offer_binding(turn: Turn) -> None:
    """Offer a guest who has just proven an order to be bound to its buyer, once in a conversation.

    With a button alone: a plain yes belongs to what the answer itself offers.
    """
    if not turn.speaker.is_guest or turn.message.intent == _BIND or _BIND in turn.state.waiting:
        return
    conversation_id = turn.speaker.conversation_id
    if can_bind(turn.database, conversation_id) and not offered_title(turn.database, conversation_id, f"/{_BIND}"):
        turn.say_at_the_end("utter_offer_bind")


def _among_own(turn: Turn, prefer: Optional[Preference]) -> Optional[OrderRecord]:
    orders = turn.orders()
    if not orders:
        if turn.speaker.is_guest:
            _ask_proof(turn, "utter_ask_proof")
        else:
            turn.say("utter_no_orders")
            turn.asked_for_order = True
        return None
    named = [order for order in _pointed(turn).orders if isinstance(order, OrderRecord)]
    if len(named) == 1:
        return named[0]
    remembered = next((order for order in orders if order.order_number == turn.state.order), None)
    names_another = turn.message.has("product_category") and turn.state.draft is None and len(orders) > 1
    suits = prefer is None or (remembered is not None and prefer(remembered)) or not any(map(prefer, orders))
    keeps = remembered in named or not (named or names_another)  # 我这锅, of two pots
    if keeps and remembered is not None and suits:
        return remembered
    left = named or orders
    preferred = [order for order in left if prefer is not None and prefer(order)] or left
    if len(preferred) == 1:
        return preferred[0]
    _ask_which(turn, "utter_ask_which_order", preferred)
    return None


def more_orders(turn: Turn, first: int) -> None:
    """The orders that had no room among those offered."""
    _ask_which(turn, "utter_orders_more", turn.orders(), first)


def _ask_which(turn: Turn, response: str, orders: Sequence[OrderRecord], first: int = 0) -> None:
    asked_before = turn.state.question is not None and turn.state.question.of == ORDER
    turn.unhelpful = turn.unhelpful or (asked_before and not first and not turn.message.is_press)
    said = turn.say(response, buttons=order_buttons(orders, first))
    if orders:
        turn.ask(said, ORDER, ORDER, f"w{turn.state.next_number()}")
    turn.asked_for_order = True


def _ask_proof(turn: Turn, response: str) -> None:
    turn.say(response)
    turn.asked_for_order = True


def _forget_claim(turn: Turn) -> None:
    turn.state.claimed_order = turn.state.claimed_tail = None
