"""Pictures that come outside a form: they go to what they are meant for, or are kept for what is filed next."""

from collections.abc import Sequence

from actions.evidence import MANY_FILES
from actions.orders import the_order
from actions.registry import answers
from actions.turn import Turn
from actions.words import moment_text
from shouhou.cases.afterwards import add_evidence as add_to_record
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.matters import PICTURE_LATER, RECORDING
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.lifecycle import OPEN_COMPLAINTS


@answers("add_evidence")
def add_evidence(turn: Turn) -> None:
    """More pictures for what is filed: those that were sent already, or an invitation to send them."""
    files = turn.state.told.files
    if files:
        _give(turn, files)
        return
    open_ones = _open_ones(turn)
    if not open_ones:
        turn.say("utter_evidence_nothing_open")
    elif len(open_ones) == 1:
        turn.state.order = open_ones[0].order_number
        turn.say("utter_evidence_send", {"order_number": open_ones[0].order_number}, order=open_ones[0],
                 number=_number(turn, open_ones[0]))
    else:
        turn.say("utter_evidence_send_any")


@answers(PICTURE_LATER)
def ask_evidence_later(turn: Turn) -> None:
    """Whether a picture may follow: what is filed counts from now, and the picture may come until the answer."""
    open_ones = [] if turn.state.draft is not None else _open_ones(turn)
    order = next((each for each in open_ones if each.order_number == turn.state.order), next(iter(open_ones), None))
    if order is None:
        turn.say("utter_picture_later_in_form")
        return
    due = order.case.next.due_at if order.case is not None and order.facts.open_case else None
    facts = {"order_number": order.order_number}
    if due is None:
        turn.say("utter_picture_later_complaint", facts, number=_number(turn, order))
    else:
        turn.say("utter_picture_later", facts, by=moment_text(due), number=_number(turn, order))


@answers(RECORDING)
def ask_recording(turn: Turn) -> None:
    """A recording or a film as proof: only pictures can be kept here; how else it reaches the merchant."""
    turn.say("utter_recording_in_form" if turn.state.draft is not None else "utter_recording")


@answers("send_file")
def send_file(turn: Turn) -> None:
    """A file outside any form: to the open case or complaint, else kept for the next form."""
    told = turn.state.told
    told.files = [*told.files, str(turn.message.entity("file_id"))][-MANY_FILES:]
    _give(turn, told.files)


@answers("send_unreadable")
def send_unreadable(turn: Turn) -> None:
    """A message of a kind that nobody here can read, or a picture that could not be had."""
    kind = str(turn.message.entity("media_kind"))
    turn.say(f"utter_unreadable_{kind}" if kind in ("voice", "picture") else "utter_unreadable_other")


def _give(turn: Turn, files: Sequence[str]) -> None:
    open_ones = _open_ones(turn)
    asked = turn.order_in_view
    if turn.place == "message" and not open_ones:
        turn.say("utter_photo_kept_back")
        return
    if not open_ones and asked is not None and asked.facts.consent is ConsentStatus.ASKED:
        turn.say("utter_photo_kept_for_consent", {"order_number": asked.order_number}, order=asked)
        return
    if not open_ones:
        turn.offer(turn.say("utter_file_kept", count=len(files)), "/request_aftersales")
        return
    in_view = [order for order in open_ones if order.order_number == turn.state.order]
    if len(open_ones) > 1 and not in_view:
        order = the_order(turn, prefer=lambda each: any(each.order_number == o.order_number for o in open_ones))
        if order is None:
            turn.state.waiting = ["add_evidence"]
            return
    else:
        order = (in_view or open_ones)[0]
    job = (turn.database, turn.policy, turn.speaker, order.order_number, files, turn.now)
    number = add_to_record(*job, to_complaint=not order.facts.open_case)
    if number is None:
        turn.offer(turn.say("utter_file_kept", count=len(files)), "/request_aftersales")
        return
    turn.state.told.files = []
    turn.say("utter_evidence_added", {"order_number": order.order_number}, order=order, number=number, count=len(files))


def _open_ones(turn: Turn) -> list[OrderRecord]:
    """The orders that have an open case or, else, an open complaint."""
    orders = turn.orders()
    with_case = [order for order in orders if order.facts.open_case]
    return with_case or [order for order in orders if _has_complaint(turn, order)]


def _has_complaint(turn: Turn, order: OrderRecord) -> bool:
    complaint = latest_complaint(turn.database, order.order_number)
    return complaint is not None and complaint.status in OPEN_COMPLAINTS


def _number(turn: Turn, order: OrderRecord) -> str:
    if order.case is not None and order.facts.open_case:
        return order.case.case_number
    complaint = latest_complaint(turn.database, order.order_number)
    return complaint.complaint_number if complaint is not None else ""
