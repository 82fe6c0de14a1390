"""Leaving an open form: what gives it up, what is said of it then, what else the same words want; and coming back."""

import re
from collections.abc import Sequence
from typing import Any, Optional

from actions import knowledge
from actions.answering import answer, begin, open_form, read_anew
from actions.by_words import by_words
from actions.choices import QUESTION_SURE, STOP, side_asks
from actions.coming_back import take_up
from actions.complaining import answer_rule, unless_complained
from actions.forms import all_forms
from actions.forms.application_draft import MORE
from actions.forms.base import CONFIRM, Form
from actions.of_filed import question_left
from actions.orders import named_order, touches_order
from actions.other_orders import narrows, parts_of, take_told
from actions.outside_forms import free
from actions.taking_back import asks_which_to_take_back
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question, is_to_bot, only_supposes, says_for_me, says_what_is_meant
from shouhou.dialogue.demands import asks_of_rules, denies_complaint
from shouhou.dialogue.giving_up import (
    VERBS,
    asks_if_filed,
    calls_off,
    defers_side,
    gives_up,
    gives_up_all,
    only_that,
    only_waits,
    remedy_denied,
    takes_up,
    waits_for_it,
)
from shouhou.dialogue.message import Clause, Message, without
from shouhou.dialogue.passing_on import bids
from shouhou.dialogue.reading import SURE, Reading
from shouhou.dialogue.state import Draft
from shouhou.dialogue.sums import speaks_of_money, sum_said
from shouhou.dialogue.wishes import keeps_goods, type_said, wants_money_back, wishes, without_leave
from shouhou.dialogue.words import corrects
from shouhou.dialogue.yes_no import NEVER_WANTED, denies, read_yes_no, says_no, says_yes

_GOES_ON = 0.8  # how likely words beside a denial want something, or only scold
_LEAVES = 0.5  # and that they want nothing more, beside others that give it up
LEAST_ASKED = 5  # characters of a question that asks more than what was meant
_APPLICATION = "application"


def leaves_form(turn: Turn, reading: Reading, form: Form[Any], slot: Optional[str]) -> bool:
    """Whether the open form was left, and what else the words want was done."""
    aside = turn.state.aside
    if aside is not None and _goes_back(turn, form, aside):
        form.say_left(turn)  # 别问商家了 换货那个交了吧: what was put aside comes next
        turn.state.aside = None
        take_up(turn, aside, reading)
        return True
    if not (slot == CONFIRM and reading.yes_no.yes) and asks_which_to_take_back(turn):
        return True
    if slot != CONFIRM and _only_waits(turn, form):
        turn.say("utter_take_your_time_in_form")
        return True
    off = _given_up(turn, form, slot)
    other = _goes_to(turn, off)
    put_off = reading.yes_no.pauses and other is not None  # 电饭煲等我老公回来再说 先弄那个坚果
    leaves = bool(off) or put_off or _leaves(turn, form)
    leaves = leaves or _is_stop(turn, slot, form) or _never_wanted(turn, form, slot)
    if not leaves or (slot == CONFIRM and reading.yes_no.yes) or _wants_still(turn, form, off):
        return False
    _leave(turn, form, slot, off, other)
    return True


def _leave(
    turn: Turn, form: Form[Any], slot: Optional[str], off: Sequence[Clause], other: Optional[OrderRecord]
) -> None:
    """Leave the form and say so; then do what else the words want: another order, another job, an answer."""
    state, message, reading = turn.state, turn.message, turn.reading
    mine = [c for c, owner in parts_of(turn) if owner is not None and owner.order_number == state.order]
    if gives_up_all(message.whole.plain):
        state.next_up, state.later = [], []
    asked = [c for c in message.clauses if is_question(c.plain) or asks_of_rules(c.plain)]
    asked = [clause for clause in asked if clause not in off and not asks_if_filed(clause.plain)]
    of_else = bool(reading.asks) or message.intent in knowledge.story_intents()
    asks_else = bool(asked) and (of_else or any(asks_of_goods(clause) for clause in asked))
    if off or other is not None or not asks_else or form.name == "complaint":
        form.say_left(turn, followed=other is not None)
    else:
        form.leave(turn)  # 先别换 是不是我哪里没装好啊: what is asked is what is wanted now
        state.forget(state.order)
    state.drop_aside()
    if other is not None:
        _go_on_with(turn, other, without(message, [*off, *mine, *reading.yes_no.used]))
        return
    jobs = [each for each in side_asks(turn, reading, form, slot) if all_forms.opened_by(each) is not None]
    jobs = [each for each in jobs if each != "cancel_aftersales"]
    if form.name == "complaint" and any(asks_of_rules(clause.plain) for clause in asked):
        answer_rule(turn)  # 请勿提交投诉 平台规则上站得住脚吗
    elif jobs:
        begin(turn, jobs[0], reading)  # 先别退，让商家查下件
    elif asked and form.name == "complaint" and not asks_else:
        question_left(turn)
    elif asks_else:
        kept = [c for c in asked if not denies_complaint(c.plain)] or asked
        turn.message = without(message, [c for c in message.clauses if c not in kept])
        turn.reading = unless_complained(turn, by_words(turn, read_anew(turn)))
        free(turn, turn.reading)


