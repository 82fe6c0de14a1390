"""What is wanted of an application: its type, the size or colour instead, the sum."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Optional, cast

from actions.forms.application_draft import MORE, REASON, TYPE, ApplicationDraft, is_under_way
from actions.forms.base import CONFIRM, Answer
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import asks_when, goes_on_asking, is_question, is_supposed, promises, quotes_merchant
from shouhou.dialogue.dictation import additions, before_writing, strikes
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.sizes import is_size
from shouhou.dialogue.sums import (
    asks_money,
    bargained,
    count_said,
    counts_alike,
    counts_said,
    denies_sum,
    names_unit_price,
    pieces_asked,
    pieces_in,
    result_of,
    says_only_sum,
    share_said,
    speaks_of_freight,
    speaks_of_money,
    sum_said,
    tells_of_promise,
    whole_sum,
)
from shouhou.dialogue.wishes import (
    changes_mind,
    changes_part,
    chooses_type,
    compares_types,
    denies_type,
    gives_goods_back,
    keeps_goods,
    leaves_choice,
    leaves_to_desk,
    made_anew,
    names_other_choice,
    says_all,
    sends_back,
    spares_return,
    speaks_only_of_sending,
    tells_of_before,
    type_said,
    wants_money_back,
    wish_in_front,
    wishes,
    without_leave,
)
from shouhou.rules.kinds import MONEY_TYPES, REQUEST_TYPES, ReasonClass, RequestType


def read_type(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    agrees = answer.slot == CONFIRM and answer.reading.yes_no.yes and answer.choice is None
    writes = answer.slot is not None and bool(additions(answer.reading.message.clauses))  # 说明补上…: no resend
    named = _type_beside_writing(answer) if writes else _type_in_words(draft, answer)
    named = named or (None if agrees or writes else _type_named(draft, answer))
    clauses = answer.reading.message.clauses
    if named is None and answer.slot == TYPE and any(leaves_to_desk(c.plain) for c in clauses):
        changed = draft.reason_class == ReasonClass.PERSONAL.value or draft.wants_refund
        named = RequestType.RETURN_REFUND.value if changed else RequestType.EXCHANGE.value  # it is shown before a yes
    if named is None and answer.slot == TYPE and answer.reading.yes_no.yes and draft.proposed in REQUEST_TYPES:
        named = draft.proposed
    if named is None and answer.slot == TYPE and answer.reading.yes_no.yes and is_under_way(order):
        named = RequestType.REFUND_ONLY.value  # a yes to the one type that can be asked for
    back = any(
        (wants_money_back(c.plain) and not is_supposed(c.plain) and not is_question(c.plain)) or says_all(c.plain)
        for c in clauses
    )
    if named is None and back and not agrees and not writes and draft.request_type not in MONEY_TYPES:
        named = "refund"
    if named == "refund" and draft.reason_class == ReasonClass.PERSONAL.value and not is_under_way(order):
        named = RequestType.RETURN_REFUND.value  # a mind changed: the goods go back
    in_part = (draft.amount or draft.wants_part) and not any(whole_sum(clause.plain) for clause in clauses)
    kept = is_under_way(order) or in_part or draft.dangerous or draft.disputes_receipt or _perishes(order)
    if named == "refund" and kept:
        named = RequestType.REFUND_ONLY.value  # nothing has arrived that could go back, or the goods are kept
    elif named == "refund" and draft.request_type in MONEY_TYPES:
        return answer.slot in (MORE, CONFIRM)  # the money, as it is written
    elif named == "refund" and _goes_back(draft, order, answer):
        named = RequestType.RETURN_REFUND.value  # 退了吧 不想要了: the goods themselves
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
    return changed or answer.slot in (TYPE, MORE, CONFIRM)


def _type_beside_writing(answer: Answer) -> Optional[str]:
    """The type that is wished for before the words that are to be written (那就换 说明里写一下 …)."""
    if answer.slot != TYPE:
        return None
    wished = [c for c in before_writing(answer.reading.message.clauses) if wishes(c.plain)]
    said = [type_said(without_leave(clause.plain)) for clause in wished]
    return next((each for each in reversed(said) if each is not None), None)


def _perishes(order: Optional[OrderRecord]) -> bool:
    """Whether nobody would send such goods back: food, flowers."""
    return order is not None and any(each in order.category for each in word("said", "perishable").split())


def _goes_back(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    """Whether money asked for means that the goods go back: they are given back, or the choice was put in vain."""
    perishes = _perishes(order)
    clauses = answer.reading.message.clauses
    if perishes or draft.request_type in MONEY_TYPES or answer.choice is not None:
        return False
    insists = draft.wants_refund and answer.slot == TYPE
    return insists or any(gives_goods_back(clause.plain) for clause in clauses)


def _type_in_words(draft: ApplicationDraft, answer: Answer) -> Optional[str]:
    """The type that clauses mean at the choice of one, or wish for elsewhere (还是换吧)."""
    if answer.choice is not None or answer.reading.message.is_press or answer.slot == REASON:
        return None
    clauses = answer.reading.message.clauses
    wants_money = answer.slot is None and (
        answer.entity("request_type") == "refund" or any(wants_money_back(clause.plain) for clause in clauses)
    )
    at_choice = answer.slot == TYPE or (draft.request_type is None and (draft.wants_refund or wants_money))
    if asks_which(clauses):
        return None
    halves = [clause for before, clause in pairwise(clauses) if goes_on_asking(before.plain, clause.plain)]
    texts = [
        wish_in_front(without_leave(c.plain)) for c in clauses if c not in halves
        if not (is_supposed(c.plain) or _OTHER_PICTURE.search(c.plain))
        and not (_tells_of_trying(c) or tells_of_before(c.plain))
        and not (c is not clauses[0] and _SECOND_CHOICE.match(c.plain))
    ]
    if _is_resent(draft, answer):
        texts = [text for text in texts if not changes_part(text)]
    if answer.slot == CONFIRM and answer.reading.yes_no.yes and any(is_question(clause.plain) for clause in clauses):
        texts = [text for text in texts if changes_mind(text)]  # 交吧 那修A和退B 运费各归谁 asks, and changes nothing
    instead = any(denies_type(clause.plain) for clause in clauses)  # 不是退货，是换货
    goes_either_way = draft.request_type in (RequestType.EXCHANGE.value, RequestType.REPAIR.value)
    if goes_either_way and not at_choice:
        texts = [text for text in texts if not speaks_only_of_sending(text)]  # 行 我寄回去: as an exchange asks for
    plainer = [text for text in texts if type_said(text) is not None and not speaks_only_of_sending(text)]
    naming = plainer or texts  # 调一双43的 不过寄回去要38块
    naming = [text for text in naming if not denies_type(text)] or naming  # 又变仅退款了 要退货退款
    said = [type_said(text) for text in naming if at_choice or instead or wishes(text) or chooses_type(text)]
    found = [each for each in said if each is not None]
    if not found and at_choice and any(made_anew(c.plain) and not asks_when(c.plain) for c in clauses):
        return RequestType.EXCHANGE.value  # 能不能马上重新印
    keeps = draft.request_type == RequestType.REFUND_ONLY.value and answer.slot is not None
    if keeps and not found and any(sends_back(text) for text in texts):
        return RequestType.RETURN_REFUND.value  # 怎么是仅退款 裤子我会寄回去的
    if any(keeps_goods(text) and not (denies_type(text) or _QUOTES_LINE.search(text)) for text in texts) and any(
        speaks_of_money(text) or sum_said(text) is not None for text in texts
    ):
        return RequestType.REFUND_ONLY.value  # 我留着吧 补我30块
    wants_back = any(
        wants_money_back(clause.plain) and not is_question(clause.plain) and not quotes_merchant(clause.plain)
        for clause in clauses
    )
    if not found and wants_back and answer.slot is not None and draft.request_type is not None:
        return "refund"
    if not found and at_choice and not any(is_question(clause.plain) for clause in clauses):
        whole = type_said(answer.reading.message.whole.plain)
        found = [whole] if whole is not None else []
    if not found and draft.wanted and (at_choice or answer.slot is None) and is_size(draft.wanted):
        return RequestType.EXCHANGE.value  # who names a size at the choice of a type wants that one instead
    return found[-1] if found else None


_TOLD_SURELY = 0.6
_OTHER_PICTURE = re.compile(r"换(?:一|第.)?张|当(?:凭证|证据)|凭证(?:换|改)")  # 第一张糊了 换第二张
_SECOND_CHOICE = re.compile(r"(?:要不然?|不然|再不然|实在不行|或者)")  # 就修下子，要不然换那一节行不
_EITHER = re.compile(r"(?:退货退款|仅退款|退款|换货|维修|补寄)(?:呢|呀|啊)?[，,\s]*还是")  # 这算仅退款还是退货退款
_QUOTES_LINE = re.compile(r"写[的着成]|变成|成了")  # 这里写的仅退款 我要把手机寄回去
_SENDS_OLD = re.compile(r"(?:我|俺)(?:再|会|要|先|把)*.{0,8}(?:回|过去|给你)")  # 我再寄旧的回去


def _is_resent(draft: ApplicationDraft, answer: Answer) -> bool:
    """Whether pieces are to be sent, so that a part to be changed is one of them (可以 腿也要换一条)."""
    agreed = answer.slot == TYPE and answer.reading.yes_no.yes
    return RequestType.RESEND.value in (draft.request_type, draft.proposed if agreed else None)


def _tells_of_trying(clause: Clause) -> bool:
    """Whether a clause tells what was done, and wants nothing (插座换了)."""
    done = clause.plain.endswith(("了", "过", "过了"))
    return done and clause.is_told and clause.tells >= _TOLD_SURELY and not wishes(clause.plain)


def _type_named(draft: ApplicationDraft, answer: Answer) -> Optional[str]:
    """The type that is marked in the words; what a question asks about changes none that is set."""
    marked = [c for c in answer.reading.message.clauses if c.entity("request_type") is not None]
    if marked and _is_resent(draft, answer) and all(changes_part(c.plain) for c in marked):
        return None
    if asks_which(answer.reading.message.clauses):
        return None
    marked = [c for c in marked if not (_EITHER.search(c.plain) or _OTHER_PICTURE.search(c.plain))]
    marked = [c for c in marked if not re.search(r"先(?:发|寄)", c.plain)]  # 能不能先发新的: which comes first
    if marked and all(tells_of_before(c.plain) for c in marked):
        return None  # 前两次我申请换货 都是商家求我撤的
    if draft.request_type in (RequestType.EXCHANGE.value, RequestType.REPAIR.value) and answer.slot is not None:
        marked = [c for c in marked if not (speaks_only_of_sending(c.plain) and _SENDS_OLD.search(c.plain))]
    if not marked and answer.choice is None and answer.slot is not None and draft.request_type is not None:
        return None
    if marked and all(denies_type(c.plain) or is_about_evidence(c.plain) for c in marked):
        return None  # 不用补啦; 再发张照片
    if answer.choice is None and answer.slot is not None and marked:
        asked = all(is_question(without_leave(clause.plain)) for clause in marked)
        if draft.request_type is None and answer.slot == TYPE and any(spares_return(c.plain) for c in marked):
            return RequestType.REFUND_ONLY.value
        if all(is_supposed(clause.plain) for clause in marked) or (asked and draft.request_type is not None):
            return None
        meant = [c for c in marked if not (denies_type(c.plain) or is_question(c.plain))]
        named = [each.value for c in meant for each in c.entities if each.kind == "request_type"]
        if len(meant) < len(marked) and named:
            return cast(Optional[str], named[-1])  # 我没要仅退款 我要换货
    return cast(Optional[str], answer.entity("request_type"))


def read_amount(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    amount, share = answer.entity("amount"), answer.entity("share")
    clauses = [c for c in answer.reading.message.clauses if not speaks_of_freight(c.plain)]  # 寄回去要38块
    clauses = [c for c in clauses if not names_unit_price(c.plain)]  # 12块5一个 75
    if amount == _A_YUAN and not any(re.search(r"[退补赔](?:我)?(?:一|1)块", c.plain) for c in clauses):
        amount = None  # 重新做一块: a piece, and no money
    if answer.choice is None and amount is not None:
        kept = [c for c in clauses if not (denies_sum(c.plain) or is_supposed(c.plain) or promises(c.plain))]
        kept = [c for c in kept if not tells_of_promise(c.plain)]
        named = [each.value for c in kept for each in c.entities if each.kind == "amount"]
        all_kept = len(kept) == len(answer.reading.message.clauses)
        amount = named[-1] if named else amount if all_kept else None  # 不是49块9 就四杯的钱
    goods = draft.request_type is not None and draft.request_type not in MONEY_TYPES
    if goods and additions(clauses):
        return False
    if (answer.slot == "amount" or draft.amount is not None) and any(whole_sum(c.plain) for c in clauses):
        draft.amount, draft.wants_part = None, False
        return True
    of_money = draft.request_type in MONEY_TYPES and (draft.amount is not None or answer.slot == CONFIRM)
    half = of_money and any(share_said(c.plain) is not None and says_only_sum(c.plain) for c in clauses)  # 还是一半吧
    of_price = half or answer.slot == "amount" or any(speaks_of_money(c.plain) for c in clauses)
    if share is not None and not of_price:
        share = None  # 运费出一半 is no half of the price
    if answer.slot == "amount" and share is None and any(leaves_to_desk(c.plain) for c in clauses):
        share = 1 / 3  # 你们看着退吧: it is said, and shown before a yes
    if answer.slot == "amount" and share is None:
        shares = [said for c in clauses if (said := share_said(c.plain)) is not None]
        share = shares[-1] if shares else None
    money = draft.request_type in MONEY_TYPES
    says_sum = answer.slot == MORE and any(says_only_sum(c.plain) for c in clauses)
    talks_of_sum = answer.slot == "amount" or draft.wants_part or (money and (answer.slot == CONFIRM or says_sum))
    told = [without_leave(c.plain) for c in clauses if not (quotes_merchant(c.text) or strikes(c.plain))]
    told = [text for text in told if not promises(text)]
    told = [text for text in told if not (is_question(text) or denies_sum(text) or is_supposed(text))]
    told = [result_of(text) for text in told if not tells_of_promise(text)]
    sums = [each for text in told if (each := sum_said(text, talks_of_sum)) is not None]
    may_be_money = draft.request_type is None or money
    sums += [each for c in clauses if money and (each := bargained(c.plain)) is not None]  # 那80呢
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
    if order is not None and int(amount) == order.paid_amount:
        changed = draft.amount is not None
        draft.amount, draft.wants_part = None, False
        return changed or answer.slot in ("amount", MORE)  # the whole sum, said as a number
    about = any(re.search(r"多|左右|来块", c.plain) for c in clauses)
    exact = _sum_of_pieces(order, answer) if order is not None else None
    exact = exact if exact is not None else draft.amount
    if about and exact is not None and 0 <= exact - int(amount) < _A_YUAN:
        amount = exact  # 一瓶的钱 十七块多
    changed = int(amount) != draft.amount
    draft.amount, draft.wants_part = int(amount), False
    if draft.request_type is None or (goods and any(speaks_of_money(c.plain) for c in clauses)):
        draft.request_type = RequestType.REFUND_ONLY.value
    return changed


_A_YUAN = 100  # fen


def _sum_of_pieces(order: OrderRecord, answer: Answer) -> Optional[int]:
    """What some pieces of a pack cost (碎的两个退钱, of 6只装), in fen; None where that cannot be told."""
    pack = pieces_in(order.product)
    if pack is None and answer.slot == "amount":
        told = counts_said(" ".join(c.plain for c in answer.reading.message.clauses))
        if len(told) == 2 and 0 < min(told) < max(told):
            return round(order.paid_amount * min(told) / max(told))  # 一共三十来个 坏四个
    clauses = [
        c for c in answer.reading.message.clauses
        if (asks_money(c.plain) or answer.slot == "amount") and not is_question(without_leave(c.plain))
        and not strikes(c.plain)
    ]
    marked = [entity.value for clause in clauses if (entity := clause.entity("quantity")) is not None]
    said = [number for clause in clauses if (number := pieces_asked(clause.plain)) is not None]
    if answer.slot == "amount" and not said:
        said = [number for c in answer.reading.message.clauses if (number := count_said(c.plain)) is not None]
    count = said[-1] if said else marked[0].get("count") if marked and isinstance(marked[0], dict) else None
    if not all(counts_alike(order.product, c.plain) for c in clauses):
        return None  # 4罐 of 30套: how many sets that is, only the buyer knows
    if pack is None or not isinstance(count, int) or not 0 < count <= pack:
        return None
    return round(order.paid_amount * count / pack)


def _takes_amount(draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
    wants = {"request_partial_refund", "request_part_quantity", "change_request"} & set(answer.reading.asks)
    return bool(answer.slot in ("amount", CONFIRM, MORE, TYPE) or draft.wants_part or draft.amount or wants)


def asks_which(clauses: Sequence[Clause]) -> bool:
    """Whether clauses ask which of several types may be had (能补发一个新的不 还是只能退钱), and choose none."""
    if any(wishes(clause.plain) and type_said(clause.plain) is not None for clause in clauses):
        return False  # 换一下 你们是先给我发 还是要等我这支寄回去
    other = len(clauses) > 1 and any(names_other_choice(clause.plain) for clause in clauses[1:])
    return other or leaves_choice(clauses) or any(compares_types(clause.plain) for clause in clauses)
