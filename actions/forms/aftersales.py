"""Applying: order, type, reason, details, evidence; a summary; a yes; the case."""

from typing import Optional

from actions.desk import DeskAction, Talk
from actions.facts import case_facts, order_facts, verdict_facts
from actions.forms.base import CONFIRM, Form, Refusal, ask_evidence, clear, read_evidence
from actions.order_choice import only_names_order, order_label
from actions.verdict_words import say_verdict
from actions.words import caveat_of, class_said, is_enough, moment_text, money_text, next_step_text, word
from shouhou.cases.applications import Application, apply
from shouhou.cases.orders import OrderRecord
from shouhou.rules.kinds import OrderStatus, ReasonClass, RequestType
from shouhou.rules.verdicts import Rule, Verdict, may_apply

SLOTS = ("request_type", "reason", "reason_class", "details", "evidence", "evidence_done", "confirmed", "denied")
LONG_ENOUGH = 15  # characters of a reason after which no details are asked for
MAX_WORDS = 500  # characters kept of a reason or of details
_TYPES = {kind.value for kind in RequestType}
_CLASSES = {kind.value for kind in ReasonClass}


class AftersalesForm(Form):
    """The application's conversation."""

    form = "aftersales_form"
    starts_with = "request_aftersales"
    own_slots = SLOTS
    free_text = frozenset({"reason", "details"})
    asks_what_to_change = True

    def fill(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        corrected = requested is not None and self._is_correction(talk)
        read = self._read_type(talk, order, requested)
        classed = self._read_class(talk, requested)
        read |= classed
        if not corrected and not (classed and requested == "reason_class"):
            read |= self._read_words(talk, requested)
        read |= read_evidence(talk, requested)
        if read:
            talk.set("denied", None)
        return read

    def refusal(self, talk: Talk, order: OrderRecord) -> Optional[Refusal]:
        verdict = self._verdict(talk, order)
        if verdict.allowed:
            return None
        say_verdict(talk, order, verdict)
        reason = talk.get("reason_class")
        other_type_may_do = verdict.rule is Rule.NOT_RECEIVED or reason in (None, ReasonClass.GOODS.value)
        if talk.get("request_type") is None or not other_type_may_do:
            return Refusal()
        if not self._verdict(talk, order, whole=True).allowed:
            return Refusal()
        talk.set("request_type", None)
        return Refusal(asks_again="request_type")

    def next_slot(self, talk: Talk, order: OrderRecord) -> str:
        if talk.get("request_type") is None:
            return "request_type"
        if talk.get("reason") is None:
            return "reason"
        if talk.get("reason_class") is None:
            return "reason_class"
        if talk.get("details") is None:
            return "details"
        if not talk.get("evidence_done"):
            return "evidence"
        return CONFIRM

    def ask(self, talk: Talk, order: OrderRecord, slot: str) -> None:
        if slot == "request_type":
            self._ask_type(talk, order)
        elif slot == "evidence":
            ask_evidence(talk)
        elif slot == CONFIRM:
            self._sum_up(talk, order)
        else:
            talk.say(f"utter_form_{slot}", {"order_number": order.order_number}, order=order_label(order))

    def _is_correction(self, talk: Talk) -> bool:
        """Whether a short message only changes the type, and so is no reason and no details."""
        named = talk.entity("request_type")
        changes = named in _TYPES and named != talk.get("request_type")
        return changes and talk.entity("reason") is None and len(talk.text) < LONG_ENOUGH

    def _read_type(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        named = talk.entity("request_type") or (talk.get("loose_type") if requested is None else None)
        talk.set("loose_type", None)
        if named == "refund" and order is not None and order.facts.status in (OrderStatus.PAID, OrderStatus.SHIPPED):
            named = RequestType.REFUND_ONLY.value  # nothing has arrived that could go back
        if named not in _TYPES or named == talk.get("request_type"):
            return named in _TYPES
        talk.set("request_type", named)
        return True

    def _read_class(self, talk: Talk, requested: Optional[str]) -> bool:
        named = talk.entity("reason_class") or (class_said(talk.text) if requested == "reason_class" else None)
        if named not in _CLASSES:
            return False
        talk.set("reason_class", named)
        return True

    def _read_words(self, talk: Talk, requested: Optional[str]) -> bool:
        reason = talk.entity("reason") or (talk.get("loose_reason") if requested is None else None)
        talk.set("loose_reason", None)
        words = "" if only_names_order(talk) else talk.text.strip()[:MAX_WORDS]
        pressed = any(talk.entity(kind) for kind in ("order_number", "request_type", "file_id", "reason_class"))
        if requested == "details":
            return self._read_details(talk, words)
        if reason is None and requested == "reason" and words and not pressed and talk.intent != "deny":
            reason = words
        if reason is None or (requested == CONFIRM and talk.get("reason") == reason):
            return False
        talk.set("reason", str(reason)[:MAX_WORDS])
        group = talk.entity_group("reason") or (talk.told_reason_class if reason is words else None)
        if group in _CLASSES:
            talk.set("reason_class", group)
        elif requested is not None:
            talk.set("reason_class", None)
        if talk.get("details") is None and len(words) >= LONG_ENOUGH and requested in (None, "reason"):
            talk.set("details", words)
        return True

    def _read_details(self, talk: Talk, words: str) -> bool:
        if talk.entity("file_id") is not None or not words:
            return False
        nothing = talk.intent in ("deny", "affirm") or talk.entity("later") is not None or is_enough(words)
        talk.set("details", "" if nothing else words)
        return True

    def _verdict(self, talk: Talk, order: OrderRecord, whole: bool = False) -> Verdict:
        named, reason = talk.get("request_type"), talk.get("reason_class")
        return may_apply(
            talk.policy,
            order.facts,
            talk.now,
            RequestType(named) if named and not whole else None,
            ReasonClass(reason) if reason and not whole else None,
        )

    def _ask_type(self, talk: Talk, order: OrderRecord) -> None:
        rule = self._verdict(talk, order, whole=True).rule
        name = {
            Rule.NOT_RECEIVED: "utter_form_request_type_not_received",
            Rule.WITHIN_WARRANTY: "utter_form_request_type_warranty",
        }.get(rule, "utter_form_request_type")
        talk.say(name, {"order_number": order.order_number}, order=order_label(order))

    def _sum_up(self, talk: Talk, order: OrderRecord) -> None:
        verdict = self._verdict(talk, order)
        if verdict.seven_days_over:
            talk.say("utter_seven_days_over", no_reason_days=talk.policy.no_reason_days.value)
        files = talk.get("evidence") or []
        talk.say(
            "utter_confirm_application",
            verdict_facts(talk.policy, order, verdict),
            order=order_label(order),
            type=word("request_type", talk.get("request_type")),
            reason=talk.get("reason"),
            reason_class=word("reason_class", talk.get("reason_class")),
            details=talk.get("details") or word("format", "none"),
            evidence=word("format", "evidence_count", count=len(files)) if files else word("format", "evidence_none"),
            amount=money_text(order.paid_amount),
        )


class ActionFileApplication(DeskAction):
    """Write the application that the form has collected and the buyer confirmed."""

    def name(self) -> str:
        return "action_file_application"

    def act(self, talk: Talk) -> None:
        """File it once, and say what happens next."""
        if not talk.get(CONFIRM):
            clear(talk, SLOTS)
            return
        outcome = apply(talk.database, talk.policy, talk.speaker, _application(talk), talk.now, talk.get("confirm_key"))
        clear(talk, SLOTS)
        if outcome.case is None:
            if outcome.order is not None:
                say_verdict(talk, outcome.order, outcome.verdict)
            else:
                talk.say("utter_order_unknown")
            return
        assert outcome.order is not None
        case = outcome.case
        facts = order_facts(talk.policy, outcome.order) | case_facts(case)
        talk.say(
            "utter_application_filed",
            facts,
            case=case.case_number,
            type=word("request_type", case.request_type.value),
            by=moment_text(case.next.due_at) if case.next.due_at else "",
            next=next_step_text(case.status, case.next),
            caveat=caveat_of(talk.policy.merchant_answer_hours),
        )


def _application(talk: Talk) -> Application:
    return Application(
        order_number=talk.get("order_number"),
        request_type=RequestType(talk.get("request_type")),
        reason_class=ReasonClass(talk.get("reason_class")),
        reason=talk.get("reason"),
        details=talk.get("details") or "",
        file_ids=tuple(talk.get("evidence") or ()),
    )
