"""What only the merchant can say or promise: a doctor's bill, whether all of it comes back, the price of a part."""

from actions import knowledge
from actions.answering import CHECKS, offer_to_ask, to_be_asked
from actions.answers.delivery import not_there_yet
from actions.at_hand import at_hand
from actions.facts import order_facts
from actions.orders import named_order
from actions.registry import answers, answers_about_order
from actions.standing import has_case, say_case, say_no_case, say_nothing_filed, say_undone
from actions.told import keep_reason
from actions.turn import Turn
from actions.words import day_text, moment_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import matters as m
from shouhou.dialogue.appliances import is_dead, power_of
from shouhou.dialogue.asking import is_question, only_supposes
from shouhou.dialogue.passing_on import question_words
from shouhou.dialogue.telling import asks_to_check, forgets, speaks_of_food
from shouhou.dialogue.words import joined
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import may_apply, order_window
from shouhou.rules.window import day_of

_SAID_BEFORE = ("utter_medical_costs", "utter_part_price", "utter_no_coupon", "utter_checks_unknown")
_LEAST_ASKED = 6  # characters of a question that says what it is about


@answers(m.MEDICAL)
def ask_medical_costs(turn: Turn) -> None:
    """Who pays for a doctor: the merchant may be asked, nothing can be promised; the bills are to be kept."""
    turn.say("utter_medical_costs")
    _pass_on(turn, word("said", "medical"), m.MEDICAL)


@answers_about_order(m.DECIDES, prefer=has_case)
def ask_who_decides(turn: Turn, order: OrderRecord) -> None:
    """Who says whether and how much comes back: the merchant, then the platform; the desk promises nothing."""
    case = order.case
    waits = case is not None and case.status is CaseStatus.REQUESTED and case.next.due_at is not None
    facts = order_facts(turn.policy, order)
    window = order_window(turn.policy, order.facts)
    at = at_hand(turn, order)
    of_seven_days = at.group is ReasonClass.PERSONAL and at.kind in (None, RequestType.RETURN_REFUND)
    if of_seven_days and window is not None and day_of(turn.now) <= window.no_reason_last_day:
        turn.say("utter_who_decides_no_reason", facts, order=order,
                 last=day_text(window.no_reason_last_day, day_of(turn.now)))
        return
    if case is not None and waits and case.next.due_at is not None:
        turn.say("utter_who_decides_case", facts, order=order, by=moment_text(case.next.due_at))
    else:
        turn.say("utter_who_decides", facts, order=order)


@answers(m.PART_PRICE)
def ask_part_price(turn: Turn) -> None:
    """Whether a part costs anything, and what: the merchant is asked."""
    turn.say("utter_part_price")
    whole = any(m.asks_price(clause.plain) for clause in turn.message.clauses)
    _pass_on(turn, word("said", "part_price" if whole else "part_cost"), m.PART_PRICE)


@answers(m.UNIT_PRICE)
def ask_unit_price(turn: Turn) -> None:
    """What a pound or a box of something is sold at: the shop's page says it."""
    turn.say("utter_unit_price")


@answers(m.COUPON)
def ask_for_coupon(turn: Turn) -> None:
    """A coupon is wanted: only the shop gives any; it may be asked for one, or it is written beside what stands."""
    if turn.state.draft is not None:
        turn.say("utter_no_coupon_in_form")
        return
    turn.say("utter_no_coupon")
    _pass_on(turn, word("said", "coupon"), m.COUPON)


@answers_about_order(m.EXCEPTION)
def ask_exception(turn: Turn, order: OrderRecord) -> None:
    """An exception is begged for: the rules are not the desk's to bend, the merchant may consent and can be asked."""
    if may_apply(turn.policy, order.facts, turn.now).allowed or order.facts.open_case:
        turn.say("utter_exception_not_needed", order_facts(turn.policy, order), order=order)
        return
    if turn.state.draft is not None:
        turn.say("utter_exception_in_form")
        return
    keep_reason(turn)
    turn.offer(turn.say("utter_exception", order_facts(turn.policy, order), order=order), "/contact_merchant")


@answers(m.OTHER_ACCOUNT)
def ask_other_account(turn: Turn) -> None:
    """Whether another account would get round the rules: no, they go by the order."""
    turn.say("utter_other_account")


@answers(m.TRIPLE)
def triple_damages(turn: Turn) -> None:
    """Three times the price is claimed: the desk promises nothing for the merchant; what the law says of it."""
    order = named_order(turn) or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    of_food = order is not None and any(each in order.category for each in word("said", "eaten").split())
    if of_food or speaks_of_food(turn.message.whole.plain):
        knowledge.answer(turn, m.TRIPLE)
        return
    said = turn.say("utter_triple_damages")
    if turn.state.draft is not None:
        said.buttons = []


