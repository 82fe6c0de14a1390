"""What asks mean where something is filed, told or supposed: a change, a follow-up, leave, nothing at all."""

from collections.abc import Sequence

from actions.answering import nearest_answer
from actions.forms import all_forms
from actions.orders import named_order
from actions.to_filed import OF_COMPLAINT, asks_to_change_later, only_asks_of_change
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asked_of_filed import asks_whether_done, asks_whether_paid
from shouhou.dialogue.asking import (
    asks_another_case,
    asks_how_long_it_may_be,
    asks_if_it_matters,
    asks_leave,
    asks_of_sending,
    asks_of_sum,
    asks_until_when,
    asks_when,
    asks_when_to_send,
    asks_who_decides,
    is_bidden,
    is_question,
    only_supposes,
)
from shouhou.dialogue.beside_yes import makes_sure
from shouhou.dialogue.closing import puts_up_with
from shouhou.dialogue.matters_of_filed import CHANGE_LATER
from shouhou.dialogue.reading import SURE, Reading
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.sums import pieces_asked, sum_said
from shouhou.dialogue.telling import hurries, only_opened, says_sound, tells_condition
from shouhou.dialogue.wishes import (
    asks_anew,
    bargains,
    bids_change,
    denies_goods,
    gives_goods_back,
    made_anew,
    speaks_of_cancelling,
    speaks_of_change,
    takes_back,
    type_said,
    wants_cancelled,
    wants_money_back,
    wants_order_cancelled,
    wishes,
    without_leave,
)
from shouhou.dialogue.yes_no import says_yes
from shouhou.rules.kinds import MONEY_TYPES, OrderStatus, ReasonClass, RequestType
from shouhou.rules.lifecycle import CaseStatus

_WAITING = ("ask_how_long", "express_anger", "followup_why_not_yet", "ask_refund_arrival", "report_merchant_inactive")
_PARCEL = ("ask_delivery_status", "ask_ship_time", "ask_resend_parcel")
_USED, _OPENED = "faq/used_washed_worn", "faq/opened_goods"
_SURELY = 0.7  # 知道了 车我放着不动 adds nothing to what is filed
_LEADS_THERE = ("ask_can_reapply", "ask_window_open", "ask_window_length", "ask_how_to_apply")
_STATE = ("ask_case_status", "ask_how_long", "ask_next_step", "ask_consent_answer")
_OF_BARGAIN = (
    "ask_about_merchant_offer", "ask_refund_amount", "contact_merchant", "ask_must_return", "faq/not_sending_back",
    "faq/merchant_gives_part",
)
_REQUESTS = ("request_aftersales", "request_partial_refund", "request_part_quantity")


