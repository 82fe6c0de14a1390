"""Verdicts: every rule code and its precedence."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import product
from typing import Optional

import pytest

from shouhou.rules.kinds import ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CANCELLABLE_STATUSES, OPEN_STATUSES, CaseStatus
from shouhou.rules.policy import Policy
from shouhou.rules.verdicts import OrderFacts, Outcome, Rule, Verdict, Way, may_apply, may_cancel, order_window
from shouhou.rules.window import SHANGHAI

ALLOWED, REFUSED, NEEDS_CONSENT = Outcome.ALLOWED, Outcome.REFUSED, Outcome.NEEDS_CONSENT
RECEIVED_AT = datetime(2026, 12, 1, 10, tzinfo=SHANGHAI)
TYPES, REASONS = list(RequestType), list(ReasonClass)
NO_YES = [None, ConsentStatus.ASKED, ConsentStatus.NO, ConsentStatus.USED, ConsentStatus.EXPIRED]
MENDING = {(RequestType.REPAIR, ReasonClass.GOODS), (RequestType.EXCHANGE, ReasonClass.GOODS)}


def received(**facts: object) -> OrderFacts:
    """A plain order received on 2026-12-01 at 10:00."""
    return replace(OrderFacts("N1", OrderStatus.RECEIVED, RECEIVED_AT), **facts)  # type: ignore[arg-type]


def day(number: int) -> datetime:
    """The last second of the day so many days after the receipt."""
    return datetime(2026, 12, 1, 23, 59, 59, tzinfo=SHANGHAI) + timedelta(days=number)


def decided(verdict: Verdict) -> tuple[Outcome, Rule]:
    return verdict.outcome, verdict.rule


@pytest.mark.parametrize("number", [0, 7, 8, 15])
@pytest.mark.parametrize("request_type", TYPES)
@pytest.mark.parametrize("reason", REASONS)
def test_inside_the_window_every_type_may_be_asked_for_for_any_reason(
    policy: Policy, number: int, request_type: RequestType, reason: ReasonClass
) -> None:
    assert decided(may_apply(policy, received(), day(number), request_type, reason)) == (ALLOWED, Rule.OK)


@pytest.mark.parametrize(
    ("number", "reason", "over"),
    [
        (0, ReasonClass.PERSONAL, False),
        (7, ReasonClass.PERSONAL, False),
        (8, ReasonClass.PERSONAL, True),
        (15, ReasonClass.PERSONAL, True),
        (8, ReasonClass.GOODS, False),
        (8, ReasonClass.LOGISTICS, False),
        (8, ReasonClass.SERVICE, False),
        (8, None, False),
    ],
)
def test_a_personal_reason_after_day_seven_is_accepted_with_a_warning(
    policy: Policy, number: int, reason: Optional[ReasonClass], over: bool
) -> None:
    verdict = may_apply(policy, received(), day(number), RequestType.RETURN_REFUND, reason)
    assert (verdict.allowed, verdict.seven_days_over) == (True, over)


def test_the_seven_days_end_at_midnight(policy: Policy) -> None:
    late = may_apply(policy, received(), day(7) + timedelta(seconds=1), None, ReasonClass.PERSONAL)
    assert late.seven_days_over


def test_the_window_shuts_between_two_seconds(policy: Policy) -> None:
    last, first_shut = datetime(2026, 12, 16, 23, 59, 59, tzinfo=SHANGHAI), datetime(2026, 12, 17, tzinfo=SHANGHAI)
    assert decided(may_apply(policy, received(), last)) == (ALLOWED, Rule.OK)
    assert decided(may_apply(policy, received(), first_shut)) == (NEEDS_CONSENT, Rule.WINDOW_SHUT)


@pytest.mark.parametrize("number", [16, 300, 365])
@pytest.mark.parametrize("request_type", TYPES)
@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("consent", NO_YES)
def test_within_a_warranty_only_mending_for_a_goods_reason_needs_no_consent(
    policy: Policy,
    number: int,
    request_type: RequestType,
    reason: ReasonClass,
    consent: Optional[ConsentStatus],
) -> None:
    order = received(category=policy.category_of("冰箱"), consent=consent)
    expected = (NEEDS_CONSENT, Rule.TYPE_NEEDS_CONSENT)
    if (request_type, reason) in MENDING:
        expected = (ALLOWED, Rule.WITHIN_WARRANTY)
    assert decided(may_apply(policy, order, day(number), request_type, reason)) == expected


@pytest.mark.parametrize(("request_type", "reason"), product(TYPES, REASONS))
def test_within_a_warranty_a_consent_lets_the_rest_through_and_is_not_spent_on_mending(
    policy: Policy, request_type: RequestType, reason: ReasonClass
) -> None:
    order = received(category=policy.category_of("冰箱"), consent=ConsentStatus.YES)
    rule = Rule.WITHIN_WARRANTY if (request_type, reason) in MENDING else Rule.CONSENT_GIVEN
    assert decided(may_apply(policy, order, day(16), request_type, reason)) == (ALLOWED, rule)


@pytest.mark.parametrize("days", [16, 30, 365])
def test_a_products_own_longer_period_is_a_warranty_too(policy: Policy, days: int) -> None:
    order = received(own_days=days)
    assert decided(may_apply(policy, order, day(days), RequestType.REPAIR, ReasonClass.GOODS)) == (
        ALLOWED, Rule.WITHIN_WARRANTY,
    )
    assert may_apply(policy, order, day(days), RequestType.REFUND_ONLY, ReasonClass.GOODS).rule is (
        Rule.TYPE_NEEDS_CONSENT
    )
    assert may_apply(policy, order, day(days + 1), RequestType.REPAIR, ReasonClass.GOODS).rule is Rule.WINDOW_SHUT


def test_a_shorter_period_shuts_before_the_default(policy: Policy) -> None:
    order = received(category=policy.category_of("生鲜"))
    last_day = order_window(policy, order).last_day  # type: ignore[union-attr]
    span = (last_day - RECEIVED_AT.date()).days
    assert may_apply(policy, order, day(span)).rule is Rule.OK
    assert may_apply(policy, order, day(span + 1)).rule is Rule.WINDOW_SHUT


@pytest.mark.parametrize(("request_type", "reason"), product(TYPES, REASONS))
@pytest.mark.parametrize("consent", NO_YES)
def test_past_every_period_everything_needs_consent(
    policy: Policy, request_type: RequestType, reason: ReasonClass, consent: Optional[ConsentStatus]
) -> None:
    verdict = may_apply(policy, received(consent=consent), day(16), request_type, reason)
    assert decided(verdict) == (NEEDS_CONSENT, Rule.WINDOW_SHUT)
    assert (verdict.window_open, verdict.days_left) == (False, None)


@pytest.mark.parametrize(("request_type", "reason"), product([None, *TYPES], [None, *REASONS]))
def test_past_every_period_a_consent_lets_an_application_through(
    policy: Policy, request_type: Optional[RequestType], reason: Optional[ReasonClass]
) -> None:
    order = received(consent=ConsentStatus.YES)
    assert decided(may_apply(policy, order, day(400), request_type, reason)) == (ALLOWED, Rule.CONSENT_GIVEN)


def test_a_consent_is_not_needed_inside_the_window(policy: Policy) -> None:
    assert may_apply(policy, received(consent=ConsentStatus.YES), day(1)).rule is Rule.OK


@pytest.mark.parametrize("status", [OrderStatus.PAID, OrderStatus.SHIPPED])
@pytest.mark.parametrize("received_at", [None, RECEIVED_AT])
@pytest.mark.parametrize("reason", [None, *REASONS])
def test_before_the_receipt_only_a_refund_may_be_asked_for(
    policy: Policy, status: OrderStatus, received_at: Optional[datetime], reason: Optional[ReasonClass]
) -> None:
    order = OrderFacts("N1", status, received_at)
    for request_type in TYPES:
        verdict = may_apply(policy, order, day(1), request_type, reason)
        if request_type is RequestType.REFUND_ONLY:
            assert decided(verdict) == (ALLOWED, Rule.OK)
        else:
            assert decided(verdict) == (REFUSED, Rule.NOT_RECEIVED)
            assert verdict.ways == (Way.REFUND_ONLY,)
        assert (verdict.window, verdict.window_open, verdict.days_left) == (None, None, None)


def test_an_order_on_its_way_takes_an_application_but_only_that_one(policy: Policy) -> None:
    verdict = may_apply(policy, OrderFacts("N1", OrderStatus.SHIPPED), day(1))
    assert (decided(verdict), verdict.ways) == ((ALLOWED, Rule.NOT_RECEIVED), (Way.REFUND_ONLY,))


def test_a_consent_does_not_turn_goods_that_have_not_come_into_an_exchange(policy: Policy) -> None:
    order = OrderFacts("N1", OrderStatus.SHIPPED, consent=ConsentStatus.YES)
    assert decided(may_apply(policy, order, day(1), RequestType.EXCHANGE)) == (REFUSED, Rule.NOT_RECEIVED)


@pytest.mark.parametrize("request_type", [None, *TYPES])
@pytest.mark.parametrize("consent", [None, ConsentStatus.YES])
def test_without_the_date_of_receipt_nothing_is_guessed_and_nothing_filed(
    policy: Policy, request_type: Optional[RequestType], consent: Optional[ConsentStatus]
) -> None:
    order = OrderFacts("N1", OrderStatus.RECEIVED, consent=consent)
    verdict = may_apply(policy, order, day(1), request_type, ReasonClass.GOODS)
    assert (decided(verdict), verdict.ways) == ((REFUSED, Rule.RECEIPT_UNKNOWN), (Way.TELL_RECEIPT_DATE,))
    assert (verdict.window, verdict.window_open, verdict.days_left) == (None, None, None)


@pytest.mark.parametrize(
    ("used", "left", "outcome"), [(0, 3, ALLOWED), (1, 2, ALLOWED), (2, 1, ALLOWED), (3, 0, REFUSED)]
)
def test_after_the_third_cancellation_the_order_takes_no_application(
    policy: Policy, used: int, left: int, outcome: Outcome
) -> None:
    verdict = may_apply(policy, received(cancellations_used=used, case_status=CaseStatus.CANCELLED), day(1))
    assert (verdict.outcome, verdict.cancellations_used, verdict.cancellations_left) == (outcome, used, left)
    assert (verdict.rule is Rule.LIMIT_REACHED) is (outcome is REFUSED)


@pytest.mark.parametrize("number", [1, 16, 400])
@pytest.mark.parametrize("word", ["", "冰箱"])
def test_a_consent_does_not_lift_the_limit(policy: Policy, number: int, word: str) -> None:
    order = received(cancellations_used=3, consent=ConsentStatus.YES, category=policy.category_of(word))
    assert decided(may_apply(policy, order, day(number), RequestType.REPAIR, ReasonClass.GOODS)) == (
        REFUSED, Rule.LIMIT_REACHED,
    )


def test_the_limit_holds_before_the_receipt_too(policy: Policy) -> None:
    order = OrderFacts("N1", OrderStatus.PAID, cancellations_used=3)
    assert may_apply(policy, order, day(1), RequestType.REFUND_ONLY).rule is Rule.LIMIT_REACHED


def test_cancellations_left_never_fall_below_zero(policy: Policy) -> None:
    assert may_apply(policy, received(cancellations_used=9), day(1)).cancellations_left == 0
    assert may_cancel(policy, received(cancellations_used=9)).left_after == 0


@pytest.mark.parametrize("status", list(CaseStatus))
def test_an_order_has_one_open_case_at_most(policy: Policy, status: CaseStatus) -> None:
    verdict = may_apply(policy, received(case_status=status), day(1))
    if status in OPEN_STATUSES:
        assert (decided(verdict), Way.SEE_CASE in verdict.ways) == ((REFUSED, Rule.OPEN_CASE_EXISTS), True)
    else:
        assert decided(verdict) == (ALLOWED, Rule.OK)


def test_an_open_case_is_named_before_the_limit_that_it_may_still_end_in(policy: Policy) -> None:
    order = received(case_status=CaseStatus.REQUESTED, cancellations_used=3)
    assert decided(may_apply(policy, order, day(1))) == (REFUSED, Rule.OPEN_CASE_EXISTS)


def test_an_open_case_stands_in_the_way_of_a_consent(policy: Policy) -> None:
    order = received(case_status=CaseStatus.REQUESTED, consent=ConsentStatus.YES)
    assert may_apply(policy, order, day(20)).rule is Rule.OPEN_CASE_EXISTS


@pytest.mark.parametrize("status", [CaseStatus.CLOSED, CaseStatus.REFUSED])
def test_a_case_closed_or_refused_leaves_the_window_as_it_is(policy: Policy, status: CaseStatus) -> None:
    order = received(case_status=status)
    assert decided(may_apply(policy, order, day(15))) == (ALLOWED, Rule.OK)
    assert decided(may_apply(policy, order, day(16))) == (NEEDS_CONSENT, Rule.WINDOW_SHUT)


@pytest.mark.parametrize("request_type", [None, *TYPES])
@pytest.mark.parametrize("consent", [None, ConsentStatus.YES])
@pytest.mark.parametrize("used", [0, 3])
def test_a_refunded_order_takes_no_application(
    policy: Policy, request_type: Optional[RequestType], consent: Optional[ConsentStatus], used: int
) -> None:
    order = OrderFacts("N1", OrderStatus.REFUNDED, RECEIVED_AT, cancellations_used=used, consent=consent)
    assert decided(may_apply(policy, order, day(1), request_type)) == (REFUSED, Rule.ALREADY_REFUNDED)


def test_an_unknown_order_is_refused_and_nothing_is_said_of_it(policy: Policy) -> None:
    assert may_apply(policy, None, day(1)) == Verdict(REFUSED, Rule.UNKNOWN_ORDER)


def test_an_answer_names_the_last_day_the_days_left_and_what_set_them(policy: Policy) -> None:
    verdict = may_apply(policy, received(category=policy.category_of("空调")), day(16))
    assert verdict.window is not None
    assert (verdict.window.last_day.isoformat(), verdict.window.rule) == ("2027-12-01", "category")
    assert (verdict.window_open, verdict.days_left) == (True, 349)


@pytest.mark.parametrize(
    ("word", "consent", "ways"),
    [
        ("", None, (Way.ASK_CONSENT, Way.COMPLAIN)),
        ("冰箱", None, (Way.REPAIR_OR_EXCHANGE, Way.ASK_CONSENT)),
        ("冰箱", ConsentStatus.NO, (Way.REPAIR_OR_EXCHANGE, Way.ASK_CONSENT)),
    ],
)
def test_past_the_window_the_ways_left_are_named(
    policy: Policy, word: str, consent: Optional[ConsentStatus], ways: tuple[Way, ...]
) -> None:
    order = received(category=policy.category_of(word), consent=consent)
    assert may_apply(policy, order, day(20), RequestType.REFUND_ONLY).ways == ways


@pytest.mark.parametrize("request_type", [None, *TYPES])
def test_nobody_is_told_to_ask_for_a_consent_that_was_given(
    policy: Policy, request_type: Optional[RequestType]
) -> None:
    order = received(category=policy.category_of("冰箱"), consent=ConsentStatus.YES)
    assert Way.ASK_CONSENT not in may_apply(policy, order, day(20), request_type, ReasonClass.GOODS).ways


def test_with_a_consent_the_orders_own_verdict_is_that_anything_may_be_asked_for(policy: Policy) -> None:
    order = received(category=policy.category_of("冰箱"), consent=ConsentStatus.YES)
    assert may_apply(policy, order, day(20)).rule is Rule.CONSENT_GIVEN
    assert may_apply(policy, replace(order, consent=None), day(20)).rule is Rule.WITHIN_WARRANTY


@pytest.mark.parametrize("status", [None, *CaseStatus])
def test_a_case_is_cancelled_only_while_open_and_before_the_goods_go_back(
    policy: Policy, status: Optional[CaseStatus]
) -> None:
    verdict = may_cancel(policy, received(case_status=status))
    allowed = status in {CaseStatus.REQUESTED, CaseStatus.AGREED, CaseStatus.ESCALATED}
    assert (verdict.allowed, verdict.rule) == (allowed, Rule.OK if allowed else Rule.WRONG_STATE)


@pytest.mark.parametrize("status", sorted(CANCELLABLE_STATUSES))
def test_a_case_whose_goods_went_back_is_not_cancelled_because_the_platform_took_it(
    policy: Policy, status: CaseStatus
) -> None:
    verdict = may_cancel(policy, received(case_status=status, goods_sent_back=True))
    assert (verdict.outcome, verdict.rule) == (REFUSED, Rule.WRONG_STATE)


@pytest.mark.parametrize(
    ("used", "allowed", "left_after", "is_last"),
    [(0, True, 2, False), (1, True, 1, False), (2, True, 0, True), (3, False, 0, False), (4, False, 0, False)],
)
def test_the_third_cancellation_is_the_last(
    policy: Policy, used: int, allowed: bool, left_after: int, is_last: bool
) -> None:
    verdict = may_cancel(policy, received(cancellations_used=used, case_status=CaseStatus.REQUESTED))
    assert (verdict.allowed, verdict.left_after, verdict.is_last) == (allowed, left_after, is_last)
    assert (verdict.cancellations_used, verdict.rule) == (used, Rule.OK if allowed else Rule.LIMIT_REACHED)


def test_nothing_is_cancelled_on_an_unknown_order(policy: Policy) -> None:
    verdict = may_cancel(policy, None)
    assert (verdict.outcome, verdict.rule, verdict.is_last) == (REFUSED, Rule.UNKNOWN_ORDER, False)
