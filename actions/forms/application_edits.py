"""What a message orders of the lines of an application, carried out: what else it holds is read by itself."""

import re
from dataclasses import replace
from typing import Optional

from actions.forms.application_draft import ApplicationDraft
from actions.forms.base import CONFIRM, Answer
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.dictation import MAX_WORDS, is_private
from shouhou.dialogue.edits import denied_reason, edits
from shouhou.dialogue.line_orders import Act, Edit, Line, replaces, used_by
from shouhou.dialogue.message import Clause
from shouhou.dialogue.ordered import most_like
from shouhou.dialogue.sizes import wanted_instead, with_wanted
from shouhou.dialogue.struck import put_rightly, swaps, without
from shouhou.dialogue.sums import says_only_sum, sum_said
from shouhou.dialogue.wishes import type_said
from shouhou.dialogue.words import blames_merchant
from shouhou.rules.kinds import MONEY_TYPES, REASON_CLASSES, REQUEST_TYPES, ReasonClass

_TYPE_ALONE = re.compile(r"(?:退货退款|仅退款|退货|退款|退钱|换货|维修|补寄|补发|[换修])[的吧呗]*")
MAX_WANTED = 30  # characters of what is wanted instead, where it is neither a size nor a colour
_TOLD = 0.3  # how likely words tell something that stand beside what is put right
_LONG = 6  # characters of words that are hardly all in another part by chance
_SHORT = 6  # characters of words that name nothing but a type, a size
_WRITTEN = (Line.REASON, Line.DETAILS)


def carry_out(
    draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer, stands: Optional[bool] = None
) -> tuple[bool, Optional[Answer]]:
    """Carry out what a message orders of the lines; whether there was anything, and the answer without it.

    The answer is None where nothing else was said. `stands`: whether the lines have been shown, so that words which
    name none may order something of them; at a summary they have.
    """
    message = answer.reading.message
    if message.is_press or answer.choice is not None:
        return False, answer
    stands = answer.slot == CONFIRM and draft.reason is not None if stands is None else stands
    swap = swaps(message.clauses, draft.reason or "", draft.details or "") if stands or draft.reason else None
    if swap is not None and draft.request_type in MONEY_TYPES and all(each.isdigit() for each in swap):
        swap = None  # 不是20 是100, where money is asked for: the sum
    if swap is not None:
        draft.reason = (draft.reason or "").replace(*swap)
        draft.details = draft.details.replace(*swap) if draft.details else None
        used = [c for c in message.clauses if any(part in c.text for part in swap) or is_private(c.plain)]
        return True, answer.without(used)
    if stands and (meant := put_rightly(message.clauses, draft.reason or "")) is not None:
        _put_rightly(draft, *meant)
        return True, answer.without([meant[2], *(c for c in message.clauses if c.does("tell", "summary") < _TOLD)])
    if stands and (anew := denied_reason(message.clauses, draft.reason or "")) is not None:
        return _carry_out(draft, order, anew), answer.without(used_by([anew]))
    orders = edits(message.clauses, word("verbs", "application"), unnamed=stands)
    orders = [each for each in orders if answer.slot is not None or each.line is not None]
    done = [each for each in orders if each.act is not Act.FAULT]
    if not done:  # 原因写错了，是掉皮 is read as a whole
        return False, answer.without(used_by([each for each in orders if each.line is not Line.REASON])) or answer
    read, alone = False, any(each.act is Act.ONLY for each in done)
    if alone:  # 就写吸两分钟就停，别的不写: the reason, and nothing else
        done = [replace(each, line=each.line or Line.REASON) if each.act is Act.SET else each for each in done]
    for each in done:
        read |= _carry_out(draft, order, each)
    if alone and any(each.act is Act.SET and each.line is Line.REASON for each in done):
        draft.details = None
    return read, answer.without(used_by(orders))


def _put_rightly(draft: ApplicationDraft, old: str, new: str, clause: Clause) -> None:
    """Put what is meant in place of a reason that is denied; beside one of which only some words are."""
    if 2 * len(old) >= len(draft.reason or ""):
        draft.reason, draft.is_told = new, True
        draft.reason_class = clause.told_class if clause.told_class in REASON_CLASSES else draft.reason_class
    else:
        draft.details = added_to(draft.details, f"不是{old}，是{new}")


def _carry_out(draft: ApplicationDraft, order: Optional[OrderRecord], edit: Edit) -> bool:
    if edit.act is Act.STRIKE:
        return _strike(draft, edit)
    if edit.act not in (Act.SET, Act.ADD):
        return False
    if edit.line is None and (of_else := _of_other_line(edit)) is not None:
        edit = of_else
    line = edit.line or _line_meant(draft, edit)
    if line is Line.TYPE:
        return _set_type(draft, edit)
    if line is Line.AMOUNT:
        return _set_amount(draft, order, edit)
    if line is Line.WANTED:
        named = wanted_instead(edit.words, loosely=True)
        draft.wanted = with_wanted(draft.wanted, named) if named else edit.words[:MAX_WANTED]  # 要换：3米线
    elif line is Line.DETAILS:
        part = None
        if edit.line is None and edit.act is Act.SET:
            part = most_like(edit.words, (draft.details or "").split("；"))  # “380医药费没”什么鬼 写：看医生花了380
        if part is not None and draft.details is not None:
            draft.details = draft.details.replace(part, edit.words)
        elif edit.act is Act.SET and edit.line and replaces(edit):
            draft.details = edit.words
        else:
            draft.details = added_to(draft.details, edit.words, "；")
    else:
        draft.reason = edit.words if edit.act is Act.SET else added_to(draft.reason, edit.words, "，")
        draft.is_told = True
        beside = [part for part in (draft.details or "").split("；") if part and part not in draft.reason]
        draft.details = "；".join(beside) or None
        _class_of(draft, edit)
    return True


