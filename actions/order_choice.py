"""Which order is meant: named by number, by product, by place or as "this one"; proven first where the speaker must."""

import re
from collections.abc import Callable, Sequence
from typing import Any, Optional

from actions.desk import Talk
from actions.words import word
from shouhou.cases.bindings import can_bind
from shouhou.cases.conversations import offered_title
from shouhou.cases.orders import OrderRecord, find_order, orders_of
from shouhou.cases.proofs import Proof, prove_order

MAX_BUTTONS = 10
_GENERIC = re.compile(r"[A-Za-z0-9\s\W_]+")
_NOT_WORDS = re.compile(r"[\s\W_]+")
_POINTERS = ("order_number", "order_ref", "product_category")
_BIND = "bind_account"

Preference = Callable[[OrderRecord], bool]


def the_order(talk: Talk, prefer: Optional[Preference] = None) -> Optional[OrderRecord]:
    """The order that the turn is about, remembered for the next ones.

    When it cannot be known the buyer has been asked, and None is returned. `prefer` narrows several orders down where
    the ask itself does: only one of them may have a case to cancel.
    """
    order = _named_by_number(talk)
    if order is None and not talk.has_asked_for_order:
        order = _among_own(talk, prefer)
    if order is not None:
        talk.set("order_number", order.order_number)
        _forget_claim(talk)
    return order


def order_label(order: OrderRecord) -> str:
    """How the bot calls an order: its product, and the end of its number."""
    return word("format", "order", product=order.product or order.order_number, tail=order.order_number[-4:])


def order_buttons(orders: Sequence[OrderRecord]) -> list[dict[str, str]]:
    """A button for each order."""
    return [
        {"title": order_label(order)[:60], "payload": f'/inform{{"order_number": "{order.order_number}"}}'}
        for order in orders[:MAX_BUTTONS]
        if '"' not in order.order_number and "\\" not in order.order_number
    ]


def mentions_order(talk: Talk) -> bool:
    """Whether the message itself points at an order."""
    return any(talk.entity(kind) is not None for kind in _POINTERS)


def only_names_order(talk: Talk) -> bool:
    """Whether the message does nothing but point at an order, so that its words are no answer to another question."""
    pointers = [entity for entity in talk.entities if entity["entity"] in _POINTERS]
    rest = talk.text
    for entity in sorted(pointers, key=lambda entity: int(entity["start"]), reverse=True):
        rest = rest[: entity["start"]] + rest[entity["end"]:]
    return bool(pointers) and not _NOT_WORDS.sub("", rest).strip(word("format", "order_fillers"))


def _named_by_number(talk: Talk) -> Optional[OrderRecord]:
    """The order whose number stands in the message or was claimed before it, proven where it must be."""
    number = talk.entity("order_number") or talk.get("claimed_order")
    tail = (talk.entity("phone") or "")[-4:] or talk.get("claimed_tail")
    if talk.entity("order_number") is not None:
        order = find_order(talk.database, talk.policy, talk.speaker, number, talk.now)
        if order is not None:
            return order
    elif not (talk.get("claimed_order") or talk.get("claimed_tail")):
        return None
    if number and tail:
        return _prove(talk, number, tail)
    if not _proves(talk) and talk.speaker.is_guest and _own(talk):
        _forget_claim(talk)  # a guest who goes on about a proven order has let the other one be
        return None
    if talk.speaker.is_guest:
        talk.set("claimed_order", number)
        talk.set("claimed_tail", tail)
        _ask(talk, "utter_ask_proof_tail" if number else "utter_ask_proof")
    elif talk.entity("order_number") is not None:
        talk.set("claimed_order", number)
        _ask(talk, "utter_order_unknown", buttons=order_buttons(_own(talk)))
    return None


def _proves(talk: Talk) -> bool:
    """Whether the message holds a part of a proof."""
    return any(talk.entity(kind) is not None for kind in ("order_number", "phone"))


