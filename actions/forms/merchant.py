"""Reaching the merchant: asking for consent where the rules need one, else passing on the buyer's words."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Optional

from actions.facts import order_facts
from actions.forms.base import CONFIRM, NOT_PASSED_ON, Answer, Form, Refusal
from actions.forms.merchant_words import (
    LEAST_WORDS,
    addressee,
    all_wished,
    asked_besides,
    behind,
    beside_the_ask,
    dictated_whole,
    is_fragment,
    shares,
    taken_out,
    urging,
    with_beside,
    with_matter,
)
from actions.turn import Said, Turn
from actions.verdict_words import say_verdict
from actions.words import caveat_of, moment_text, word
from shouhou.cases.merchant import ask_consent, message_merchant
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import bids_ask, is_question, only_asks_an_answer, only_supposes, passes_on
from shouhou.dialogue.closing import only_accords
from shouhou.dialogue.dictation import MAX_WORDS
from shouhou.dialogue.message_parts import ASKS_DESK
from shouhou.dialogue.passing_on import bids, for_merchant, passed_on, said_of
from shouhou.dialogue.reading import Reading
from shouhou.dialogue.revising import put_instead, said_of_message, to_add
from shouhou.dialogue.telling import hurries
from shouhou.dialogue.wishes import declines_return, minds_type, names_money, not_this_but_that, type_said, wishes
from shouhou.dialogue.words import reason_in
from shouhou.dialogue.yes_no import sets_right
from shouhou.rules.kinds import REQUEST_TYPES, ConsentStatus, OrderStatus, RequestType
from shouhou.rules.verdicts import may_apply, needs_merchant

WORDS, WHY = "merchant_words", "why"


def asks_the_desk(text: str) -> bool:
    """Whether a question is the desk's own, where the wording was asked for (他会回吗; not 运费你们出吗)."""
    return is_question(text) and ASKS_DESK.search(text.replace("你们", "")) is not None


@dataclass
class MerchantDraft:
    """What goes to the merchant: words, or a request for consent (`consents`) and why."""

    consents: Optional[bool] = None
    words: Optional[str] = None
    wish: Optional[str] = None  # the request type that consent is asked for
    urges: bool = False  # the words are those that ask to ship
    merchant_words: Optional[str] = None  # that an offer quoted: they go as they stand
    offered: Optional[str] = None  # why the bot offered of its own accord to pass them on
    former: Optional[str] = None  # the words before their last change, for who wants them back
    kept: bool = False  # they were said beside another matter, and waited for its end
    of: Optional[str] = None  # the order whose merchant it was decided for whether to ask for consent
    settled: bool = False  # the buyer struck something just now and bade to send the rest
    dictates: bool = False  # the buyer was asked to dictate the whole of it
    said: Optional[str] = None  # the buyer's message before this one, should he mean that


