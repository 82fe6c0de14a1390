"""A case's life: one table of the allowed transitions, who may make each, and the deadline of each state.

Source: product rules, section 3.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Optional

from shouhou.rules.kinds import Actor, RequestType
from shouhou.rules.policy import Policy


class CaseStatus(str, Enum):
    """Where a case stands."""

    REQUESTED = "requested"  # filed; the merchant must answer
    AGREED = "agreed"  # the merchant agreed; goods go back, or the merchant settles
    REFUSED = "refused"  # the merchant refused; final for this case
    RETURNING = "returning"  # the goods are on their way back
    RECEIVED = "received"  # the merchant has them
    REFUNDED = "refunded"
    EXCHANGED = "exchanged"
    REPAIRED = "repaired"
    RESENT = "resent"
    CANCELLED = "cancelled"  # by the buyer: counts against the limit
    CLOSED = "closed"  # by time-out or by the platform: does not count
    ESCALATED = "escalated"  # the platform decides


OPEN_STATUSES = frozenset(
    {CaseStatus.REQUESTED, CaseStatus.AGREED, CaseStatus.RETURNING, CaseStatus.RECEIVED, CaseStatus.ESCALATED}
)

CANCELLABLE_STATUSES = frozenset({CaseStatus.REQUESTED, CaseStatus.AGREED, CaseStatus.ESCALATED})

_MERCHANT = frozenset({Actor.MERCHANT, Actor.PLATFORM})
_PLATFORM = frozenset({Actor.PLATFORM})
_BUYER = frozenset({Actor.BUYER})
_ANY_BUT_SYSTEM = frozenset({Actor.BUYER, Actor.MERCHANT, Actor.PLATFORM})
_TIME_OUT = frozenset({Actor.SYSTEM, Actor.PLATFORM})

S = CaseStatus
TRANSITIONS: dict[CaseStatus, dict[CaseStatus, frozenset[Actor]]] = {
    S.REQUESTED: {
        S.AGREED: _MERCHANT,
        S.REFUSED: _MERCHANT,
        S.CANCELLED: _BUYER,
        S.CLOSED: _TIME_OUT,
        S.ESCALATED: _PLATFORM,
    },
    S.AGREED: {
        S.RETURNING: _ANY_BUT_SYSTEM,
        S.REFUNDED: _MERCHANT,
        S.RESENT: _MERCHANT,
        S.CANCELLED: _BUYER,
        S.CLOSED: _TIME_OUT,
        S.ESCALATED: _PLATFORM,
    },
    S.RETURNING: {S.RECEIVED: _MERCHANT, S.CLOSED: _PLATFORM, S.ESCALATED: _PLATFORM},
    S.RECEIVED: {
        S.REFUNDED: _MERCHANT,
        S.EXCHANGED: _MERCHANT,
        S.REPAIRED: _MERCHANT,
        S.CLOSED: _PLATFORM,
        S.ESCALATED: _PLATFORM,
    },
    S.ESCALATED: {
        S.AGREED: _PLATFORM,
        S.REFUSED: _PLATFORM,
        S.REFUNDED: _PLATFORM,
        S.CANCELLED: _BUYER,
        S.CLOSED: _PLATFORM,
    },
    S.REFUSED: {},
    S.REFUNDED: {},
    S.EXCHANGED: {},
    S.REPAIRED: {},
    S.RESENT: {},
    S.CANCELLED: {},
    S.CLOSED: {},
}

# Steps that exist only for some request types: goods that do not travel cannot be on their way back.
_ONLY_FOR: dict[tuple[CaseStatus, CaseStatus], frozenset[RequestType]] = {
    (S.AGREED, S.RETURNING): frozenset(kind for kind in RequestType if kind.needs_return),
    (S.AGREED, S.REFUNDED): frozenset({RequestType.REFUND_ONLY}),
    (S.AGREED, S.RESENT): frozenset({RequestType.RESEND}),
    (S.RECEIVED, S.REFUNDED): frozenset({RequestType.RETURN_REFUND}),
    (S.RECEIVED, S.EXCHANGED): frozenset({RequestType.EXCHANGE}),
    (S.RECEIVED, S.REPAIRED): frozenset({RequestType.REPAIR}),
}


def legal_steps(status: CaseStatus, request_type: RequestType, actor: Actor) -> list[CaseStatus]:
    """Where `actor` may move a case of this type from `status`, in the order of a case's life."""
    return [
        to
        for to in CaseStatus
        if actor in TRANSITIONS[status].get(to, frozenset())
        and request_type in _ONLY_FOR.get((status, to), frozenset(RequestType))
    ]


@dataclass(frozen=True)
class NextStep:
    """Who must act next on a case and by when; `closes` when the case shuts by itself at that moment."""

    actor: Optional[Actor]  # None once the case is final
    due_at: Optional[datetime]
    closes: bool = False


def next_step(policy: Policy, status: CaseStatus, request_type: RequestType, since: datetime) -> NextStep:
    """Who must act on a case that has stood in `status` since a moment, and by when."""
    answer = since + timedelta(hours=policy.merchant_answer_hours.value)
    settle = since + timedelta(hours=policy.merchant_refund_hours.value)
    if status is S.REQUESTED:
        return NextStep(Actor.MERCHANT, answer)
    if status is S.AGREED and request_type.needs_return:
        return NextStep(Actor.BUYER, since + timedelta(days=policy.return_goods_days.value), closes=True)
    if status in (S.AGREED, S.RECEIVED):
        return NextStep(Actor.MERCHANT, settle)
    if status is S.RETURNING:
        return NextStep(Actor.MERCHANT, None)
    if status is S.ESCALATED:
        return NextStep(Actor.PLATFORM, None)
    return NextStep(None, None)


class ComplaintStatus(str, Enum):
    """Where a complaint stands."""

    SUBMITTED = "submitted"
    REVIEWING = "reviewing"
    UPHELD = "upheld"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN_COMPLAINTS = frozenset({ComplaintStatus.SUBMITTED, ComplaintStatus.REVIEWING})

COMPLAINT_TRANSITIONS: dict[ComplaintStatus, dict[ComplaintStatus, frozenset[Actor]]] = {
    ComplaintStatus.SUBMITTED: {
        ComplaintStatus.REVIEWING: _PLATFORM,
        ComplaintStatus.UPHELD: _PLATFORM,
        ComplaintStatus.REJECTED: _PLATFORM,
        ComplaintStatus.WITHDRAWN: _BUYER | _PLATFORM,
    },
    ComplaintStatus.REVIEWING: {
        ComplaintStatus.UPHELD: _PLATFORM,
        ComplaintStatus.REJECTED: _PLATFORM,
        ComplaintStatus.WITHDRAWN: _BUYER | _PLATFORM,
    },
    ComplaintStatus.UPHELD: {},
    ComplaintStatus.REJECTED: {},
    ComplaintStatus.WITHDRAWN: {},
}


def legal_complaint_steps(status: ComplaintStatus, actor: Actor) -> list[ComplaintStatus]:
    """Where `actor` may move a complaint from `status`."""
    return [to for to in ComplaintStatus if actor in COMPLAINT_TRANSITIONS[status].get(to, frozenset())]
