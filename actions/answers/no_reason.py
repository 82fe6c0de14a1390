"""The seven days without reason, to the hour; and what worn, washed or opened goods mean for them."""

from actions import knowledge
from actions.answers.window import ask_window_open, only_order
from actions.facts import verdict_facts
from actions.orders import named_order
from actions.registry import answers
from actions.turn import Turn
from actions.verdict_words import window_values
from actions.words import day_text, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.matters import OPENED, USED
from shouhou.dialogue.telling import speaks_of_fault
from shouhou.rules.kinds import OrderStatus, ReasonClass
from shouhou.rules.verdicts import may_apply, order_window
from shouhou.rules.window import Window, day_of


@answers("faq/no_reason_days")
def no_reason_days(turn: Turn) -> None:
    """Until when the order may go back for no reason, what holds for a fault, and afterwards; else the rule."""
    order = named_order(turn) or only_order(turn)
    window = order_window(turn.policy, order.facts) if order is not None else None
    if order is not None and order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED):
        turn.state.order = order.order_number
        ask_window_open(turn, order)
        return
    if order is None or window is None:
        knowledge.answer(turn, "faq/no_reason_days")
        return
    turn.state.order = order.order_number
    days, today = turn.policy.no_reason_days.value, day_of(turn.now)
    last, full = window.no_reason_last_day, window.full_last_day
    verdict = may_apply(turn.policy, order.facts, turn.now)
    if (today > full and window.last_day > full) or today == full > last:
        ask_window_open(turn, order)  # what its warranty still allows; the last day of the whole window
        return
    stands = "today" if today == last else "open" if today < last else "over"
    said = turn.say(
        f"utter_no_reason_{_name(turn, order, window, stands)}", verdict_facts(turn.policy, order, verdict),
        order=order, **{
            **window_values(turn, window), "no_reason_days": days, "last": day_text(last, today),
            "left": (last - today).days, "stands": word("no_reason_days", stands),
        },
    )
    if verdict.allowed and today <= full:
        turn.offer(said, "/request_aftersales")


def _name(turn: Turn, order: OrderRecord, window: Window, stands: str) -> str:
    """Which of the answers: there are no such days, it is food, something is at fault, or how the days stand."""
    today, days = day_of(turn.now), turn.policy.no_reason_days.value
    if today > window.full_last_day:
        return "past_all"
    if (window.full_last_day - window.received_on).days < days:
        return "never"
    if any(each in order.category for each in word("said", "eaten").split()):
        return "food"
    return "fault" if tells_fault(turn, order) else stands


def tells_fault(turn: Turn, order: OrderRecord) -> bool:
    """Whether a fault of the order's goods is told or asked about: by the message, before it, or in the open form."""
    goods, told, message = ReasonClass.GOODS.value, turn.state.told, turn.message
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    if order.case is not None and order.facts.open_case:
        return order.case.reason_class is ReasonClass.GOODS
    before = told.reason_class == goods and told.order in (None, order.order_number)
    said = [clause.told_class for clause in message.clauses if not is_question(clause.plain)]
    return goods in (*said, draft.get("reason_class")) or before or speaks_of_fault(message.whole.plain)


@answers(USED)
def used_goods(turn: Turn) -> None:
    """What it means that goods were worn or used: nothing where they are at fault, else by what is left of them."""
    _condition(turn, USED)


@answers(OPENED)
def opened_goods(turn: Turn) -> None:
    """What it means that goods were opened."""
    _condition(turn, OPENED)


def _condition(turn: Turn, name: str) -> None:
    order = named_order(turn) or only_order(turn)
    window = order_window(turn.policy, order.facts) if order is not None else None
    if order is None or window is None or not tells_fault(turn, order):
        knowledge.answer(turn, name)
        return
    turn.state.order = order.order_number
    if order.facts.open_case:
        turn.say("utter_used_with_fault_filed", {"order_number": order.order_number}, order=order)
        return
    if day_of(turn.now) > window.full_last_day:
        ask_window_open(turn, order)
        return
    said = turn.say("utter_used_with_fault", {"order_number": order.order_number}, order=order,
                    **window_values(turn, window))
    if turn.state.draft is None:
        turn.offer(said, "/request_aftersales")
