"""What is claimed beyond the price of the goods: the merchant reads of it, and it makes no sum of the application."""

import re
from typing import Optional

from actions.forms.application_draft import ApplicationDraft
from actions.forms.application_edits import added_to
from actions.forms.base import Answer
from actions.turn import Turn
from actions.words import word
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import additions, trimmed
from shouhou.dialogue.message import Clause
from shouhou.dialogue.sums import claims_loss, says_only_sum, sum_said, wants_part

_PROTEST = re.compile(r"(?:呢|咋|怎么)?(?:也|还|都|又)?没(?:有|给我)?(?:写|加)(?:进去|上去?)?[啊呀呢]?$")  # …没有写进去


def note_claims(
    turn: Turn, draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer
) -> tuple[bool, Optional[Answer]]:
    """Write what is claimed besides (诊所186也得出, 另赔三倍4998); whether there was any, and the answer without it.

    The answer is None where nothing else was said.
    """
    message = answer.reading.message
    if message.is_press or answer.choice is not None or order is None:
        return False, answer
    claims = [clause for clause in message.clauses if _is_claim(clause, order)]
    if not claims:
        return False, answer
    before = draft.details
    for clause in claims:
        words = additions([clause]) or trimmed(_PROTEST.sub("", clause.text.strip(" ，,。.!！~")))
        words = as_claim(words, f"{draft.reason}；{draft.details}")
        spent = re.findall(r"[0-9]+", words)
        if spent and "赔" in (draft.details or "") and all(each in (draft.details or "") for each in spent):
            continue  # 医药费380, beside 拍片花了380 请商家赔
        if words and words not in (draft.reason or ""):
            draft.details = added_to(draft.details, words)
    left = answer.without(claims)
    if draft.amount is None and (left is None or not any(wants_part(c.plain) for c in left.reading.message.clauses)):
        draft.wants_part = False  # 炉子89全退 加诊所186: the goods as they were paid
    if draft.details == before:
        turn.say("utter_it_says_so")  # 诊所那186呢: it stands there
    return True, left


def _is_claim(clause: Clause, order: OrderRecord) -> bool:
    """Whether a clause claims a loss that the goods' price does not hold, or more than was paid."""
    if is_question(clause.plain):
        return False
    marked = [each.value for each in clause.entities if each.kind == "amount" and each.end > each.start]
    said = [*marked, *([] if (named := sum_said(clause.plain, loosely=True)) is None else [named])]
    more = any(isinstance(each, int) and each > order.paid_amount for each in said)
    refund = "退" in clause.plain or says_only_sum(clause.plain)  # 退我三百: more than can go back, which is said
    return claims_loss(clause.plain) or (more and not refund)


_COST = re.compile(
    r"(?P<what>(?:医药|医疗|检查|看病|看医生|治疗|诊疗|拍片|误工|清洗|洗衣|维修|安装|打车)(?:费用?|的?钱))(?:是|花了|一共|总共|要)*"
    r"(?P<sum>[0-9]+(?:\.[0-9]+)?)?[元块]?(?:钱)?"
)


def as_claim(words: str, known: str) -> str:
    """What is to be written, as a wish where it but names what something cost (医药费380)."""
    match = _COST.fullmatch(words)
    if match is None:
        return words
    spent = match["sum"] or next(iter(re.findall(r"花了?([0-9]+)", known)), "")
    return word("said", "costs", words=f"{match['what']}{spent}元" if spent else match["what"])
