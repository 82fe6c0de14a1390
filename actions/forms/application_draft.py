"""What has been told for an application, and how a message is read into it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Optional, cast

from actions.forms.base import CONFIRM, Answer
from actions.turn import Turn
from actions.words import class_said, word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question, only_supposes, quotes_merchant, tells_condition, tells_delay
from shouhou.dialogue.dictation import MAX_WORDS, additions, dictated, dictated_details, strikes, struck
from shouhou.dialogue.message import Clause
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
from shouhou.dialogue.words import (
    COURTESY,
    beside,
    class_named,
    corrected_reason,
    corrects,
    joined,
    names_goods,
    objects,
    reason_in,
    speaks_of_class,
    speaks_of_reason,
    tells_not_received,
)
from shouhou.dialogue.yes_no import is_about_evidence
from shouhou.rules.kinds import OrderStatus, ReasonClass, RequestType

TYPE, REASON, CLASS, MORE = "request_type", "reason", "reason_class", "evidence"
_TYPES = {kind.value for kind in RequestType}
_MONEY = (RequestType.REFUND_ONLY, RequestType.RETURN_REFUND)
_CLASSES = {kind.value for kind in ReasonClass}
_BOUGHT = re.compile(r"买的|下单|订单|你好|您好|咨询|请问|我要|帮我|给我|我想|老公|老婆")
_LEAST_TOLD = 5  # characters of words that tell something


@dataclass
class ApplicationDraft:
    """What has been told for an application; `amount` in fen, None for all that was paid."""

    request_type: Optional[str] = None
    reason: Optional[str] = None
    reason_class: Optional[str] = None
    details: Optional[str] = None
    files: list[str] = field(default_factory=list)
    no_more: bool = False  # nothing to add
    amount: Optional[int] = None
    wants_part: bool = False  # a part of the sum is wanted, how much is not known yet
    disputes_receipt: bool = False  # the order says received, and nothing came
    likely_type: Optional[str] = None  # asked for unless another one is named
    wanted: Optional[str] = None  # the size or colour wanted instead, of an exchange
    wants_refund: bool = False  # the money back, whether the goods go back is not known yet
    denied: bool = False


def read_type(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    agrees = answer.slot == CONFIRM and answer.reading.yes_no.yes and answer.choice is None
    named = _type_in_words(draft, answer) or (None if agrees else _type_named(draft, answer))
    if named == "refund" and draft.reason_class == ReasonClass.PERSONAL.value and not is_under_way(order):
        named = RequestType.RETURN_REFUND.value  # a mind changed: the goods go back
    if named == "refund" and (is_under_way(order) or draft.amount or draft.wants_part):
        named = RequestType.REFUND_ONLY.value  # nothing has arrived that could go back, or the goods are kept
    elif named not in _TYPES and (
        named == "refund"
        or (answer.slot == TYPE and any(wants_money_back(c.plain) for c in answer.reading.message.clauses))
    ):
        draft.wants_refund = True
        if answer.slot is not None and draft.request_type not in (None, *(each.value for each in _MONEY)):
            draft.request_type = None  # the money instead of what was wanted before
            return True
        return draft.request_type is None
    if named not in _TYPES:
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
    texts = [without_leave(clause.plain) for clause in clauses if not _supposed(clause)]
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


def _supposed(clause: Clause) -> bool:
    """Whether a clause only supposes (如果退货的话运费谁出): it chooses nothing."""
    return only_supposes(clause.plain) or ("的话" in clause.plain and is_question(clause.plain))


def _type_named(draft: ApplicationDraft, answer: Answer) -> Optional[str]:
    """The type that is marked in the words; what a question asks about changes none that is set."""
    marked = [c for c in answer.reading.message.clauses if c.entity("request_type") is not None]
    if answer.choice is None and answer.slot is not None and marked:
        asked = all(is_question(without_leave(clause.plain)) for clause in marked)
        if all(_supposed(clause) for clause in marked) or (asked and draft.request_type is not None):
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
    money = draft.request_type in {each.value for each in _MONEY}
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


def read_class(turn: Turn, draft: ApplicationDraft, answer: Answer) -> bool:
    named = answer.entity("reason_class") or (class_said(turn.message.text) if answer.slot == CLASS else None)
    if named is None and answer.slot not in (None, CLASS) and answer.choice is None:
        named = class_said(class_named(answer.reading.message.clauses) or "")
    if named not in _CLASSES:
        return False
    draft.reason_class = named
    return True


def read_reason(draft: ApplicationDraft, answer: Answer, titles: Sequence[str], outright: bool = False) -> bool:
    """A reason: the first one told, or one that sets the first right; `outright`: only one that is named as such."""
    message = answer.reading.message
    telling = _telling(draft, answer, titles)
    of_else = message.has("amount", "share", "request_type")
    used = answer.reading.yes_no.used
    spoken = [c for c in message.clauses if c not in used and not is_about_evidence(c.text)]
    set_right = corrected_reason(spoken) if draft.reason is not None else None
    if set_right is None and draft.reason is not None and not of_else and type_said(told := dictated(telling)) is None:
        set_right = told if told and wanted_instead(told) is None else None
    if outright and not any(speaks_of_reason(clause.text) for clause in spoken):
        return False
    reason = set_right if outright else set_right or reason_in(telling)
    if reason is None and answer.slot == REASON and not _is_other_answer(answer):
        words = [c for c in answer.words if c in telling and c.intent not in COURTESY and not quotes_merchant(c.text)]
        reason = joined([c for c in words if not is_about_evidence(c.text)])[:MAX_WORDS] or None
    if reason is None or reason == draft.reason:
        return False
    if draft.reason is not None and set_right is None and not _may_replace(answer, telling):
        asking = answer.reading.asking if answer.slot is None else ()
        more = [c for c in answer.words if c in telling and c not in asking]
        before = draft.details
        _add_details(draft, beside(draft.reason, more, _verbs()))
        return draft.details != before
    draft.reason = reason
    own = [c.told_class for c in telling if c.told_class and (c.text in reason or reason in c.text)]
    told = [*own, *(c.told_class for c in telling if c.told_class)]
    group = message.group("reason") or next(iter(told), None)
    if group in _CLASSES:
        draft.reason_class = group
    elif answer.slot is not None:
        draft.reason_class = None
    _add_details(draft, beside(reason, [c for c in telling if c not in answer.reading.asking], _verbs()))
    return True


def read_told(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """The words beside a first wish, of whatever kind (就洗了一次，缩了一大截，退货), taken for the reason."""
    message = answer.reading.message
    clauses = [c for c in message.clauses if not names_goods(c.text, titles) and c.intent not in COURTESY]
    clauses = [c for c in clauses if not wishes(without_leave(c.plain)) and not tells_condition(c.plain)]
    words = beside("", [c for c in clauses if not _BOUGHT.search(c.text)], _verbs())
    if message.is_press or answer.choice is not None or len(words) < _LEAST_TOLD:
        return False
    draft.reason = words
    draft.reason_class = draft.reason_class or next((c.told_class for c in clauses if c.told_class), None)
    return True


def _telling(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> list[Clause]:
    """The clauses that may tell a reason."""
    used = answer.reading.yes_no.used
    telling = [c for c in answer.reading.message.clauses if c not in used and not is_about_evidence(c.text)]
    telling = [c for c in telling if not names_goods(c.text, titles) and not speaks_of_class(c.text)]
    if draft.reason is not None:  # what is asked beside it sets no reason right
        telling = [clause for clause in telling if not is_question(clause.plain)]
    return telling


def _may_replace(answer: Answer, telling: Sequence[Clause]) -> bool:
    """Whether words that tell something wrong take the place of the reason, rather than stand beside it."""
    said, clauses = answer.reading.yes_no, answer.reading.message.clauses
    if answer.slot is None:
        return answer.reading.message.intent == "inform"
    if answer.slot in (REASON, CLASS):
        return True
    if said.yes:
        return False
    if answer.slot == CONFIRM and (said.no or any(objects(c.text) for c in clauses)):
        return True
    return _sets_right(telling)


def read_additions(draft: ApplicationDraft, answer: Answer) -> bool:
    """What the buyer wants written besides (加一句 …; …也写上); whether it was written now."""
    message = answer.reading.message
    by_hand = answer.choice is None and not message.is_press
    anew = dictated_details(message.clauses) if by_hand else ""
    if anew:
        draft.details = anew
        return True
    words = additions(message.clauses, _verbs()) if by_hand else ""
    if not words or wanted_instead(words) or wishes(words) or message.has("amount", "share"):
        return False
    if draft.reason and any(speaks_of_reason(c.text) and "加" in c.text for c in message.clauses):
        draft.reason = f"{draft.reason}，{words}"[:MAX_WORDS]
        return True
    before = draft.details
    _add_details(draft, words)
    return draft.details != before


def read_more(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """Words at the question whether there is something to add: they are added, and nothing more is asked."""
    if answer.slot == TYPE and not _is_other_answer(answer):
        # Words at the choice of a type that name none tell something of the matter all the same.
        words = beside(draft.reason or "", [c for c in answer.words if not names_goods(c.text, titles)], _verbs())
        told = len(words) >= _LEAST_TOLD and _is_told(answer)
        _add_details(draft, words if told else "")
        return told or any(is_about_evidence(clause.text) for clause in answer.reading.message.clauses)
    if answer.slot != MORE or _is_other_answer(answer):
        return False
    words = beside(draft.reason or "", [c for c in answer.words if not names_goods(c.text, titles)], _verbs())
    if not words:
        return False
    _add_details(draft, words)
    draft.no_more = True
    return True


def _is_other_answer(answer: Answer) -> bool:
    message = answer.reading.message
    return answer.choice is not None or bool(answer.asks) or message.has("order_number", "file_id")


def _add_details(draft: ApplicationDraft, words: str) -> None:
    if words and words not in (draft.details or ""):
        kept = [part for part in (draft.details or "").split("；") if part and part not in words]
        draft.details = "；".join([*kept, words])[:MAX_WORDS]


def strike_details(draft: ApplicationDraft, answer: Answer) -> bool:
    """Take out the details where the buyer says so (那句别写); whether there were any."""
    clauses = answer.reading.message.clauses
    if answer.choice is not None or not draft.details or not any(strikes(clause.plain) for clause in clauses):
        return False
    draft.details = struck(draft.details, clauses) or None
    return True


def note_dispute(draft: ApplicationDraft, order: Optional[OrderRecord]) -> None:
    """What never came can only be a matter of the parcel; what is to be mended or was left out, of the goods.

    Where the order says received and the buyer that nothing came, the refund is what can be asked for.
    """
    if order is None or draft.reason is None:
        return
    under_way = order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    if order.facts.status is OrderStatus.RECEIVED and tells_not_received(draft.reason):
        draft.disputes_receipt = draft.disputes_receipt or draft.reason_class in (None, ReasonClass.LOGISTICS.value)
    if under_way and (tells_delay(draft.reason) or draft.reason_class == ReasonClass.GOODS.value):
        # 发货太慢我不要了 is no changed mind, and nobody knows a fault of goods that have not come.
        draft.reason_class = ReasonClass.LOGISTICS.value
    if draft.reason_class is None and (under_way or draft.disputes_receipt):
        draft.reason_class = ReasonClass.LOGISTICS.value
    if draft.disputes_receipt:
        draft.request_type = draft.request_type or RequestType.REFUND_ONLY.value
    if draft.reason_class is None and draft.request_type in (RequestType.REPAIR.value, RequestType.RESEND.value):
        draft.reason_class = ReasonClass.GOODS.value


def is_under_way(order: Optional[OrderRecord]) -> bool:
    """Whether nothing has arrived yet."""
    return order is not None and order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)


def _is_told(answer: Answer) -> bool:
    """Whether the words are a statement as buyers make it, not something else altogether."""
    message = answer.reading.message
    return message.whole.intent not in (*COURTESY, "out_of_scope") or message.told_class is not None


def _sets_right(clauses: Sequence[Clause]) -> bool:
    return any(corrects(clause.text) or speaks_of_reason(clause.text) for clause in clauses)


def _verbs() -> str:
    """Words of a yes to the summary: they tell nothing of the matter."""
    return word("verbs", "application")
