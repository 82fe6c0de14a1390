"""Names and numbers that only a stop parts from the words they belong to (新郎名字 张昊; 寄到… 王丽 138…): one clause.

By themselves they mean nothing, so that whoever picks what is told would leave them out, and cut what they complete.
"""

import re
from dataclasses import replace

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import FALLBACK, INFORM, OUT_OF_SCOPE, Clause, Message
from shouhou.dialogue.sizes import wanted_instead
from shouhou.dialogue.wishes import type_said, wants_money_back
from shouhou.dialogue.yes_no import says_no, says_yes

_NAME = re.compile(r"[一-鿿·]{2,4}|[a-z0-9]{1,3}[和跟与、]?[一-鿿]{0,3}|[一-鿿]{1,3}[a-z0-9]{1,3}")
_NUMBER = re.compile(r"[0-9][0-9 -]{5,}")
_WORDS = re.compile(r"[的了吗呢吧啊呀嘛好行对不没是要有您你我他她它这那就都也还再别]|谢|提交|人工|同上|如上")
_LEADS_ON = re.compile(r"(?:名字|姓名|名|收件人|收货人|联系人|地址|电话|手机号?|号码|型号|[叫成为是])[：: ]*(?:是"
    r"|叫)?$")
_PLACE = re.compile(r"[省市区县镇乡村路街道巷弄号栋幢室楼].*\d|\d+(?:号|栋|幢|室|单元)")
_LOOSE = " \u3000：:、"  # stops that part no sentences
_VAGUE = (FALLBACK, OUT_OF_SCOPE, INFORM)
_PHONE = "phone"
_DOES = ("ask", "leave", "strike", "human", "complain", "cancel", "rebuke", "anger", "pass")
_SURE, _LIKELY = 0.8, 0.5


def completed(message: Message) -> Message:
    """The message with each name and number in the clause that it completes."""
    if message.is_press or len(message.clauses) < 2:
        return message
    joined: list[Clause] = []
    for clause in message.clauses:
        before = joined[-1] if joined else None
        parted = message.text[before.end : clause.start].strip(_LOOSE) if before is not None else ""
        if before is not None and not parted and _is_fragment(clause, _is_place(before)) and (
            _takes(before, clause)
        ):
            joined[-1] = _with(before, clause)
        else:
            joined.append(clause)
    return message if len(joined) == len(message.clauses) else replace(message, clauses=tuple(joined))


def _is_place(clause: Clause) -> bool:
    return _PLACE.search(clause.plain) is not None or _LEADS_ON.search(clause.plain.strip()) is not None


def _is_fragment(clause: Clause, by_place: bool = False) -> bool:
    """Whether words are but a name or a number; `by_place`: they stand where one is due, behind an address."""
    text = clause.plain.strip()
    if _NUMBER.fullmatch(text):
        return all(each.kind == _PHONE for each in clause.entities)
    if _NAME.fullmatch(text) is None or _WORDS.search(text) or clause.entities or clause.told_class is not None:
        return False
    if not by_place and (clause.is_told or (clause.intent not in _VAGUE and clause.confidence >= _LIKELY)):
        return False
    if not by_place and any(clause.does(act, "open") >= _SURE for act in _DOES):
        return False
    means = type_said(text) or wanted_instead(text, loosely=True) or wants_money_back(text)
    return not (means or is_question(text) or says_yes(text) or says_no(text))


def _takes(before: Clause, clause: Clause) -> bool:
    """Whether the words before a fragment tell something that it may complete."""
    text = before.plain.strip()
    if is_question(text) or says_yes(text) or says_no(text):
        return False
    if _NUMBER.fullmatch(clause.plain.strip()):
        return before.is_told or _is_fragment(before) or _LEADS_ON.search(text) is not None or bool(_PLACE.search(text))
    return before.is_told or _is_place(before)


def _with(before: Clause, clause: Clause) -> Clause:
    return replace(
        before, text=f"{before.text.rstrip()} {clause.text.lstrip()}", end=clause.end, is_told=True,
        normal=f"{before.plain.rstrip()} {clause.plain.lstrip()}", entities=(*before.entities, *clause.entities),
    )
