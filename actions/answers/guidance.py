"""The ways: how to apply, what a closed case means, how to complain, freight, refunds, the parcel that goes back."""

from typing import Any, Optional

from actions.answers.progress import ask_refusal_reason
from actions.answers.what_next import ask_next_step
from actions.confirming import begins_so
from actions.facts import order_facts
from actions.registry import answers, answers_about_order
from actions.standing import has_open_case
from actions.turn import Turn
from actions.verdict_words import say_verdict
from actions.words import caveat_of, moment_text, word
from shouhou.cases.applications import send_back
from shouhou.cases.merchant import consent_of, messages_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.liking import tells_measure
from shouhou.dialogue.matters import REFUND_WAY
from shouhou.dialogue.numerals import mended_tail
from shouhou.dialogue.sums import asks_which, purse_paid_with, tells_purse
from shouhou.dialogue.supposed import merchant_pays
from shouhou.dialogue.telling import speaks_of_fault, speaks_of_freight
from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.policy import Hours
from shouhou.rules.verdicts import may_apply


@answers("ask_how_to_apply")
def ask_how_to_apply(turn: Turn) -> None:
    """The path in the App, or here in the chat where an order may be applied for."""
    order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    if order is not None and not may_apply(turn.policy, order.facts, turn.now).allowed:
        turn.say("utter_how_to_apply_path")
        say_verdict(turn, order, may_apply(turn.policy, order.facts, turn.now))
        return
    turn.offer(turn.say("utter_how_to_apply"), "/request_aftersales")


@answers("ask_closed_case")
def ask_closed_case(turn: Turn) -> None:
    """What a case closed by time-out means, and the merchant's consent; for the order where one is known."""
    said = turn.say("utter_closed_case")
    closed = [
        order for order in turn.orders() if order.case is not None and order.case.status is CaseStatus.CLOSED
    ]
    if len(closed) == 1:
        turn.state.order = closed[0].order_number
        say_verdict(turn, closed[0], may_apply(turn.policy, closed[0].facts, turn.now))
    else:
        turn.offer(said, "/contact_merchant")


@answers("ask_how_to_complain")
def ask_how_to_complain(turn: Turn) -> None:
    """The four ways, and an offer to file it here."""
    opens, closes = hours_values(turn.policy.phone_hours.value)
    turn.offer(turn.say("utter_how_to_complain", opens=opens, closes=closes), "/file_complaint")


@answers("ask_refund_arrival")
def ask_refund_arrival(turn: Turn) -> None:
    """When this order's refund lands: refunded, since when and by when; not yet, what comes before; else the rule."""
    if turn.said_any("utter_refund_way_named"):
        return  # 退到微信吗 多久能到: it said both
    order = _order_meant(turn)
    case = order.case if order is not None else None
    if order is not None and case is not None and case.status is CaseStatus.REFUNDED:
        turn.say("utter_refund_done", order_facts(turn.policy, order), order=order, at=moment_text(case.since),
                 **arrival_values(turn))
    elif order is not None and order.facts.status is OrderStatus.REFUNDED:
        turn.say("utter_refund_done_unknown", order_facts(turn.policy, order), order=order, **arrival_values(turn))
    elif order is not None and case is not None and case.status is CaseStatus.REFUSED:
        ask_refusal_reason(turn, order)  # no money comes of a request that was refused
    elif order is not None and case is not None and order.facts.open_case:
        if case.request_type.returns_money:
            turn.say("utter_refund_not_yet", order_facts(turn.policy, order), order=order, case=case.case_number,
                     status=word("case_status", case.status.value), **arrival_values(turn))
        else:
            ask_next_step(turn, order)
    else:
        turn.say("utter_refund_arrival", **arrival_values(turn))


@answers(REFUND_WAY)
def ask_refund_way(turn: Turn) -> None:
    """Whereto the money goes: back the way it was paid; the one way that was named, else all of them."""
    text = turn.message.whole.plain
    either = asks_which(text) and not tells_purse(text)  # 微信还是卡: both are answered
    purse = None if either else purse_paid_with(text)
    way = next((each for each in turn.policy.refund_arrival.value if purse is not None and purse in each.way), None)
    if way is None or purse is None:
        turn.say("utter_refund_way", **arrival_values(turn))
    else:
        turn.say("utter_refund_way_named", purse=purse, first=way.first, last=way.last,
                 caveat=caveat_of(turn.policy.refund_arrival))


@answers("report_refund_not_arrived")
def report_refund_not_arrived(turn: Turn) -> None:
    """Refunded and the money is not there: since when, where to look, and what can be done past the term."""
    order = _order_meant(turn)
    case = order.case if order is not None else None
    if order is None or (case is None and order.facts.status is not OrderStatus.REFUNDED):
        refunded = [each for each in turn.orders() if each.facts.status is OrderStatus.REFUNDED]
        if len(refunded) == 1:
            order, case = refunded[0], refunded[0].case
            turn.state.order = order.order_number
    if order is None:
        ask_refund_arrival(turn)
    elif case is not None and case.status is CaseStatus.REFUNDED:
        turn.say("utter_refund_look", order_facts(turn.policy, order), order=order, at=moment_text(case.since),
                 **arrival_values(turn))
    elif order.facts.status is OrderStatus.REFUNDED:
        turn.say("utter_refund_look_unknown", order_facts(turn.policy, order), order=order, **arrival_values(turn))
    else:
        ask_refund_arrival(turn)


