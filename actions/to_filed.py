"""What words want of what is filed already: more written into it, put into a complaint, or a change later on."""

import re
from collections.abc import Sequence
from typing import Optional

from actions.orders import named_order
from actions.turn import Turn
from shouhou.cases.complaints import latest_complaint
from shouhou.dialogue.asked_of_filed import asks_if_written
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.dictation import additions, is_private, to_be_added
from shouhou.dialogue.edits import edits
from shouhou.dialogue.grievance import for_complaint
from shouhou.dialogue.line_orders import Act, Line
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence, sent_before
from shouhou.dialogue.telling import tells_refusal
from shouhou.dialogue.wishes import speaks_of_change
from shouhou.dialogue.words import free_words

LEAST_ADDED = 4  # characters of words that are added
OF_COMPLAINT = ("file_complaint", "ask_complaint_progress", "faq/complaint_goes_on", "ask_how_to_complain")
_TAG = re.compile(r"(?:这样)?(?:对吧|是吧|对吗|对不对?|是不是|没错吧|是吗)[啊呀]?[?？]*")
_LATER = re.compile(
    r"到时候?|以后|之后|再说|万一|要是|如果|的话|来不及|拖"
    r"|(?:商家|卖家|店家|他们?)(?:都|已经|真|就算|即使)?(?:同意|答应|批准|批)(?:了(?!没|吗|么)|换|退|修|补|$)"
)
_TO_CHANGE = re.compile(r"改(?:成|为|到|[退换修补类]|吗|不|也?行|$)|再改|换成|转成|变成")


def asks_to_change_later(turn: Turn) -> bool:
    """Whether it is asked if what is filed may be changed later on (他同意了还能改成退款不): nothing is changed yet."""
    order = named_order(turn) or turn.order_in_view or next(iter(turn.orders()), None)
    clauses = turn.message.clauses
    if order is None or not order.facts.open_case:
        return False
    asked = [c for c in clauses if is_question(c.plain) or re.search(r"可不可以|能不能|还能|行不行|对吧", c.plain)]
    refused = any(tells_refusal(clause.plain) for clause in clauses)
    later = any(_LATER.search(clause.plain) for clause in clauses)
    return later and not refused and any(_TO_CHANGE.search(clause.plain) for clause in asked)


def to_add(turn: Turn) -> str:
    """What is to be added to what is filed; empty for nothing, and where it is only asked of."""
    every = turn.message.clauses
    clauses = [c for at, c in enumerate(every) if not (_is_asked(every, at) or is_private(c.plain))]
    if any(asks_if_written(clause.plain) for clause in turn.message.clauses):
        return ""
    words = additions(clauses) or free_words(to_be_added(clauses))
    words = "" if is_about_evidence(words) or sent_before(turn.message.text) else words
    return words if len(words) >= LEAST_ADDED else ""


def orders_of_lines(clauses: Sequence[Clause]) -> bool:
    """Whether words order what the reason or the details of what is filed shall say, by their names (说明写：…)."""
    named = [each for each in edits(clauses, unnamed=False) if each.line in (Line.REASON, Line.DETAILS)]
    return any(each.act in (Act.SET, Act.ADD, Act.STRIKE) for each in named)


def to_complaint(turn: Turn) -> Optional[str]:
    """What is to be put into a complaint that was filed (把这个也算进去), empty where that comes next; else None."""
    text = turn.message.whole.plain
    spoken = "投诉" in text or turn.state.topic in OF_COMPLAINT or (turn.state.written or "").startswith("CP")
    words = for_complaint(turn.message.clauses) if spoken else None
    if words is None:
        return None
    filed = [each for each in turn.orders() if latest_complaint(turn.database, each.order_number) is not None]
    order = next((each for each in filed if each in (named_order(turn), turn.order_in_view)), next(iter(filed), None))
    if order is None:
        return None
    turn.state.order = order.order_number
    return words


def only_asks_of_change(turn: Turn) -> bool:
    """Whether what was taken for a change only asks what stands in what is filed, or what follows from it."""
    clauses = turn.message.clauses
    meant = [at for at, clause in enumerate(clauses) if clause.intent == "change_request"]
    return bool(meant) and all(_is_asked(clauses, at) and not speaks_of_change(clauses[at].plain) for at in meant)


def _is_asked(clauses: Sequence[Clause], at: int) -> bool:
    """Whether a clause asks, or a later one asks if it is so (申请里写的是商品问题，所以运费就是商家出，对吗)."""
    ends = next((n for n in range(at, len(clauses)) if is_question(clauses[n].plain)), None)
    if ends is None:
        return False
    return ends == at or _TAG.fullmatch(clauses[ends].plain.strip()) is not None
