"""Who looks at it: the merchant's people, then the platform's; what of a danger is on record; that nobody rings."""

from typing import Optional

from actions.answers.guidance import hours_values
from actions.at_hand import AGREED_TO, AtHand, Stage, answers_at_hand, ask_merchant, blanks_of, offer_at
from actions.standing import say_complaint
from actions.turn import Turn
from actions.words import word
from shouhou.cases.complaints import ComplaintRecord, latest_complaint
from shouhou.cases.handovers import waiting
from shouhou.dialogue.deadlines import moment_said
from shouhou.rules.lifecycle import OPEN_COMPLAINTS

FOR_CALL, CALL_BEFORE = "ask_for_call", "ask_call_before"


@answers_at_hand("ask_who_reads")
def ask_who_reads(turn: Turn, at: AtHand) -> None:
    """Who looks at the request: people of the merchant, until when; the platform's once one complains."""
    if _complains(turn, at):
        ask_who_judges(turn, at)
        return
    name = "agreed" if at.stage in AGREED_TO else at.stage.value
    if at.stage in (Stage.NONE, Stage.FORM, Stage.UNDER_WAY, Stage.SHUT, Stage.CONSENT, Stage.DONE):
        name = "before"
    turn.say(f"utter_who_reads_{name}", at.facts, order=at.order, **blanks_of(at))


@answers_at_hand("ask_who_judges")
def ask_who_judges(turn: Turn, at: AtHand) -> None:
    """Who decides a complaint: the platform's people, not the seller, and within how many days."""
    complaint = _complaint(turn, at)
    if complaint is None:
        turn.say("utter_who_judges", at.facts, order=at.order)
    elif complaint.status in OPEN_COMPLAINTS:
        turn.say("utter_who_judges_filed", at.facts, order=at.order, complaint=complaint.complaint_number)
    elif at.order is not None:
        say_complaint(turn, at.order, complaint)


@answers_at_hand("ask_danger_recorded")
def ask_danger_recorded(turn: Turn, at: AtHand) -> None:
    """Whether a danger is on record: with the people of the desk, in the case or the draft, with the platform."""
    mine = next((h for h in waiting(turn.database) if h.conversation_id == turn.speaker.conversation_id), None)
    urgent = mine is not None and mine.urgent
    stands = urgent or bool(turn.state.warned)
    where = "filed" if at.filed else "form" if at.stage is Stage.FORM else "open"
    name = f"yes_{where}" if stands else f"no_{where}"
    said = turn.say(f"utter_danger_recorded_{name}", at.facts, order=at.order, **blanks_of(at))
    if not stands:
        offer_at(turn, said, "/request_human")
    elif turn.state.draft is not None:
        said.buttons = []


@answers_at_hand(FOR_CALL)
def ask_for_call(turn: Turn, at: AtHand) -> None:
    """Nobody rings from here: the merchant can be asked to, at the hour wished for; the platform has a phone."""
    queued = any(h.conversation_id == turn.speaker.conversation_id for h in waiting(turn.database))
    if queued:
        turn.say("utter_no_calls_queued")
        return
    texts = [clause.plain for clause in turn.message.clauses]
    when = next((found for each in texts if (found := moment_said(each)) is not None), None)
    words = word("said", "call_me_at", when=when) if when is not None else word("said", "call_me")
    again = FOR_CALL in turn.state.topics
    opens, closes = hours_values(turn.policy.phone_hours.value)
    if turn.state.draft is not None:
        turn.say("utter_no_calls_again_in_form" if again else "utter_no_calls_in_form", opens=opens, closes=closes)
    elif again:
        turn.say("utter_no_calls_again")
    else:
        turn.say("utter_no_calls", opens=opens, closes=closes)
    ask_merchant(turn, at, words)


@answers_at_hand(CALL_BEFORE)
def ask_call_before(turn: Turn, at: AtHand) -> None:
    """Who comes to the door is to ring before: written into the open application, else offered to be passed on."""
    words, draft = word("said", "call_before"), turn.state.draft
    if draft is not None and draft.form == "application":
        known = draft.fields.get("details") or ""
        if words not in known:
            draft.fields["details"] = "；".join(part for part in (known, words) if part)
        turn.say("utter_call_before_written", at.facts, order=at.order, words=words)
        return
    turn.say("utter_call_before_filed", at.facts, order=at.order)
    ask_merchant(turn, at, words)


def _complaint(turn: Turn, at: AtHand) -> Optional[ComplaintRecord]:
    return latest_complaint(turn.database, at.order.order_number) if at.order is not None else None


def _complains(turn: Turn, at: AtHand) -> bool:
    """Whether it is a complaint that stands, or is being written, and no request."""
    if turn.state.draft is not None:
        return turn.state.draft.form == "complaint"
    complaint = _complaint(turn, at)
    return complaint is not None and complaint.status in OPEN_COMPLAINTS and (
        not at.filed or complaint.complaint_number == turn.state.written
    )
