"""What a new application takes over: what was told before, and what was filed and came to nothing."""

import re

from actions.forms.application_draft import ApplicationDraft
from actions.forms.base import Answer
from actions.turn import Turn
from actions.words import word
from shouhou.cases.evidence import evidence_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import quotes_merchant
from shouhou.dialogue.state import Told
from shouhou.dialogue.wishes import as_before, asks_anew
from shouhou.dialogue.words import blames_self, reason_in, speaks_of_receipt, tells_of_goods
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus

_TO_NOTHING = (CaseStatus.REFUSED, CaseStatus.CLOSED, CaseStatus.CANCELLED)


def take_over(turn: Turn, draft: ApplicationDraft, answer: Answer) -> None:
    """Take into a new draft what was told before it, or was filed for the order and came to nothing."""
    told = turn.state.told
    if told.order in (None, turn.state.order) or turn.state.order is None:
        draft.request_type = draft.request_type or told.request_type
        of_goods = told.reason_class != ReasonClass.SERVICE.value  # a merchant's silence is no reason to apply
        if of_goods and not _tells_anew(told, answer):
            draft.reason = draft.reason or told.reason
            draft.reason_class = draft.reason_class or told.reason_class
            draft.details = draft.details or told.details
        draft.amount, draft.wanted = draft.amount or told.amount, draft.wanted or told.wanted
    if draft.reason is None:
        _take_from_complaint(turn, draft)
    draft.is_told = draft.reason is not None
    draft.files = list(told.files)
    untold = draft.request_type is None and answer.entity("request_type") is None
    draft.dangerous = "report_danger" in turn.state.warned and turn.state.order in (None, told.order)
    if untold and as_before(answer.reading.message.text):
        draft.request_type = turn.state.filed_type
    draft.disputes_receipt = draft.disputes_receipt or bool(answer.entity("disputes_receipt"))
    if draft.disputes_receipt and not (draft.reason and speaks_of_receipt(draft.reason)):
        parts = [part for part in (draft.reason, draft.details) if part]
        draft.reason, draft.details = word("said", "not_received"), "；".join(parts) or None
        draft.reason_class = ReasonClass.LOGISTICS.value
    _take_up_case(turn, draft, answer)
    if draft.request_type == "refund":
        draft.request_type, draft.wants_refund = None, True  # whether the goods go back is not known yet
    if draft.request_type is None and answer.entity("request_type") is None:
        draft.request_type = draft.likely_type


def _take_from_complaint(turn: Turn, draft: ApplicationDraft) -> None:
    """The fault that a complaint begun just before tells of the goods (拿到手就有块污渍): it need not be told again."""
    aside = turn.state.aside
    begun = aside is not None and aside.form == "complaint"
    problem = aside.fields.get("problem") if aside is not None and begun else turn.state.told.grievance
    parts = re.split(r"[，；]", str(problem or ""))
    faults = [part for part in parts if tells_of_goods(part) and not blames_self(part)]
    if faults and not quotes_merchant(faults[0]):
        draft.reason, draft.reason_class = faults[0], ReasonClass.GOODS.value


def _take_up_case(turn: Turn, draft: ApplicationDraft, answer: Answer) -> None:
    """What was filed for the order before, and came to nothing, is not asked for again."""
    order, message = turn.order_in_view, answer.reading.message
    case = order.case if order is not None and not order.facts.open_case else None
    if case is None or case.status not in _TO_NOTHING or draft.reason or reason_in(message.clauses):
        return
    before = word("said", "wanted", value="")
    told = "；".join(part for part in case.details.split("；") if not part.startswith(before))
    draft.reason, draft.details = case.reason, draft.details or told or None
    draft.reason_class = case.reason_class.value if case.reason_class is not None else None
    draft.files = draft.files or evidence_of(turn.database, case.case_number)
    if draft.request_type is None and asks_anew(message.text):
        draft.request_type = case.request_type.value


def _tells_anew(told: Told, answer: Answer) -> bool:
    """Whether a message tells a reason of its own, which what was told before does not outweigh (睡不着; 裤子太短)."""
    clauses = answer.reading.message.clauses
    fresh, before = reason_in(clauses), told.reason or ""
    if fresh is None or fresh in before or before in fresh:
        return False
    return told.reason_class != ReasonClass.GOODS.value  # a fault that was told stays; the rest stands beside it


def remember(turn: Turn, draft: ApplicationDraft, order: OrderRecord) -> None:
    """What was told here is not asked for again, should the merchant consent."""
    told = turn.state.told
    told.order = order.order_number
    told.reason, told.reason_class = draft.reason, draft.reason_class
    told.details, told.request_type = draft.details, draft.request_type
