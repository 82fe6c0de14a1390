"""People: when they are there, handing a conversation over to them, and words left for them."""

from actions.answers.guidance import hours_values
from actions.registry import answers
from actions.turn import Turn
from actions.words import label_of, moment_text, word
from shouhou.cases.handovers import add_note, hand_over, waiting
from shouhou.dialogue.dictation import note_in
from shouhou.dialogue.matters import speaks_of_people
from shouhou.dialogue.people import asks_for_human
from shouhou.rules.hours import HandoverStatus, staffing


@answers("ask_service_hours")
def ask_service_hours(turn: Turn) -> None:
    """Whether the platform's phone is staffed right now, and when next."""
    if asks_for_human(turn.message.whole.plain):
        desk = staffing(turn.policy.desk_hours.value, turn.now)
        name = "utter_people_there" if desk.open_now else "utter_people_later"
        said = turn.say(name, back=moment_text(desk.changes_at))
        if turn.state.draft is None:
            turn.offer(said, "/request_human")
        return
    if speaks_of_people(turn.message.whole.plain):
        desk = staffing(turn.policy.desk_hours.value, turn.now)
        opens, closes = hours_values(turn.policy.desk_hours.value)
        turn.say("utter_desk_hours_now" if desk.open_now else "utter_desk_hours", opens=opens, closes=closes,
                 back=moment_text(desk.changes_at))
        return
    phone = staffing(turn.policy.phone_hours.value, turn.now)
    opens, closes = hours_values(turn.policy.phone_hours.value)
    turn.say(
        "utter_phone_staffed" if phone.open_now else "utter_phone_unstaffed",
        {"phone_staffed_now": phone.open_now},
        opens=opens,
        closes=closes,
        next=moment_text(phone.changes_at),
    )
    number = turn.policy.phone_number.value
    if number:
        turn.say("utter_phone_number", number=number)
    else:
        turn.say("utter_phone_number_unknown")


@answers("request_human")
def request_human(turn: Turn) -> None:
    """Into the queue, with a summary. In the desk's hours one notice from the system, then the bot keeps quiet."""
    to_people(turn)


def to_people(turn: Turn, urgent: bool = False, why: str = "") -> None:
    """Hand the conversation over; `why` stands first in the summary that people read."""
    summary = summary_of(turn, why)
    under_way = turn.state.topic or (turn.state.draft.form if turn.state.draft else "")
    asking = turn.reading.danger if urgent else under_way
    asking = asking or turn.message.intent
    desk = staffing(turn.policy.desk_hours.value, turn.now)
    people_at = turn.now if desk.open_now else desk.changes_at
    handover = hand_over(turn.database, turn.speaker, asking, summary, turn.now, people_at, urgent=urgent)
    if urgent and why not in handover.summary:
        add_note(turn.database, turn.speaker.conversation_id, summary, turn.now)  # who waits already was hurt by now
    may_tell = _may_tell(turn, handover.ahead)
    if handover.urgent and not urgent and desk.open_now and not may_tell:
        turn.say("utter_queue_waits", {"handover": "waiting"})
        return
    if handover.urgent and not urgent and desk.open_now:
        turn.say("utter_queue_position", {"handover": "waiting"}, ahead=handover.ahead)  # asked for already, of itself
        return
    if handover.status is HandoverStatus.TAKEN or desk.open_now:
        ordinary = "utter_handover_there" if turn.message.own_people else "utter_handover_waiting"
        pressing = "utter_handover_urgent_there" if turn.message.own_people else "utter_handover_urgent"
        name = pressing if urgent else ordinary if may_tell else "utter_queue_waits"
        turn.say(name, {"handover": "waiting"}, sender="system", ahead=handover.ahead)
        return
    opens, closes = hours_values(turn.policy.desk_hours.value)
    turn.state.takes_message = True
    name = "utter_handover_offline_urgent" if urgent else "utter_handover_offline"
    turn.say(name, {"handover": "offline"}, back=moment_text(desk.changes_at), opens=opens, closes=closes)


