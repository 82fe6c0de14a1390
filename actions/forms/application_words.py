"""What is told for an application: the reason, what stands beside it, what is added and struck."""

from collections.abc import Sequence

from actions.forms.application_draft import CLASS, MORE, REASON, TYPE, ApplicationDraft
from actions.forms.base import CONFIRM, Answer
from actions.words import word
from shouhou.dialogue.asking import is_question, quotes_merchant, tells_condition
from shouhou.dialogue.dictation import MAX_WORDS, additions, adds, dictated, dictated_details, riders, strikes, struck
from shouhou.dialogue.message import Clause
from shouhou.dialogue.wishes import (
    type_said,
    wanted_instead,
    wishes,
    without_leave,
)
from shouhou.dialogue.words import (
    COURTESY,
    beside,
    corrected_reason,
    corrects,
    introduces,
    joined,
    names_goods,
    objects,
    reason_in,
    speaks_of_class,
    speaks_of_reason,
)
from shouhou.dialogue.yes_no import is_about_evidence
from shouhou.rules.kinds import REASON_CLASSES, RequestType

_LEAST_TOLD = 5  # characters of words that tell something


def read_reason(draft: ApplicationDraft, answer: Answer, titles: Sequence[str], outright: bool = False) -> bool:
    """A reason: the first one told, or one that sets the first right; `outright`: only one that is named as such."""
    message = answer.reading.message
    telling = _telling(draft, answer, titles)
    of_else = message.has("amount", "share", "request_type")
    used = answer.reading.yes_no.used
    spoken = [c for c in message.clauses if c not in used and not is_about_evidence(c.text)]
    spoken = [clause for clause in spoken if not speaks_of_class(clause.text)]
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
        if answer.slot == CONFIRM and answer.reading.yes_no.yes:
            return False  # 提交吧，T恤不动哈: what is said to a yes is written only where it is asked to be
        asking = answer.reading.asking if answer.slot is None else ()
        more = [c for c in answer.words if c in telling and c not in asking]
        before = draft.details
        _add_details(draft, beside(draft.reason, more, _verbs()))
        return draft.details != before
    draft.reason = reason
    own = [c.told_class for c in telling if c.told_class and (c.text in reason or reason in c.text)]
    classes = [*own, *(c.told_class for c in telling if c.told_class)]
    group = message.group("reason") or next(iter(classes), None)
    if group in REASON_CLASSES:
        draft.reason_class = group
    elif answer.slot not in (None, CONFIRM):
        draft.reason_class = None
    _add_details(draft, beside(reason, [c for c in telling if c not in answer.reading.asking], _verbs()))
    return True


def read_told(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """The words beside a first wish, of whatever kind (就洗了一次，缩了一大截，退货), taken for the reason."""
    message = answer.reading.message
    clauses = [c for c in message.clauses if not names_goods(c.text, titles) and c.intent not in COURTESY]
    clauses = [c for c in clauses if not wishes(without_leave(c.plain)) and not tells_condition(c.plain)]
    words = beside("", [c for c in clauses if not introduces(c.text)], _verbs())
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
    if by_hand and not words and answer.slot == CONFIRM and answer.reading.yes_no.yes:
        words = riders(message.clauses)
    exchanges = draft.request_type == RequestType.EXCHANGE.value
    if not words or (exchanges and wanted_instead(words)) or wishes(words) or message.has("amount", "share"):
        return False
    if draft.reason and any(speaks_of_reason(c.text) and adds(c.text) for c in message.clauses):
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
    anew = dictated([clause for clause in clauses if not strikes(clause.plain)])
    _add_details(draft, anew if not any(speaks_of_reason(clause.text) for clause in clauses) else "")
    return True


def _is_told(answer: Answer) -> bool:
    """Whether the words are a statement as buyers make it, not something else altogether."""
    message = answer.reading.message
    return message.whole.intent not in (*COURTESY, "out_of_scope") or message.told_class is not None


def _sets_right(clauses: Sequence[Clause]) -> bool:
    return any(corrects(clause.text) or speaks_of_reason(clause.text) for clause in clauses)


def _verbs() -> str:
    """Words of a yes to the summary: they tell nothing of the matter."""
    return word("verbs", "application")