def asks_meant(turn: Turn, reading: Reading) -> list[str]:
    """The asks that a message outside any form means, by what is filed and what was told."""
    clauses = turn.message.clauses
    if asks_to_change_later(turn):
        return [CHANGE_LATER]
    order_here = named_order(turn) or turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
    asks = _as_question(turn, _as_follow_up(turn, _as_change(turn, list(reading.asks))))
    asks = _as_leave(turn, asks)
    if "change_request" in asks and only_asks_of_change(turn):
        asks.remove("change_request")
    if "ask_case_status" in asks and set(asks) & {"ask_where_to_send", "ask_return_address"}:
        asks = [each for each in asks if each != "ask_case_status"]  # 同意没得 寄到哪里: where to says both
    if not any(order.case is not None and order.case.status is CaseStatus.REFUNDED for order in turn.orders()):
        asks = [each for each in asks if each != "report_short_refund"]  # 来的才2米4，短一截: no refund is short
    under_way = order_here is not None and order_here.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED)
    if under_way and order_here is not None and not order_here.facts.open_case and (
        any(wants_order_cancelled(clause.plain) and not only_supposes(clause.plain) for clause in clauses)
    ):
        return ["cancel_unshipped_order"]  # 算了直接取消吧
    if order_here is not None and order_here.case is not None and any(asks_whether_paid(c.plain) for c in clauses):
        return ["ask_refund_arrival"]  # 钱到了没 看看
    if asks_without_fault(turn) and not any(all_forms.opened_by(each) for each in asks) and (
        order_here is not None and not order_here.facts.open_case and order_here.facts.status is OrderStatus.RECEIVED
    ):
        return ["faq/no_reason_days", *(each for each in asks if each in ("ask_return_shipping", "ask_who_pays"))]
    complained = turn.state.topic in OF_COMPLAINT or (turn.state.written or "").startswith("CP")
    if complained and any(asks_who_decides(clause.plain) for clause in clauses):
        return ["faq/complaint_goes_on"]  # 后面怎么弄啊 谁来管
    if any(asks_another_case(clause.plain) for clause in clauses):
        return ["faq/two_requests_at_once"]  # 另外两桶的再开一张 能开不
    jobs = [each for each in asks if all_forms.opened_by(each) is not None and each not in _REQUESTS]
    filed = order_here is not None and order_here.facts.open_case
    if filed and not jobs and any(bids_change(clause.plain) for clause in clauses):
        return ["change_request"]  # 改下说明 重新做一块山水的
    again = any(asks_anew(c.plain) and not is_question(c.plain) for c in clauses)
    if again and not filed and set(asks) <= {"ask_can_reapply", "ask_window_open"}:
        return ["request_aftersales"]  # 那再申请一次 我有照片
    if not filed and set(asks) == {"ask_can_reapply"} and any(made_anew(c.plain) for c in clauses):
        return ["request_aftersales"]  # 能不能马上重新印
    if not filed and order_here is not None and bargains(clauses) and not set(asks) - {*_OF_BARGAIN, *_REQUESTS}:
        return ["request_partial_refund"]  # 琴我留着 退150 能不能
    if not filed and asks and set(asks) <= {"ask_refund_amount", "ask_part_only"} and any(
        pieces_asked(c.plain) is not None and "退" in c.plain for c in clauses
    ):
        return ["request_partial_refund"]  # 48支里有6支是干的 能不能退这6支的钱
    gives_back = any(gives_goods_back(c.plain) or wants_money_back(c.plain) for c in clauses)
    if asks and set(asks) <= {"ask_window_open", "ask_can_reapply"} and not filed and gives_back and (
        not any(is_question(clause.plain) for clause in clauses)
    ):
        return ["request_aftersales"]  # 放了两天还是起不来 想退了: told, and not asked
    if not asks and any(_wishes_outright(clause.plain) for clause in clauses):
        asks = ["request_aftersales"]  # 我穿有点小 想换L的行不
    if _wishes_anew(turn) and not any(all_forms.opened_by(each) for each in asks):
        asks = [*(each for each in asks if each not in _LEADS_THERE), "request_aftersales"]  # 按错了，要换的
    return asks


def questions_left(turn: Turn, asks: Sequence[str], jobs: Sequence[str]) -> list[str]:
    """The asks that are answered beside the jobs: who applies is not told besides that it may be done."""
    questions = [each for each in asks if each not in jobs]
    if jobs and not any(is_question(clause.plain) for clause in turn.message.clauses):
        return []  # 我妈说出运费，还是换吧: nothing is asked
    return [each for each in questions if not jobs or each not in _LEADS_THERE]