@answers("ask_return_shipping")
def ask_return_shipping(turn: Turn) -> None:
    """Who pays the freight in this case, by its class; by the reason told; else the rule."""
    order = _order_meant(turn)
    case = order.case if order is not None and has_open_case(order) else None
    known = turn.state.told
    of_this = known.reason_class if known.order is None or (order and known.order == order.order_number) else None
    faulty = of_this if of_this == ReasonClass.GOODS.value else None  # 这玩意儿不要了, of what was told to be at fault
    told = _draft_class(turn) or faulty or turn.message.group("reason") or of_this
    group = ReasonClass(told) if told else None
    if case is not None and turn.state.draft is None:
        group = case.reason_class
    elif group is None:
        classes = [c.told_class for c in turn.message.clauses if c.told_class and not is_question(c.plain)]
        group = ReasonClass(classes[0]) if classes else None
    if _nothing_goes_back(turn, order):
        begins_so(turn, turn.say("utter_freight_nothing_goes_back"), merchant_pays, True)
        return
    pays = merchant_pays_freight(group)
    if case is None and pays is not None and _draft_class(turn) is not None:
        # What is written decides, whatever was told beside it.
        said = turn.say("utter_freight_merchant_form" if pays else "utter_freight_buyer_form",
                        group=word("reason_class", str(_draft_class(turn))))
        begins_so(turn, said, merchant_pays, pays)
        return
    if pays and case is None and _may_be_liking(turn):
        turn.say("utter_freight_either")  # 盖子太沉: whose doing it is is not said
        return
    if pays is None:
        turn.say("utter_freight_rule", no_reason_days=turn.policy.no_reason_days.value)
        return
    consent = consent_of(turn.database, order.order_number, turn.now) if order is not None else None
    if consent is not None and consent.answer and consent.status in (ConsentStatus.YES, ConsentStatus.USED):
        # Past the window the merchant agrees on terms of its own, which stand before the rule.
        assert order is not None
        turn.say("utter_freight_by_consent", order_facts(turn.policy, order), order=order, words=consent.answer)
        return
    answers_given = [m.answer or "" for m in messages_of(turn.database, order.order_number)] if order else []
    told_by_merchant = next((each for each in answers_given if speaks_of_freight(each)), None)
    if told_by_merchant and order is not None:
        turn.say("utter_freight_by_consent", order_facts(turn.policy, order), order=order, words=told_by_merchant)
        return
    name = "utter_freight_merchant" if pays else "utter_freight_buyer"
    if case is not None and order is not None:
        said = turn.say(f"{name}_case", order_facts(turn.policy, order), order=order,
                        group=word("reason_class", group.value if group else ""))
    else:
        said = turn.say(name, no_reason_days=turn.policy.no_reason_days.value)
    begins_so(turn, said, merchant_pays, pays)


@answers("ask_who_pays")
def ask_who_pays(turn: Turn) -> None:
    """As the freight: a bare follow-up."""
    ask_return_shipping(turn)


@answers_about_order("give_tracking_number", "correct_tracking_number",
                     prefer=lambda order: order.case is not None and order.case.status
                     in (CaseStatus.AGREED, CaseStatus.RETURNING))
def give_tracking_number(turn: Turn, order: OrderRecord) -> None:
    """The buyer has sent the goods back, or sets the parcel's number right."""
    known = order.case.tracking_number if order.case is not None else None
    mended = mended_tail(known, turn.message.text) if known else None
    number = turn.message.entity("tracking_number") or turn.state.tracking_number or mended
    turn.state.tracking_number = None
    if not number:
        turn.say("utter_ask_tracking_number", order=order)
        return
    case = send_back(turn.database, turn.policy, turn.speaker, order.order_number, str(number), turn.now)
    if case is None:
        turn.say("utter_no_return_expected", order=order)
        return
    facts = {"order_number": order.order_number, "case_number": case.case_number, "case_status": case.status.value}
    name = "utter_return_corrected" if known and known != number else "utter_return_noted"
    turn.say(name, facts, order=order, number=number, case=case.case_number)


def hours_values(hours: Hours) -> tuple[str, str]:
    """Opening and closing time as people read them."""
    return f"{hours.opens:%H:%M}", f"{hours.closes:%H:%M}"


def _order_meant(turn: Turn) -> Optional[OrderRecord]:
    """The order named, in view, or the only one; nobody is asked for one."""
    from actions.orders import named_order

    named = named_order(turn)
    if named is not None:
        turn.state.order = named.order_number
    return named or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)


def _nothing_goes_back(turn: Turn, order: Optional[OrderRecord]) -> bool:
    """Whether what is filed, or being filed, sends nothing back."""
    draft = turn.state.draft
    case = order.case if order is not None and has_open_case(order) else None
    named = draft.fields.get("request_type") if draft is not None else case.request_type.value if case else None
    return named is not None and not RequestType(named).needs_return


def _may_be_liking(turn: Turn) -> bool:
    """Whether all that was told is a size, a weight or a look."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    told = turn.state.told
    texts = [draft.get("reason") or told.reason or "", draft.get("details") or told.details or ""]
    texts += [clause.plain for clause in turn.message.clauses if not is_question(clause.plain)]
    texts = [text for text in texts if text]
    return any(tells_measure(text) for text in texts) and all(
        tells_measure(text) or not speaks_of_fault(text) for text in texts
    )


def _draft_class(turn: Turn) -> Optional[str]:
    draft = turn.state.draft
    return draft.fields.get("reason_class") if draft is not None else None


def arrival_values(turn: Turn) -> dict[str, Any]:
    """Within how many working days a refund lands, by the way it was paid."""
    arrival = turn.policy.refund_arrival
    ways = [word("format", "arrival", way=item.way, first=item.first, last=item.last) for item in arrival.value]
    return {
        "first": min(item.first for item in arrival.value), "last": max(item.last for item in arrival.value),
        "ways": word("format", "joint").join(ways), "caveat": caveat_of(arrival),
    }
