"""A case's life: every pair of states, every actor, every type; and who must act by when."""

from datetime import datetime, timedelta, timezone
from typing import Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.rules.kinds import Actor, RequestType
from shouhou.rules.lifecycle import (
    CANCELLABLE_STATUSES,
    COMPLAINT_TRANSITIONS,
    OPEN_COMPLAINTS,
    OPEN_STATUSES,
    CaseStatus,
    ComplaintStatus,
    legal_complaint_steps,
    legal_steps,
    next_step,
)
from shouhou.rules.policy import Policy

S, C = CaseStatus, ComplaintStatus
BUYER, MERCHANT, PLATFORM, SYSTEM = Actor.BUYER, Actor.MERCHANT, Actor.PLATFORM, Actor.SYSTEM
STAFF = {MERCHANT, PLATFORM}
REFUND_ONLY, RETURN_REFUND = RequestType.REFUND_ONLY, RequestType.RETURN_REFUND
EXCHANGE, REPAIR, RESEND = RequestType.EXCHANGE, RequestType.REPAIR, RequestType.RESEND
EVERY = set(RequestType)
TRAVELS = {RETURN_REFUND, EXCHANGE, REPAIR}

# The whole of a case's life: (from, to) -> (who may, for which types). Whatever is not here is refused.
ALLOWED: dict[tuple[CaseStatus, CaseStatus], tuple[set[Actor], set[RequestType]]] = {
    (S.REQUESTED, S.AGREED): (STAFF, EVERY),
    (S.REQUESTED, S.REFUSED): (STAFF, EVERY),
    (S.REQUESTED, S.CANCELLED): ({BUYER}, EVERY),
    (S.REQUESTED, S.CLOSED): ({PLATFORM, SYSTEM}, EVERY),
    (S.REQUESTED, S.ESCALATED): ({PLATFORM}, EVERY),
    (S.AGREED, S.RETURNING): ({BUYER, MERCHANT, PLATFORM}, TRAVELS),
    (S.AGREED, S.REFUNDED): (STAFF, {REFUND_ONLY}),
    (S.AGREED, S.RESENT): (STAFF, {RESEND}),
    (S.AGREED, S.CANCELLED): ({BUYER}, EVERY),
    (S.AGREED, S.CLOSED): ({PLATFORM, SYSTEM}, EVERY),
    (S.AGREED, S.ESCALATED): ({PLATFORM}, EVERY),
    (S.RETURNING, S.RECEIVED): (STAFF, EVERY),
    (S.RETURNING, S.CLOSED): ({PLATFORM}, EVERY),
    (S.RETURNING, S.ESCALATED): ({PLATFORM}, EVERY),
    (S.RECEIVED, S.REFUNDED): (STAFF, {RETURN_REFUND}),
    (S.RECEIVED, S.EXCHANGED): (STAFF, {EXCHANGE}),
    (S.RECEIVED, S.REPAIRED): (STAFF, {REPAIR}),
    (S.RECEIVED, S.CLOSED): ({PLATFORM}, EVERY),
    (S.RECEIVED, S.ESCALATED): ({PLATFORM}, EVERY),
    (S.ESCALATED, S.AGREED): ({PLATFORM}, EVERY),
    (S.ESCALATED, S.REFUSED): ({PLATFORM}, EVERY),
    (S.ESCALATED, S.REFUNDED): ({PLATFORM}, EVERY),
    (S.ESCALATED, S.CANCELLED): ({BUYER}, EVERY),
    (S.ESCALATED, S.CLOSED): ({PLATFORM}, EVERY),
}
NOBODY: tuple[set[Actor], set[RequestType]] = (set(), set())


@pytest.mark.parametrize("came_from", S)
@pytest.mark.parametrize("to", S)
def test_a_step_is_open_to_those_in_the_table_and_to_nobody_else(came_from: CaseStatus, to: CaseStatus) -> None:
    actors, types = ALLOWED.get((came_from, to), NOBODY)
    for actor in Actor:
        for request_type in RequestType:
            legal = to in legal_steps(came_from, request_type, actor)
            assert legal is (actor in actors and request_type in types), (actor, request_type)


