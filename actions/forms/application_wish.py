"""What is wanted of an application: its type, the size or colour instead, the sum."""

from collections.abc import Sequence
from typing import Optional, cast

from actions.forms.application_draft import MORE, REASON, TYPE, ApplicationDraft, is_under_way
from actions.forms.base import CONFIRM, Answer
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question, is_supposed, quotes_merchant
from shouhou.dialogue.dictation import additions
from shouhou.dialogue.wishes import (
    is_size,
    pieces_asked,
    pieces_in,
    speaks_of_money,
    sum_said,
    type_said,
    wanted_instead,
    wants_money_back,
    wishes,
    with_wanted,
    without_leave,
)
from shouhou.dialogue.words import names_goods
from shouhou.rules.kinds import MONEY_TYPES, REQUEST_TYPES, ReasonClass, RequestType


def read_type(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    agrees = answer.slot == CONFIRM and answer.reading.yes_no.yes and answer.choice is None
    writes = answer.slot is not None and bool(additions(answer.reading.message.clauses))  # 说明补上…: no resend
    named = _type_in_words(draft, answer) or (None if agrees or writes else _type_named(draft, answer))
    if named == "refund" and draft.reason_class == ReasonClass.PERSONAL.value and not is_under_way(order):
        named = RequestType.RETURN_REFUND.value  # a mind changed: the goods go back
    if named == "refund" and (is_under_way(order) or draft.amount or draft.wants_part):
        named = RequestType.REFUND_ONLY.value  # nothing has arrived that could go back, or the goods are kept
    elif named not in REQUEST_TYPES and (
        named == "refund"
        or (answer.slot == TYPE and any(wants_money_back(c.plain) for c in answer.reading.message.clauses))
    ):
        draft.wants_refund = True
        if answer.slot is not None and draft.request_type not in (None, *MONEY_TYPES):
            draft.request_type = None  # the money instead of what was wanted before
            return True
        return draft.request_type is None
    if named not in REQUEST_TYPES:
        return False
    changed = named != draft.request_type
    draft.request_type = named
    return changed or answer.slot == TYPE


def _type_in_words(draft: ApplicationDraft, answer: Answer) -> Optional[str]:
    """The type that clauses mean at the choice of one, or wish for elsewhere (还是换吧)."""
    if answer.choice is not None or answer.reading.message.is_press or answer.slot == REASON:
        return None
    clauses = answer.reading.message.clauses
    wants_money = answer.slot is None and (
        answer.entity("request_type") == "refund" or any(wants_money_back(clause.plain) for clause in clauses)
    )
    at_choice = answer.slot == TYPE or (draft.request_type is None and (draft.wants_refund or wants_money))
    texts = [without_leave(clause.plain) for clause in clauses if not is_supposed(clause.plain)]
    said = [type_said(text) for text in texts if at_choice or wishes(text)]
    found = [each for each in said if each is not None]
    wants_back = any(wishes(clause.plain) and wants_money_back(clause.plain) for clause in clauses)
    if not found and wants_back and answer.slot is not None and draft.request_type is not None:
        personal = draft.reason_class == ReasonClass.PERSONAL.value
        return RequestType.RETURN_REFUND.value if personal else "refund"
    if not found and at_choice:
        whole = type_said(answer.reading.message.whole.plain)
        found = [whole] if whole is not None else []
    if not found and draft.wanted and (at_choice or answer.slot is None) and is_size(draft.wanted):
        return RequestType.EXCHANGE.value  # who names a size at the choice of a type wants that one instead
    return found[-1] if found else None


def _type_named(draft: ApplicationDraft, answer: Answer) -> Optional[str]:
    """The type that is marked in the words; what a question asks about changes none that is set."""
    marked = [c for c in answer.reading.message.clauses if c.entity("request_type") is not None]
    if answer.choice is None and answer.slot is not None and marked:
        asked = all(is_question(without_leave(clause.plain)) for clause in marked)
        if all(is_supposed(clause.plain) for clause in marked) or (asked and draft.request_type is not None):
            return None
    return cast(Optional[str], answer.entity("request_type"))


def read_wanted(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """The size or colour that is wanted instead; whether it is news."""
    if answer.choice is not None or answer.reading.message.is_press:
        return False
    said = [c.text for c in answer.reading.message.clauses if not names_goods(c.text, titles)]
    said = [bare for text in said if not is_question(bare := without_leave(text))]
    exchanges = draft.request_type == RequestType.EXCHANGE.value
    named = [each for text in said if (each := wanted_instead(text, exchanges)) is not None]
    wanted = draft.wanted
    for each in named:
        wanted = with_wanted(wanted, each)
    draft.wanted = wanted
    return bool(named) and draft.request_type in (None, RequestType.EXCHANGE.value)


def read_amount(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    amount, share = answer.entity("amount"), answer.entity("share")
    clauses = answer.reading.message.clauses
    if share is not None and not any(speaks_of_money(c.plain) for c in clauses) and answer.slot != "amount":
        share = None  # 运费出一半 is no half of the price
    money = draft.request_type in MONEY_TYPES
    talks_of_sum = answer.slot == "amount" or draft.wants_part or (answer.slot == CONFIRM and money)
    told = [without_leave(c.plain) for c in clauses if not quotes_merchant(c.text)]
    told = [text for text in told if not is_question(text)]
    sums = [each for text in told if (each := sum_said(text, talks_of_sum)) is not None]
    may_be_money = draft.request_type is None or money
    bare = sums[-1] if sums and answer.choice is None and may_be_money else None
    if amount is None and share is None and bare is not None and order is not None and 0 < bare <= order.paid_amount:
        amount = bare
        draft.wants_part = draft.wants_part or bare < order.paid_amount
    if amount is None and share is not None and order is not None:
        amount = round(order.paid_amount * float(share))
    if amount is None and share is None and order is not None:
        amount = _sum_of_pieces(order, answer)
        draft.wants_part = draft.wants_part or amount is not None
    if amount is None or not (bare is not None or _takes_amount(draft, order, answer)):
        return False
    if order is not None and int(amount) == order.paid_amount and draft.amount is None:
        return False  # the whole sum, said as a number
    changed = int(amount) != draft.amount
    draft.amount, draft.wants_part = int(amount), False
    if draft.request_type is None:
        draft.request_type = RequestType.REFUND_ONLY.value
    return changed


def _sum_of_pieces(order: OrderRecord, answer: Answer) -> Optional[int]:
    """What some pieces of a pack cost (碎的两个退钱, of 6只装), in fen; None where that cannot be told."""
    pack = pieces_in(order.product)
    clauses = [
        c for c in answer.reading.message.clauses
        if speaks_of_money(c.plain) and not is_question(without_leave(c.plain))
    ]
    marked = [entity.value for clause in clauses if (entity := clause.entity("quantity")) is not None]
    said = [number for clause in clauses if (number := pieces_asked(clause.plain)) is not None]
    count = said[-1] if said else marked[0].get("count") if marked and isinstance(marked[0], dict) else None
    if pack is None or not isinstance(count, int) or not 0 < count < pack:
        return None
    return round(order.paid_amount * count / pack)


def _takes_amount(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    wants = {"request_partial_refund", "request_part_quantity", "change_request"} & set(answer.reading.asks)
    return bool(answer.slot in ("amount", CONFIRM, MORE, TYPE) or draft.wants_part or draft.amount or wants)
