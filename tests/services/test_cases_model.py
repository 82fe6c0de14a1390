"""Any life of an order, step by step beside a model of it: the database and the rules never disagree."""

import itertools
import tempfile
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Optional

from cases_world import ANNA, POLICY, RECEIVED_AT, add_order, count, events_of, rows
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shouhou.cases import schema
from shouhou.cases import tables as t
from shouhou.cases.applications import Application, Cancelled, apply, cancel, send_back
from shouhou.cases.database import Database
from shouhou.cases.lapses import settle_lapses
from shouhou.cases.merchant import answer_consent, ask_consent
from shouhou.cases.orders import find_order
from shouhou.cases.transitions import IllegalStep, set_case_status
from shouhou.rules.kinds import Actor, ConsentStatus, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import OPEN_STATUSES, CaseStatus, legal_steps
from shouhou.rules.verdicts import OrderFacts, Rule, may_apply, may_cancel

numbers = itertools.count()
types, reasons = st.sampled_from(RequestType), st.sampled_from(ReasonClass)


class OneOrder(RuleBasedStateMachine):
    """The model holds what the order's facts must be; every step is taken on both, every answer compared."""

    database: Database

    @initialize(
        prior=st.sampled_from([0, 0, 1, 2, 3]),
        product=st.sampled_from(["连衣裙", "冰箱", "生鲜"]),
        status=st.sampled_from([OrderStatus.RECEIVED, OrderStatus.RECEIVED, OrderStatus.SHIPPED]),
    )
    def order_comes_in(self, prior: int, product: str, status: OrderStatus) -> None:
        self.number = f"N{next(numbers)}"
        received_at = RECEIVED_AT if status is OrderStatus.RECEIVED else None
        add_order(
            self.database, self.number, product=product, prior_cancellations=prior, status=status.value,
            received_at=received_at,
        )
        self.now = RECEIVED_AT
        self.prior = prior
        self.facts = OrderFacts(
            self.number, status, received_at, category=POLICY.category_of(product), cancellations_used=prior
        )
        self.request_type = RequestType.REPAIR
        self.since = RECEIVED_AT
        self.consent_due: Optional[datetime] = None
        self.case_number = ""
        self.applied: list[tuple[str, str]] = []  # key, case number
        self.cancelled: list[tuple[str, Cancelled]] = []

    # What the buyer does

    @rule(request_type=types, reason=reasons)
    def apply(self, request_type: RequestType, reason: ReasonClass) -> None:
        expected = may_apply(POLICY, self.facts, self.now, request_type, reason)
        key = self._key()
        applied = self._apply(key, request_type, reason)
        assert applied.verdict == expected
        assert (applied.case is not None) is expected.allowed
        if applied.case is not None:
            self.case_number, self.request_type, self.since = applied.case.case_number, request_type, self.now
            self.applied.append((key, self.case_number))
            consent = ConsentStatus.USED if expected.rule is Rule.CONSENT_GIVEN else self.facts.consent
            self.facts = replace(
                self.facts, case_status=CaseStatus.REQUESTED, consent=consent, goods_sent_back=False
            )

    @precondition(lambda self: self.applied)
    @rule(data=st.data(), request_type=types, reason=reasons)
    def say_the_same_yes_again(self, data: st.DataObject, request_type: RequestType, reason: ReasonClass) -> None:
        key, case_number = data.draw(st.sampled_from(self.applied))
        case = self._apply(key, request_type, reason).case
        assert case is not None and case.case_number == case_number

    @rule()
    def cancel(self) -> None:
        expected = may_cancel(POLICY, self.facts)
        key = self._key()
        cancelled = cancel(self.database, POLICY, ANNA, self.number, self.now, key)
        assert cancelled.verdict == expected
        assert (cancelled.case is not None) is expected.allowed
        if expected.allowed:
            self.cancelled.append((key, cancelled))
            self._moved(CaseStatus.CANCELLED)
            self.facts = replace(self.facts, cancellations_used=self.facts.cancellations_used + 1)

    @precondition(lambda self: self.cancelled)
    @rule(data=st.data())
    def say_the_same_cancellation_again(self, data: st.DataObject) -> None:
        key, first = data.draw(st.sampled_from(self.cancelled))
        assert cancel(self.database, POLICY, ANNA, self.number, self.now, key) == first

    @rule()
    def send_the_goods_back(self) -> None:
        status = self.facts.case_status
        fits = status is not None and CaseStatus.RETURNING in legal_steps(status, self.request_type, Actor.BUYER)
        sent = send_back(self.database, POLICY, ANNA, self.number, self._key(), self.now)
        assert (sent is not None) is fits
        if fits:
            self._moved(CaseStatus.RETURNING)

    @rule()
    def ask_for_consent(self) -> None:
        consent = ask_consent(self.database, POLICY, ANNA, self.number, "", self.now, self._key())
        if self.facts.consent not in (ConsentStatus.ASKED, ConsentStatus.YES):
            self.consent_due = self.now + timedelta(hours=72)
            self.facts = replace(self.facts, consent=ConsentStatus.ASKED)
        assert consent is not None and consent.status is self.facts.consent

    # What staff and time do

    @rule(actor=st.sampled_from(Actor), to=st.sampled_from(CaseStatus))
    @precondition(lambda self: self.case_number)
    def staff_note_a_step(self, actor: Actor, to: CaseStatus) -> None:
        if to is CaseStatus.CANCELLED:
            return
        assert self.facts.case_status is not None
        legal = to in legal_steps(self.facts.case_status, self.request_type, actor)
        try:
            set_case_status(self.database, self.case_number, to, actor, "noted", self.now, POLICY)
        except IllegalStep:
            assert not legal
        else:
            assert legal
            self._moved(to)

    @rule(data=st.data())
    @precondition(lambda self: self.facts.open_case)
    def the_platform_moves_the_case_on(self, data: st.DataObject) -> None:
        assert self.facts.case_status is not None
        steps = legal_steps(self.facts.case_status, self.request_type, Actor.PLATFORM)
        self.staff_note_a_step(Actor.PLATFORM, data.draw(st.sampled_from(steps)))

    @rule(yes=st.booleans())
    def the_merchant_answers(self, yes: bool) -> None:
        answer_consent(self.database, POLICY, self.number, yes, "", self.now)
        self.facts = replace(self.facts, consent=ConsentStatus.YES if yes else ConsentStatus.NO)

    @rule(hours=st.sampled_from([1, 24, 72, 7 * 24, 16 * 24, 200 * 24]))
    def time_passes(self, hours: int) -> None:
        self.now += timedelta(hours=hours)
        due = self.since + timedelta(days=7)
        if self.facts.case_status is CaseStatus.AGREED and self.request_type.needs_return and self.now >= due:
            self._moved(CaseStatus.CLOSED, due)
        if self.facts.consent is ConsentStatus.ASKED and self.consent_due and self.now >= self.consent_due:
            self.facts = replace(self.facts, consent=ConsentStatus.EXPIRED)

    @rule()
    def the_sweep_runs(self) -> None:
        settle_lapses(self.database, POLICY, self.now)

    # What holds after every step

    @invariant()
    def the_database_says_what_the_model_says(self) -> None:
        order = find_order(self.database, POLICY, ANNA, self.number, self.now)
        assert order is not None
        assert replace(order.facts, goods_sent_back=False) == replace(self.facts, goods_sent_back=False)
        if self.facts.open_case:
            assert order.facts.goods_sent_back is self.facts.goods_sent_back
        if self.case_number:
            assert order.case is not None
            assert (order.case.case_number, order.case.since) == (self.case_number, self.since)

    @invariant()
    def the_limits_hold(self) -> None:
        of_order = t.cases.c.order_number == self.number
        made = count(self.database, t.cases, of_order, t.cases.c.status == "cancelled")
        assert self.prior + made == self.facts.cancellations_used <= max(3, self.prior)
        is_open = t.cases.c.status.in_([status.value for status in OPEN_STATUSES])
        assert count(self.database, t.cases, of_order, is_open) <= 1

    def teardown(self) -> None:
        """Events chain from the first to where the case stands."""
        for case in rows(self.database, t.cases, t.cases.c.order_number == self.number):
            chain = events_of(self.database, case.case_number)
            assert [step[0] for step in chain] == [None, *(step[1] for step in chain[:-1])]
            assert chain[-1][1] == case.status

    def _key(self) -> str:
        return f"key-{next(numbers)}"

    def _apply(self, key: str, request_type: RequestType, reason: ReasonClass):  # type: ignore[no-untyped-def]
        wish = Application(self.number, request_type, reason, "坏了")
        return apply(self.database, POLICY, ANNA, wish, self.now, key)

    def _moved(self, to: CaseStatus, at: Optional[datetime] = None) -> None:
        self.since = at or self.now
        sent_back = self.facts.goods_sent_back or to is CaseStatus.RETURNING
        self.facts = replace(self.facts, case_status=to, goods_sent_back=sent_back)
        if to is CaseStatus.REFUNDED:
            self.facts = replace(self.facts, status=OrderStatus.REFUNDED)


def test_any_life_of_an_order_keeps_to_the_rules() -> None:
    with tempfile.TemporaryDirectory() as folder:
        OneOrder.database = Database(f"sqlite:///{Path(folder) / 'shouhou.db'}")
        schema.upgrade(OneOrder.database)
        try:
            run = OneOrder.TestCase
            run.settings = settings(max_examples=30, stateful_step_count=25, deadline=None)
            run("runTest").runTest()
        finally:
            OneOrder.database.dispose()
