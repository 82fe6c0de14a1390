"""What is told for an application: the reason, what stands beside it, what is added and struck."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

from actions.forms.application_draft import CLASS, MORE, REASON, TYPE, ApplicationDraft, denies_class
from actions.forms.application_edits import added_to
from actions.forms.application_wish import asks_which
from actions.forms.base import CONFIRM, Answer
from actions.forms.claims import as_claim
from actions.words import word
from shouhou.dialogue.asking import is_question, quotes_merchant
from shouhou.dialogue.breath import behind_pictures, told_on
from shouhou.dialogue.conditions import as_written, conditions, hangs_on_something
from shouhou.dialogue.dictation import (
    MAX_WORDS,
    additions,
    adds,
    dictated,
    dictated_details,
    riders,
    strikes,
    struck,
    trimmed,
)
from shouhou.dialogue.giving_up import gives_up, remedy_denied
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.sums import result_of
from shouhou.dialogue.telling import tells_condition
from shouhou.dialogue.wishes import only_that, type_said, wants_money_back, wishes, without_leave
from shouhou.dialogue.words import (
    COURTESY,
    beside,
    blames_merchant,
    corrected_reason,
    corrects,
    introduces,
    joined,
    names_goods,
    objects,
    reason_in,
    speaks_of_class,
    speaks_of_reason,
    swapped,
)
from shouhou.rules.kinds import MONEY_TYPES, REASON_CLASSES, ReasonClass, RequestType

_NOT_SO = re.compile(r"不是|不对|错|哪有|没有啊")
_OTHERWISE = re.compile(r"要是|如果|万一|没有?货|没了")  # 白色没货就给我黑的: more than what is wanted
_EXPLICIT = re.compile(r"说明|备注|加一句|写进")
_ONE_WORD = re.compile(r"[a-z_]+")
_WANTS = 0.5  # how likely words wish that say so before what would do too (少那五个给我布上 要不退钱也中)
_SURELY_TOLD = 0.6
_LEAST_NOTED = 3  # characters of a note
_LEAST_TOLD = 5  # characters of words that tell something


def read_reason(draft: ApplicationDraft, answer: Answer, titles: Sequence[str], outright: bool = False) -> bool:
    """A reason: the first one told, or one that sets the first right; `outright`: only one that is named as such."""
    message = answer.reading.message
    telling = _telling(draft, answer, titles)
    of_else = message.has("amount", "share", "request_type")
    used = answer.reading.yes_no.used
    spoken = [c for c in message.clauses if c not in used and not is_about_evidence(c.text)]
    spoken = [clause for clause in spoken if not speaks_of_class(clause.text)]
    if draft.reason is not None and (mended := swapped(draft.reason, spoken)) is not None:
        draft.reason = mended
        return True
    of_details = any("说明" in clause.text for clause in message.clauses)
    set_right = corrected_reason(spoken) if draft.reason is not None and not of_details else None
    may_dictate = set_right is None and draft.reason is not None and not (of_else or of_details)
    if may_dictate and type_said(told := dictated(telling)) is None:
        anew = told and trimmed(told) not in (draft.reason or "")
        set_right = told if anew and wanted_instead(told) is None else None
    if outright and not any(speaks_of_reason(clause.text) for clause in spoken):
        return False
    reason = set_right if outright else set_right or reason_in(telling)
    if reason is None and answer.slot == REASON and not _is_other_answer(answer):
        words = [c for c in answer.words if c in telling and c.intent not in COURTESY and not quotes_merchant(c.text)]
        words = [c for c in words if not is_about_evidence(c.text)]
        reason = joined([c for c in words if c.is_told] or words)[:MAX_WORDS] or None
    if reason is None or reason == draft.reason:
        return False
    if draft.reason is not None and set_right is None and not _may_replace(draft, answer, telling):
        if answer.slot == CONFIRM and answer.reading.yes_no.yes:
            return False  # 提交吧，T恤不动哈: what is said to a yes is written only where it is asked to be
        asking = answer.reading.asking if answer.slot is None else ()
        more = [c for c in answer.words if c in telling and c not in asking]
        before = draft.details
        _add_details(draft, beside(draft.reason, more, _verbs()))
        return draft.details != before
    draft.reason, draft.is_told = reason, any(clause.is_told for clause in telling)
    own = [c.told_class for c in telling if c.told_class and (c.text in reason or reason in c.text)]
    classes = [*own, *(c.told_class for c in telling if c.told_class)]
    group = message.group("reason") or next(iter(classes), None)
    if any(blames_merchant(clause.plain) for clause in message.clauses):
        group = ReasonClass.GOODS.value
    if group is not None and denies_class(message.clauses, group):
        group = next((each for each in classes if each != group), ReasonClass.GOODS.value)
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
    clauses = [c for c in clauses if c.is_told and not wishes(without_leave(c.plain)) and not tells_condition(c.plain)]
    clauses = [c for c in clauses if c.entity("request_type") is None and not _ONE_WORD.fullmatch(c.plain)]
    words = beside("", [c for c in clauses if not introduces(c.text)], _verbs())
    telling = all(clause.intent == "inform" for clause in clauses)  # 有洞 换
    if message.is_press or answer.choice is not None or len(words) < (_LEAST_NOTED - 1 if telling else _LEAST_TOLD):
        return False
    draft.reason, draft.is_told = words, True
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


def _may_replace(draft: ApplicationDraft, answer: Answer, telling: Sequence[Clause]) -> bool:
    """Whether words that tell something wrong take the place of the reason, rather than stand beside it.

    A fault does of what is no matter of the goods; what is but felt does not of a fault.
    """
    told = {clause.told_class for clause in telling if clause.told_class is not None}
    if draft.reason_class == ReasonClass.SERVICE.value and ReasonClass.GOODS.value in told:
        return True
    if draft.reason_class == ReasonClass.GOODS.value and told == {ReasonClass.PERSONAL.value} and answer.slot is None:
        return False
    said, clauses = answer.reading.yes_no, answer.reading.message.clauses
    if answer.slot is None:
        return answer.reading.message.intent == "inform"
    if answer.slot in (REASON, CLASS):
        return True
    if said.yes:
        return False
    denies = said.no and any(_NOT_SO.match(clause.plain) for clause in clauses)  # 没了 就是全化了 is more of it
    if answer.slot == CONFIRM and (denies or any(objects(c.text) for c in clauses)):
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
    of_sum = message.has("amount", "share") and draft.request_type in MONEY_TYPES
    other_sum = message.has("amount", "share") and not of_sum  # 备注加一句 退5元也行, where goods are asked for
    either = hangs_on_something(words) or re.search(r"也行|也可以|都行|都可以", words) is not None  # 修更快的话修也行
    other_type = type_said(words) not in (None, draft.request_type)  # not 重新做一块山水的, of a new one
    explicit = any(_EXPLICIT.search(clause.plain) for clause in message.clauses)  # 说明里加一句：希望先发新的
    asked = wishes(words) and other_type and not (either or other_sum or explicit)
    only_wanted = exchanges and wanted_instead(words) is not None and not _OTHERWISE.search(words)
    if not words or of_sum or only_wanted or asked:
        return False
    if draft.reason and any(speaks_of_reason(c.text) and adds(c.text) for c in message.clauses):
        draft.reason = f"{draft.reason}，{words}"[:MAX_WORDS]
        return True
    before = draft.details
    words = as_claim(words, f"{draft.reason}；{draft.details}")
    _add_details(draft, words)
    return draft.details != before or words in f"{draft.reason}；{draft.details}"  # it stands there already


def note_conditions(draft: ApplicationDraft, answer: Answer, place: str) -> tuple[bool, Optional[Answer]]:
    """Write what is wanted on a condition, or would do too (没货就退钱); whether there was any, and the answer without.

    It chooses nothing: the first wish stands. Where nothing else is wished for, the first of it is read on as the wish.
    """
    message = answer.reading.message
    if message.is_press or answer.choice is not None or asks_which(message.clauses):
        return False, answer
    found = conditions(message.clauses, place)
    rest = [clause for clause in message.clauses if clause not in found]
    wished = draft.request_type is not None or any(
        type_said(without_leave(c.plain)) is not None or wants_money_back(c.plain)
        or c.entity("request_type") is not None or c.does("want", place) >= _WANTS for c in rest
    )
    if answer.slot == "amount" and not any(re.search(r"[0-9一二三四五六七八九十百]", c.plain) for c in rest):
        return False, answer  # 四十也行 says how much
    if not found or (not wished and len(found) == 1):
        return False, answer
    _add_details(draft, as_written(found))
    return True, answer.without(found if wished else found[1:])


def read_more(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """Words at the question whether there is something to add: they are added, and nothing more is asked."""
    if answer.slot == TYPE and not _is_other_answer(answer):
        # Words at the choice of a type that name none tell something of the matter all the same.
        words = beside(draft.reason or "", [c for c in answer.words if not names_goods(c.text, titles)], _verbs())
        tells = len(words) >= _LEAST_TOLD and _is_told(answer)
        _add_details(draft, words if tells else "")
        return tells or any(is_about_evidence(clause.text) for clause in answer.reading.message.clauses)
    if answer.slot != MORE or _is_other_answer(answer):
        return False
    told = told_on(answer.words, "more")
    words = beside(draft.reason or "", [c for c in told if not names_goods(c.text, titles)], _verbs())
    words = "，".join(part for part in (words, *map(behind_pictures, answer.reading.message.clauses)) if part)
    if not words:
        return False
    _add_details(draft, words)
    draft.no_more = True
    return True


def note_told(draft: ApplicationDraft, answer: Answer, titles: Sequence[str]) -> bool:
    """Whatever else is surely told of the matter, beside an answer (寄不了 能不能上门来修): it is not lost."""
    if draft.reason is None or answer.slot == CONFIRM or answer.choice is not None:
        return False
    before = draft.details
    for clause in answer.words:
        does = clause.does("tell", "kind" if answer.slot == TYPE else "more")
        sure = clause.told_class is not None or max(clause.tells, does) >= _SURELY_TOLD
        symptom = _GENERAL.fullmatch(draft.reason) is not None and _is_symptom(clause)
        if not ((clause.is_told and sure) or symptom) or names_goods(clause.text, titles):
            continue
        if result_of(clause.plain) != clause.plain:
            continue  # 74.5除5乘2 29.8 says how much
        clause = replace(clause, is_told=True)
        words = beside(f"{draft.reason}；{draft.details}", [clause], _verbs())
        if words and not (wishes(without_leave(clause.plain)) or quotes_merchant(clause.text)):
            _add_details(draft, words)
    return draft.details != before


_GENERAL = re.compile(r".{0,8}?(?:坏了?|有(?:点)?(?:问题|毛病)|不(?:好用|能用|行)|用不了|出(?:问题|毛病|故障)"
    r"|不灵)了?[啊呀呢]*")


def _is_symptom(clause: Clause) -> bool:
    """Whether words beside a general fault (鼠标坏了) tell how it shows (点一下变两下), though nothing says so."""
    return clause.intent == "inform" and clause.confidence >= _SURELY_TOLD and not clause.entities


def note_part(draft: ApplicationDraft, answer: Answer) -> bool:
    """What alone is to be exchanged or sent (能不能只换裤子): the merchant reads it; whether it is news."""
    said = [c for c in answer.reading.message.clauses if c.entity("quantity") is None]
    found = [each for c in said if (each := only_that(c.plain)) is not None]
    if not found or draft.reason is None or answer.choice is not None:
        return False
    before = draft.details
    if found[-1] not in f"{draft.reason}{draft.details}":
        _add_details(draft, found[-1])
    return draft.details != before


def note_unwanted(draft: ApplicationDraft, answer: Answer) -> bool:
    """What is not to be done with goods that are named (钻不退啊 天天用): the merchant reads it, with what says why."""
    if draft.request_type is None or answer.choice is not None or answer.reading.yes_no.yes:
        return False
    clauses, kept = answer.reading.message.clauses, []
    for at, clause in enumerate(clauses):
        if remedy_denied(clause.plain) is not None and gives_up(clause.plain, firmly=False):
            kept += [clause, *(each for each in clauses[at + 1 : at + 2] if each in answer.words)]
    if any(clause not in kept for clause in clauses):
        return False  # 类型改退货退款 上衣不退: it is said with what is ordered
    before = draft.details
    _add_details(draft, joined(kept))
    return draft.details != before


def _is_other_answer(answer: Answer) -> bool:
    message = answer.reading.message
    return answer.choice is not None or bool(answer.asks) or message.has("order_number", "file_id")


def _add_details(draft: ApplicationDraft, words: str) -> None:
    if words:
        draft.details = added_to(draft.details, words)


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
