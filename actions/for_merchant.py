"""Words for a merchant beside another matter: kept by order until that is done, then offered to be passed on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from actions.answering import HUMAN, offer_to_ask
from actions.forms import all_forms
from actions.forms.base import Form
from actions.forms.merchant_words import of_another
from actions.leaving import LEAST_ASKED
from actions.orders import named_order
from actions.outside_forms import OUTSIDE_SURE, free
from actions.to_filed import to_add as to_add_to_filed
from actions.turn import Turn
from shouhou.dialogue.addressees import names_addressee
from shouhou.dialogue.asking import is_question, passes_on, says_for_me, speaks_to_merchant
from shouhou.dialogue.matters import MESSAGE_NUMBER
from shouhou.dialogue.matters_of_filed import WENT
from shouhou.dialogue.message import OUT_OF_SCOPE, Clause, Message, without
from shouhou.dialogue.passing_on import (
    asks_him_to_look,
    bids,
    contacts,
    dictates,
    for_desk,
    parted,
    passed_on,
    question_words,
    said_of,
    speaks_of_message,
)
from shouhou.dialogue.people import speaks_of_people
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.revising import said_of_message, takes_out, to_add
from shouhou.dialogue.telling import hurries
from shouhou.dialogue.wishes import bargains, type_said, wants_money_back, wishes, without_leave
from shouhou.dialogue.yes_no import YesNo, denies, says_no, says_yes

ASKS_MERCHANT, LEAVES_WORD = "contact_merchant", "leave_message_for_desk"
GIVEN_UP = ("utter_stopped", "utter_not_complained", "utter_not_passed_on", "utter_only_not_passed_on")
_TO_MERCHANT = (ASKS_MERCHANT, "urge_shipping")
_ASK_HIS_ANSWER = {"ask_merchant_message_answer", "ask_consent_answer"}  # 你替我问商家能不能破例 他答应没
_KEPT_BESIDE = ("application", "complaint", "change", "cancellation")
_LEAST = 5  # characters of words that are kept
_MAY_BID = 0.3
_AS_IT_STANDS = re.compile(r"(?:就|照)(?:这么|这样|那么|那样)|[转发问]给?(?:他|商家)$")  # 你就这么跟他说吧
_LEAST_OWN = 4  # characters of what is said to the form itself


def note_for_merchant(turn: Turn) -> None:
    """Keep what a message bids to pass on beside an answer to a form (提交吧 再跟卖家说一声 周五前要到).

    The message is read on without it: nothing of it is the form's.
    """
    state, message = turn.state, turn.message
    if message.is_press or len(message.clauses) < 2:
        return
    _note_for_others(turn)
    order = turn.order_in_view
    if order is None or (state.draft is not None and state.draft.form not in _KEPT_BESIDE):
        return
    own, words = parted(turn.message.clauses)
    if len(words) >= _LEAST and _answers(turn, own):
        _keep(turn, order.order_number, words)
        _read_on_without(turn, [clause for clause in turn.message.clauses if clause not in own])


def _answers(turn: Turn, own: Sequence[Clause]) -> bool:
    """Whether what stands beside the words for the merchant answers the open form, or wishes for an application."""
    draft, question = turn.state.draft, turn.state.question
    if draft is None or question is None or question.slot == "request_type":
        return any(type_said(c.plain) is not None or wants_money_back(c.plain) for c in own)
    told = [c for c in own if len(c.plain) >= _LEAST_OWN and not (says_no(c.plain) or is_question(c.plain))]
    nothing = question.slot == "evidence" and any(says_no(clause.plain) for clause in own)
    verbs = all_forms.by_name(draft.form).verbs
    return bool(told) or nothing or any(says_yes(clause.plain, verbs) for clause in own)


def is_all_for_merchant(turn: Turn) -> bool:
    """Whether all of a message is bidden to be passed on: nothing of it is for the desk (你问问坐垫那家 有大号就换)."""
    own, words = parted(turn.message.clauses)
    return bool(words) and not own


def as_for_merchant(turn: Turn, reading: Reading) -> Reading:
    """The reading, with what is for the merchant taken as such: words bidden to be passed on ask for just that.

    A bargain (让商家补100 我留着穿) is no message but an application; a message that stands or went is set right, and
    the desk's people are left no word of it.
    """
    state, clauses = turn.state, turn.message.clauses
    asks = list(reading.asks)
    if MESSAGE_NUMBER in asks:
        return reading  # 给商家的留言编号发我一下
    of_message = state.topic in _TO_MERCHANT or (state.draft is not None and state.draft.form == "merchant")
    if LEAVES_WORD in asks and not state.takes_message and not any(speaks_of_people(c.plain) for c in clauses) and (
        of_message or not any(speaks_of_message(clause.plain) for clause in clauses)
    ):
        asks.remove(LEAVES_WORD)
    bidden = (of_message and state.draft is None and bool(clauses) and dictates(clauses[0].plain)) or any(
        bids(c.plain) or (asks_him_to_look(c.plain) and not is_question(c.plain)) for c in clauses
    )
    whole = turn.message.whole
    outside = not state.topics and whole.intent == OUT_OF_SCOPE and whole.confidence >= OUTSIDE_SURE
    told = passed_on(clauses) if bidden and not (outside or set(asks) & _ASK_HIS_ANSWER) else ""
    if len(told) >= _LEAST_OWN and not all(hurries(clause.plain) for clause in clauses):
        ours = for_desk(clauses)
        outright = reading.by_words if any(clause in reading.worded for clause in ours) else ()
        asks = [
            each for each in asks if each == HUMAN or each in outright or any(each == clause.intent for clause in ours)
        ]
        asks = list(dict.fromkeys([*asks, ASKS_MERCHANT]))
    elif not bidden and ASKS_MERCHANT in asks and (bargains(clauses) or _only_complains(turn) or _adds(turn)):
        asks.remove(ASKS_MERCHANT)
    elif of_message and state.draft is None and WENT not in reading.by_words and said_of_message(clauses):
        asks = [ASKS_MERCHANT]  # 留言中遗漏了抬头, 加上医药费 发吧: of the message that went
    return replace(reading, asks=tuple(asks)) if tuple(asks) != reading.asks else reading


def _adds(turn: Turn) -> bool:
    """Whether what is filed is to say something more (加上是A键和空格键 商家好知道): that is no message."""
    filed = turn.order_in_view is not None and turn.order_in_view.facts.open_case
    spoken = any(passes_on(c.plain) or speaks_of_message(c.plain) for c in turn.message.clauses)
    return filed and not spoken and turn.state.draft is None and bool(to_add_to_filed(turn))


def _only_complains(turn: Turn) -> bool:
    """Whether a fault is told to the desk as if it were the merchant (老板 你们那个炭是湿的): that is no message."""
    clauses = turn.message.clauses
    told = any(c.told_class == "goods" and c.is_told and not is_question(c.plain) for c in clauses)
    learned = max((clause.does("pass", turn.place) for clause in clauses), default=0.0)
    bid = learned >= _MAY_BID or any(passes_on(c.plain) or speaks_to_merchant(c.plain) for c in clauses)
    return told and not bid and turn.state.draft is None


def note_beside_yes(turn: Turn) -> None:
    """Keep what a yes to one merchant's message goes on to ask of another order's (发 另外支架的发票也催一下)."""
    clauses = of_another(turn)
    order = next((found for clause in clauses if (found := named_order(turn, clause)) is not None), None)
    if order is not None and any(speaks_to_merchant(c.plain) or bids(c.plain) for c in clauses):
        _keep(turn, order.order_number, said_of(clauses))


def tell_kept(turn: Turn, before: Mapping[str, str]) -> None:
    """Say that words for a merchant are kept, where they still wait at the end of the turn that told them."""
    new = [words for number, words in turn.state.to_tell.items() if before.get(number) != words]
    if new and turn.state.draft is not None:
        turn.say("utter_words_kept", words=new[0])
        turn.said.insert(0, turn.said.pop())


def offer_kept(turn: Turn) -> None:
    """Once nothing is open, offer to pass on what was kept: what was bidden, else what only the merchant knows."""
    state, over = turn.state, turn.said_any(*GIVEN_UP)
    if over:
        state.to_tell.clear()
    number = state.order if state.order in state.to_tell else None if state.next_up else next(iter(state.to_tell), None)
    if number is not None and state.draft is None and state.question is None:
        _begin_telling(turn, number)
    if state.asked and state.draft is None and state.question is None and turn.said:
        words, state.asked = state.asked, None
        if not over and turn.order_in_view is not None:  # it was promised
            offer_to_ask(turn, "kept", words)


def forget_answered(turn: Turn) -> None:
    """Let go of a question kept for the merchant that is asked again, and answered here (邮费谁拿…, then 邮费谁出)."""
    asked = turn.state.asked
    for clause in turn.message.clauses if asked else ():
        text = clause.plain.strip("?？ ")
        pairs = {text[at : at + 2] for at in range(len(text) - 1)}
        if is_question(clause.plain) and pairs and sum(pair in (asked or "") for pair in pairs) * 2 >= len(pairs):
            turn.state.asked = None


def _begin_telling(turn: Turn, number: str) -> None:
    words = turn.state.to_tell.pop(number)
    if turn.order(number) is None:
        return
    turn.state.order = number
    turn.message = Message(turn.message.key, Clause("", 0, 0, ()), ())  # what was said belongs to what is done
    turn.reading = Reading(turn.message)
    all_forms.by_name("merchant").open(turn, turn.reading, {"merchant_words": words, "kept": True})


def _note_for_others(turn: Turn) -> None:
    """Keep what the merchant of another order than the one at hand is to be told or asked (还有那个坐垫 你问问 …)."""
    state, clauses = turn.state, turn.message.clauses
    if len(turn.orders()) < 2 or (state.draft is not None and state.draft.form != "application"):
        return
    named = [order.order_number if (order := named_order(turn, each)) is not None else None for each in clauses]
    at_hand = state.order if state.draft is not None else next(filter(None, named), None)
    at = next((n for n, c in enumerate(clauses) if bids(c.plain) or contacts(c.plain)), None)
    owner = next(filter(None, reversed(named[: at + 1])), at_hand) if at is not None else at_hand
    if at is None or owner is None or owner == at_hand:
        return
    if contacts(clauses[at].plain):  # it stands after what is told of either
        left_out = [clause for clause, number in zip(clauses[:at], named, strict=False) if number == owner]
        words = said_of([*left_out, clauses[at]])
    else:
        end = next((n for n in range(at + 1, len(clauses)) if named[n] == at_hand), len(clauses))
        left_out = list(clauses[at:end])
        words = said_of(left_out)
    if len(words) >= _LEAST and len(left_out) < len(clauses):
        _keep(turn, owner, words)
        _read_on_without(turn, left_out)


def _read_on_without(turn: Turn, left_out: list[Clause]) -> None:
    """Go on with the rest of the message, which is of what its surest clause is of."""
    rest = without(turn.message, left_out)
    surest = max(rest.clauses, key=lambda clause: clause.confidence)
    turn.message = replace(rest, whole=replace(rest.whole, ranking=surest.ranking))


def _keep(turn: Turn, number: str, words: str) -> None:
    known = turn.state.to_tell.get(number)
    turn.state.to_tell[number] = f"{known}，{words}" if known and words not in known else words


def is_told_to_ask(turn: Turn) -> bool:
    """Offer to pass on what stands beside a yes, where it was bidden (可以 不过肯重做我也要 能帮我问下不)."""
    clauses = [c for c in turn.message.clauses if not _AS_IT_STANDS.search(c.plain)]
    if not any(says_for_me(c.plain) or passes_on(c.plain) for c in clauses) or turn.order_in_view is None:
        return False
    kept = [
        c for c in clauses if c not in turn.reading.yes_no.used and not (says_for_me(c.plain) or passes_on(c.plain))
        and not says_yes(c.plain) and len(c.plain) >= LEAST_ASKED
    ]
    words = turn.state.asked or question_words(list(dict.fromkeys(kept))) or turn.state.asked_last
    if not words:
        return False
    turn.state.asked = None
    offer_to_ask(turn, "left", words)
    return True


def drops_message(turn: Turn, form: Form[Any]) -> bool:
    """Whether a message is not to be passed on, and something else is wanted (别问商家了 换货那个交了吧)."""
    clauses = turn.message.clauses
    said = turn.reading.yes_no.used
    denied = [
        c for c in clauses if not takes_out(c.plain)
        and (denies(c.plain, form.wishes) or (c in said and says_no(c.plain, form.verbs)))
    ]
    rest = [clause for clause in clauses if clause not in denied]
    kept = turn.state.draft is not None and turn.state.draft.fields.get("kept")  # it came by itself
    if not (denied or kept) or turn.reading.yes_no.yes or passed_on(rest) or to_add(rest, form.verbs):
        return False
    if any(names_addressee(c.plain) or takes_out(c.plain) for c in rest):
        return False
    jobs = [each for each in turn.reading.asks if all_forms.opened_by(each) not in (None, form)]
    return bool(rest and jobs) or any(
        c.entity("request_type") is not None or wishes(without_leave(c.plain)) or wants_money_back(c.plain)
        for c in rest
    )


def drop_message(turn: Turn, form: Form[Any]) -> None:
    """Let the message go, and go on with what is wanted instead: with the form that waited for it, where one did."""
    waits, named = turn.state.aside, named_order(turn)
    if turn.reading.yes_no.no or turn.reading.yes_no.pauses:
        form.say_left(turn)
    else:
        form.leave(turn)
    if waits is None or (named is not None and waits.order not in (None, named.order_number)):
        rest = turn.reading = replace(turn.reading, yes_no=YesNo())
        free(turn, rest)  # 先不用 坐垫那单给我申请换货
