"""At a message for the merchant that is shown: what is ordered of it is done, or it is said that it was not."""

from collections.abc import Sequence
from typing import Optional

from actions.answering import answer, answer_all, nearest_answer, to_be_asked
from actions.forms.merchant import MerchantDraft, MerchantForm
from actions.forms.merchant_words import addressee, of_another
from actions.orders import named_order
from actions.turn import Turn
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_for_merchant, is_question
from shouhou.dialogue.mending import Mended, mended
from shouhou.dialogue.message import Clause, without
from shouhou.dialogue.message_parts import LIKELY, PLACE, SURELY
from shouhou.dialogue.reading import SURE
from shouhou.dialogue.revising import sends
from shouhou.dialogue.yes_no import puts_off, says_no

DONE, SENT = "done", "sent"
_WHOLE = "整句"  # what the desk says that asks for the whole wording (直接把整句发我)
_LEAVES, _WAITS = ("leave",), ("pause", "photo")
_WANTS = ("yes", "want", "pass", "set", "add", "complain", "cancel", "human", "ask")


def mends_message(turn: Turn, form: MerchantForm) -> str:
    """What was done to the shown words where something was surely said of them: DONE, or SENT; empty for nothing.

    What was asked besides is answered where they are shown anew; where they are sent, that is left to the form's end.
    """
    draft, order = form.draft_of(turn), turn.order_in_view
    if order is None or not draft.words or form.lapses(turn):
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
    dictates, draft.dictates = draft.dictates or any(_WHOLE in text for text in turn.state.said), False
    orders = done is not None and (done.same or done.goes or done.undone)
    if dictates and not orders and (whole := form.whole_dictated(turn)):
        draft.words, draft.former = whole, draft.words
        form.show(turn, draft, order)
        return DONE
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
    if not (done.undone or done.picture or done.same):
        return ""
    _answer(turn, done.asks)
    draft.dictates = done.undone
    response = "utter_message_says_so" if done.same else "utter_photo_not_in_message"
    response = form.undone(draft) if done.undone else response
    form.show_kept(turn, draft, order, response)
    return DONE


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