def _of_other_line(edit: Edit) -> Optional[Edit]:
    """An order that names no line, where its words belong to one alone (改成退货退款, 改成60块); None for others."""
    if _TYPE_ALONE.fullmatch(edit.words):
        return replace(edit, line=Line.TYPE)
    if says_only_sum(edit.words):
        return replace(edit, line=Line.AMOUNT)
    if len(edit.words) <= _SHORT and wanted_instead(edit.words, loosely=True) is not None:
        return replace(edit, line=Line.WANTED)
    return None


def _line_meant(draft: ApplicationDraft, edit: Edit) -> Line:
    """The line of words that name none: what tells something wrong is the reason, all else stands beside."""
    tells = replaces(edit) and any(clause.told_class or clause.entity("reason") for clause in edit.clauses)
    return Line.REASON if edit.act is Act.SET and (tells or draft.reason is None) else Line.DETAILS


def _class_of(draft: ApplicationDraft, edit: Edit) -> None:
    told = [clause.told_class for clause in edit.clauses if clause.told_class in REASON_CLASSES]
    if any(blames_merchant(clause.plain) for clause in edit.clauses):
        draft.reason_class = ReasonClass.GOODS.value
    elif "无理由" in edit.words:
        draft.reason_class = ReasonClass.PERSONAL.value
    elif told:
        draft.reason_class = told[0]


def _set_type(draft: ApplicationDraft, edit: Edit) -> bool:
    marked = [each.value for clause in edit.clauses for each in clause.entities if each.kind == "request_type"]
    named = type_said(edit.words) or next((each for each in reversed(marked)), None)
    if named not in REQUEST_TYPES:
        return False
    draft.request_type = named
    return True


def _set_amount(draft: ApplicationDraft, order: Optional[OrderRecord], edit: Edit) -> bool:
    amount = sum_said(edit.words, loosely=True)
    if amount is None or amount <= 0:
        return False
    whole = order is not None and amount == order.paid_amount
    draft.amount, draft.wants_part = None if whole else amount, False
    return True


def _strike(draft: ApplicationDraft, edit: Edit) -> bool:
    """Take words out: of the line that is named, else of the details, else of the reason, which keeps something."""
    lines = [edit.line] if edit.line in _WRITTEN else [Line.DETAILS, Line.REASON]
    struck = False
    for line in lines:
        before = draft.details if line is Line.DETAILS else draft.reason
        left = without(before, edit.words) if before else None
        if not before or left == before:
            continue
        if line is Line.DETAILS:
            draft.details, struck = left or None, True
        elif left:
            draft.reason, struck = left, True
        if not edit.words:
            break  # 那句别写: the details, and not the reason too
    return struck


def _holds(part: str, words: str) -> bool:
    """Whether all characters of some words stand in a part, in their order."""
    rest = iter(part)
    return all(each in rest for each in words)


def leave_out_repeated(draft: ApplicationDraft) -> None:
    """Take out of the details what the reason says in the same words, or another part of them does."""
    parts = [part for part in (draft.details or "").split("；") if part]
    reason = draft.reason or ""
    kept = [p for at, p in enumerate(parts) if p not in reason and not any(p in other for other in parts[at + 1 :])]
    draft.details = "；".join(kept) or None


_NO_CONTENT = re.compile(r"[，,；。：:元块\s]")
_ALL_BUT = 0.9  # share of two characters each that stand in what is written


def _is_written(words: str, known: str) -> bool:
    """Whether words stand in what is written already, but for a stop or a unit."""
    bare, lines = _NO_CONTENT.sub("", words), _NO_CONTENT.sub("", known)
    pairs = [bare[at : at + 2] for at in range(len(bare) - 1)]
    return len(bare) >= _LONG and sum(pair in lines for pair in pairs) >= _ALL_BUT * len(pairs)


def added_to(known: Optional[str], words: str, stop: str = "；") -> str:
    """What is known with words more; parts that they hold already go."""
    if known and _is_written(words, known):
        return known
    kept = [part for part in (known or "").split(stop) if part and part not in words]
    if any(len(words) >= _LONG and _holds(part, words) for part in kept):
        return known or words  # 重做不了就退部分钱, where 重做不了就退我部分钱 stands
    return (known or words if words in (known or "") else stop.join([*kept, words]))[:MAX_WORDS]

