"""Reaching the merchant: asking for consent where the rules need one, else passing on the buyer's words."""

from typing import Optional

from actions.desk import DeskAction, Talk
from actions.facts import order_facts
from actions.forms.base import CONFIRM, Form, Refusal, clear
from actions.order_choice import only_names_order, order_label
from actions.verdict_words import say_verdict
from actions.words import caveat_of, moment_text
from shouhou.cases.merchant import ask_consent, message_merchant
from shouhou.cases.orders import OrderRecord
from shouhou.rules.kinds import ConsentStatus
from shouhou.rules.verdicts import Outcome, Rule, may_apply

SLOTS = ("merchant_words", "merchant_way", "confirmed", "denied")
CONSENT, MESSAGE = "consent", "message"
MAX_WORDS = 500


class MerchantForm(Form):
    """The conversation before anything goes to the merchant."""

    form = "merchant_form"
    starts_with = "contact_merchant"
    own_slots = SLOTS
    free_text = frozenset({"merchant_words"})
    quotes = True

    def fill(self, talk: Talk, order: Optional[OrderRecord], requested: Optional[str]) -> bool:
        words = "" if only_names_order(talk) else talk.text.strip()[:MAX_WORDS]
        if requested != "merchant_words" or not words or talk.intent in ("deny", "affirm"):
            return False
        talk.set("merchant_words", words)
        return True

    def refusal(self, talk: Talk, order: OrderRecord) -> Optional[Refusal]:
        if talk.get("merchant_way") is None:
            talk.set("merchant_way", CONSENT if _needs_consent(talk, order) else MESSAGE)
        if talk.get("merchant_way") != CONSENT:
            return None
        if order.facts.consent is ConsentStatus.ASKED:
            talk.say("utter_consent_asked_already", order_facts(talk.policy, order), order=order_label(order),
                     by=moment_text(order.consent_due_at) if order.consent_due_at else "")
            return Refusal()
        if order.facts.consent is ConsentStatus.YES:
            say_verdict(talk, order, may_apply(talk.policy, order.facts, talk.now))
            return Refusal()
        return None

    def next_slot(self, talk: Talk, order: OrderRecord) -> str:
        if talk.get("merchant_way") == MESSAGE and talk.get("merchant_words") is None:
            return "merchant_words"
        return CONFIRM

    def ask(self, talk: Talk, order: OrderRecord, slot: str) -> None:
        facts = order_facts(talk.policy, order)
        if slot == "merchant_words":
            talk.say("utter_form_merchant_words", facts, order=order_label(order))
        elif talk.get("merchant_way") == CONSENT:
            hours = talk.policy.consent_answer_hours
            talk.say("utter_confirm_consent", facts, order=order_label(order), hours=hours.value,
                     caveat=caveat_of(hours))
        else:
            talk.say("utter_confirm_merchant_message", facts, order=order_label(order),
                     words=talk.get("merchant_words"))


class ActionContactMerchantNow(DeskAction):
    """Do what the buyer confirmed."""

    def name(self) -> str:
        return "action_contact_merchant_now"

    def act(self, talk: Talk) -> None:
        """Ask or pass on once, and say until when the merchant has time."""
        confirmed, way, words = talk.get(CONFIRM), talk.get("merchant_way"), talk.get("merchant_words")
        clear(talk, SLOTS)
        if not confirmed:
            return
        number, key = talk.get("order_number"), talk.get("confirm_key")
        job = (talk.database, talk.policy, talk.speaker, number)
        if way == CONSENT:
            consent = ask_consent(*job, talk.text, talk.now, key)
            due_at = consent.due_at if consent else None
            facts = {"order_number": number, "consent": consent.status.value} if consent else {}
            response, caveat = "utter_consent_asked", caveat_of(talk.policy.consent_answer_hours)
        else:
            due_at = message_merchant(*job, words or "", talk.now, key)
            facts = {"order_number": number}
            response, caveat = "utter_merchant_message_sent", caveat_of(talk.policy.merchant_answer_hours)
        if due_at is None:
            talk.say("utter_order_unknown")
            return
        talk.say(response, facts, by=moment_text(due_at), caveat=caveat)


def _needs_consent(talk: Talk, order: OrderRecord) -> bool:
    verdict = may_apply(talk.policy, order.facts, talk.now)
    return verdict.outcome is Outcome.NEEDS_CONSENT or verdict.rule in (Rule.CONSENT_GIVEN, Rule.WITHIN_WARRANTY)