def leave_for_person(turn: Turn) -> None:
    """A person goes on with it: the form ends, and what it knew is known should the buyer come back to the bot."""
    form = open_form(turn)
    off = turn.reading.yes_no.leaves or any(gives_up(clause.plain) is not None for clause in turn.message.clauses)
    if form is not None and form.comes_back and off:
        order = turn.order_in_view
        if order is not None:
            turn.say("utter_stopped_for", {"order_number": order.order_number}, order=order)  # 先不退 你叫个真人来
    if form is not None:
        fields = turn.state.draft.fields if turn.state.draft is not None else {}
        form.leave(turn)
        if form.name == "application" and turn.state.told.order is not None:
            turn.state.told.request_type = fields.get("request_type")
    turn.state.drop_aside()
    turn.state.story = turn.state.asked = None


def _goes_back(turn: Turn, form: Form[Any], aside: Draft) -> bool:
    """Whether words leave a form for the application that was put aside for it."""
    if form.name == _APPLICATION or aside.form != _APPLICATION:
        return False
    return any(takes_up(clause.plain) for clause in turn.message.clauses if not says_yes(clause.plain, form.verbs))


_MAY_I = re.compile(
    r"(?:能不能|能|可不可以|可以|要不|可否)[^，,]{0,4}?(?P<verb>[退换修补])(?!运|邮|差|多少|得?了?钱|价)"
)


def names_deed(clauses: Sequence[Clause]) -> bool:
    """Whether a yes to a summary names what it agrees to (提交吧), and is no mere word of assent."""
    return any(says_yes(c.plain, "提交上去|提交|交上去|交") and not says_yes(c.plain) for c in clauses)


def asks_for_other(turn: Turn) -> bool:
    """Whether beside a mere yes another remedy is asked for than the one summed up (行吧 能直接补一本给我不), or a word
    is to be passed on.
    """
    draft, clauses = turn.state.draft, turn.message.clauses
    chosen = draft.fields.get("request_type") if draft is not None and draft.form == _APPLICATION else None
    if chosen not in VERBS or names_deed(clauses):
        return False
    if any(bids(clause.plain) or says_for_me(clause.plain) for clause in clauses):
        return True  # 嗯 那帮我问一下能不能先发新的: it is to be asked, not filed
    asked = [_MAY_I.search(c.plain) for c in clauses if is_question(c.plain) and not only_supposes(c.plain)]
    return any(found is not None and found["verb"] not in VERBS[chosen] for found in asked)


def asks_of_goods(clause: Clause) -> bool:
    """Whether a clause asks something that only the merchant may know."""
    asks = is_question(clause.plain) and len(clause.plain) >= LEAST_ASKED
    return says_what_is_meant(clause.plain) or (asks and not is_to_bot(clause.text))


def _given_up(turn: Turn, form: Form[Any], slot: Optional[str]) -> list[Clause]:
    """The clauses that give up what the open form is about, or want it cancelled."""
    if form.name != _APPLICATION or turn.message.is_press:
        return []
    elsewhere = any(
        (order := named_order(turn, clause)) is not None and order.order_number != turn.state.order
        for clause in turn.message.clauses
    )
    found = []
    for clause, owner in parts_of(turn):
        if owner is not None and owner.order_number != turn.state.order:
            continue
        about = gives_up(clause.plain, firmly=slot == CONFIRM and not elsewhere)
        if about == "" and slot == MORE and "补" in clause.plain:
            continue  # 不用补了: there is nothing to add
        if about is not None and _other_stays(turn, clause):
            continue
        if about is None:
            about = calls_off(clause.plain)
        if about is not None and (not about or touches_order(turn, clause, about)):
            found.append(clause)
    texts = [clause.plain for clause in turn.message.clauses]
    waits = all(only_waits(clause.plain) for clause in found)
    waits = waits and not any(waits_for_it(text) for text in texts)
    return [] if waits and not elsewhere else found


def _other_stays(turn: Turn, clause: Clause) -> bool:
    """Whether a clause denies but a remedy that is not the one at hand (钻不退啊, where a part is to be sent after)."""
    denied = remedy_denied(clause.plain)
    chosen = turn.state.draft.fields.get("request_type") if turn.state.draft is not None else None
    return denied is not None and denied not in VERBS.get(chosen or "", ())


def _only_waits(turn: Turn, form: Form[Any]) -> bool:
    """Whether words only put off what is being filled in (先不办 我找找照片)."""
    clauses, said = turn.message.clauses, turn.reading.yes_no
    waits = any(gives_up(c.plain) is not None and only_waits(c.plain) for c in clauses) or said.pauses
    wants = turn.reading.asks or turn.reading.yes_no.leaves or any(is_question(c.plain) for c in clauses)
    return waits and not wants and form.name == _APPLICATION and not any(waits_for_it(c.plain) for c in clauses) and (
        not _wants_still(turn, form, []) and _goes_to(turn, []) is None
    )


