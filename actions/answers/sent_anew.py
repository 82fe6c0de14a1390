"""What is sent anew: whether there is any, what it costs more, whether it is the same; a part alone, two orders."""

from actions.at_hand import AGREED_TO, AtHand, Stage, answers_at_hand, ask_merchant, blanks_of, offer_at
from actions.turn import Turn
from actions.verdict_words import until_text
from actions.words import spoken_label, word
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.verdicts import may_change


@answers_at_hand("ask_in_stock")
def ask_in_stock(turn: Turn, at: AtHand) -> None:
    """Whether there is any: for the merchant to say; he says it with his answer, and can be asked; and what if not."""
    name = {Stage.FORM: "form", Stage.REQUESTED: "requested"}.get(at.stage)
    name = name or ("agreed" if at.stage in AGREED_TO else "none")
    if at.kind is not None and not _sends(at) and at.filed:
        name = "no_goods"
    turn.say(f"utter_in_stock_{name}", at.facts, order=at.order, **blanks_of(at))
    if name == "no_goods":
        return
    wanted = _wanted(turn, at)
    if at.kind is RequestType.RESEND:
        words = word("said", "in_stock_resend")
    else:
        words = word("said", "in_stock_of", wanted=wanted) if wanted else word("said", "in_stock")
    ask_merchant(turn, at, words)


@answers_at_hand("ask_exchange_difference")
def ask_exchange_difference(turn: Turn, at: AtHand) -> None:
    """Whether what is exchanged costs more: the same goods do not; dearer ones, as the merchant says."""
    if at.kind is not None and not _sends(at) and (at.filed or at.stage is Stage.FORM):
        turn.say("utter_difference_no_goods", at.facts, order=at.order, **blanks_of(at))
        return
    if at.kind is RequestType.RESEND:
        turn.say("utter_difference_resend", at.facts, order=at.order)
        return
    name = "agreed" if at.stage in AGREED_TO else "personal" if at.group is ReasonClass.PERSONAL else "goods"
    turn.say(f"utter_difference_{name}", at.facts, order=at.order)
    wanted = _wanted(turn, at)
    words = word("said", "price_difference_of", wanted=wanted) if wanted else word("said", "price_difference")
    ask_merchant(turn, at, words)


@answers_at_hand("ask_same_goods")
def ask_same_goods(turn: Turn, at: AtHand) -> None:
    """Whether the new one is new and of the same kind; and what can be done should it have the fault again."""
    kind = at.kind.value if at.kind is not None else RequestType.EXCHANGE.value
    name = kind if kind in (RequestType.REPAIR.value, RequestType.RESEND.value) else (
        "money" if at.kind is not None and at.kind.returns_money else "exchange")
    until = until_text(turn, at.order) if name == "exchange" else ""
    may = at.order is not None and may_change(turn.policy, at.order.facts, turn.now).allowed
    hint = word("hint", "other_batch") if name == "exchange" and (may or at.stage is Stage.FORM) else ""
    turn.say(f"utter_same_goods_{name}", at.facts, order=at.order, until=until, hint=hint, **blanks_of(at))


@answers_at_hand("ask_part_only")
def ask_part_only(turn: Turn, at: AtHand) -> None:
    """Whether some of the pieces alone may be applied for: yes; what it means for the rest."""
    name = {Stage.FORM: "form", Stage.REQUESTED: "requested"}.get(at.stage)
    name = name or ("agreed" if at.stage in AGREED_TO else "other" if at.filed or at.stage is Stage.DONE else "none")
    money = at.kind is None or at.kind.returns_money
    said = turn.say(f"utter_part_only_{name}", at.facts, order=at.order,
                    rest=word("rest", "money" if money else "goods"), **blanks_of(at))
    if name == "none":
        offer_at(turn, said, "/request_aftersales")
    elif name == "agreed":
        ask_merchant(turn, at, word("said", "only_part"))


@answers_at_hand("ask_two_orders")
def ask_two_orders(turn: Turn, at: AtHand) -> None:
    """Whether two orders may be dealt with at once: each has a request of its own, one after the other here."""
    others = [order for order in turn.orders() if at.order is None or order.order_number != at.order.order_number]
    if at.order is not None and not others:
        turn.say("utter_two_orders_one", at.facts, order=at.order)
        return
    free = [order for order in others if not order.facts.open_case]
    other = spoken_label(free[0]) if len(free) == 1 else word("format", "other_order")
    name = "form" if turn.state.draft is not None else "filed" if at.filed else "none"
    turn.say(f"utter_two_orders_{name}", at.facts, order=at.order, other=other)


def _sends(at: AtHand) -> bool:
    return at.kind in (RequestType.EXCHANGE, RequestType.RESEND)


def _wanted(turn: Turn, at: AtHand) -> str:
    """What is wanted instead, as it is written or told."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    found = draft.get("wanted") or turn.state.told.wanted
    lead = word("said", "wanted", value="")
    if at.case is not None and at.filed:
        found = at.case.details.split("；")[0].removeprefix(lead) if at.case.details.startswith(lead) else None
    return str(found or "")
