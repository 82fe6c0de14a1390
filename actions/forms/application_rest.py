"""What a message surely orders of the lines and no pattern takes apart: nothing of it is passed over in silence.

What is to be added is written as said. What is to go goes where it is found. What sets a line takes the place of what
it resembles. Where nothing could be done, the reply says so and asks for the words whole; those then are the details.
"""

import re
from typing import Optional

from actions.forms.application_draft import ApplicationDraft
from actions.forms.application_put import told_whole
from actions.forms.base import CONFIRM, Answer
from actions.turn import Turn
from shouhou.dialogue.asking import is_question, is_to_bot
from shouhou.dialogue.dictation import MAX_WORDS, without_pointing
from shouhou.dialogue.edits import edits
from shouhou.dialogue.line_orders import Act, used_by
from shouhou.dialogue.message import Clause
from shouhou.dialogue.ordered import asks_to_swap, most_like, ordered, put_in, stands, words_to_add, words_to_strike
from shouhou.dialogue.struck import content_of
from shouhou.dialogue.sums import says_only_sum
from shouhou.dialogue.wishes import type_said
from shouhou.dialogue.yes_no import says_yes

_LINES = ("request_type", "reason", "reason_class", "details", "amount", "wanted", "files")
_LEAST_ADDED = 3  # characters of words that are to be added
_LEAST_WHOLE = 3  # characters of words that are sent to be the details
_OF_ELSE = ("request_human", "file_complaint", "contact_merchant")
_BIDS = re.compile(r"^(?:那|就|你|请|给我|帮我|就这么|这样)*写(?:成|上|：|:|下)?[：:，,\s]*")


def gives_whole(undone: Optional[str], answer: Answer) -> bool:
    """Whether words that were asked for whole are sent: all but a yes, a no, a pure question, an order of a line."""
    message, said = answer.reading.message, answer.reading.yes_no
    if undone is None or answer.slot != CONFIRM or message.is_press or answer.choice is not None:
        return False
    if said.yes and message.clauses[-1] not in said.used:
        return False  # 提交吧 他又不理我怎么办: a yes, with a question behind it
    rest = [clause for clause in message.clauses if clause not in said.used]
    if not rest or said.leaves or message.intent in _OF_ELSE or _BIDS.sub("", message.text.strip()) == "":
        return False
    if all(not (c.is_told or c.told_class) and (is_question(c.plain) or is_to_bot(c.plain)) for c in rest):
        return False
    orders = [each for each in edits(message.clauses) if each.act is not Act.FAULT and each.line is not None]
    whole = message.whole.plain
    return not (orders or type_said(whole) is not None or says_only_sum(whole)) and len(_whole(answer)) >= _LEAST_WHOLE


def _whole(answer: Answer) -> str:
    """The message as it was written, without a yes behind it."""
    clauses, used = answer.reading.message.clauses, answer.reading.yes_no.used
    last = next((c for c in reversed(clauses) if c not in used), clauses[-1])
    text = answer.reading.message.text
    text = text[: last.end] + re.sub(r"[，,\s].*", "", text[last.end :]) if last is not clauses[-1] else text
    return _BIDS.sub("", text.strip())


def take_whole(draft: ApplicationDraft, answer: Answer) -> bool:
    """Take the words that were asked for whole as the details; whether the message is such."""
    undone, draft.undone = draft.undone, None
    if not gives_whole(undone, answer):
        return False
    draft.details = _whole(answer)[:MAX_WORDS]
    return True


def carry_out_rest(
    turn: Turn, draft: ApplicationDraft, before: ApplicationDraft, answer: Answer, verbs: str
) -> bool:
    """Carry out what is left of the orders in a message; whether anything was done or is to be told.

    `before`: the draft as it was when the message came; `verbs`: those of a yes to the summary.
    """
    message = answer.reading.message
    if answer.slot != CONFIRM or message.is_press or answer.choice is not None:
        return False
    orders = edits(message.clauses, verbs)
    done = False
    read = [*answer.reading.yes_no.used, *used_by([each for each in orders if each.act is not Act.FAULT])]
    read += told_whole(message.clauses)
    for at, clause in enumerate(message.clauses):
        act = None if any(clause.start <= each.start < clause.end for each in read) else ordered(clause, turn.place)
        asks = is_question(clause.plain) and act not in (Act.ADD, Act.STRIKE) and not asks_to_swap(clause.plain)
        if act is None or asks or (act is not Act.STRIKE and _is_so(draft, clause)):
            continue
        changed = differs(draft, before)
        if act is Act.ADD:
            behind = message.clauses[at + 1] if at + 1 < len(message.clauses) else None
            done |= _add(draft, clause, behind if behind not in read else None)
        elif act is Act.STRIKE:
            struck = _shrunk(before, draft) or _strike(draft, clause)
            done |= struck
            draft.undone = draft.undone if struck else clause.text
        elif act is Act.SET and not changed:
            done |= _set(draft, clause)
        elif (new := put_in(clause.plain)) and new in _written(draft):
            done = True  # 把大半码改成42.5码, which stands so
        elif not changed and not done:
            done = clause.is_told and not new and _add(draft, clause, None)
            draft.undone = draft.undone if done else clause.text
    missed = [each for each in orders if each.act is Act.STRIKE]
    if missed and draft.undone is None and not _shrunk(before, draft):
        names = len(content_of(missed[0].words)) > 1 and "个字" not in missed[0].clauses[-1].plain
        if names and not (stands(missed[0].words, _written(draft)) or done):
            turn.say("utter_not_written", words=shown(missed[0].words))  # 运费那句去掉, where nothing is like it
            return True
        draft.undone = missed[0].clauses[-1].text
    if draft.undone is not None and differs(draft, before):
        turn.say("utter_edit_not_done", words=shown(draft.undone))
    return done or draft.undone is not None