def only_accepts(turn: Turn, reading: Reading) -> bool:
    """Whether words only put up with what was just answered (行吧 自己出就自己出)."""
    clauses = turn.message.clauses
    asking = any(
        is_question(c.plain) or is_bidden(c.plain) or c.does("ask", turn.place) >= _SURELY for c in clauses
    )
    if asking or turn.message.has("tracking_number", "file_id") or not turn.state.topics:
        return False
    jobs = [each for each in reading.asks if all_forms.opened_by(each) is not None]
    first = clauses[0].plain
    heard = puts_up_with(first) or (len(clauses) > 1 and says_yes(first))
    tells = any(wishes(clause.plain) or (clause.told_class and clause.tells >= _SURELY) for clause in clauses)
    if len(clauses) > 1 and heard and not jobs and not tells and not turn.message.has("request_type"):
        return True  # 好的 明天寄; 知道了 车我放着不动
    asks = [each for each in reading.asks if all_forms.opened_by(each) is not None or each != turn.state.topic]
    return puts_up_with(first) and bool(reading.asks) and not asks


def _as_leave(turn: Turn, asks: list[str]) -> list[str]:
    """Who asks if something may be given back (没拆过，能退吗) is told so; no guess at the rest outweighs it."""
    clauses = turn.message.clauses
    asking = [
        clause for clause in clauses
        if asks_leave(clause.plain) or asks_how_long_it_may_be(clause.plain) or asks_if_it_matters(clause.plain)
    ]
    jobs = [each for each in asks if all_forms.opened_by(each) is not None]
    order = named_order(turn) or turn.order_in_view
    told = [clause.plain for clause in clauses if tells_condition(clause.plain)]
    if asking and told and not jobs and not (order is not None and order.facts.open_case):
        return [_OPENED if all(only_opened(text) for text in told) else _USED]  # 激活过的能不能退
    given_back = any(gives_goods_back(c.plain) for c in clauses) and turn.state.told.reason is not None
    if given_back and asking and not jobs and order and not order.facts.open_case:
        return ["request_aftersales"]  # 不要了 能退不, of what was told to be at fault
    outright = [c for c in clauses if c not in asking or wanted_instead(without_leave(c.plain)) is not None]
    if any(_wishes_outright(clause.plain) for clause in outright) and not jobs and order and (
        not order.facts.open_case
    ):
        return [*(each for each in asks if each not in _LEADS_THERE), "request_aftersales"]
    if not asking or jobs or "ask_can_reapply" in asks or (order is not None and order.facts.open_case):
        return asks
    others = [each for each in asks if any(c.intent == each and is_question(c.plain) for c in turn.message.clauses)]
    others = [each for each in others if not any(c.intent == each for c in asking)]
    return list(dict.fromkeys(["ask_window_open", *others]))


def _wishes_outright(text: str) -> bool:
    """Whether a clause wishes for a type of request, asking leave for it or not."""
    bare = without_leave(text)
    return wishes(bare) and (type_said(bare) is not None or wanted_instead(bare) is not None)


def _wishes_anew(turn: Turn) -> bool:
    """Whether a clause wishes for a type of request, where its fault was told before and nothing is filed."""
    order = named_order(turn) or turn.order_in_view
    filed = any(each.facts.open_case for each in turn.orders()) if order is None else order.facts.open_case
    if filed or (turn.state.told.reason is None and turn.message.told_class is None):
        return False
    return any(wishes(c.plain) and type_said(c.plain) is not None for c in turn.message.clauses)


def _speaks_of_change(turn: Turn) -> bool:
    return any(
        (c.intent == "change_request" and c.confidence >= SURE) or speaks_of_change(c.plain)
        for c in turn.message.clauses
    )


def _as_change(turn: Turn, asks: list[str]) -> list[str]:
    """A request that speaks of changing is a change of the one that is filed, where there is one to change."""
    speaks_of_change = _speaks_of_change(turn)
    filed = [order for order in turn.orders() if order.facts.open_case]
    requests = [each for each in asks if each in _REQUESTS]
    if "cancel_aftersales" in asks and any(type_said(without_leave(c.plain)) for c in turn.message.clauses):
        requests.append("cancel_aftersales")  # 不退了，给我换个新的行吗
    wants_other = _wants_other(turn, filed)
    if wants_other:
        requests = [*requests, *(each for each in asks if each in _WAITING)]
    if not (requests or wants_other) or not filed or makes_sure(turn.message.whole.plain):
        return asks  # 垫子退135 砖退10 蓝砖不用寄回对吧
    number = turn.message.entity("order_number")
    meant = turn.order(str(number)) if number is not None else named_order(turn) or turn.order_in_view
    one = meant or (filed[0] if len(filed) == 1 else None)
    if one is None or not one.facts.open_case:
        return asks  # it is another order's matter
    named = turn.message.entity("request_type")
    other_type = named is not None and one.case is not None and named not in (one.case.request_type.value, "refund")
    if not (speaks_of_change or other_type or wants_other or turn.message.has("amount", "share")):
        return asks
    return ["change_request", *(each for each in asks if each not in requests and each != "change_request")]


