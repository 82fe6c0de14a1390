"""What must hold of the verdicts on any order at any moment."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from typing import Optional

from hypothesis import example, given
from hypothesis import strategies as st

from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import OPEN_STATUSES, CaseStatus
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import OrderFacts, Outcome, Rule, may_apply, may_cancel

WORDS = ["", "冰箱", "手机壳", "电饭煲", "生鲜"]
all_orders = st.builds(
    OrderFacts,
    order_number=st.just("N1"),
    status=st.sampled_from(OrderStatus),
    received_at=st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(timezone.utc)),
    own_days=st.none() | st.integers(0, 1000),
    cancellations_used=st.integers(0, 5),
    case_status=st.none() | st.sampled_from(CaseStatus),
    consent=st.none() | st.sampled_from(ConsentStatus),
    goods_sent_back=st.booleans(),
)
all_moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 1, 1), timezones=st.just(timezone.utc))
any_type = st.none() | st.sampled_from(RequestType)
any_reason = st.none() | st.sampled_from(ReasonClass)


@given(order=all_orders, word=st.sampled_from(WORDS), now=all_moments, request_type=any_type, reason=any_reason)
def test_allowed_means_an_open_window_or_a_consent_or_a_refund_before_the_receipt(
    policy: Policy,
    order: OrderFacts,
    word: str,
    now: datetime,
    request_type: Optional[RequestType],
    reason: Optional[ReasonClass],
) -> None:
    order = replace(order, category=policy.category_of(word))
    verdict = may_apply(policy, order, now, request_type, reason)
    if not verdict.allowed:
        return
    before_receipt = order.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    assert order.status is not OrderStatus.REFUNDED
    assert order.cancellations_used < 3
    assert order.case_status not in OPEN_STATUSES
    assert (
        verdict.window_open
        or order.consent is ConsentStatus.YES
        or (before_receipt and request_type in (None, RequestType.REFUND_ONLY))
    )


@given(order=all_orders, now=all_moments, request_type=any_type, reason=any_reason)
def test_consent_is_asked_for_only_where_it_would_help(
    policy: Policy, order: OrderFacts, now: datetime, request_type: Optional[RequestType], reason: Optional[ReasonClass]
) -> None:
    verdict = may_apply(policy, order, now, request_type, reason)
    if verdict.outcome is Outcome.NEEDS_CONSENT:
        with_it = replace(order, consent=ConsentStatus.YES)
        helped = may_apply(policy, with_it, now, request_type, reason)
        assert (helped.outcome, helped.rule) == (Outcome.ALLOWED, Rule.CONSENT_GIVEN)


@given(order=all_orders, now=all_moments, request_type=any_type, reason=any_reason)
def test_the_three_outcomes_go_with_their_rules(
    policy: Policy, order: OrderFacts, now: datetime, request_type: Optional[RequestType], reason: Optional[ReasonClass]
) -> None:
    verdict = may_apply(policy, order, now, request_type, reason)
    allowing = {Rule.OK, Rule.WITHIN_WARRANTY, Rule.CONSENT_GIVEN}
    if request_type is None:
        allowing.add(Rule.NOT_RECEIVED)
    assert verdict.allowed is (verdict.rule in allowing)
    assert (verdict.outcome is Outcome.NEEDS_CONSENT) is (verdict.rule in {Rule.WINDOW_SHUT, Rule.TYPE_NEEDS_CONSENT})
    assert (verdict.window is None) is (verdict.window_open is None)
    assert (verdict.days_left is not None) is (verdict.window_open is True)
    assert verdict.cancellations_left == max(0, 3 - order.cancellations_used)


@given(order=all_orders, now=all_moments, request_type=any_type, reason=any_reason, later=st.integers(1, 900))
def test_waiting_never_makes_more_possible(
    policy: Policy,
    order: OrderFacts,
    now: datetime,
    request_type: Optional[RequestType],
    reason: Optional[ReasonClass],
    later: int,
) -> None:
    before = may_apply(policy, order, now, request_type, reason)
    after = may_apply(policy, order, now + timedelta(days=later), request_type, reason)
    assert before.allowed or not after.allowed


@given(order=all_orders)
def test_cancelling_leads_to_exactly_one_fewer(policy: Policy, order: OrderFacts) -> None:
    verdict = may_cancel(policy, order)
    assert verdict.cancellations_used == order.cancellations_used
    if verdict.allowed:
        assert order.cancellations_used + 1 + verdict.left_after == 3
        assert verdict.is_last is (order.cancellations_used == 2)


STEPS = ["apply", "cancel", "refuse", "close", "agree", "send back", "escalate"]


@given(steps=st.lists(st.sampled_from(STEPS), max_size=60))
@example(steps=["apply", "cancel"] * 5)
def test_for_any_history_the_count_never_exceeds_the_limit(policy: Policy, steps: list[str]) -> None:
    now = datetime(2026, 12, 2, 10, tzinfo=timezone.utc)
    order, applications = OrderFacts("N1", OrderStatus.RECEIVED, now - timedelta(days=1)), 0
    moves = {
        "refuse": CaseStatus.REFUSED,
        "close": CaseStatus.CLOSED,
        "agree": CaseStatus.AGREED,
        "send back": CaseStatus.RETURNING,
        "escalate": CaseStatus.ESCALATED,
    }
    for step in steps:
        if step == "apply":
            if may_apply(policy, order, now).allowed:
                order, applications = replace(order, case_status=CaseStatus.REQUESTED), applications + 1
        elif step == "cancel":
            if may_cancel(policy, order).allowed:
                used = order.cancellations_used + 1
                order = replace(order, case_status=CaseStatus.CANCELLED, cancellations_used=used)
        elif order.open_case:
            order = replace(order, case_status=moves[step])
        assert order.cancellations_used <= min(3, applications)
        if order.cancellations_used == 3:
            assert not order.open_case and may_apply(policy, order, now).rule is Rule.LIMIT_REACHED
