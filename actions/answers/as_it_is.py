"""Asked of the goods and the hours: what was tried on or opened, a visit, what breaks later, a smaller offer."""

from actions import knowledge
from actions.at_hand import AtHand, Stage, answers_at_hand, ask_merchant, blanks_of, offer_at
from actions.registry import answers
from actions.turn import Turn
from actions.words import day_text, money_text, word
from shouhou.cases.handovers import waiting
from shouhou.dialogue.telling import speaks_of_tag, types_compared
from shouhou.rules.freight import merchant_pays_freight
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.verdicts import order_window
from shouhou.rules.window import day_of

PACKAGING, WHICH_TYPE = "faq/packaging_gone", "faq/which_type_is_better"


@answers_at_hand("ask_worn_ok")
def ask_worn_ok(turn: Turn, at: AtHand) -> None:
    """Whether goods that were tried on, opened or lost a tag may still go back: by the class of what is told."""
    goods = at.group is not None and at.group is not ReasonClass.PERSONAL
    name = "goods" if goods else "tag" if speaks_of_tag(turn.message.whole.plain) else "tried"
    said = turn.say(f"utter_worn_ok_{name}", at.facts, order=at.order, **blanks_of(at))
    if at.stage is Stage.NONE:
        offer_at(turn, said, "/request_aftersales")
    else:
        said.buttons = []


@answers(PACKAGING)
def packaging_gone(turn: Turn) -> None:
    """Without its box: what trainers wrote; a tag is asked of as what was tried on is."""
    if speaks_of_tag(turn.message.whole.plain):
        from actions.answering import answer

        answer(turn, "ask_worn_ok")
        return
    knowledge.answer(turn, PACKAGING)


@answers(WHICH_TYPE)
def which_type(turn: Turn) -> None:
    """Which of several types is better or quicker: of those named, what each takes; else what trainers wrote."""
    named = types_compared(turn.message.whole.plain)
    if len(named) < 2:
        knowledge.answer(turn, WHICH_TYPE)
        return
    turn.say("utter_which_of_these", lines="；".join(word("which_takes", name) for name in named[:3]))


@answers_at_hand("ask_home_visit")
def ask_home_visit(turn: Turn, at: AtHand) -> None:
    """When somebody comes to the house, and whether he rings first: the merchant arranges it; it can be written."""
    name = "form" if at.stage is Stage.FORM else "filed" if at.filed else "none"
    said = turn.say(f"utter_home_visit_{name}", at.facts, order=at.order, **blanks_of(at))
    if at.stage in (Stage.NONE, Stage.SHUT):
        offer_at(turn, said, "/request_aftersales")


@answers_at_hand("ask_after_window")
def ask_after_window(turn: Turn, at: AtHand) -> None:
    """What may be had of goods that break once the window is over: their warranty, or the merchant's consent."""
    window = order_window(turn.policy, at.order.facts) if at.order is not None else None
    if window is None:
        turn.say("utter_after_window_rule")
        return
    today = day_of(turn.now)
    warranty = window.last_day > window.full_last_day
    turn.say("utter_after_window_warranty" if warranty else "utter_after_window", at.facts, order=at.order,
             full=day_text(window.full_last_day, today), last=day_text(window.last_day, today))


@answers_at_hand("ask_freight_sum")
def ask_freight_sum(turn: Turn, at: AtHand) -> None:
    """How much the postage is: the courier says it; who bears it in this case."""
    if not at.goes_back:
        turn.say("utter_freight_nothing_goes_back")
        return
    pays = merchant_pays_freight(at.group) if at.group is not None else None
    name = "rule" if pays is None else "merchant" if pays else "buyer"
    turn.say(f"utter_freight_sum_{name}", at.facts, order=at.order, **blanks_of(at))


@answers_at_hand("ask_offer_not_taken")
def ask_offer_not_taken(turn: Turn, at: AtHand) -> None:
    """Whether a smaller sum that the merchant named and the buyer refused counts: no, what is filed stands."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    amount = at.case.amount if at.case is not None and at.filed else draft.get("amount")
    paid = at.order.paid_amount if at.order is not None else None
    name = "filed" if at.filed else "unfiled"
    turn.say(f"utter_offer_not_taken_{name}", at.facts, order=at.order,
             asked=money_text(int(amount or paid or 0)), **blanks_of(at))


@answers_at_hand("ask_for_report")
def ask_for_report(turn: Turn, at: AtHand) -> None:
    """Whether the merchant has a test report: he is asked for it."""
    turn.say("utter_report_of_merchant", at.facts, order=at.order)
    ask_merchant(turn, at, word("said", "report"))


@answers_at_hand("ask_silence")
def ask_silence(turn: Turn, at: AtHand) -> None:
    """Whether silence counts as consent: it does not; what is left once the term is over."""
    name = "consent" if at.stage is Stage.CONSENT else "filed" if at.stage is Stage.REQUESTED else "rule"
    turn.say(f"utter_silence_{name}", at.facts, order=at.order, **blanks_of(at))


@answers("ask_desk_message")
def ask_desk_message(turn: Turn) -> None:
    """Whether the desk's people see what was left for them."""
    own = turn.speaker.conversation_id
    left = any(each.conversation_id == own for each in waiting(turn.database))
    turn.say("utter_desk_message_there" if left else "utter_desk_message_none")
