"""Several orders in one message: one after the other, each with what was told of it."""

import re
from collections.abc import Sequence
from typing import Optional

from actions.answering import begin
from actions.coming_back import take_up
from actions.forms import all_forms
from actions.orders import named_order, other_order_meant, sets_order_right
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import MAX_WORDS, strikes, trimmed
from shouhou.dialogue.edits import edits
from shouhou.dialogue.giving_up import calls_off, gives_up, only_that
from shouhou.dialogue.harm import names_harm
from shouhou.dialogue.line_orders import used_by
from shouhou.dialogue.message import Clause, Message, without
from shouhou.dialogue.passing_on import passed_on, question_words
from shouhou.dialogue.pointers import (
    left_out,
    names_one_more,
    only_names,
    separates,
    speaks_of_all,
    stays_out,
)
from shouhou.dialogue.reading import DANGER, SMALL_TALK, SURE, Reading
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.state import Told
from shouhou.dialogue.sums import sum_said
from shouhou.dialogue.telling import hurries
from shouhou.dialogue.wishes import gives_goods_back, type_said, wants_money_back, wishes, without_leave
from shouhou.dialogue.words import COURTESY, free_words, reason_in
from shouhou.dialogue.yes_no import read_yes_no, says_yes
from shouhou.rules.kinds import MONEY_TYPES, OrderStatus, ReasonClass, RequestType

_LEAST_TOLD = 3  # characters of words that tell something of the matter
_LONG = 8  # characters of a clause that does more than wish
_SURELY = 0.7
_ONLY = re.compile(r"[只光就先单弄办搞退换修补要]")
_ASK_MERCHANT = "contact_merchant"


def note_other_orders(turn: Turn) -> bool:
    """Keep what the message wishes for another order (对了灰的那双也想退) until the one at hand is done with.

    A clause belongs to the order named in it, or named last before it. The message is read on without what belongs to
    others; False where nothing is left of it. Nothing is kept of one that only sets right which order is meant.
    """
    state, message = turn.state, turn.message
    if message.is_press or len(turn.orders()) < 2 or not _may_note(turn) or _is_danger(message):
        return True
    parts = parts_of(turn)
    at_hand = state.order if state.draft is not None else _first(parts)
    ordered = used_by(edits(message.clauses)) if state.draft is not None else ()
    mine = [
        clause for clause, order in parts
        if order is None or order.order_number == at_hand or _is_ordered(clause, ordered)
    ]
    others: dict[str, list[Clause]] = {}
    for clause, order in parts:
        if order is not None and clause not in mine:
            others.setdefault(order.order_number, []).append(clause)
    if at_hand is None or not others:
        return True
    left_out = [clause for number, clauses in others.items() for clause in _dropped(turn, number, clauses)]
    if not (_goes_over(turn, mine) or _is_begun_anew(turn)):
        every = next((clause for clause, _ in parts if speaks_of_all(clause.plain)), None)
        for number, clauses in others.items():
            left_out += _kept(turn, number, [c for c in clauses if c not in left_out], every)
        left_out += _of_the_hand(turn, at_hand, mine, every) if left_out else []
    turn.message = without(turn.message, left_out)
    return any(clause not in left_out for clause in message.clauses)


def _is_ordered(clause: Clause, ordered: Sequence[Clause]) -> bool:
    """Whether a clause orders what is written here (说明里热水壶那句去掉), whatever goods it names."""
    return bool(ordered) and (strikes(clause.plain) or any(clause.start <= c.start < clause.end for c in ordered))


def _first(parts: Sequence[tuple[Clause, Optional[OrderRecord]]]) -> Optional[str]:
    """The order that is begun first: the first one of which something is said, else the first one named."""
    named = [order for _, order in parts if order is not None]
    begun = [order for clause, order in parts if order is not None and _says_something(clause, order)]
    return (begun or named)[0].order_number if named else None


