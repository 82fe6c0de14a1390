"""Pictures and proofs: those of the message, and what is said about them."""


from actions.forms.base import Answer
from actions.turn import Turn
from actions.words import is_enough, word
from shouhou.dialogue import offers
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.pictures import has_some, is_about_evidence, says_there_is_none, waits_for_it

_IDLE, _LIKELY = frozenset({"nothing", "yes", "ack", "chat", "photo", "rebuke", "tell"}), 0.3
MANY_FILES = 9  # kept before they belong to anything


def read_files(turn: Turn, files: list[str]) -> bool:
    """Add the message's file to these; whether there was one."""
    file_id = turn.message.entity("file_id")
    if file_id is None:
        return False
    files.append(str(file_id))
    return True


def says_no_more(turn: Turn, answer: Answer) -> bool:
    """Whether the message says that there is no evidence, no more of it, or that it comes later."""
    if answer.choice is not None:
        return offers.parse(answer.choice.payload).intent in ("deny", "affirm")
    message = turn.message
    if answer.reading.yes_no.no or message.has("later") or message.intent in ("deny", "affirm"):
        return True
    enough = is_enough(message.text) or any(is_enough(clause.plain) for clause in message.clauses)
    return enough or any(is_about_evidence(clause.text) for clause in message.clauses)


def waits_for_picture(turn: Turn) -> bool:
    """Whether the message only bids to wait a moment for a picture."""
    clauses = turn.message.clauses
    waits = [waits_for_it(clause.plain) for clause in clauses]
    only = all(each or has_some(clause.plain) for each, clause in zip(waits, clauses, strict=True))
    return any(waits) and only and not turn.message.is_press  # 有照片 等下


def says_none(turn: Turn) -> bool:
    """Whether the message says, beside whatever else, that there is no picture (没照片，就是嗡嗡响)."""
    return any(says_there_is_none(clause.plain) for clause in turn.message.clauses) or turn.message.has("later")


def speaks_of_pictures(turn: Turn) -> bool:
    """Whether the message says that pictures come later, or cannot be had, and asks nothing (照片我不会弄啊)."""
    clauses = turn.message.clauses
    asks = any(is_question(clause.plain) for clause in clauses)
    about = all(is_about_evidence(clause.text) or has_some(clause.plain) for clause in clauses)
    return turn.message.has("later") or (about and not asks)  # 有的 稍等我拍一下鞋底


def says_nothing_else(answer: Answer) -> bool:
    """Whether words at the question for more want nothing that the summary does not show."""
    clauses = answer.reading.message.clauses
    said = answer.reading.yes_no
    if answer.asks or said.leaves or said.pauses or answer.choice is not None:
        return False
    idle = all(any(clause.does(act, "more") >= _LIKELY for act in _IDLE) for clause in clauses)
    return idle and not any(is_question(clause.plain) for clause in clauses)


def promises_more(answer: Answer) -> bool:
    """Whether words at the question for more say that a picture is still to come."""
    enough = any(is_enough(clause.plain) for clause in answer.reading.message.clauses)
    return not enough and any(is_about_evidence(clause.text) for clause in answer.reading.message.clauses)


def evidence_text(files: list[str], asks: bool = False) -> str:
    """How many pieces there are, in words; `asks`: where there are none, some may be sent yet."""
    if files:
        return word("format", "evidence_count", count=len(files))
    return word("format", "evidence_asked" if asks else "evidence_none")
