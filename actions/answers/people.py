"""People: when they are there, and handing a conversation over to them."""

from actions.answers.guidance import hours_values
from actions.desk import Talk, answers
from actions.pending import waiting_ask
from actions.words import moment_text, word
from shouhou.cases.handovers import hand_over
from shouhou.cases.orders import find_order
from shouhou.rules.hours import HandoverStatus, staffing


@answers("ask_service_hours")
def ask_service_hours(talk: Talk) -> None:
    """Whether the platform's phone is staffed right now, and when next."""
    phone = staffing(talk.policy.phone_hours.value, talk.now)
    opens, closes = hours_values(talk.policy.phone_hours.value)
    talk.say(
        "utter_phone_staffed" if phone.open_now else "utter_phone_unstaffed",
        {"phone_staffed_now": phone.open_now},
        opens=opens,
        closes=closes,
        next=moment_text(phone.changes_at),
    )
    number = talk.policy.phone_number.value
    if number:
        talk.say("utter_phone_number", number=number)
    else:
        talk.say("utter_phone_number_unknown")


@answers("request_human")
def request_human(talk: Talk) -> None:
    """Into the queue, with a summary. In the desk's hours one notice from the system, then the bot keeps quiet."""
    summary, asking = _summary(talk), waiting_ask(talk) or talk.active_form or talk.intent
    desk = staffing(talk.policy.desk_hours.value, talk.now)
    people_at = talk.now if desk.open_now else desk.changes_at
    handover = hand_over(talk.database, talk.speaker, asking, summary, talk.now, people_at)
    if handover.status is HandoverStatus.TAKEN or desk.open_now:
        talk.say("utter_handover_waiting", {"handover": "waiting"}, sender="system", ahead=handover.ahead)
        return
    opens, closes = hours_values(talk.policy.desk_hours.value)
    facts = {"handover": "offline"}
    talk.say("utter_handover_offline", facts, back=moment_text(desk.changes_at), opens=opens, closes=closes)


def offer_person(talk: Talk) -> None:
    """Offer a person after the bot has failed the buyer."""
    talk.say("utter_offer_person")
    talk.offer("request_human")


def _summary(talk: Talk) -> str:
    none = word("format", "none")
    number = talk.get("order_number")
    order = find_order(talk.database, talk.policy, talk.speaker, number, talk.now) if number else None
    case = order.case.case_number if order is not None and order.case is not None else none
    asking = waiting_ask(talk) or talk.active_form or none
    return word(
        "format", "handover_summary", order=order.order_number if order else none, case=case, ask=asking,
        text=talk.text,
    )