def _of_the_hand(turn: Turn, number: str, mine: Sequence[Clause], every: Optional[Clause]) -> list[Clause]:
    """What is said of the order at hand beside the others': it is told where it is begun, the rest says nothing new."""
    draft, order = turn.state.draft, turn.order(number)
    if draft is None:
        if turn.state.next_up and order is not None:
            _tell_first(turn, order, mine, every)
        return []
    back = draft.fields.get("request_type") in MONEY_TYPES
    narrowed = [c for c in mine if only_that(c.plain) and narrows(turn, c)]  # 粉底液不办了 只弄口红
    return [*narrowed, *([every] if every is not None and back and _wants_refund(every) else [])]  # 一起退


def _is_begun_anew(turn: Turn) -> bool:
    """Whether an application of which nothing is known yet is but wished for another order (连衣裙退了吧)."""
    draft, clauses = turn.state.draft, turn.message.clauses
    untold = draft is not None and not draft.fields.get("reason") and draft.form == "application"
    return untold and len(clauses) == 1 and not names_one_more(clauses[0].plain)


def _goes_over(turn: Turn, mine: Sequence[Clause]) -> bool:
    """Whether the talk goes over to the other order: nothing is told apart, idle words are left out."""
    clauses, state = turn.message.clauses, turn.state
    said = read_yes_no([clause for clause in clauses if clause in mine])
    tells_both = any(_wants(clause) for clause in mine if named_order(turn, clause) is not None)
    if any(gives_up(clause.plain, firmly=False) is not None for clause in mine if state.draft is not None):
        return True
    if (said.leaves or said.pauses) and not tells_both:
        return True  # 电饭煲再说 先弄那个坚果: the one at hand is left for it
    if state.draft is not None and other_order_meant(turn) is not None:
        idle = [c for c in mine if (order := named_order(turn, c)) is not None and order.order_number == state.order]
        at = clauses.index(idle[-1]) + 1 if idle else 0
        after = [c for c in clauses[at:] if named_order(turn, c) is None and stays_out(c.plain)]
        turn.message = without(turn.message, [*idle, *after])  # 40是我弟的 他那双合脚
        return True
    return sets_order_right(turn) and not tells_both