def note_for_people(turn: Turn) -> None:
    """Put the buyer's words with the waiting handover, where there is one; nothing is said of it."""
    add_note(turn.database, turn.speaker.conversation_id, word("format", "note", text=turn.message.text), turn.now)


def offer_person(turn: Turn) -> None:
    """Offer a person after the bot has failed the buyer."""
    said = turn.say("utter_offer_person")
    turn.state.person_offered = True
    if turn.state.draft is None and turn.state.story is None:
        turn.offer(said, "/request_human")


@answers("leave_message_for_desk")
def leave_message_for_desk(turn: Turn) -> None:
    """The buyer's words, put with the handover; without one, it is opened with them."""
    leave_word(turn, note_in(turn.message.text))


def leave_word(turn: Turn, words: str) -> None:
    """Words for the people, put with the handover; without one, it is opened with them."""
    turn.state.word_left = words
    note = word("format", "note", text=words)
    handover = add_note(turn.database, turn.speaker.conversation_id, note, turn.now)
    desk = staffing(turn.policy.desk_hours.value, turn.now)
    if handover is None:
        people_at = turn.now if desk.open_now else desk.changes_at
        hand_over(turn.database, turn.speaker, "leave_message_for_desk", f"{summary_of(turn)}\n{note}", turn.now,
                  people_at)
    turn.state.takes_message = True
    if desk.open_now:
        turn.say("utter_message_left_now", {"handover": "waiting"}, words=_short(words))
    else:
        turn.say("utter_message_left", {"handover": "offline"}, words=_short(words),
                 back=moment_text(desk.changes_at))


@answers("ask_queue_position")
def ask_queue_position(turn: Turn) -> None:
    """The place in the queue, and when people are there; a person is offered to who is not in it."""
    mine = next((each for each in waiting(turn.database) if each.conversation_id == turn.speaker.conversation_id), None)
    desk = staffing(turn.policy.desk_hours.value, turn.now)
    if mine is None:
        offer_person(turn)
    elif desk.open_now and _may_tell(turn, mine.ahead):
        turn.say("utter_queue_position", {"handover": "waiting"}, ahead=mine.ahead)
    elif desk.open_now:
        turn.say("utter_queue_waits", {"handover": "waiting"})
    else:
        turn.say("utter_queue_shut", {"handover": "offline"}, back=moment_text(desk.changes_at), ahead=mine.ahead)
        turn.state.takes_message = True


def _may_tell(turn: Turn, ahead: int) -> bool:
    """Whether the number of those who wait before the buyer may be said: never a greater one than before."""
    if 0 < turn.state.place_told < ahead + 1:
        return False
    turn.state.place_told = ahead + 1
    return True


def summary_of(turn: Turn, why: str = "") -> str:
    """What a person must know before the first word: order, case, what was asked and tried, and the last words."""
    none = word("format", "none")
    order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    case = order.case if order is not None else None
    told = turn.state.told
    draft = turn.state.draft
    fault = told.reason or (draft.fields.get("reason") if draft is not None else None)
    tried = [label_of(topic) for topic in turn.state.topics]
    parts = [
        why,
        word("summary", "order", value=f"{order.product} {order.order_number}".strip() if order else none),
        word("summary", "case", value=f"{case.case_number} {word('case_status', case.status.value)}" if case else none),
        word("summary", "fault", value=fault) if fault else "",
        word("summary", "form", value=word("form", draft.form)) if draft is not None else "",
        word("summary", "asked", value="、".join(dict.fromkeys(tried))) if tried else "",
        word("summary", "files", value=len(told.files)) if told.files else "",
        word("summary", "text", value=turn.message.text),
    ]
    return "；".join(part for part in parts if part)


def _short(text: str, most: int = 40) -> str:
    return text if len(text) <= most else f"{text[:most]}…"
