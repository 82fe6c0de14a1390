"""Verdicts: whether something is allowed now, by which rule, and which ways are left.

The same functions serve the bot's answers, the writes and the desk; no other place decides.
Source: product rules, sections 1 and 3.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import Enum
from typing import Optional

from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CANCELLABLE_STATUSES, OPEN_STATUSES, CaseStatus
from shouhou.rules.policy import Category, Policy
from shouhou.rules.window import Window, day_of, window_of


class Outcome(str, Enum):
    """A verdict is one of three."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    NEEDS_CONSENT = "needs_consent"


class Rule(str, Enum):
    """The rule that decided."""

    OK = "ok"
    WITHIN_WARRANTY = "within_warranty"
    CONSENT_GIVEN = "consent_given"
    NOT_RECEIVED = "not_received"
    RECEIPT_UNKNOWN = "receipt_unknown"
    WINDOW_SHUT = "window_shut"
    TYPE_NEEDS_CONSENT = "type_needs_consent"
    LIMIT_REACHED = "limit_reached"
    OPEN_CASE_EXISTS = "open_case_exists"
    ALREADY_REFUNDED = "already_refunded"
    WRONG_STATE = "wrong_state"
    UNKNOWN_ORDER = "unknown_order"


class Way(str, Enum):
    """What the buyer can still do after a verdict."""

    REFUND_ONLY = "refund_only"
    REPAIR_OR_EXCHANGE = "repair_or_exchange"
    ASK_CONSENT = "ask_consent"
    TELL_RECEIPT_DATE = "tell_receipt_date"
    SEE_CASE = "see_case"
    CHANGE_CASE = "change_case"
    CANCEL_CASE = "cancel_case"
    TELL_MERCHANT = "tell_merchant"
    COMPLAIN = "complain"


@dataclass(frozen=True)
class OrderFacts:
    """What the rules need to know of one order."""

    order_number: str
    status: OrderStatus
    received_at: Optional[datetime] = None
    own_days: Optional[int] = None  # the product's own period
    category: Optional[Category] = None
    cancellations_used: int = 0  # all, those before Shouhou knew the order included
    case_status: Optional[CaseStatus] = None  # of the latest case
    consent: Optional[ConsentStatus] = None
    goods_sent_back: bool = False  # in the latest case, at any time of its life

    @property
    def open_case(self) -> bool:
        return self.case_status in OPEN_STATUSES


@dataclass(frozen=True)
class Verdict:
    """An outcome with the rule that decided, the facts used and the ways left.

    `window` is None while it has not begun or cannot be known. `cancellations_left` never falls below zero.
    `seven_days_over` marks an allowed personal reason after the days without reason: the merchant may refuse, and the
    freight is the buyer's.
    """

    outcome: Outcome
    rule: Rule
    cancellations_used: int = 0
    cancellations_left: int = 0
    window: Optional[Window] = None
    window_open: Optional[bool] = None
    days_left: Optional[int] = None
    seven_days_over: bool = False
    ways: tuple[Way, ...] = field(default=())

    @property
    def allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED


def order_window(policy: Policy, order: OrderFacts) -> Optional[Window]:
    """The order's window, None while the receipt is not known to have happened on a day."""
    if order.received_at is None or order.status in (OrderStatus.PAID, OrderStatus.SHIPPED):
        return None
    return window_of(policy, day_of(order.received_at), own_days=order.own_days, category=order.category)