def _prove(talk: Talk, number: str, tail: str) -> Optional[OrderRecord]:
    _forget_claim(talk)
    outcome = prove_order(talk.database, talk.speaker, number, tail, talk.now, talk.message_key)
    if outcome is Proof.PROVEN:
        order = find_order(talk.database, talk.policy, talk.speaker, number, talk.now)
        if order is not None and order.buyer_id is not None:
            _offer_binding(talk)
        return order
    _ask(talk, "utter_proof_locked" if outcome is Proof.LOCKED else "utter_proof_wrong")
    return None


def _offer_binding(talk: Talk) -> None:
    """Offer a guest who has just proven an order to be bound to its buyer, once in a conversation.

    With a button alone: a plain yes belongs to what the answer itself offers.
    """
    if not talk.speaker.is_guest or talk.intent == _BIND or _BIND in (talk.get("pending") or []):
        return
    conversation_id = talk.speaker.conversation_id
    if can_bind(talk.database, conversation_id) and not offered_title(talk.database, conversation_id, f"/{_BIND}"):
        talk.say_at_the_end("utter_offer_bind")


def _among_own(talk: Talk, prefer: Optional[Preference]) -> Optional[OrderRecord]:
    orders = _own(talk)
    if not orders:
        _ask(talk, "utter_ask_proof" if talk.speaker.is_guest else "utter_no_orders")
        return None
    named = _named(talk, orders)
    if len(named) == 1:
        return named[0]
    remembered = next((order for order in orders if order.order_number == talk.get("order_number")), None)
    names_another = talk.entity("product_category") is not None and talk.active_form is None and len(orders) > 1
    suits = prefer is None or (remembered is not None and prefer(remembered)) or not any(map(prefer, orders))
    if not named and not names_another and remembered is not None and suits:
        return remembered
    left = named or orders
    preferred = [order for order in left if prefer is not None and prefer(order)] or left
    if len(preferred) == 1:
        return preferred[0]
    _ask(talk, "utter_ask_which_order", buttons=order_buttons(preferred))
    return None


def _own(talk: Talk) -> list[OrderRecord]:
    return orders_of(talk.database, talk.policy, talk.speaker, talk.now)


def _named(talk: Talk, orders: Sequence[OrderRecord]) -> list[OrderRecord]:
    """The orders that the message names by number, place or product; empty when it names none of them."""
    by_number = [order for order in orders if order.order_number.lower() in talk.text.lower()]
    if by_number:
        return by_number
    place: dict[str, Any] = talk.entity("order_ref") or {}
    if place.get("last"):
        return [orders[0]]
    if 1 <= int(place.get("index", 0)) <= len(orders):
        return [orders[int(place["index"]) - 1]]
    return _named_by_product(talk, orders)


def _named_by_product(talk: Talk, orders: Sequence[OrderRecord]) -> list[OrderRecord]:
    words = [str(entity["value"]) for entity in talk.entities if entity["entity"] == "product_category"]
    found = [order for order in orders if any(_is_called(order, name) for name in words)]
    if found:
        return found
    # A product noun that no table knows: the longest run of characters that the message shares with a title.
    scored = [(_shared(talk.text, order.product), order) for order in orders]
    best = max(score for score, _ in scored)
    return [order for score, order in scored if score == best] if best >= 2 and len(orders) > 1 else []


def _is_called(order: OrderRecord, name: str) -> bool:
    if name in order.product or name in order.category:
        return True
    # A modified noun still means the noun when its last two characters stand in the title, and a noun with an empty
    # suffix means its stem.
    stem = name[-2:] if len(name) > 2 else name.rstrip(word("format", "empty_suffixes"))
    return bool(stem) and (stem in order.product or stem in order.category)


def _shared(text: str, title: str) -> int:
    """The length of the longest run of Han characters that both hold."""
    longest = 0
    for run in _GENERIC.split(title):
        for start in range(len(run)):
            while run[start:start + longest + 1] in text and start + longest < len(run):
                longest += 1
    return longest


def _ask(talk: Talk, response: str, buttons: Optional[list[dict[str, str]]] = None) -> None:
    talk.say(response, buttons=buttons)
    talk.has_asked_for_order = True


def _forget_claim(talk: Talk) -> None:
    talk.set("claimed_order", None)
    talk.set("claimed_tail", None)
