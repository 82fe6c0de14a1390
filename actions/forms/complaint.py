"""Complaining: order, problem, evidence or "later"; a summary; a yes; the complaint's number and the wait."""

from typing import Optional

from actions.desk import DeskAction, Talk
from actions.facts import complaint_facts, order_facts
from actions.forms.base import CONFIRM, Form, ask_evidence, clear, read_evidence
from actions.order_choice import only_names_order, order_label
from actions.words import caveat_of, class_said, word
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.orders import OrderRecord
from shouhou.rules.kinds import ReasonClass

SLOTS = ("problem", "problem_class", "evidence", "evidence_done", "confirmed", "denied")
MAX_WORDS = 500
_CLASSES = {kind.value for kind in ReasonClass}


class ComplaintForm(Form):
    """The complaint's conversation."""

    form = "complaint_form"
    starts_with = "file_complaint"
    own_slots = SLOTS
    free_text = frozenset({"problem"})

    def fill(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        named = talk.entity("reason_class") or (class_said(talk.text) if requested == "problem_class" else None)
        if named in _CLASSES:
            talk.set("problem_class", named)
            return True
        read = self._read_problem(talk, requested)
        return read_evidence(talk, requested) or read

    def next_slot(self, talk: Talk, order: OrderRecord) -> str:
        if talk.get("problem") is None:
            return "problem"
        if talk.get("problem_class") is None:
            return "problem_class"
        return CONFIRM if talk.get("evidence_done") else "evidence"

    def ask(self, talk: Talk, order: OrderRecord, slot: str) -> None:
        if slot == "evidence":
            ask_evidence(talk)
        elif slot == CONFIRM:
            files = talk.get("evidence") or []
            talk.say(
                "utter_confirm_complaint",
                order_facts(talk.policy, order),
                order=order_label(order),
                problem=talk.get("problem"),
                problem_class=word("reason_class", talk.get("problem_class")),
                evidence=word("format", "evidence_count", count=len(files)) if files
                else word("format", "evidence_none"),
            )
        else:
            talk.say(f"utter_form_{slot}", {"order_number": order.order_number}, order=order_label(order))

    def _read_problem(self, talk: Talk, requested: Optional[str]) -> bool:
        words = "" if only_names_order(talk) else talk.text.strip()[:MAX_WORDS]
        pressed = any(talk.entity(kind) for kind in ("order_number", "file_id", "reason_class"))
        reason = talk.entity("reason")
        if requested == "problem" and words and not pressed and talk.intent not in ("deny", "affirm"):
            reason = words  # the whole complaint, not its shortest reason
        if reason is None:
            return False
        talk.set("problem", str(reason)[:MAX_WORDS])
        group = talk.entity_group("reason") or (talk.told_reason_class if reason is words else None)
        if group in _CLASSES:
            talk.set("problem_class", group)
        return True


class ActionFileComplaint(DeskAction):
    """Write the complaint that the buyer confirmed."""

    def name(self) -> str:
        return "action_file_complaint_now"

    def act(self, talk: Talk) -> None:
        """File it once, and give its number and the wait."""
        if not talk.get(CONFIRM):
            clear(talk, SLOTS)
            return
        grievance = Grievance(
            talk.get("order_number"), ReasonClass(talk.get("problem_class")), talk.get("problem"),
            tuple(talk.get("evidence") or ()),
        )
        complaint = complain(
            talk.database, talk.policy, talk.speaker, grievance, talk.now, talk.get("confirm_key")
        )
        clear(talk, SLOTS)
        if complaint is None:
            talk.say("utter_order_unknown")
            return
        facts = {"order_number": complaint.order_number} | complaint_facts(complaint)
        days = talk.policy.complaint_working_days
        talk.say(
            "utter_complaint_filed", facts, complaint=complaint.complaint_number, days=days.value,
            caveat=caveat_of(days),
        )
