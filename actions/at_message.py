"""At a message for the merchant that is shown: what is ordered of it is done, or it is said that it was not."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from actions.answering import answer, answer_all, begin, nearest_answer, to_be_asked
from actions.forms.merchant import MerchantDraft, MerchantForm
from actions.forms.merchant_words import LEAST_WORDS, addressee, of_another
from actions.orders import named_order
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_for_merchant, is_question, is_to_bot, only_supposes
from shouhou.dialogue.beside_yes import puts_off
from shouhou.dialogue.closing import goes_away
from shouhou.dialogue.dictation import MAX_WORDS, additions
from shouhou.dialogue.mending import Mended, mended
from shouhou.dialogue.message import Clause, without
from shouhou.dialogue.message_parts import LIKELY, PLACE, SURELY
from shouhou.dialogue.passing_on import only_bids, said_of
from shouhou.dialogue.reading import SURE, Reading
from shouhou.dialogue.revising import into_filed, sends
from shouhou.dialogue.yes_no import says_no, says_yes

DONE, SENT = "done", "sent"
_WHOLE = "整句"  # what the desk says that asks for the whole wording (直接把整句发我)
_REFERS_BACK = re.compile(
    r"(?:转|发|用|按|照|就)[^，,]{0,3}(?:我)?(?:刚刚?才?|上面|前面|上一?[句条])(?:发|写|说|打|讲|给你)?[^，,]{0,2}的?(?:[那这]一?[句条段个])"
    r"|(?:转|发|用|按|照)[^，,]{0,3}(?:我)?(?:刚刚?才?|上面|前面)(?:发|写|说|打|讲|给你)[^，,]{0,2}的"
)
_ORDERS = re.compile(r"(?:那|再|你|就|请|帮我|给我|麻烦|[，,\s])*(?:加|补|添|改|换|删|去掉|写|把|别|不要)")
_FILES_FIRST = re.compile(
    r"(?:先|还是|直接|就|把)[^，, ]{0,4}(?:提交|交了?|申请)(?:退货退款|仅退款|退货|退款|换货"
    r"|维修|补寄|售后|申请)?(?:吧|了|算了|再说|上去)*$|(?:退货|退款|换货|维修|申请)先?(?:提交"
    r"|交上?去?)(?:吧|了)*$"
)
_WANTED = re.compile(r"(?:要的?|嗯+|对的?|好的?|可以的?|行)[啊呀吧呗，,]*")
_ANEW = re.compile(r"(?:就|只|光|重新|改|直接|换)(?:成|为)?(?:写|说|讲|问)|(?:写|改|换)(?:成|为)")
_WRITES = re.compile(
    r"(?:你|您|再|也|要|帮我|给我|把|顺便|里面)*"
    r"(?:写上?|加上?一?句?|补上?一?句?|注明|说明|说清楚?)[：:，,\s]*(?![吧了吗啊呀的])"
)
_LEAST_ADDED = 3  # characters of what is told beside a yes
_LEAVES, _WAITS = ("leave",), ("pause", "photo")
_WANTS = ("yes", "want", "pass", "set", "add", "complain", "cancel", "human", "ask")


def mends_message(turn: Turn, form: MerchantForm) -> str:
    """What was done to the shown words where something was surely said of them: DONE, or SENT; empty for nothing.

    What was asked besides is answered where they are shown anew; where they are sent, that is left to the form's end.
    """
    draft, order = form.draft_of(turn), turn.order_in_view
    if order is None or not draft.words:
        return ""
    if into_filed(turn.message.clauses) and _writes_into_filed(turn, form, draft, order):
        return DONE
    if _drops_for_application(turn):
        form.say_left(turn)
        return DONE
    if _adds_beside_yes(turn, form, draft, order):
        return DONE
    if form.lapses(turn):
        return ""
    other, before = addressee(turn), turn.state.order
    elsewhere = [clause for clause in of_another(turn) if not says_no(clause.plain[:2])]  # 不是被套那句
    named = {found.order_number: found for c in elsewhere if (found := named_order(turn, c)) is not None}
    if other is None and len(named) == 1 and not turn.reading.yes_no.yes:
        (other,) = named.values()
    elif elsewhere and other is None:
        return ""  # of two orders' merchants
    if other is not None:
        turn.state.order = other.order_number
    done = _done(turn, form, draft, other or order)
    if other is not None and (done is None or not (done.whole or addressee(turn))):
        turn.state.order = before
        return ""
    here = _mends(turn, form, draft, other or order, done)
    if not here:
        turn.state.order = before
    elif other is not None:
        turn.say("utter_order_switched", {"order_number": other.order_number}, order=other)
        turn.said.insert(0, turn.said.pop())
    return here


def _drops_for_application(turn: Turn) -> bool:
    """Whether the application that was put aside is to be filed instead (算了先提交退货吧)."""
    aside, clauses = turn.state.aside, turn.message.clauses
    if aside is None or aside.form != "application" or any(is_question(c.plain) for c in clauses):
        return False
    return any(_FILES_FIRST.search(c.plain) for c in clauses) and not any(only_bids(c.plain) for c in clauses)


def _adds_beside_yes(turn: Turn, form: MerchantForm, draft: MerchantDraft, order: OrderRecord) -> bool:
    """Put what is told beside a yes behind the words that were shown (对 发给他 换不到我就退了; 要 写花了380).

    They are shown anew, as one message. Not where the whole is dictated anew (行 就写周三前到).
    """
    clauses, words = turn.message.clauses, draft.words or ""
    first = clauses[0].plain
    agreed = says_yes(first, form.verbs) or only_bids(first) or _WANTED.fullmatch(first) is not None
    if draft.consents or not agreed or len(clauses) < 2 or any(_ANEW.match(c.plain.strip()) for c in clauses):
        return False
    rest = [c for c in clauses[1:] if not (says_yes(c.plain, form.verbs) or only_bids(c.plain) or is_question(c.plain))]
    dictated = [c for c in rest if _WRITES.match(c.plain.strip())]
    if not dictated and not form.lapses(turn):
        return False  # beside a yes to what is the buyer's own, mending.py knows what is added
    told = [c for c in rest if c in dictated or (
        (c.is_told or only_supposes(c.plain) or c.does("fallback", PLACE) >= LIKELY) and not is_to_bot(c.text)
    )]
    more = said_of([replace(c, text=c.text.strip()[_led_by(c) :], normal=None) for c in told])
    if len(more) < _LEAST_ADDED or more in words or goes_away(told) or of_another(turn):
        return False
    draft.words, draft.former, draft.offered, draft.urges = f"{words}，{more}"[:MAX_WORDS], words, None, False
    _answer(turn, [c for c in clauses if is_question(c.plain)])
    form.show(turn, draft, order)
    return True


def _led_by(clause: Clause) -> int:
    """How many characters of a clause only bid to write the rest of it."""
    match = _WRITES.match(clause.text.strip())
    return match.end() if match is not None else 0


def _writes_into_filed(turn: Turn, form: MerchantForm, draft: MerchantDraft, order: OrderRecord) -> bool:
    """Write the words into what is filed or being filled in, where that is wanted; they go off too, bidden to be sent.

    Whether there is anything to write them into.
    """
    aside, clauses = turn.state.aside, turn.message.clauses
    filling = aside is not None and aside.form == "application" and aside.order in (None, order.order_number)
    if not (filling or (order.facts.open_case and not draft.consents)):
        return False
    wanted = into_filed(clauses)
    told = additions(clauses, form.verbs) if len(clauses) > 1 or not only_bids(wanted[0].plain) else ""
    words = told if len(told) >= LEAST_WORDS and told not in wanted[0].plain[:3] else draft.words or ""
    bidden = [c for c in clauses if c not in wanted and (says_yes(c.plain, form.verbs) or only_bids(c.plain))]
    if bidden:
        form.send(turn, draft, order)
    else:
        form.leave(turn)
        turn.state.to_tell.pop(order.order_number, None)
    turn.message = without(turn.message, list(clauses))
    turn.reading = Reading(turn.message)
    if filling and aside is not None:
        known = str(aside.fields.get("details") or "")
        aside.fields["details"] = "；".join(part for part in (known, words) if part and part not in known) or words
        return True
    begin(turn, "change_request", turn.reading, {"details": words})
    return True


def _done(turn: Turn, form: MerchantForm, draft: MerchantDraft, order: OrderRecord) -> Optional[Mended]:
    told = turn.state.told
    known = [part for part in (told.reason, told.details) if part and told.order in (None, order.order_number)]
    words, clauses = draft.words or "", turn.message.clauses
    return mended(words, draft.former, clauses, form.verbs, known, bool(draft.consents))


def _mends(
    turn: Turn, form: MerchantForm, draft: MerchantDraft, order: OrderRecord, done: Optional[Mended]
) -> str:
    clauses = turn.message.clauses
    if _leaves(turn):
        form.say_left(turn)
        return DONE
    done = _dictated(turn, form, draft, done)
    if turn.state.draft is not None:
        turn.state.draft.fields.update(said=draft.said, dictates=draft.dictates)
    if done is None or turn.reading.yes_no.leaves:
        return _waits(turn, form, draft, order)
    assert draft.words is not None
    if done.words != draft.words:
        before, draft.former = draft.words, draft.words if not draft.words.startswith(done.words) else None
        draft.settled = bool(sends(clauses, before)) and before.startswith(done.words)
        draft.words, draft.urges, draft.offered = done.words, False, None
        form.read_wish(draft, turn.reading)
        if draft.settled:
            form.send(turn, draft, order)
            return SENT
        _answer(turn, done.asks)
        form.show(turn, draft, order)
        return DONE
    if done.goes and not turn.reading.yes_no.pauses:
        if done.picture:
            turn.say_at_the_end("utter_photo_kept_back")
        form.send(turn, draft, order)
        turn.message = without(turn.message, list(done.aside))
        return SENT
    same = done.same or done.whole
    if not (done.undone or done.picture or same):
        return ""
    if same and draft.consents:
        form.show(turn, draft, order)
        return DONE
    _answer(turn, done.asks)
    draft.dictates = done.undone
    response = "utter_message_says_so" if same else "utter_photo_not_in_message"
    response = form.undone(draft) if done.undone else response
    form.show_kept(turn, draft, order, response)
    return DONE


def _dictated(
    turn: Turn, form: MerchantForm, draft: MerchantDraft, done: Optional[Mended]
) -> Optional[Mended]:
    """What is done where the whole wording was asked for, or the message before is meant, which is taken as it stands.

    Once it was asked for outright, it is whatever comes next that is no bare yes or no, and no order that can be done.
    """
    said, asked = draft.said, draft.dictates
    draft.said, draft.dictates = turn.message.text.strip()[:MAX_WORDS], False
    if said and any(_REFERS_BACK.search(clause.plain) for clause in turn.message.clauses):
        draft.said = said
        return Mended(said, whole=True)  # 就转我刚发的这句
    orders = done is not None and (done.same or done.goes or done.undone)
    if asked and not (done is not None and (done.goes or (_is_order(turn) and not done.undone))):
        whole = form.whole_dictated(turn, verbatim=True)
    elif not orders and any(_WHOLE in text for text in turn.state.said):
        whole = form.whole_dictated(turn)
    else:
        return done
    return Mended(whole, whole=True) if whole else done


def _is_order(turn: Turn) -> bool:
    """Whether a message begins with an order what is to be done to the words (加上…, 把…改成…)."""
    return _ORDERS.match(turn.message.whole.plain) is not None


def _waits(turn: Turn, form: MerchantForm, draft: MerchantDraft, order: OrderRecord) -> str:
    """Wait where that is wanted (晚点发 人家现在下班了): nothing is sent, and nothing is lost."""
    clauses, said = turn.message.clauses, turn.reading.yes_no
    if said.yes or said.no or any(is_question(clause.plain) for clause in clauses):
        return ""
    if not (_surely(clauses, _WAITS) or any(puts_off(clause.plain) for clause in clauses)):
        return ""
    photo = _surely(clauses, ("photo",))
    form.show_kept(turn, draft, order, "utter_photo_not_in_message" if photo else "utter_paused")
    return DONE


def _leaves(turn: Turn) -> bool:
    """Whether the message is given up in words that no pattern knows, and nothing else is wanted."""
    clauses = turn.message.clauses
    if turn.reading.yes_no.yes or not _surely(clauses, _LEAVES):
        return False
    return not any(clause.does(act, PLACE) >= LIKELY for clause in clauses for act in _WANTS)


def _surely(clauses: Sequence[Clause], acts: Sequence[str]) -> bool:
    return any(sum(clause.does(act, PLACE) for act in acts) >= SURELY for clause in clauses)


def _answer(turn: Turn, asked: Sequence[Clause]) -> None:
    """Answer what was asked besides; what only the merchant knows is offered to be asked once nothing is open."""
    if not asked:
        return
    names = [each for each in turn.reading.asks if any(each == clause.intent for clause in asked)]
    if names:
        answer_all(turn, names, turn.reading)
        return
    nearest = nearest_answer(asked, SURE)
    if nearest is not None:
        answer(turn, nearest)
        return
    words = to_be_asked(turn, asked)
    if words and is_for_merchant(words):
        turn.state.asked = words