def _wants_other(turn: Turn, filed: Sequence[OrderRecord]) -> bool:
    """Whether something else is wanted of what is filed, and no more than wanted: the money where goods are filed for
    (不换了 退钱), another sum (退45吧), another size (换S吧).
    """
    one = named_order(turn) or turn.order_in_view or (filed[0] if len(filed) == 1 else None)
    case = one.case if one is not None and one.facts.open_case else None
    if case is None:
        return False
    texts = [without_leave(clause.plain) for clause in turn.message.clauses]
    texts = [text for text in texts if not is_question(text)]
    if not case.request_type.returns_money:
        denied = any(denies_goods(text) for text in texts)
        money = any(wants_money_back(text) or type_said(text) in MONEY_TYPES or sum_said(text) for text in texts)
        sized = case.request_type is RequestType.EXCHANGE and any(
            (wanted := wanted_instead(text)) and wanted not in case.details for text in texts
        )  # 要换：42.5码 价钱一样不, where that is filed
        return (denied and money) or sized
    return any(sum_said(text) not in (None, case.amount) for text in texts)


def _as_follow_up(turn: Turn, asks: list[str]) -> list[str]:
    """A request for what is filed already, said as a question of time (多久能给我换), asks how long it takes.

    So does a question for the parcel, where a case waits; a question whether it is done asks how it stands.
    """
    filed = [order for order in turn.orders() if order.facts.open_case]
    order = named_order(turn) or turn.order_in_view
    if filed and any(asks_when_to_send(clause.plain) for clause in turn.message.clauses):
        asks = ["ask_where_to_send" if each == "ask_how_long" else each for each in asks]  # 那啥时候寄回去
    if not asks and order is not None and order.facts.open_case:
        if any(asks_when_to_send(clause.plain) for clause in turn.message.clauses):
            return ["ask_where_to_send"]
        if any(asks_when(clause.plain) for clause in turn.message.clauses):
            return ["ask_how_long"]
        if any(asks_of_sending(clause.plain) for clause in turn.message.clauses):
            return ["ask_must_return"]
        if any(asks_whether_done(clause.plain) for clause in turn.message.clauses):
            return ["ask_case_status"]  # 单号你记到没
    received = order is not None and order.facts.status is OrderStatus.RECEIVED
    if order is not None and order.facts.open_case and received:
        asks = list(dict.fromkeys("ask_how_long" if each in _PARCEL else each for each in asks))
    cased = [each for each in turn.orders() if each.case is not None]
    if "request_aftersales" in asks and cased and any(asks_whether_done(c.plain) for c in turn.message.clauses):
        return list(dict.fromkeys("ask_case_status" if each == "request_aftersales" else each for each in asks))
    wanted_off = any(wants_cancelled(clause.plain) for clause in turn.message.clauses)
    if filed and "withdraw_complaint" not in asks and wanted_off:
        return list(dict.fromkeys(["cancel_aftersales", *(each for each in asks if all_forms.opened_by(each) is None)]))
    if set(asks) & {"ask_how_to_cancel"} and filed and speaks_of_cancelling(turn.message.whole.plain):
        asks = ["cancel_aftersales" if each == "ask_how_to_cancel" else each for each in asks]
    if "request_aftersales" not in asks or not filed or not asks_when(turn.message.text):
        return asks
    return list(dict.fromkeys("ask_how_long" if each == "request_aftersales" else each for each in asks))