class MerchantForm(Form[MerchantDraft]):
    """The conversation before anything goes to the merchant."""

    name: ClassVar[str] = "merchant"
    draft_type: ClassVar[type] = MerchantDraft
    repeating_is_yes: ClassVar[bool] = True
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"contact_merchant": {}, "urge_shipping": {"urges": True}}
    free: ClassVar[frozenset[str]] = frozenset({WORDS, WHY})

    def lapses(self, turn: Turn) -> bool:
        return turn.state.draft is not None and turn.state.draft.fields.get("offered") is not None

    def leave(self, turn: Turn) -> None:
        fields, order = turn.state.draft.fields if turn.state.draft is not None else {}, turn.state.order
        if fields.get("kept") and fields.get("words") and order is not None:
            turn.state.to_tell[order] = fields["words"]  # it waits again, unless it is sent or given up
        super().leave(turn)

    def given_up(self, turn: Turn) -> str:
        filed = any(order.facts.open_case for order in turn.orders())
        return "utter_only_not_passed_on" if filed or self.lapses(turn) else NOT_PASSED_ON

    def means_yes(self, turn: Turn) -> bool:
        return self.lapses(turn) and bids_ask(turn.message.whole.plain)

    def begin(self, turn: Turn, draft: MerchantDraft, answer: Answer) -> None:
        if draft.merchant_words is not None:
            supposed = [c for c in turn.message.clauses if only_supposes(c.plain) and not is_question(c.plain)]
            also = [*asked_besides(turn), *(for_merchant(clause) for clause in supposed)]
            own = draft.merchant_words if draft.kept or draft.offered else with_matter(turn, draft.merchant_words)
            draft.words = "，".join([own, *also])[:MAX_WORDS]  # 改不了我就不要了
            if is_fragment(draft.words):
                draft.words, draft.offered, draft.kept = None, None, False
            draft.consents = False
            return
        order = turn.order_in_view
        waits = order is not None and (order.facts.open_case or order.facts.status is not OrderStatus.RECEIVED)
        if waits and hurries(turn.message.text) and answer.entity(WORDS) is None:
            draft.urges = True  # 催一下商家
        if draft.urges:
            draft.consents = False
            return
        told, aside = turn.state.told, turn.state.aside
        if aside is not None and aside.form == "application":
            known = aside.fields
            draft.wish = known.get("request_type")
            parts = (known.get("reason"), known.get("details"))
            draft.words = "，".join(part for part in parts if part)[:MAX_WORDS] or None
        elif told.order in (None, turn.state.order):
            draft.wish = told.request_type
            if told.reason:
                draft.words = "，".join(part for part in (told.reason, told.details) if part)[:MAX_WORDS]

    def fill(self, turn: Turn, draft: MerchantDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        if draft.merchant_words is not None:
            draft.merchant_words = None
            return True
        before = draft.words
        read = self._fill(turn, draft, order, answer)
        if draft.words != before:
            draft.offered = None  # they are the buyer's own by now
        return read

    def _fill(self, turn: Turn, draft: MerchantDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        clauses = answer.reading.message.clauses
        draft.settled = False
        if order is not None and (draft.consents is None or draft.of not in (None, order.order_number)):
            draft.of = order.order_number
            draft.consents = needs_merchant(may_apply(turn.policy, order.facts, turn.now))
            if order.facts.consent is ConsentStatus.ASKED and passes_on(turn.message.text):
                draft.consents = False  # it is asked already: what is said now is a message
            if not draft.consents and answer.slot is None:
                # What was told for an application is no message; what stands beside the ask for one is.
                only_asks = any(only_asks_an_answer(clause.plain) for clause in answer.reading.asking)
                told = draft.words if draft.words and only_asks else turn.state.asked_last
                anew = put_instead(clauses) or to_add(clauses, self.verbs) if said_of_message(clauses) else ""
                draft.words = answer.entity(WORDS) or anew or beside_the_ask(answer, self.opened_by) or told
                if draft.words and is_fragment(str(draft.words)):
                    draft.words = None  # 寄过来的那趟呢: the sentence is asked for
        said = passed_on(clauses) if answer.slot is None and not turn.message.is_press else ""
        if said and not draft.consents:
            draft.words = with_matter(turn, said)  # 催一下，就说…: those words, not ours
            return True
        if answer.slot == CONFIRM and answer.choice is None and draft.words and not draft.consents:
            return False
        if draft.urges and draft.words is None and order is not None:
            draft.words = urging(order, answer)
            return True
        given = answer.entity(WORDS)
        if given is not None:
            draft.words = str(given)[:MAX_WORDS]
            return True
        if answer.choice is not None or turn.message.is_press:
            named = answer.entity("request_type")
            draft.wish = named if named in word("request_type", "all").split() else draft.wish
            return False
        before = draft.wish
        taken = taken_out(draft.wish, draft.words or "", answer.reading.message.clauses) if draft.consents else None
        if taken is not None:
            draft.wish, draft.words = taken[0], taken[1] or draft.words
            return True
        self._read_wish(draft, answer)
        return self._read_words(draft, answer) or draft.wish != before

    def show(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> None:
        """Show the words as they stand by now, which a yes will send."""
        self._keep(turn, draft)
        self._ask(turn, draft, order, CONFIRM)

    def show_kept(self, turn: Turn, draft: MerchantDraft, order: OrderRecord, response: str) -> None:
        """Say something of the words that were shown, and still wait for a yes, without showing them once more."""
        self._keep(turn, draft)
        turn.ask(turn.say(response), self.name, CONFIRM, self._scope(turn, draft, order))

    def send(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> None:
        """Send the words, as a yes to them does."""
        self._keep(turn, draft)
        self._finish(turn, draft, order, self.key(turn, self._scope(turn, draft, order)))

    @staticmethod
    def undone(draft: MerchantDraft) -> str:
        """The response that says that nothing was changed of the words."""
        return "utter_consent_not_mended" if draft.consents else "utter_message_not_mended"

    def whole_dictated(self, turn: Turn, verbatim: bool = False) -> str:
        """What the buyer dictates who was asked for the whole; empty where he says something else.

        `verbatim`: all that is no bare yes or no, nor asks the desk alone, letter by letter.
        """
        reading = turn.reading
        clauses = reading.message.clauses
        if verbatim:
            other = all(asks_the_desk(clause.plain) for clause in clauses) or only_accords(clauses)
            other = other or any(clause.intent == "request_human" for clause in clauses) or not reading.rest
            bidden = passed_on(clauses) if bids(clauses[0].plain) else ""
            return "" if other else bidden or turn.message.text.strip()[:MAX_WORDS]
        asks = any(c.intent == "request_human" or asks_the_desk(c.plain) for c in reading.message.clauses)
        if asks or reading.yes_no.yes or reading.yes_no.no or reading.yes_no.pauses:
            return ""
        return dictated_whole(Answer(reading, CONFIRM)) or ""

    def read_wish(self, draft: MerchantDraft, reading: Reading) -> None:
        """The wish that stands in front of the words, where consent is asked for."""
        if draft.consents:
            self._read_wish(draft, Answer(reading, CONFIRM))

    def _order(self, turn: Turn, answer: Answer) -> Optional[OrderRecord]:
        other = addressee(turn) if answer.slot in (CONFIRM, WORDS) else None
        if other is None:
            return super()._order(turn, answer)
        turn.state.order = other.order_number
        turn.say("utter_order_switched", {"order_number": other.order_number}, order=other)
        return other

    @staticmethod
    def _kinds_said(answer: Answer) -> list[str]:
        """The types of request that are wished for."""
        said: list[str] = []
        for clause in answer.reading.message.clauses:
            text = clause.plain
            marked = [each.value for each in clause.entities if each.kind == "request_type"]
            money = ["refund"] if names_money(text) else []
            will_do = re.search(r"(?:就行|也行|也可以|就好)$", text) is not None  # 能修就行
            kinds = [*([type_said(text)] if wishes(text) or will_do else []), *marked, *money]
            if "refund" in kinds and {*kinds} & {"refund_only", "return_refund"}:
                kinds.remove("refund")
            denied = (sets_right(text) and not not_this_but_that(text)) or declines_return(text)
            said += [kind for kind in kinds if kind and not denied and not minds_type(text)]
        return list(dict.fromkeys(said))

    def _read_wish(self, draft: MerchantDraft, answer: Answer) -> None:
        """What consent is asked for; where two things would do, both are said in the buyer's own words."""
        kinds_said = self._kinds_said(answer)
        if len(kinds_said) == 1:
            draft.wish = kinds_said[0]
        elif kinds_said:
            draft.wish = None

    def refusal(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> Optional[Refusal]:
        if not draft.consents:
            return None
        wish = RequestType(draft.wish) if draft.wish in REQUEST_TYPES else None
        if wish is not None and may_apply(turn.policy, order.facts, turn.now, wish).allowed:
            turn.state.told.request_type = draft.wish  # nobody need be asked for that
            turn.say("utter_no_consent_needed", order_facts(turn.policy, order), order=order,
                     type=word("request_type", wish.value))
            return Refusal(opens="application")
        if order.facts.consent is ConsentStatus.ASKED:
            turn.say("utter_consent_asked_already", order_facts(turn.policy, order), order=order,
                     by=moment_text(order.consent_due_at) if order.consent_due_at else "")
            return Refusal()
        if order.facts.consent is ConsentStatus.YES:
            say_verdict(turn, order, may_apply(turn.policy, order.facts, turn.now))
            return Refusal()
        return None

    def next_slot(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> str:
        if draft.consents:
            return CONFIRM
        return WORDS if draft.words is None else CONFIRM

    def ask(self, turn: Turn, draft: MerchantDraft, order: OrderRecord, slot: str) -> Said:
        return turn.say("utter_form_merchant_words", order_facts(turn.policy, order), order=order)

    def sum_up(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> Said:
        facts = order_facts(turn.policy, order)
        if not draft.consents:
            if draft.offered is not None and turn.state.question is None:
                return turn.say(f"utter_offer_ask_{draft.offered}", facts, order=order, words=draft.words)
            return turn.say("utter_confirm_merchant_message", facts, order=order, words=draft.words)
        hours = turn.policy.consent_answer_hours
        return turn.say(
            "utter_confirm_consent_why" if self._why(draft) else "utter_confirm_consent", facts, order=order,
            hours=hours.value, caveat=caveat_of(hours), why=self._why(draft),
        )

    def content(self, turn: Turn, draft: MerchantDraft, order: OrderRecord) -> Sequence[Any]:
        return [draft.consents, self._why(draft) if draft.consents else draft.words]

    def write(self, turn: Turn, draft: MerchantDraft, order: OrderRecord, key: str) -> None:
        job = (turn.database, turn.policy, turn.speaker, order.order_number)
        facts: dict[str, Any] = {"order_number": order.order_number}
        if draft.consents:
            turn.state.told.order = order.order_number
            turn.state.told.request_type = draft.wish or turn.state.told.request_type
            turn.state.told.reason = turn.state.told.reason or draft.words
            consent = ask_consent(*job, self._why(draft), turn.now, key)
            if consent is None:
                turn.say("utter_order_unknown")
                return
            turn.say(
                "utter_consent_asked", facts | {"consent": consent.status.value}, order=order,
                by=moment_text(consent.due_at) if consent.due_at else "",
                caveat=caveat_of(turn.policy.consent_answer_hours),
            )
            return
        message = message_merchant(*job, draft.words or "", turn.now, key)
        turn.state.to_tell.pop(order.order_number, None)
        turn.state.asked = turn.state.asked_last = None  # the buyer has said what is to be passed on
        turn.state.later = [each for each in turn.state.later if each not in self.opened_by]
        if message is None:
            turn.say("utter_order_unknown")
            return
        turn.say(
            "utter_merchant_message_sent_so" if draft.settled else "utter_merchant_message_sent", facts, order=order,
            words=draft.words, by=moment_text(message.due_at), number=message.message_number,
            caveat=caveat_of(turn.policy.merchant_answer_hours),
        )

    @staticmethod
    def _why(draft: MerchantDraft) -> str:
        """What the merchant is asked to consent to and why, in the buyer's words."""
        wish = word("request_type", draft.wish) if draft.wish else ""
        return "：".join(part for part in (wish, draft.words) if part)

    def _read_words(self, draft: MerchantDraft, answer: Answer) -> bool:
        message, summed_up = answer.reading.message, answer.slot == CONFIRM
        words: Optional[str] = None
        if draft.consents:
            words = passed_on(message.clauses, asked=False) or reason_in(message.clauses)
            if answer.slot is None:
                if len(self._kinds_said(answer)) > 1:
                    words = behind(draft.words, all_wished(answer))
                known = draft.words if words and draft.words and not shares(words, draft.words) else ""
                words = with_beside("，".join(part for part in (known, words or draft.words) if part), answer)
            elif words is None and summed_up:
                told = [clause for clause in answer.words if not answer.reading.yes_no.used or clause.entities]
                words = said_of(told) if told and not answer.reading.asks else None
        elif answer.slot == WORDS:
            words = dictated_whole(answer)
        if words and draft.words and draft.consents and type_said(words) and len(words) <= LEAST_WORDS:
            words = None  # 就说要维修: the wish, which stands in front
        if not words or words == draft.words:
            return False
        draft.words = words[:MAX_WORDS]
        return True
