"""Changing a filed request while the merchant has not answered: old and new, a yes, an event. Uses no cancellation."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from actions.facts import case_facts, order_facts
from actions.forms.base import CONFIRM, Answer, Form, Refusal
from actions.orders import Preference
from actions.standing import has_open_case
from actions.turn import Said, Turn
from actions.verdict_words import say_verdict
from actions.words import money_text, next_step_text, word
from shouhou.cases.afterwards import Change, change
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.wishes import speaks_of_money, type_said, wanted_instead, wishes
from shouhou.dialogue.words import corrects, joined, reason_in, speaks_of_reason, without_correction
from shouhou.dialogue.yes_no import is_about_evidence
from shouhou.rules.kinds import ReasonClass, RequestType
from shouhou.rules.verdicts import Rule, may_cancel, may_change

WHAT = "change"
_MONEY = (RequestType.REFUND_ONLY, RequestType.RETURN_REFUND)
_TYPES = {kind.value for kind in RequestType}
_CLASSES = {kind.value for kind in ReasonClass}


@dataclass
class ChangeDraft:
    """What is to be different; None for what stays."""

    request_type: Optional[str] = None
    reason: Optional[str] = None
    reason_class: Optional[str] = None
    details: Optional[str] = None
    amount: Optional[int] = None
    begun: bool = True

    @property
    def is_empty(self) -> bool:
        return not (self.request_type or self.reason or self.details or self.amount)


class ChangeForm(Form[ChangeDraft]):
    """The conversation of a change."""

    name: ClassVar[str] = "change"
    draft_type: ClassVar[type] = ChangeDraft
    prefer: ClassVar[Optional[Preference]] = staticmethod(has_open_case)
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"change_request": {}, "set_exchange_details": {}}
    free: ClassVar[frozenset[str]] = frozenset({WHAT})
    stopped: ClassVar[str] = "utter_not_changed"

    def fill(self, turn: Turn, draft: ChangeDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        before = (draft.request_type, draft.reason, draft.amount, draft.details)
        case = order.case if order is not None else None
        named = answer.entity("request_type") or _wished(answer)
        if named in _TYPES and (case is None or named != case.request_type.value):
            draft.request_type = named
        amount, share = answer.entity("amount"), answer.entity("share")
        if amount is None and share is not None and order is not None:
            amount = round(order.paid_amount * float(share))
        pays = any(speaks_of_money(clause.plain) for clause in answer.reading.message.clauses)
        if amount is not None and (share is None or pays or answer.slot == WHAT):
            draft.amount = int(amount)
            if case is not None and draft.request_type is None and case.request_type not in _MONEY:
                draft.request_type = RequestType.REFUND_ONLY.value  # a sum is asked for: the goods stay
        if not turn.message.is_press:
            self._read_wanted(draft, order, answer)
            self._read_reason(draft, answer)
        return before != (draft.request_type, draft.reason, draft.amount, draft.details)

    def refusal(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Optional[Refusal]:
        verdict = may_change(turn.policy, order.facts, turn.now, _type(draft), _class(draft))
        if order.case is None or not order.facts.open_case:
            if turn.message.intent == "set_exchange_details":
                turn.state.told.request_type = RequestType.EXCHANGE.value
                return Refusal(opens="application")
            turn.say("utter_change_nothing_open", order_facts(turn.policy, order), order=order)
            return Refusal()
        if verdict.rule is Rule.WRONG_STATE:
            cancellable = may_cancel(turn.policy, order.facts).allowed
            name = "utter_change_too_late_cancel" if cancellable else "utter_change_too_late"
            turn.say(
                name, order_facts(turn.policy, order), order=order, case=order.case.case_number,
                status=word("case_status", order.case.status.value),
                next=next_step_text(order.case.status, order.case.next),
                nth=order.facts.cancellations_used + 1,
            )
            return Refusal()
        if not verdict.allowed:
            say_verdict(turn, order, verdict, draft.reason_class)
            return Refusal()
        if draft.amount is not None and draft.amount > order.paid_amount:
            turn.say("utter_amount_too_large", order_facts(turn.policy, order), order=order,
                     asked=money_text(draft.amount), paid=money_text(order.paid_amount))
            draft.amount = None
        return None

    def next_slot(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> str:
        return WHAT if draft.is_empty else CONFIRM

    def ask(self, turn: Turn, draft: ChangeDraft, order: OrderRecord, slot: str) -> Said:
        assert order.case is not None
        return turn.say(
            "utter_form_change", order_facts(turn.policy, order), order=order, case=order.case.case_number,
            type=word("request_type", order.case.request_type.value), reason=order.case.reason,
        )

    def sum_up(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Said:
        case = order.case
        assert case is not None
        lines = []
        if draft.request_type:
            lines.append(self._line("type", word("request_type", case.request_type.value),
                                    word("request_type", draft.request_type)))
        if draft.reason:
            lines.append(self._line("reason", case.reason, draft.reason))
        if draft.amount is not None:
            lines.append(self._line("amount", money_text(case.amount), money_text(draft.amount)))
        if draft.details:
            lines.append(word("line", "details", value=draft.details))
        facts = order_facts(turn.policy, order)
        if draft.amount is not None:
            facts["asked_amount"] = draft.amount
        return turn.say("utter_confirm_change", facts, order=order, case=case.case_number, lines="\n".join(lines))

    def content(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Sequence[Any]:
        case = order.case.case_number if order.case else None
        return [case, draft.request_type, draft.reason, draft.reason_class, draft.details, draft.amount]

    def write(self, turn: Turn, draft: ChangeDraft, order: OrderRecord, key: str) -> None:
        assert order.case is not None
        wanted = Change(_type(draft), _class(draft), draft.reason, draft.details, draft.amount)
        done = change(turn.database, turn.policy, turn.speaker, order.case.case_number, wanted, turn.now, key)
        if done.case is None:
            say_verdict(turn, order, done.verdict, draft.reason_class)
            return
        facts = {"order_number": order.order_number} | case_facts(done.case)
        turn.state.written = done.case.case_number
        turn.say(
            "utter_changed", facts, order=order, case=done.case.case_number,
            type=word("request_type", done.case.request_type.value),
            next=next_step_text(done.case.status, done.case.next),
        )

    @staticmethod
    def _line(name: str, old: str, new: str) -> str:
        return word("line", name, value=word("format", "old_to_new", old=old, new=new), klass="")

    @staticmethod
    def _read_wanted(draft: ChangeDraft, order: Optional[OrderRecord], answer: Answer) -> None:
        """A size or colour, of what is or becomes an exchange."""
        filed = order.case.request_type.value if order is not None and order.case is not None else None
        found = wanted_instead(answer.reading.message.text)
        if found is not None and (draft.request_type or filed) == RequestType.EXCHANGE.value:
            draft.details = word("said", "wanted", value=found)

    @staticmethod
    def _read_reason(draft: ChangeDraft, answer: Answer) -> None:
        message = answer.reading.message
        telling = [clause for clause in message.clauses if not is_about_evidence(clause.text)]
        reason = reason_in(telling) if not draft.details else None
        if reason is None:
            named = [c for c in telling if speaks_of_reason(c.text) and corrects(c.text)]
            reason = without_correction(named[0].text) if named else None
        if reason is None and answer.slot == WHAT and not answer.reading.asks and draft.is_empty:
            reason = joined([c for c in answer.words if c in telling]) or None
        if reason is None or speaks_of_reason(reason):
            return
        draft.reason = reason
        group = message.group("reason") or message.told_class
        draft.reason_class = group if group in _CLASSES else None


def _wished(answer: Answer) -> Optional[str]:
    """The type that a clause wishes for (还是换吧)."""
    said = [type_said(clause.plain) for clause in answer.reading.message.clauses if wishes(clause.plain)]
    return next((each for each in said if each is not None), None)


def _type(draft: ChangeDraft) -> Optional[RequestType]:
    return RequestType(draft.request_type) if draft.request_type else None


def _class(draft: ChangeDraft) -> Optional[ReasonClass]:
    return ReasonClass(draft.reason_class) if draft.reason_class else None
