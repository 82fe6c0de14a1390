"""What stands for an order as an ask of it meets it: how far its case or draft is, the type, the class, the clock."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Optional

from actions.answering import offer_to_ask
from actions.facts import order_facts
from actions.orders import Preference
from actions.registry import answers_about_order
from actions.standing import has_case
from actions.turn import Said, Turn
from actions.where_it_holds import order_meant
from actions.words import moment_text, money_text, word
from shouhou.cases.merchant import messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.wishes import type_said
from shouhou.rules.kinds import Actor, ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus
from shouhou.rules.verdicts import may_apply

APPLICATION = "application"


class Stage(str, Enum):
    """How far it is. The values end the names of responses."""

    NONE = "none"  # nothing is filed, and something may be
    SHUT = "shut"  # nothing is filed, and the merchant would have to consent first
    CONSENT = "consent"  # the merchant was asked to, and has not answered
    UNDER_WAY = "under_way"  # nothing has arrived yet, and nothing is filed
    FORM = "form"  # being filled in
    REQUESTED = "requested"
    SENDING = "sending"  # agreed, and the buyer is to send the goods
    AGREED = "agreed"  # agreed, and the merchant is to act
    RETURNING = "returning"
    RECEIVED = "received"
    ESCALATED = "escalated"
    REFUSED = "refused"
    DONE = "done"


FILED = (Stage.REQUESTED, Stage.SENDING, Stage.AGREED, Stage.RETURNING, Stage.RECEIVED, Stage.ESCALATED)
UNFILED = (Stage.NONE, Stage.FORM, Stage.UNDER_WAY)
AGREED_TO = (Stage.SENDING, Stage.AGREED, Stage.RETURNING, Stage.RECEIVED)
_DONE = (CaseStatus.REFUNDED, CaseStatus.EXCHANGED, CaseStatus.REPAIRED, CaseStatus.RESENT)
_OPEN = {
    CaseStatus.REQUESTED: Stage.REQUESTED, CaseStatus.RETURNING: Stage.RETURNING, CaseStatus.RECEIVED: Stage.RECEIVED,
    CaseStatus.ESCALATED: Stage.ESCALATED,
}


@dataclass(frozen=True)
class AtHand:
    """What an answer looks at. `case`: the latest one, `order`: None where the ask is of none."""

    stage: Stage
    order: Optional[OrderRecord] = None
    case: Optional[CaseRecord] = None
    kind: Optional[RequestType] = None
    group: Optional[ReasonClass] = None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def goes_back(self) -> bool:
        """Whether goods go back, as far as the type is known."""
        return self.kind is None or self.kind.needs_return

    @property
    def filed(self) -> bool:
        return self.stage in FILED


Answer = Callable[[Turn, AtHand], None]


def answers_at_hand(*names: str, prefer: Optional[Preference] = has_case) -> Callable[[Answer], Answer]:
    """Make a function the answer to asks about what stands; where no order is known, it is answered in general.

    Which order is meant is asked only of who has something filed for several.
    """

    def register(answer: Answer) -> Answer:
        def about(turn: Turn, order: OrderRecord) -> None:
            answer(turn, at_hand(turn, order))

        def in_general(turn: Turn) -> bool:
            cased = any(order.case is not None for order in turn.orders())
            if order_meant(turn) is not None or cased or turn.message.has("order_number", "phone"):
                return False
            answer(turn, at_hand(turn, None))
            return True

        answers_about_order(*names, prefer=prefer, else_by=in_general)(about)
        return answer

    return register


def at_hand(turn: Turn, order: Optional[OrderRecord]) -> AtHand:
    """What stands for an order, or what is being filled in."""
    stage = _stage(turn, order)
    case = order.case if order is not None else None
    if case is not None and (stage in FILED or stage in (Stage.REFUSED, Stage.DONE)):
        kind: Optional[RequestType] = case.request_type
        group = case.reason_class
    else:
        kind, group = _told_type(turn), _told_class(turn, order)
    facts = order_facts(turn.policy, order) if order is not None else {}
    return AtHand(stage, order, case, kind, group, facts)


def blanks_of(at: AtHand) -> dict[str, Any]:
    """What the answers fill in."""
    case, kind = at.case, at.kind
    due = case.next.due_at if case is not None else None
    name = kind.value if kind is not None else "any"
    return {
        "case": case.case_number if case is not None else "",
        "by": moment_text(due) if due is not None else "",
        "status": word("case_status", case.status.value) if case is not None else "",
        "number": case.tracking_number or "" if case is not None else "",
        "type": word("request_type", name) if kind is not None else word("format", "this_request"),
        "after": word("after", name),
        "done": word("done", name) if kind is not None else word("format", "settled"),
        "paid": money_text(at.order.paid_amount) if at.order is not None else "",
    }


def offer_at(turn: Turn, said: Said, does: str) -> None:
    """Offer what a yes does next, unless something is being filled in already."""
    if turn.state.draft is None:
        turn.offer(said, does)
    else:
        said.buttons = []


def ask_merchant(turn: Turn, at: AtHand, words: str) -> None:
    """Offer to put words to the merchant now; in a form, once that is done; of what he was asked, when he answers."""
    draft = turn.state.draft
    if draft is not None:
        turn.state.asked = words if draft.form == APPLICATION else turn.state.asked
        return
    if at.order is None:
        return
    waiting = next((m for m in messages_of(turn.database, at.order.order_number) if m.answer is None), None)
    if waiting is not None and words in waiting.words:
        turn.say("utter_asked_him_already", at.facts, order=at.order, by=moment_text(waiting.due_at))
        return
    offer_to_ask(turn, "now", words)


def _stage(turn: Turn, order: Optional[OrderRecord]) -> Stage:
    draft = turn.state.draft
    filling = draft is not None and draft.form == APPLICATION
    if order is None:
        return Stage.FORM if filling else Stage.NONE
    case, facts = order.case, order.facts
    if case is not None and facts.open_case:
        if case.status is CaseStatus.AGREED:
            return Stage.SENDING if case.next.actor is Actor.BUYER else Stage.AGREED
        return _OPEN[case.status]
    if filling and draft is not None and order.order_number in (draft.order, turn.state.order):
        return Stage.FORM
    if facts.consent is ConsentStatus.ASKED:
        return Stage.CONSENT
    if case is not None and case.status is CaseStatus.REFUSED:
        return Stage.REFUSED
    if (case is not None and case.status in _DONE) or facts.status is OrderStatus.REFUNDED:
        return Stage.DONE
    if facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED):
        return Stage.UNDER_WAY
    return Stage.NONE if may_apply(turn.policy, facts, turn.now).allowed else Stage.SHUT


def _told_type(turn: Turn) -> Optional[RequestType]:
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    said = [kind for clause in turn.message.clauses if (kind := type_said(clause.plain)) is not None]
    found = (draft.get("request_type"), turn.message.entity("request_type"), *said[-1:], turn.state.told.request_type)
    named = next((str(each) for each in found if each in word("request_type", "all").split()), None)
    return RequestType(named) if named is not None else None


def _told_class(turn: Turn, order: Optional[OrderRecord]) -> Optional[ReasonClass]:
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    told = turn.state.told
    of_this = told.reason_class if order is None or told.order in (None, order.order_number) else None
    named = draft.get("reason_class") or of_this or turn.message.told_class
    return ReasonClass(named) if named else None