def test_open_cases_are_those_that_somebody_still_works_on() -> None:
    assert set(OPEN_STATUSES) == {S.REQUESTED, S.AGREED, S.RETURNING, S.RECEIVED, S.ESCALATED}


def test_a_buyer_cancels_until_the_goods_are_on_their_way_back() -> None:
    assert set(CANCELLABLE_STATUSES) == {S.REQUESTED, S.AGREED, S.ESCALATED}


@pytest.mark.parametrize("status", sorted(CANCELLABLE_STATUSES))
@pytest.mark.parametrize("request_type", RequestType)
def test_what_may_be_cancelled_has_that_step(status: CaseStatus, request_type: RequestType) -> None:
    assert S.CANCELLED in legal_steps(status, request_type, BUYER)


@pytest.mark.parametrize("status", sorted(set(S) - OPEN_STATUSES))
def test_a_final_case_stays_as_it_is(status: CaseStatus) -> None:
    assert all(legal_steps(status, kind, actor) == [] for kind in RequestType for actor in Actor)


@pytest.mark.parametrize(
    ("request_type", "path"),
    [
        (REFUND_ONLY, [S.AGREED, S.REFUNDED]),
        (RESEND, [S.AGREED, S.RESENT]),
        (RETURN_REFUND, [S.AGREED, S.RETURNING, S.RECEIVED, S.REFUNDED]),
        (EXCHANGE, [S.AGREED, S.RETURNING, S.RECEIVED, S.EXCHANGED]),
        (REPAIR, [S.AGREED, S.RETURNING, S.RECEIVED, S.REPAIRED]),
    ],
)
def test_the_merchant_can_bring_every_type_to_its_good_end(request_type: RequestType, path: list[CaseStatus]) -> None:
    status = S.REQUESTED
    for to in path:
        assert to in legal_steps(status, request_type, MERCHANT)
        status = to


@pytest.mark.parametrize("request_type", RequestType)
def test_no_open_case_is_a_dead_end_for_the_platform(request_type: RequestType) -> None:
    assert all(S.CLOSED in legal_steps(status, request_type, PLATFORM) for status in OPEN_STATUSES)


def test_legal_steps_come_in_the_order_of_a_cases_life() -> None:
    assert legal_steps(S.AGREED, REFUND_ONLY, PLATFORM) == [S.REFUNDED, S.CLOSED, S.ESCALATED]


@pytest.mark.parametrize(
    ("request_type", "travels"),
    [(REFUND_ONLY, False), (RETURN_REFUND, True), (EXCHANGE, True), (REPAIR, True), (RESEND, False)],
)
def test_goods_travel_back_for_three_types(request_type: RequestType, travels: bool) -> None:
    assert request_type.needs_return is travels


SINCE = datetime(2026, 12, 1, 2, 30, 15, tzinfo=timezone.utc)
IN_48_HOURS, IN_7_DAYS = SINCE + timedelta(hours=48), SINCE + timedelta(days=7)


@pytest.mark.parametrize(
    ("status", "types", "actor", "due_at", "closes"),
    [
        (S.REQUESTED, EVERY, MERCHANT, IN_48_HOURS, False),
        (S.AGREED, TRAVELS, BUYER, IN_7_DAYS, True),
        (S.AGREED, EVERY - TRAVELS, MERCHANT, IN_48_HOURS, False),
        (S.RETURNING, EVERY, MERCHANT, None, False),
        (S.RECEIVED, EVERY, MERCHANT, IN_48_HOURS, False),
        (S.ESCALATED, EVERY, PLATFORM, None, False),
        *[(status, EVERY, None, None, False) for status in sorted(set(S) - OPEN_STATUSES)],
    ],
)
def test_somebody_must_act_next_by_a_deadline(
    policy: Policy,
    status: CaseStatus,
    types: set[RequestType],
    actor: Optional[Actor],
    due_at: Optional[datetime],
    closes: bool,
) -> None:
    for request_type in types:
        step = next_step(policy, status, request_type, SINCE)
        assert (step.actor, step.due_at, step.closes) == (actor, due_at, closes)