def _goes_to(turn: Turn, off: list[Clause]) -> Optional[OrderRecord]:
    """The other order that is gone on with instead (电饭煲再说，先弄那个坚果，有一包漏气); None for none."""
    for clause in turn.message.clauses:
        order = named_order(turn, clause) if clause not in off else None
        if order is None or order.order_number == turn.state.order or is_question(clause.plain):
            continue
        kept = any(each.order == order.order_number for each in turn.state.next_up)
        if kept or wants_that(clause) or turn.message.told_class is not None:
            return order
    return None


def wants_that(clause: Clause) -> bool:
    """Whether a clause wants something for the goods that it names (只弄口红, 就退口红那支)."""
    text = without_leave(clause.plain)
    return clause.told_class is not None or only_that(text) or wishes(text) or type_said(text) is not None


def _go_on_with(turn: Turn, other: OrderRecord, message: Message) -> None:
    """Go on with another order: what was told of it before is known."""
    turn.message = message
    turn.reading = read_anew(turn)
    take_told(turn, other)
    if other.facts.open_case and all(narrows(turn, clause) for clause in message.clauses):
        answer(turn, "ask_case_status")  # 粉底液不办了 只弄口红, where that is filed
    elif other.facts.open_case:
        free(turn, turn.reading)
    else:
        begin(turn, "request_aftersales", turn.reading)


def _leaves(turn: Turn, form: Form[Any]) -> bool:
    """Whether a clause that belongs to no other order gives up outright (算了)."""
    mine = [c for c, owner in parts_of(turn) if owner is None or owner.order_number == turn.state.order]
    return turn.reading.yes_no.leaves and read_yes_no(mine, form.verbs, turn.place).leaves


def _is_stop(turn: Turn, slot: Optional[str], form: Form[Any]) -> bool:
    whole, said = turn.message.whole, turn.reading.yes_no
    if said.pauses and not said.leaves and form.name == _APPLICATION:
        return False  # 我再想想: it is not given up
    if whole.intent != STOP or any(defers_side(clause.plain) for clause in turn.message.clauses):
        return False
    if any(max(c.does("rebuke", turn.place), c.does("nothing", turn.place)) >= _GOES_ON for c in turn.message.clauses):
        return False  # 就这些 别再问了
    return whole.confidence >= (QUESTION_SURE if slot in form.free or slot == CONFIRM else SURE)


def _never_wanted(turn: Turn, form: Form[Any], slot: Optional[str]) -> bool:
    """Whether the buyer says that the form was never asked for (我没要申请), or before its summary: is not wanted."""
    if not form.wishes or turn.message.is_press:
        return False
    if form.name == "complaint" and any(denies_complaint(clause.plain) for clause in turn.message.clauses):
        return True
    return any(
        (NEVER_WANTED.search(clause.plain) and not corrects(clause.text))
        or (slot != CONFIRM and denies(clause.plain, form.wishes) and not _other_stays(turn, clause)
            and not any(clause.does(act, turn.place) >= _GOES_ON for act in ("want", "nothing")))  # 不补了快给我退款
        for clause in turn.message.clauses
    )


def _wants_still(turn: Turn, form: Form[Any], off: Sequence[Clause]) -> bool:
    """Whether a clause beside a no says what is wanted instead (不换了，退了吧), or to file it all the same."""
    clauses = turn.message.clauses
    kept = [c for c in clauses if c not in off and not denies(c.plain, form.wishes) and not _of_other(turn, c)]
    kept = [clause for clause in kept if not (asks_if_filed(clause.plain) or says_no(clause.plain))]
    kept = [clause for clause in kept if clause.does("leave", turn.place) < _LEAVES]
    kept = [clause for clause in kept if clause.does("tell", turn.place) < _GOES_ON or wishes(clause.plain)]
    if off:  # 老公说不退了 留着用
        kept = [c for c in kept if not keeps_goods(c.plain) or speaks_of_money(c.plain)]
    if form.name == _APPLICATION and any(
        c.does(act, turn.place) >= _GOES_ON and not gives_up_all(c.plain) for c in kept for act in ("want", "set")
    ):
        return True  # 能不能补我一点点钱哇 不用退
    return form.name == _APPLICATION and any(
        c.entity("request_type") is not None or wishes(c.plain) or type_said(c.plain) is not None
        or (wants_money_back(c.plain) and not is_question(c.plain)) or says_yes(c.plain, form.verbs)
        or sum_said(c.plain) is not None or keeps_goods(c.plain) for c in kept
    )


def _of_other(turn: Turn, clause: Clause) -> bool:
    owner = next((order for each, order in parts_of(turn) if each is clause), None)
    return owner is not None and owner.order_number != turn.state.order