def asks_without_fault(turn: Turn) -> bool:
    """Whether it is asked until when sound goods may be given back (好好的没坏 不想要了也能到11号)."""
    text = turn.message.whole.plain
    sound = says_sound(text) or any(c.told_class == ReasonClass.PERSONAL.value for c in turn.message.clauses)
    asks = any(is_question(clause.plain) for clause in turn.message.clauses)
    return sound and asks and asks_until_when(text)


def is_taken_back(turn: Turn) -> bool:
    """Whether what is filed is wanted no more (不退了吧), and nothing else instead."""
    filed = [order for order in turn.orders() if order.facts.open_case]
    clauses = turn.message.clauses
    instead = turn.message.has("amount", "share") or any(only_supposes(clause.plain) for clause in clauses)
    return bool(filed) and turn.state.draft is None and not instead and takes_back(c.plain for c in clauses)


def _as_question(turn: Turn, asks: list[str]) -> list[str]:
    """A job that is only supposed or asked about is answered, not begun (要是又送来了我不退行不行, 能退吗)."""
    clauses = turn.message.clauses
    filed = [order for order in turn.orders() if order.facts.open_case]
    asks_sum = any(asks_of_sum(clause.plain) for clause in clauses) and not _speaks_of_change(turn)
    applies = [each for each in asks if _of_application(each)]
    if applies and all(is_question(clause.plain) or says_yes(clause.plain) for clause in clauses):
        leave = any(asks_leave(clause.plain) or _wishes_outright(clause.plain) for clause in clauses)
        if not leave and not filed:
            return list(dict.fromkeys("ask_window_open" if each in applies else each for each in asks))
    if filed and any(is_question(clause.plain) for clause in clauses) and len(asks) > 1:
        # 运费不用我出吧 是你们发错的: what is told beside a question is no second request.
        asks = [each for each in asks if each in _REQUESTS or not _of_application(each)] or asks
    if filed and asks_sum and set(asks) <= {*_REQUESTS, "change_request", "cancel_aftersales"}:
        return ["ask_case_status"]  # it tells the sum that is filed
    if filed and set(asks) & set(_REQUESTS) and any(asks_of_sending(clause.plain) for clause in clauses):
        return list(dict.fromkeys("ask_must_return" if each in _REQUESTS else each for each in asks))
    supposes = any(only_supposes(clause.plain) for clause in clauses)
    if supposes and not asks and turn.state.topics and turn.orders():
        return ["followup_what_if"]
    if supposes:
        outright = {c.intent for c in clauses if not only_supposes(c.plain) and not is_question(c.plain)}
        asks = [
            "followup_what_if"
            if (all_forms.opened_by(each) and each not in outright) or each in (*_STATE, "report_merchant_inactive")
            else each
            for each in asks
        ]
    elif filed and "request_aftersales" in asks and hurries(turn.message.text):
        asks = ["report_merchant_inactive" if each == "request_aftersales" else each for each in asks]
    elif filed and "request_aftersales" in asks and any(is_question(clause.plain) for clause in clauses):
        nearest = nearest_answer([clause for clause in clauses if is_question(clause.plain)])
        meant = nearest or "followup_what_if"  # 我现在提交了 过了15天还算数不
        asks = [meant if each == "request_aftersales" else each for each in asks]
    elif "request_aftersales" in asks and any(asks_leave(clause.text) for clause in clauses) and not any(
        _wishes_outright(clause.plain) for clause in clauses if not is_question(clause.plain)
    ):
        asks = ["ask_window_open" if each == "request_aftersales" else each for each in asks]
    return list(dict.fromkeys(asks))


def _of_application(intent: str) -> bool:
    form = all_forms.opened_by(intent)
    return form is not None and form.name == "application"
