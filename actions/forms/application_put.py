"""What of a message goes into the lines whole, before anything else in it is read: who is to be reached and where, a
refused offer, what was told the other way round, and what was written over and is to come back."""

import re
from collections.abc import Callable, Sequence
from typing import Optional

from actions.forms.application_draft import MORE, ApplicationDraft
from actions.forms.application_edits import added_to
from actions.forms.base import CONFIRM, Answer
from actions.words import word
from shouhou.dialogue.contact import contact_told
from shouhou.dialogue.message import Clause
from shouhou.dialogue.ordered import stands
from shouhou.dialogue.put_back import piece_named, put_right, tells_pair, told_reversed, wants_back
from shouhou.dialogue.refused_offer import refused_offer

_SHOWN = (CONFIRM, MORE)


def put_whole(draft: ApplicationDraft, answer: Answer) -> tuple[bool, Optional[Answer]]:
    """Write what goes in whole; whether there was any, and the answer without it, None where nothing else was said."""
    message = answer.reading.message
    if message.is_press or answer.choice is not None:
        return False, answer
    done, left = False, answer
    for put in _PUTS:
        used = put(draft, left)
        if not used:
            continue
        done = True
        without = left.without(used)
        if without is None:
            return True, None
        left = without
    return done, left


def told_whole(clauses: Sequence[Clause]) -> list[Clause]:
    """The clauses that go in whole: they ask nothing (打他电话 asks for nobody's hours)."""
    told = contact_told(clauses)
    return [*(told.clauses if told is not None else ()), *refused_offer(clauses), *wants_back(clauses)]


def keep_overwritten(draft: ApplicationDraft, before: ApplicationDraft) -> None:
    """Keep what a message wrote over, so that it may come back."""
    old = [part for part in (before.details or "").split("；") if part]
    lost = [part for part in old if part not in (draft.details or "")]
    if before.reason and draft.reason and before.reason not in f"{draft.reason}；{draft.details}":
        lost.append(before.reason)
    if lost:
        draft.overwritten = "；".join(lost)


def _contact(draft: ApplicationDraft, answer: Answer) -> list[Clause]:
    told = contact_told(answer.reading.message.clauses) if answer.slot in _SHOWN else None
    if told is None:
        return []
    known = draft.details or ""
    picked = told.picked_up or "上门取" in known
    parts = [word("said", "picked_up")] if told.picked_up and "上门取" not in known else []
    if told.place and told.place not in known:
        parts.append(told.place)
    label = word("said", "pickup_contact" if picked else "contact")
    whose = told.whose if told.whose not in known else ""
    if told.number and told.number not in f"{known}{told.place}":
        parts.append(f"{label}{told.number} {whose}".strip())
    elif told.number and whose and told.number in known:
        draft.details = known.replace(told.number, f"{told.number} {whose}")
    draft.details = added_to(draft.details, "，".join(parts)) if parts else draft.details
    return list(told.clauses)


def _refused(draft: ApplicationDraft, answer: Answer) -> list[Clause]:
    used = refused_offer(answer.reading.message.clauses) if answer.slot is not None else []
    words = "，".join(clause.text.strip(" ，,") for clause in used)
    if words:
        draft.details = added_to(draft.details, words)
    return used


def _reversed(draft: ApplicationDraft, answer: Answer) -> list[Clause]:
    words, used = told_reversed(answer.reading.message.clauses) if answer.slot is not None else ("", [])
    if not words or draft.reason is None:
        return []
    if not tells_pair(f"{draft.reason}；{draft.details or ''}"):
        draft.details = added_to(draft.details, words)
        return used
    reason = put_right(draft.reason, words)
    details = put_right(draft.details, words) if draft.details else None
    if details is not None:
        kept = [part for part in re.split(r"[，；]", details) if part and part not in words]
        draft.details = ("；".join(kept) or None) if reason is not None else details
    if reason is not None or details is None:
        draft.reason, draft.is_told = reason or words, True
    return used


def _back(draft: ApplicationDraft, answer: Answer) -> list[Clause]:
    used = wants_back(answer.reading.message.clauses) if answer.slot in _SHOWN else []
    if not used or not draft.overwritten:
        return [clause for clause in used if not piece_named(clause)]  # it stands as it did, and is shown
    lost = (draft.overwritten or "").split("；")
    named = next((piece for clause in used if (piece := piece_named(clause))), "")
    found = [part for part in lost if _like(named, part)] if named else lost
    if not found:
        return []
    now = [part for part in (draft.details or "").split("；") if part]
    kept = [part for part in found if part not in f"{draft.reason}；{draft.details}"]
    draft.details, draft.overwritten = "；".join([*kept, *now]) or None, None
    return used


def _like(named: str, part: str) -> bool:
    return stands(named, part) or stands(part, named) or all(each in part for each in named)


_PUTS: tuple[Callable[[ApplicationDraft, Answer], list[Clause]], ...] = (_back, _reversed, _refused, _contact)