def orders_only(answer: Answer, verbs: str) -> bool:
    """Whether a message orders something of the lines, and says no plain yes to them."""
    message = answer.reading.message
    if message.is_press or answer.choice is not None or answer.reading.yes_no.no:
        return False
    done = any(each.act in (Act.SET, Act.ADD, Act.STRIKE) for each in edits(message.clauses, verbs))
    return done and not any(says_yes(each.plain, verbs) for each in answer.reading.yes_no.used)


def differs(draft: ApplicationDraft, before: ApplicationDraft) -> bool:
    """Whether a line reads otherwise than before."""
    return any(getattr(draft, each) != getattr(before, each) for each in _LINES)


def shown(words: str) -> str:
    """What was ordered, as a reply quotes it."""
    return words.strip(" ，,。.!！?？“”")


def _written(draft: ApplicationDraft) -> str:
    return "；".join(part for part in (draft.reason, draft.details, draft.wanted) if part)


_DENIES = re.compile(r"[啊诶哎唉呀不对，,]*不是(?:说|要)?(?P<denied>[^，,]{1,8}?)[的呀啊了！!]*$")


def _is_so(draft: ApplicationDraft, clause: Clause) -> bool:
    """Whether a clause denies what the lines do not say (不是整个换, where pieces are to be sent)."""
    match = _DENIES.match(clause.plain.strip())
    if match is None:
        return False
    kind = type_said(match["denied"]) or type_said(match["denied"].removeprefix("整个"))
    return kind != draft.request_type if kind is not None else not stands(match["denied"], _written(draft))


def _add(draft: ApplicationDraft, clause: Clause, behind: Optional[Clause]) -> bool:
    words = without_pointing(words_to_add(clause.text))
    if len(words) < _LEAST_ADDED and behind is not None and not is_question(behind.plain):
        words = words_to_add(behind.text)  # 诉求写清楚：…
    if not words or stands(words, _written(draft)):
        return bool(words)  # it is shown to stand there
    draft.details = "；".join(part for part in (draft.details, words) if part)[:MAX_WORDS]
    return True


def _strike(draft: ApplicationDraft, clause: Clause) -> bool:
    named = words_to_strike(clause.text)
    part = most_like(named, _parts(draft.details, "；，")) if named else None
    if part is None or draft.details is None:
        return False
    pieces = [each for each in _parts(draft.details, "；") if each != part]
    pieces = ["，".join(p for p in each.split("，") if p != part) for each in pieces]
    draft.details = "；".join(each for each in pieces if each) or None
    return True


def _set(draft: ApplicationDraft, clause: Clause) -> bool:
    """Put words in the place of the part that they resemble; else they stand beside it."""
    words = words_to_add(clause.text)
    if not words or stands(words, _written(draft)) or type_said(clause.plain) is not None:
        return False
    for part in _parts(draft.details, "；，"):
        if part == most_like(words, [part]) and draft.details is not None:
            draft.details = draft.details.replace(part, words)
            return True
    if draft.reason is not None and most_like(words, [draft.reason]) is not None:
        draft.reason = words
        return True
    draft.details = "；".join(part for part in (draft.details, words) if part)[:MAX_WORDS]
    return True


def _shrunk(before: ApplicationDraft, draft: ApplicationDraft) -> bool:
    """Whether something that was written is written no more."""
    now = _written(draft)
    return any(part not in now for part in _parts(_written(before), "；，"))


def _parts(words: Optional[str], stops: str) -> list[str]:
    return [part for part in re.split(f"[{stops}]", words or "") if part]