def reachable(request_type: RequestType) -> set[CaseStatus]:
    """Every state that a case of this type can come to."""
    found: set[CaseStatus] = set()
    ahead = [S.REQUESTED]
    while ahead:
        status = ahead.pop()
        if status not in found:
            found.add(status)
            ahead += [to for actor in Actor for to in legal_steps(status, request_type, actor)]
    return found


@pytest.mark.parametrize("request_type", RequestType)
def test_whoever_must_act_has_a_step_to_make(policy: Policy, request_type: RequestType) -> None:
    for status in reachable(request_type):
        actor = next_step(policy, status, request_type, SINCE).actor
        assert (actor is None) is (status not in OPEN_STATUSES)
        if actor is not None:
            assert legal_steps(status, request_type, actor)


@pytest.mark.parametrize("status", S)
@pytest.mark.parametrize("request_type", RequestType)
def test_what_shuts_by_itself_may_be_shut_by_the_system(
    policy: Policy, status: CaseStatus, request_type: RequestType
) -> None:
    if next_step(policy, status, request_type, SINCE).closes:
        assert S.CLOSED in legal_steps(status, request_type, SYSTEM)


def test_the_deadlines_are_the_policys(policy: Policy) -> None:
    changed = policy.copy(
        update={
            "merchant_answer_hours": policy.merchant_answer_hours.copy(update={"value": 1}),
            "merchant_refund_hours": policy.merchant_refund_hours.copy(update={"value": 2}),
            "return_goods_days": policy.return_goods_days.copy(update={"value": 3}),
        }
    )
    due = [
        next_step(changed, status, kind, SINCE).due_at
        for status, kind in [(S.REQUESTED, REPAIR), (S.AGREED, REFUND_ONLY), (S.AGREED, REPAIR)]
    ]
    assert due == [SINCE + timedelta(hours=1), SINCE + timedelta(hours=2), SINCE + timedelta(days=3)]


ALLOWED_FOR_COMPLAINTS: dict[tuple[ComplaintStatus, ComplaintStatus], set[Actor]] = {
    (C.SUBMITTED, C.REVIEWING): {PLATFORM},
    (C.SUBMITTED, C.UPHELD): {PLATFORM},
    (C.SUBMITTED, C.REJECTED): {PLATFORM},
    (C.SUBMITTED, C.WITHDRAWN): {BUYER, PLATFORM},
    (C.REVIEWING, C.UPHELD): {PLATFORM},
    (C.REVIEWING, C.REJECTED): {PLATFORM},
    (C.REVIEWING, C.WITHDRAWN): {BUYER, PLATFORM},
}


@pytest.mark.parametrize("came_from", C)
@pytest.mark.parametrize("to", C)
def test_a_complaints_step_is_open_to_those_in_the_table_and_to_nobody_else(
    came_from: ComplaintStatus, to: ComplaintStatus
) -> None:
    actors = {actor for actor in Actor if to in legal_complaint_steps(came_from, actor)}
    assert actors == ALLOWED_FOR_COMPLAINTS.get((came_from, to), set())


def test_a_complaint_is_open_until_it_is_decided_or_withdrawn() -> None:
    assert set(OPEN_COMPLAINTS) == {C.SUBMITTED, C.REVIEWING}
    assert all((COMPLAINT_TRANSITIONS[status] != {}) is (status in OPEN_COMPLAINTS) for status in C)


@given(
    request_type=st.sampled_from(RequestType),
    choices=st.lists(st.tuples(st.sampled_from(Actor), st.integers(0, 9)), max_size=30),
)
def test_a_random_life_ends_only_in_an_end_that_fits_its_type(
    request_type: RequestType, choices: list[tuple[Actor, int]]
) -> None:
    status, life = S.REQUESTED, [S.REQUESTED]
    for actor, choice in choices:
        steps = legal_steps(status, request_type, actor)
        if steps:
            status = steps[choice % len(steps)]
            life.append(status)
    if S.EXCHANGED in life:
        assert request_type is EXCHANGE
    if S.REPAIRED in life:
        assert request_type is REPAIR
    if S.RESENT in life:
        assert request_type is RESEND
    if S.RETURNING in life:
        assert request_type.needs_return
    assert sum(status not in OPEN_STATUSES for status in life) <= 1
