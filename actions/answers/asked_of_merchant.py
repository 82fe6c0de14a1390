"""What only the merchant can say or promise: a doctor's bill, whether all of it comes back, the price of a part."""

from actions.answering import offer_to_ask
from actions.answers.delivery import not_there_yet
from actions.facts import order_facts
from actions.orders import named_order
from actions.registry import answers, answers_about_order
from actions.standing import has_case, say_case, say_no_case, say_nothing_filed, say_undone
from actions.turn import Turn
from actions.words import moment_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue import matters as m
from shouhou.dialogue.passing_on import question_words
from shouhou.dialogue.telling import forgets
from shouhou.dialogue.words import joined
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus

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
    if case is not None and waits and case.next.due_at is not None:
        turn.say("utter_who_decides_case", facts, order=order, by=moment_text(case.next.due_at))
    else:
        turn.say("utter_who_decides", facts, order=order)


@answers(m.PART_PRICE)
def ask_part_price(turn: Turn) -> None:
    """What a part costs by itself: the merchant is asked."""
    _pass_on(turn, word("said", "part_price"), m.PART_PRICE)


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
    words = words if len(asked) == 1 and len(words) >= _LEAST_ASKED else else_words
    orders = turn.orders()
    if turn.state.draft is not None:
        turn.state.asked = words
        if not turn.said_any("utter_medical_costs"):
            turn.say("utter_question_in_form")
    elif named_order(turn) is not None or turn.order_in_view is not None or len(orders) == 1:
        offer_to_ask(turn, "now" if turn.said_any("utter_medical_costs") else "this", words)
