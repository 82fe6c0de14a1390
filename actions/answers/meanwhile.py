"""What may be done with the goods until there is an answer, and whether they must be shown in a picture."""

from typing import Optional

from actions.at_hand import AGREED_TO, AtHand, Stage, answers_at_hand, blanks_of, offer_at
from actions.turn import Turn
from actions.words import word
from shouhou.cases.evidence import evidence_of
from shouhou.dialogue import harm as h
from shouhou.dialogue.appliances import power_of
from shouhou.dialogue.telling import gets_rid, tells_missing
from shouhou.rules.kinds import ReasonClass, RequestType

_NOT_EATEN = ("鲜花", "餐")  # they perish, or are near what is eaten


@answers_at_hand("ask_needs_evidence")
def ask_needs_evidence(turn: Turn, at: AtHand) -> None:
    """Whether a picture is needed: never a must to apply; what to show, and until when it may follow."""
    draft = turn.state.draft
    files = evidence_of(turn.database, at.case.case_number) if at.case is not None and at.filed else []
    kept = draft.fields.get("files", []) if draft is not None else turn.state.told.files
    count = len(files) or len(kept)
    if draft is not None and draft.form == "complaint":
        name = "complaint"
    elif count and (at.stage is Stage.REQUESTED or draft is not None):
        name = "there"
    elif at.stage in AGREED_TO or at.stage is Stage.DONE:
        name = "agreed"
    elif at.stage is Stage.REQUESTED and at.group is not ReasonClass.PERSONAL:
        name = "requested"
    elif at.stage in (Stage.REFUSED, Stage.ESCALATED):
        name = at.stage.value
    else:
        name = at.group.value if at.group in (ReasonClass.PERSONAL, ReasonClass.LOGISTICS) else "goods"
    turn.say(f"utter_needs_evidence_{name}", at.facts, order=at.order, count=count, **blanks_of(at))


@answers_at_hand("ask_use_meanwhile")
def ask_use_meanwhile(turn: Turn, at: AtHand) -> None:
    """Whether the goods may be used, washed, eaten, thrown away until there is an answer."""
    name = _use(turn, at)
    said = turn.say(f"utter_use_{name}", at.facts, order=at.order, then=_then(at), **blanks_of(at))
    if at.stage is Stage.NONE and name not in ("danger", "danger_power"):
        offer_at(turn, said, "/request_aftersales")


def _use(turn: Turn, at: AtHand) -> str:
    """What decides it, the gravest first: a danger, food, the state of the case, what is at fault."""
    draft = turn.state.draft.fields if turn.state.draft is not None else {}
    told = turn.state.told
    texts = [draft.get("reason"), draft.get("details"), told.reason, told.details, turn.message.whole.plain]
    texts += [at.case.reason, at.case.details] if at.case is not None else []
    known = [str(text) for text in texts if text]
    goods = f"{at.order.product} {at.order.category}" if at.order is not None else ""
    if at.stage is Stage.DONE:
        return "done"
    if at.stage in (Stage.RETURNING, Stage.RECEIVED):
        return "sent"
    if _is_eaten(at, known):
        return "food"
    if turn.state.warned or any(h.names_harm(text) for text in known) or h.cautions(known):
        return "danger_power" if power_of(goods) == "mains" else "danger"
    if at.kind is RequestType.RESEND:
        reason = at.case.reason if at.case is not None and at.filed else str(draft.get("reason") or told.reason or "")
        rid = gets_rid(turn.message.whole.plain)
        return "resend" if tells_missing(reason) and not rid else "resend_broken"
    if at.group is ReasonClass.PERSONAL:
        return "personal"
    if at.kind is not None and not at.goes_back:
        return "kept"
    if at.stage is Stage.SENDING:
        return "sending"
    return "careful" if at.kind in (RequestType.EXCHANGE, RequestType.REPAIR) else "faulty"


def _is_eaten(at: AtHand, known: list[str]) -> bool:
    """Whether the goods are eaten or drunk: by their category, where one is known; 餐具 are not."""
    if at.order is None or not at.order.category:
        return any("吃" in text for text in known)
    eaten = f"{word('said', 'eaten')} {word('said', 'perishable')}".split()
    return any(each in at.order.category for each in eaten if each not in _NOT_EATEN)


def _then(at: AtHand) -> str:
    """Until when things stay as they are."""
    due: Optional[str] = blanks_of(at)["by"]
    if at.stage is Stage.REQUESTED and due:
        return word("until_answer", "requested", by=due)
    return word("until_answer", "any")