@answers(m.PICKUP)
def request_pickup(turn: Turn) -> None:
    """Whether somebody comes for the goods: the merchant arranges it; into an open request it can be written."""
    turn.say("utter_pickup_in_form" if turn.state.draft is not None else "utter_request_pickup")


@answers(CHECKS)
def basic_checks(turn: Turn) -> None:
    """What can be looked at by oneself: plug and power for goods that have them and do nothing; else the manual."""
    order = named_order(turn) or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    told = f"{turn.state.told.reason or ''} {turn.message.whole.plain}"
    draft = turn.state.draft
    told += str(draft.fields.get("reason") or "") if draft is not None else ""
    goods = f"{order.product} {order.category}" if order is not None else told
    power = power_of(goods) if is_dead(told) else None
    asked = [c for c in turn.message.clauses if is_question(c.plain) or asks_to_check(c.plain)]
    words = to_be_asked(turn, asked) or word("said", "checks")
    if power == "mains":
        knowledge.answer(turn, CHECKS)
    elif power == "battery":
        turn.say("utter_checks_battery")
    elif draft is not None:
        turn.state.asked = words
        turn.say("utter_checks_unknown_in_form")
    else:
        turn.say("utter_checks_unknown")
        _offer_question(turn, words)


@answers_about_order(m.TRADE_IN, prefer=not_there_yet)
def ask_trade_in(turn: Turn, order: OrderRecord) -> None:
    """An old machine that is to be taken along, before the new one has come: the merchant is asked, first of all."""
    told = turn.state.told
    forgot = [clause for clause in turn.message.clauses if forgets(clause.plain)]
    if forgot and told.reason is None:  # it is the reason, should the order be cancelled for it
        told.order, told.reason, told.reason_class = order.order_number, joined(forgot), ReasonClass.PERSONAL.value
    said = turn.say("utter_trade_in", {"order_number": order.order_number}, order=order)
    if turn.state.draft is None and m.REORDER not in turn.reading.by_words:
        turn.offer(said, said.buttons[0]["payload"])


@answers_about_order(m.REORDER, prefer=not_there_yet)
def ask_reorder(turn: Turn, order: OrderRecord) -> None:
    """Whether to cancel and order anew: it may be done, and what it may cost."""
    said = turn.say("utter_reorder", {"order_number": order.order_number}, order=order)
    if turn.state.draft is not None or m.TRADE_IN in turn.reading.by_words:
        said.buttons = []


@answers_about_order(m.SHIPS, prefer=not_there_yet)
def ask_ships_still(turn: Turn, order: OrderRecord) -> None:
    """Whether the goods come all the same: as long as no refund is under way."""
    open_case = order.facts.open_case
    if order.case is not None and order.case.status is CaseStatus.CANCELLED:
        say_undone(turn, order)
        return
    turn.say("utter_ships_not" if open_case else "utter_ships_still", order_facts(turn.policy, order), order=order)


@answers_about_order(m.CANCELLED, prefer=has_case)
def ask_is_cancelled(turn: Turn, order: OrderRecord) -> None:
    """Whether what was filed is off."""
    case, facts = order.case, order_facts(turn.policy, order)
    if case is None:
        say_nothing_filed(turn, order)
    elif order.facts.open_case:
        turn.say("utter_is_not_cancelled", facts, order=order, case=case.case_number,
                 status=word("case_status", case.status.value))
    elif case.status is CaseStatus.REFUSED:
        turn.say("utter_is_refused", facts, order=order, case=case.case_number)
    else:
        say_undone(turn, order)


@answers_about_order(m.FILED, prefer=has_case)
def ask_is_filed(turn: Turn, order: OrderRecord) -> None:
    """Whether anything is filed at all: how it stands, or that nothing is."""
    if turn.said_any("utter_nothing_filed"):
        return  # it was said of what was left
    if order.case is not None:
        say_case(turn, order, order.case, None)
    else:
        say_no_case(turn, order)


def _pass_on(turn: Turn, else_words: str, name: str) -> None:
    """Offer to put it to the merchant in the buyer's words; in a form, once that is done."""
    asked = m.matters(turn.message.clauses).get(name, ())
    words = question_words(asked)
    alone = len(asked) == 1 and not only_supposes(asked[0].plain)  # 那要是商家说要钱嘞 cannot be put to him
    words = words if alone and len(words) >= _LEAST_ASKED else else_words
    if turn.state.draft is not None:
        turn.state.asked = words
        if not turn.said_any(*_SAID_BEFORE):
            turn.say("utter_question_in_form")
    else:
        _offer_question(turn, words)


def _offer_question(turn: Turn, words: str) -> None:
    """Offer to put a question to the merchant, where it is known to which."""
    if named_order(turn) is not None or turn.order_in_view is not None or len(turn.orders()) == 1:
        offer_to_ask(turn, "now" if turn.said_any(*_SAID_BEFORE) else "this", words)
