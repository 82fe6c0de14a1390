"""Pictures and proofs: those of the message, and what is said about them."""

import re

from actions.forms.base import Answer
from actions.turn import Turn
from actions.words import is_enough, word
from shouhou.dialogue import offers
from shouhou.dialogue.yes_no import is_about_evidence

_SENT_BEFORE = re.compile(
    r"(?:图|照片|相片|视频|凭证|证据).{0,6}(?:发|传|交|给)过"
    r"|(?:刚才|之前|前面|上次|那张|原来).{0,6}(?:图|照片|相片|视频|凭证)|(?:刚才|之前|前面|上次|刚刚|刚).{0,8}(?:那|这)?张|(?:图|照片|凭证).{0,4}(?:带上|一起)"
)
_NONE = re.compile(r"(?:没|没有|冇|不会|没法).{0,3}(?:照片|图片?|相片|视频|凭证|证据|拍|照)")
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
    return is_enough(message.text) or any(is_about_evidence(clause.text) for clause in message.clauses)


def says_none(turn: Turn) -> bool:
    """Whether the message says, beside whatever else, that there is no picture (没照片，就是嗡嗡响)."""
    return any(_NONE.search(clause.plain) for clause in turn.message.clauses) or turn.message.has("later")


def sent_before(text: str) -> bool:
    """Whether words say that a picture was sent already, for what is filed (照片我发过了，带上)."""
    return _SENT_BEFORE.search(text) is not None


def evidence_text(files: list[str]) -> str:
    """How many pieces there are, in words."""
    return word("format", "evidence_count", count=len(files)) if files else word("format", "evidence_none")
