"""What has been told for an application, and how a message is read into it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Optional

from actions.forms.base import Answer
from actions.turn import Turn
from actions.words import class_said
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.breath import blames_goods
from shouhou.dialogue.message import Clause
from shouhou.dialogue.sizes import is_size
from shouhou.dialogue.telling import says_sound, tells_delay, tells_measure, tells_of_fit, tells_of_wound
from shouhou.dialogue.words import (
    blames_merchant,
    blames_self,
    class_named,
    denies_personal,
    speaks_of_class,
    tells_not_received,
    tells_of_goods,
)
from shouhou.rules.kinds import REASON_CLASSES, OrderStatus, ReasonClass, RequestType

_DENIED = {ReasonClass.LOGISTICS.value: "物流|快递", ReasonClass.PERSONAL.value: "个人|我(?:自己|本人)?"}
_MADE_TO_MEASURE = re.compile(r"定制|定做|订制|订做|量身")
TYPE, REASON, CLASS, MORE = "request_type", "reason", "reason_class", "evidence"


DECLINED = "declined"
_DETAILED = 18  # characters, of at least two clauses


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
    dangerous: bool = False  # the goods are not to be sent: danger was told of them
    disputes_receipt: bool = False  # the order says received, and nothing came
    likely_type: Optional[str] = None  # asked for unless another one is named
    wanted: Optional[str] = None  # the size or colour wanted instead, of an exchange
    wants_refund: bool = False  # the money back, whether the goods go back is not known yet
    proposed: str = ""  # the type proposed for what was told; DECLINED once it was not wanted
    is_told: bool = False  # the reason's words tell something of the matter
    denied: bool = False
    class_is_said: bool = False  # the buyer named or denied the class: what else is told does not change it
    overwritten: Optional[str] = None  # what stood in the details until the last change of them
    undone: Optional[str] = None  # what was ordered and could not be done: the words are asked for whole


def denies_class(clauses: Sequence[Clause], group: str) -> bool:
    """Whether words deny a class of reason by its name (也不是物流问题)."""
    names = _DENIED.get(group)
    return names is not None and any(
        re.search(rf"不是(?:因为|什么)?(?:{names})(?:的)?(?:问题|原因)", clause.plain) for clause in clauses
    )


def told_in_detail(draft: ApplicationDraft) -> bool:
    """Whether so much was told that it need not be asked for more: a picture is asked for with the summary."""
    told = [part for part in re.split(r"[，；]", f"{draft.reason or ''}；{draft.details or ''}") if part]
    return len(told) > 1 and sum(map(len, told)) >= _DETAILED


def read_class(turn: Turn, draft: ApplicationDraft, answer: Answer) -> bool:
    clauses = answer.reading.message.clauses
    named = answer.entity("reason_class") or (class_said(turn.message.text) if answer.slot == CLASS else None)
    if answer.slot not in (None, CLASS) and answer.choice is None and any(speaks_of_class(c.text) for c in clauses):
        named = class_said(class_named(clauses) or "")  # 怎么是个人原因 denies what it names
    personal = draft.reason_class == ReasonClass.PERSONAL.value
    disputed = any(blames_merchant(c.plain) or denies_personal(c.plain) or blames_goods(c) for c in clauses)
    if named not in REASON_CLASSES and any(blames_self(c.plain) for c in clauses):
        named = ReasonClass.PERSONAL.value  # 不是物流问题 是我自己地址填错了
    tells_liking = any(c.told_class == ReasonClass.PERSONAL.value and not is_question(c.plain) for c in clauses)
    if named not in REASON_CLASSES and tells_liking and any(says_sound(c.plain) for c in clauses):
        named = ReasonClass.PERSONAL.value  # 也没坏 就是不合适
    if named not in REASON_CLASSES and disputed and (personal or draft.reason_class is None):
        named = ReasonClass.GOODS.value  # 咋成个人原因了 是你们做短了
    denied = draft.reason_class is not None and denies_class(clauses, draft.reason_class)
    if named not in REASON_CLASSES and denied and answer.choice is None:
        told = [c.told_class for c in clauses if c.told_class not in (None, draft.reason_class)]
        named = told[-1] if told else ReasonClass.GOODS.value  # 也不是物流问题 是机器本身乱撞
    if named not in REASON_CLASSES:
        return False
    draft.class_is_said = draft.class_is_said or draft.reason_class not in (None, named)
    draft.reason_class = named
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
    if draft.reason_class is None and (draft.wants_part or draft.amount is not None):
        draft.reason_class = ReasonClass.GOODS.value  # some of the money for goods that are kept: they have a fault
    fits = RequestType.EXCHANGE.value == draft.request_type and draft.wanted is not None and is_size(draft.wanted)
    blamed = draft.class_is_said or blames_merchant(f"{draft.reason} {draft.details}")
    if fits and not blamed and tells_of_fit(draft.reason) and not tells_of_wound(draft.reason):
        draft.reason_class = ReasonClass.PERSONAL.value  # 夹脚得很, another size is wanted
    made = order is not None and _MADE_TO_MEASURE.search(f"{order.category} {order.product}") is not None
    told = f"{draft.reason} {draft.details}"
    of_liking = draft.reason_class == ReasonClass.PERSONAL.value and not draft.class_is_said
    if of_liking and ((made and tells_measure(told)) or tells_of_wound(draft.reason)):
        draft.reason_class = ReasonClass.GOODS.value  # 定制的 短了10公分; 磨破皮: no matter of liking
    if draft.reason_class is None and draft.is_told and tells_of_goods(draft.reason):
        draft.reason_class = ReasonClass.GOODS.value
    if draft.disputes_receipt:
        draft.request_type = draft.request_type or RequestType.REFUND_ONLY.value
    if draft.reason_class is None and draft.request_type in (RequestType.REPAIR.value, RequestType.RESEND.value):
        draft.reason_class = ReasonClass.GOODS.value


def is_under_way(order: Optional[OrderRecord]) -> bool:
    """Whether nothing has arrived yet."""
    return order is not None and order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)