def may_apply(
    policy: Policy,
    order: Optional[OrderFacts],
    now: datetime,
    request_type: Optional[RequestType] = None,
    reason: Optional[ReasonClass] = None,
    *,
    disputes_receipt: bool = False,
) -> Verdict:
    """Whether an application may be filed for the order at `now`.

    Without a type the verdict is the order's own: whether anything at all may be applied for. Without a reason a
    goods reason is supposed, so that nobody is turned away before having said why. `disputes_receipt`: the order says
    received and the buyer says that nothing came: what the platform noted is not the buyer's receipt, so that the
    refund may be applied for whatever it says of a day. Source: product rules, section 2.
    """
    if order is None:
        return Verdict(Outcome.REFUSED, Rule.UNKNOWN_ORDER)
    window = order_window(policy, order)

    def verdict(outcome: Outcome, rule: Rule, *ways: Way, seven_days_over: bool = False) -> Verdict:
        return Verdict(
            outcome,
            rule,
            order.cancellations_used,
            cancellations_left(policy, order.cancellations_used),
            window,
            window.is_open(now) if window else None,
            window.days_left(now) if window else None,
            seven_days_over,
            ways,
        )

    if order.status is OrderStatus.REFUNDED:
        return verdict(Outcome.REFUSED, Rule.ALREADY_REFUNDED)
    if order.cancellations_used >= policy.cancellation_limit.value and not order.open_case:
        return verdict(Outcome.REFUSED, Rule.LIMIT_REACHED, Way.COMPLAIN)
    if order.open_case:
        left = [Way.SEE_CASE]
        left += [Way.CHANGE_CASE] if order.case_status is CaseStatus.REQUESTED else []
        left += [Way.CANCEL_CASE] if may_cancel(policy, order).allowed else [Way.COMPLAIN]
        return verdict(Outcome.REFUSED, Rule.OPEN_CASE_EXISTS, *left)
    if order.status in (OrderStatus.PAID, OrderStatus.SHIPPED):
        if request_type is RequestType.REFUND_ONLY:
            return verdict(Outcome.ALLOWED, Rule.OK)
        outcome = Outcome.ALLOWED if request_type is None else Outcome.REFUSED
        return verdict(outcome, Rule.NOT_RECEIVED, Way.REFUND_ONLY)
    if disputes_receipt and request_type in (None, RequestType.REFUND_ONLY) and (window is None or window.is_full(now)):
        return verdict(Outcome.ALLOWED, Rule.OK)
    if window is None:
        return verdict(Outcome.REFUSED, Rule.RECEIPT_UNKNOWN, Way.TELL_RECEIPT_DATE)
    if window.is_full(now):
        personal_late = reason is ReasonClass.PERSONAL and day_of(now) > window.no_reason_last_day
        return verdict(Outcome.ALLOWED, Rule.OK, seven_days_over=personal_late)
    consented = order.consent is ConsentStatus.YES
    # With a consent the order's own verdict is the wider one: any type may be asked for.
    mendable = request_type in (RequestType.REPAIR, RequestType.EXCHANGE) or (request_type is None and not consented)
    if window.is_open(now) and mendable and reason in (None, ReasonClass.GOODS):
        ways = (Way.REPAIR_OR_EXCHANGE,) if consented else (Way.REPAIR_OR_EXCHANGE, Way.ASK_CONSENT)
        return verdict(Outcome.ALLOWED, Rule.WITHIN_WARRANTY, *ways)
    if consented:
        return verdict(Outcome.ALLOWED, Rule.CONSENT_GIVEN)
    if window.is_open(now):
        return verdict(Outcome.NEEDS_CONSENT, Rule.TYPE_NEEDS_CONSENT, Way.REPAIR_OR_EXCHANGE, Way.ASK_CONSENT)
    return verdict(Outcome.NEEDS_CONSENT, Rule.WINDOW_SHUT, Way.ASK_CONSENT, Way.COMPLAIN)


def may_change(
    policy: Policy,
    order: Optional[OrderFacts],
    now: datetime,
    request_type: Optional[RequestType] = None,
    reason: Optional[ReasonClass] = None,
) -> Verdict:
    """Whether the order's filed request may become one of this type and reason: while the merchant has not answered.

    What it becomes must be what could have been filed. A change is no cancellation.
    """
    if order is None:
        return Verdict(Outcome.REFUSED, Rule.UNKNOWN_ORDER)
    as_if_none = replace(order, case_status=None, cancellations_used=0)
    verdict = may_apply(policy, as_if_none, now, request_type, reason)
    verdict = replace(
        verdict, cancellations_used=order.cancellations_used,
        cancellations_left=cancellations_left(policy, order.cancellations_used),
    )
    if order.case_status is not CaseStatus.REQUESTED:
        return replace(verdict, outcome=Outcome.REFUSED, rule=Rule.WRONG_STATE, ways=(Way.TELL_MERCHANT,))
    if request_type is None and reason is None:  # what stays as it was filed is not judged again
        return replace(verdict, outcome=Outcome.ALLOWED, rule=Rule.OK, ways=())
    return verdict


def needs_merchant(verdict: Verdict) -> bool:
    """Whether the merchant's consent is what opens, or has opened, more than the rules alone allow."""
    return verdict.outcome is Outcome.NEEDS_CONSENT or verdict.rule in (Rule.CONSENT_GIVEN, Rule.WITHIN_WARRANTY)


def cancellations_left(policy: Policy, used: int) -> int:
    """How many of an order's cancellations are left, never below zero."""
    return max(0, policy.cancellation_limit.value - used)


@dataclass(frozen=True)
class CancelVerdict:
    """Whether the order's open case may be cancelled, and what that would leave."""

    outcome: Outcome
    rule: Rule
    cancellations_used: int  # before this cancellation
    left_after: int  # applications that could still be cancelled afterwards

    @property
    def allowed(self) -> bool:
        return self.outcome is Outcome.ALLOWED

    @property
    def is_last(self) -> bool:
        """After it the order takes no new application."""
        return self.allowed and self.left_after == 0


def may_cancel(policy: Policy, order: Optional[OrderFacts]) -> CancelVerdict:
    """Whether the buyer may cancel the order's case: open, not yet on its way back, and within the limit."""
    if order is None:
        return CancelVerdict(Outcome.REFUSED, Rule.UNKNOWN_ORDER, 0, 0)
    used = order.cancellations_used
    left = cancellations_left(policy, used)
    # The platform may take a case whose goods travel already, and may send it back to agreed: still not cancellable.
    if order.case_status not in CANCELLABLE_STATUSES or order.goods_sent_back:
        return CancelVerdict(Outcome.REFUSED, Rule.WRONG_STATE, used, left)
    if left == 0:
        return CancelVerdict(Outcome.REFUSED, Rule.LIMIT_REACHED, used, 0)
    return CancelVerdict(Outcome.ALLOWED, Rule.OK, used, left - 1)