def _dropped(turn: Turn, number: str, clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that want another order's application no more (白色的不退了), which is dropped and said so."""
    order = turn.order(number)
    off = any(gives_up(c.plain, firmly=False) is not None or calls_off(c.plain) == "" for c in clauses)
    if order is None or not off or order.facts.open_case:
        return []
    if number in [*(each.order for each in turn.state.next_up), *(each.order for each in turn.state.left)]:
        turn.say("utter_stopped_for", {"order_number": number}, order=order)
    turn.state.next_up = [each for each in turn.state.next_up if each.order != number]
    return [clause for clause in clauses if not _of_the_talk(clause)]


def _kept(turn: Turn, number: str, clauses: Sequence[Clause], every: Optional[Clause]) -> list[Clause]:
    """Keep what clauses wish for another order; the clauses that belong to it alone."""
    order = turn.order(number)
    own = [clause for clause in clauses if clause is not every]
    before = next((each for each in turn.state.next_up if each.order == number), None)
    told = _told(order, own, every) if order is not None else None
    if told is not None and told.request_type is None and not _of_applications(turn):
        told = None  # 支架至今没收到发票, beside another ask of its own
    case = order.case if order is not None and order.facts.open_case else None
    wished = any(_wishes(clause) for clause in own if not is_question(clause.plain))
    if order is not None and told is None and case is not None and wished:
        turn.say("utter_other_order_there", {"order_number": number}, order=order, case=case.case_number)
        return [clause for clause in own if not _of_the_talk(clause)]
    if order is None or told is None:
        idle = any(stays_out(clause.plain) for clause in own)  # 登山杖没问题不用动
        return [clause for clause in own if idle and not _of_the_talk(clause)]
    if before is None:
        turn.state.next_up.append(told)
    else:
        _add(before, told)
    turn.say("utter_other_order_noted", {"order_number": number}, order=order)
    return [clause for clause in own if not _of_the_talk(clause) or clause.intent == _ASK_MERCHANT]


def _of_the_talk(clause: Clause) -> bool:
    """Whether a clause is said to the desk, whatever was named before it: a question, a yes, a call for a person."""
    return is_question(clause.plain) or says_yes(clause.plain) or clause.intent in COURTESY or hurries(clause.plain)


def _of_applications(turn: Turn) -> bool:
    """Whether the message is one that an application may come of: it asks for nothing else."""
    form = all_forms.opened_by(turn.message.intent)
    other = turn.message.intent not in SMALL_TALK and (form is None or form.name != "application")
    return turn.state.draft is not None or not other


def narrows(turn: Turn, clause: Clause) -> bool:
    """Whether a clause says no more than that the order at hand alone is meant."""
    order = named_order(turn, clause)
    return order is not None and only_names(_ONLY.sub("", clause.plain), order.product)


def _add(known: Told, told: Told) -> None:
    """What is told of an order once more: a type and a sum replace, words stand beside."""
    for name in ("request_type", "amount", "wanted", "asked", "reason_class"):
        setattr(known, name, getattr(told, name) or getattr(known, name))
    known.reason = known.reason or told.reason
    if told.details and told.details not in f"{known.reason}；{known.details}":
        known.details = "；".join(part for part in (known.details, told.details) if part)[:MAX_WORDS]


def begin_next(turn: Turn) -> None:
    """Apply for the next order of which something was told."""
    told = turn.state.next_up[0]
    turn.message = Message(turn.message.key, Clause("", 0, 0, ()), ())  # what was said belongs to the one that is done
    turn.reading = Reading(turn.message)
    order = turn.order(told.order)
    case = order.case if order is not None and order.facts.open_case else None
    if order is None or (case is not None and told.request_type in (None, "refund", case.request_type.value)):
        turn.state.next_up.pop(0)
        return
    left = next((each for each in turn.state.left if each.order == order.order_number), None)
    take_told(turn, order)
    if left is not None:
        left.fields["request_type"] = told.request_type or left.fields.get("request_type")
        take_up(turn, left, turn.reading)
        return
    if turn.said:
        turn.say("utter_next_order", {"order_number": order.order_number}, order=order)
    begin(turn, next(iter(all_forms.by_name("application").opened_by)), turn.reading)


def take_told(turn: Turn, order: OrderRecord) -> None:
    """Bring an order into view, with what was told of it before."""
    state = turn.state
    told = next((each for each in state.next_up if each.order == order.order_number), None)
    state.order = order.order_number
    if told is not None:
        state.next_up.remove(told)
        state.told, state.asked = told, told.asked


def _is_danger(message: Message) -> bool:
    """Whether a message may tell of danger: that comes first, whatever it is told of."""
    return any(clause.intent in DANGER or names_harm(clause.plain) for clause in (message.whole, *message.clauses))


def _may_note(turn: Turn) -> bool:
    """Whether wishes for other orders may be told apart: not in what is dictated to others."""
    draft, question = turn.state.draft, turn.state.question
    if draft is None or draft.form == "application":
        return True
    return draft.form == "merchant" and question is not None and question.slot == "confirm"


def parts_of(turn: Turn) -> list[tuple[Clause, Optional[OrderRecord]]]:
    """Each clause with the order that it belongs to; None before any was named."""
    parts: list[tuple[Clause, Optional[OrderRecord]]] = []
    last: Optional[OrderRecord] = None
    for clause in turn.message.clauses:
        named = named_order(turn, clause) or _left_out(turn, clause)
        last = None if separates(clause.plain) else named or last
        parts.append((clause, last))
    return parts


def _left_out(turn: Turn, clause: Clause) -> Optional[OrderRecord]:
    """The order that a clause says nothing is to be done about (热水壶没问题)."""
    return next((order for each in left_out(clause) if (order := named_order(turn, each)) is not None), None)


def _says_something(clause: Clause, order: OrderRecord) -> bool:
    """Whether a clause wants or tells something of the order that it belongs to."""
    asks = is_question(without_leave(clause.plain))
    return not (asks or stays_out(clause.plain) or only_names(clause.plain, order.product))


def _wants(clause: Clause) -> bool:
    """Whether a clause wishes for something, or tells what is wrong."""
    text = without_leave(clause.plain)
    wanted = type_said(text) is not None or gives_goods_back(text) or wants_money_back(text) or sum_said(text)
    told = clause.told_class is not None or (clause.is_told and clause.tells >= _SURELY and not stays_out(text))
    return bool(wanted or told) and not is_question(text)


def _told(
    order: OrderRecord, clauses: Sequence[Clause], every: Optional[Clause], first: bool = False
) -> Optional[Told]:
    """What clauses tell of an order and wish for it; None where nothing is wished. `first`: it is begun in any case."""
    texts = [without_leave(clause.plain) for clause in clauses if clause.intent != _ASK_MERCHANT]
    texts = [text for text in texts if not is_question(text)]
    group = next((c.told_class for c in clauses if c.told_class is not None and not is_question(c.plain)), None)
    reason = reason_in(clauses)
    marked = next((each.group for clause in clauses if (each := clause.entity("reason")) is not None), None)
    amount = next((sum_ for text in reversed(texts) if (sum_ := sum_said(text)) is not None), None)
    named = _type(order, [*texts, *([every.plain] if every is not None else [])], group)
    if named is None and amount is not None:
        named = RequestType.REFUND_ONLY.value
    case = order.case if order.facts.open_case else None
    if case is not None and named in (None, "refund", case.request_type.value):
        return None  # it is under way
    if named is None and group is None and not first:
        return None
    words = reason or _words(clauses, order) or None
    beside = [c for c in clauses if c.is_told and c.tells >= _SURELY and c.told_class is None and not _wishes(c)]
    details = free_words([c for c in beside if not only_names(c.plain, order.product)])
    details = "" if words is None or details in words else details
    asked = [clause for clause in clauses if clause.intent == _ASK_MERCHANT]
    wanted = next((size for text in reversed(texts) if (size := wanted_instead(text)) is not None), None)
    return Told(
        order=order.order_number, reason=words, reason_class=group or marked, request_type=named, wanted=wanted,
        details=details or None, amount=amount if amount is not None and amount < order.paid_amount else None,
        asked=passed_on(asked) or question_words(asked) or None,
    )


def _type(order: OrderRecord, texts: Sequence[str], group: Optional[str]) -> Optional[str]:
    """The type that words wish for; "refund" where the goods may go back or stay."""
    said = [each for text in texts if (each := type_said(text)) is not None]
    if said:
        return said[-1]
    back = any(gives_goods_back(text) or speaks_of_all(text) for text in texts)
    if not back and not any(wants_money_back(text) for text in texts):
        return None
    if order.facts.status is not OrderStatus.RECEIVED:
        return RequestType.REFUND_ONLY.value
    return RequestType.RETURN_REFUND.value if back or group == ReasonClass.PERSONAL.value else "refund"


def _words(clauses: Sequence[Clause], order: OrderRecord) -> str:
    """What clauses tell beside what they wish for, of whatever kind (鼠标点一下给我双击)."""
    kept = [
        c for c in clauses
        if not (_wishes(c) or is_question(c.plain) or says_yes(c.plain) or only_names(c.plain, order.product))
        and len(trimmed(c.text)) >= _LEAST_TOLD and c.intent not in COURTESY and c.intent != _ASK_MERCHANT
    ]
    return free_words(kept)


def _wants_refund(clause: Clause) -> bool:
    """Whether a clause that speaks of all wishes no more than that goods go back."""
    return "退" in clause.plain and type_said(clause.plain) is None


def _wishes(clause: Clause) -> bool:
    text = without_leave(clause.plain)
    form = all_forms.opened_by(clause.intent)
    asks = form is not None and clause.confidence >= SURE and clause.told_class is None and len(text) < _LONG
    return asks or wishes(text) or type_said(text) is not None or speaks_of_all(text)


def _tell_first(turn: Turn, order: OrderRecord, clauses: Sequence[Clause], every: Optional[Clause]) -> None:
    """What the message tells of the order that is begun first, where its form would not read it by itself."""
    own = [clause for clause in clauses if clause is not every]
    told, known = _told(order, own, every, first=True), turn.state.told
    if told is None or known.order not in (None, order.order_number):
        return
    known.order = order.order_number
    known.request_type = told.request_type or known.request_type
    if known.reason is None:
        known.reason, known.reason_class = told.reason, told.reason_class
