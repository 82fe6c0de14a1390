"""Who waits for a person: what was told before is kept, where he stands has its answer, and who leaves is served."""

import re
from dataclasses import replace

from actions.answering import answer, begin
from actions.answers.people import ask_queue_position
from actions.coming_back import take_up
from actions.outside_forms import take_note
from actions.told import fault_first, keep_reason
from actions.turn import Turn
from shouhou.cases.handovers import waiting, withdraw
from shouhou.dialogue.closing import only_closes, thanks
from shouhou.dialogue.message import without
from shouhou.dialogue.people import asks_in_the_queue, leaves_queue, only_leaves_queue
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.wishes import type_said, without_leave
from shouhou.dialogue.words import reason_in
from shouhou.rules.hours import HandoverStatus

_OF_QUEUE = ("ask_queue_position", "request_human", "ask_service_hours", "leave_message_for_desk")
_WHY_OVER = re.compile(r"(?:凭|为)(?:什么|啥).{0,6}(?:过期|超期|过了|不(?:能|给|让)退|要商家)")


def asks_in_queue(turn: Turn) -> bool:
    """Whether who waits for a person asked where he stands (人呢, 等到什么时候), and was told so."""
    text = turn.message.whole.plain
    if turn.message.is_press or not asks_in_the_queue(text) or leaves_queue(text):
        return False
    number = turn.speaker.conversation_id
    mine = next((each for each in waiting(turn.database) if each.conversation_id == number), None)
    if mine is None or mine.urgent or mine.status is not HandoverStatus.WAITING:
        return False  # beside an urgent one the talk goes on
    ask_queue_position(turn)
    return True


def withdraws_from_queue(turn: Turn) -> bool:
    """Let the buyer out of the queue who waits no more though the bot talks on with him; whether he wants nothing else.

    An urgent one stays for people to read: he only need not wait for it.
    """
    clauses, number = turn.message.clauses, turn.speaker.conversation_id
    if turn.message.is_press or turn.message.left_queue or not any(leaves_queue(c.plain) for c in clauses):
        return False
    mine = next((each for each in waiting(turn.database) if each.conversation_id == number), None)
    if mine is None or mine.status is not HandoverStatus.WAITING:
        return False
    if mine.urgent:
        turn.say("utter_queue_not_waited")
    rest = [clause for clause in clauses if not only_leaves_queue(clause.plain)]
    goes = only_closes(rest) or any(thanks(c.plain) or c.intent == "goodbye" for c in rest)
    if not mine.urgent and withdraw(turn.database, number, turn.now):
        turn.say("utter_queue_ended" if goes or not rest else "utter_left_queue")
    turn.message = without(turn.message, [clause for clause in clauses if clause not in rest]) if rest else turn.message
    if goes and not mine.urgent:
        take_note(turn)
    return goes or not rest


def keep_wish(turn: Turn) -> None:
    """Keep what is told and wished beside the call for a person, should the buyer come back from the queue."""
    told, clauses = turn.state.told, turn.message.clauses
    if turn.state.draft is not None:
        return
    keep_reason(turn)
    if told.reason is None and (reason := reason_in(clauses)):
        told.reason, told.reason_class = fault_first(turn, reason)
    said = [each for c in clauses if (each := type_said(without_leave(c.plain))) is not None]
    told.request_type = said[-1] if said else told.request_type


def before_person(turn: Turn, reading: Reading) -> None:
    """What is asked beside the call for a person and has a short answer: 你是真人吗, 凭什么过期."""
    clauses = (turn.message.whole, *turn.message.clauses)
    if any(clause.intent == "bot_challenge" for clause in clauses):
        turn.say("utter_bot_hands_over")
    elif turn.order_in_view is not None and any(_WHY_OVER.search(clause.plain) for clause in clauses):
        answer(turn, "ask_window_open")


def goes_on_from_queue(turn: Turn, reading: Reading) -> bool:
    """Whether who left the queue only wants it done here (不等了 你帮我办吧): what was told before is gone on with."""
    state, message = turn.state, turn.message
    if not message.left_queue or message.told_class is not None or {*reading.asks} - {*_OF_QUEUE}:
        return False
    if any(type_said(without_leave(clause.plain)) is not None for clause in message.clauses):
        return False
    if state.left:
        take_up(turn, state.left[-1], reading)
    elif state.told.reason or state.told.request_type:
        begin(turn, "request_aftersales", reading)
    else:
        return False
    return True


def says_more_than_leaving(turn: Turn) -> bool:
    """Say that the buyer is out of the queue; whether the message wants anything else, which alone is read on."""
    turn.say("utter_left_queue")
    clauses = turn.message.clauses
    rest = tuple(each for each in clauses if not only_leaves_queue(each.plain))
    turn.message = replace(turn.message, clauses=rest or clauses)
    return bool(rest)
