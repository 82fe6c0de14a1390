"""Changing a filed request while the merchant has not answered: old and new, a yes, an event. Uses no cancellation."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Optional

from actions.facts import case_facts, order_facts
from actions.forms.application_draft import ApplicationDraft
from actions.forms.application_edits import added_to, carry_out
from actions.forms.application_put import keep_overwritten, put_whole
from actions.forms.application_words import note_conditions
from actions.forms.base import CONFIRM, Answer, Form, Refusal
from actions.forms.change_draft import ChangeDraft, class_shown, details_of, filed_details, wanted_of
from actions.orders import Preference
from actions.standing import has_open_case, type_and_sum
from actions.turn import Said, Turn
from actions.verdict_words import say_verdict
from actions.words import class_said, money_text, next_step_text, word
from shouhou.cases.afterwards import Change, change
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.asking import is_question
from shouhou.dialogue.closing import takes_leave
from shouhou.dialogue.dictation import additions, is_private, of_the_talk
from shouhou.dialogue.edits import edits
from shouhou.dialogue.giving_up import leaves_unchanged
from shouhou.dialogue.line_orders import Act, Line
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.put_back import wants_back
from shouhou.dialogue.sizes import wanted_instead, with_wanted
from shouhou.dialogue.sums import speaks_of_money, sum_alone, sum_said
from shouhou.dialogue.wishes import (
    asks_for_sum,
    denies_type,
    keeps_goods,
    type_said,
    wants_money_back,
    wishes,
    without_leave,
)
from shouhou.dialogue.words import (
    beside,
    class_named,
    corrected_reason,
    corrects,
    joined,
    objects,
    reason_in,
    speaks_of_class,
    speaks_of_reason,
)
from shouhou.dialogue.yes_no import is_courtesy
from shouhou.rules.kinds import REASON_CLASSES, REQUEST_TYPES, ReasonClass, RequestType
from shouhou.rules.verdicts import Rule, may_cancel, may_change

WHAT = "change"


class ChangeForm(Form[ChangeDraft]):
    """The conversation of a change."""

    name: ClassVar[str] = "change"
    draft_type: ClassVar[type] = ChangeDraft
    prefer: ClassVar[Optional[Preference]] = staticmethod(has_open_case)
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {"change_request": {}, "set_exchange_details": {}}
    free: ClassVar[frozenset[str]] = frozenset({WHAT})
    stopped: ClassVar[str] = "utter_not_changed"

    def fill(self, turn: Turn, draft: ChangeDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        before = replace(draft)
        answer = answer.without([c for c in answer.reading.message.clauses if is_private(c.plain)]) or answer
        case = order.case if order is not None else None
        if case is not None:
            left = _carry_out(draft, case, order, answer, turn.place)
            stays = answer.slot is not None and draft == before and wants_back(answer.reading.message.clauses)
            if stays and not draft.rewrites:
                turn.say("utter_old_words_stay")  # 缺页那几句别删: what is new only stands beside them
            if left is None or stays:
                return draft != before or bool(stays)
            answer = left
        clauses = answer.reading.message.clauses
        if additions(clauses, word("verbs", "change")):  # 加一句 希望退150不寄回: it is written, and changes no type
            self._read_words(draft, case, answer)
            return draft != before
        if not any(each.line is Line.TYPE for each in edits(turn.message.clauses)):
            self._read_type(draft, case, answer)
        named = [e.value for c in clauses for e in c.entities if e.kind == "amount" and asks_for_sum(c.plain)]
        pressed, share = answer.choice is not None or turn.message.is_press, answer.entity("share")
        amount = answer.entity("amount") if pressed else next(iter(named), None)  # 1元是什么？ asks for no sum
        told = [without_leave(c.plain) for c in clauses if asks_for_sum(c.plain)]
        loosely = answer.slot is not None and (case is None or case.request_type.returns_money)
        sums = [each for text in told if (each := sum_said(text, loosely)) is not None]
        amount = amount if amount is not None or not sums else sums[-1]
        if amount is None and share is not None and order is not None:
            amount = round(order.paid_amount * float(share))
        pays = any(speaks_of_money(clause.plain) for clause in answer.reading.message.clauses)
        if amount is not None and (share is None or pays or answer.slot == WHAT):
            draft.amount = int(amount)
            if case is not None and draft.request_type is None and not case.request_type.returns_money:
                draft.request_type = RequestType.REFUND_ONLY.value  # a sum is asked for: the goods stay
        if not turn.message.is_press:
            self._read_wanted(draft, case, answer)
            self._read_words(draft, case, answer)
        return draft != before

    def refusal(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Optional[Refusal]:
        verdict = may_change(turn.policy, order.facts, turn.now, _type(draft), _class(draft))
        if order.case is None or not order.facts.open_case:
            if turn.message.intent == "set_exchange_details":
                turn.state.told.request_type = RequestType.EXCHANGE.value
                return Refusal(opens="application")
            if draft.request_type or draft.reason or draft.details:  # nothing is filed yet: that is what is wanted
                told = turn.state.told
                told.request_type = draft.request_type or told.request_type
                told.reason = draft.reason or told.reason or draft.details
                told.reason_class = draft.reason_class or told.reason_class
                return Refusal(opens="application")
            turn.say("utter_change_nothing_open", order_facts(turn.policy, order), order=order)
            return Refusal()
        if verdict.rule is Rule.WRONG_STATE:
            cancellable = may_cancel(turn.policy, order.facts).allowed
            name = "utter_change_too_late_cancel" if cancellable else "utter_change_too_late"
            turn.say(
                name, order_facts(turn.policy, order), order=order, case=order.case.case_number,
                status=word("case_status", order.case.status.value),
                next=next_step_text(order.case.status, order.case.next),
                nth=order.facts.cancellations_used + 1,
            )
            return Refusal()
        if not verdict.allowed:
            say_verdict(turn, order, verdict, draft.reason_class)
            return Refusal()
        if draft.amount is not None and draft.amount > order.paid_amount:
            turn.say("utter_amount_too_large", order_facts(turn.policy, order), order=order,
                     asked=money_text(draft.amount), paid=money_text(order.paid_amount))
            draft.amount = None
        return None

    def _confirm(self, turn: Turn, draft: ChangeDraft, order: OrderRecord, answer: Answer) -> bool:
        clauses = answer.reading.message.clauses
        if answer.choice is None and any(leaves_unchanged(c.plain) for c in clauses):
            return self._said_no(turn, draft, order, leaves=True, pauses=False)  # 不改不改 我就问要不要补差价
        bids = any(re.search(r"改|写|加|提交|确认|可以|没错|就这样", c.plain) for c in clauses)
        if answer.choice is None and answer.reading.yes_no.yes and takes_leave(clauses) and not bids:
            return self._said_no(turn, draft, order, leaves=True, pauses=False)  # 好的 辛苦你了 我等着
        return super()._confirm(turn, draft, order, answer)

    def next_slot(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> str:
        return WHAT if draft.is_empty else CONFIRM

    def ask(self, turn: Turn, draft: ChangeDraft, order: OrderRecord, slot: str) -> Said:
        assert order.case is not None
        return turn.say(
            "utter_form_change", order_facts(turn.policy, order), order=order, case=order.case.case_number,
            type=word("request_type", order.case.request_type.value), reason=order.case.reason,
        )

    def sum_up(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Said:
        case = order.case
        assert case is not None
        lines = []
        if draft.request_type:
            lines.append(self._line("type", word("request_type", case.request_type.value),
                                    word("request_type", draft.request_type)))
        if draft.reason:
            lines.append(self._line("reason", case.reason, f"{draft.reason}{class_shown(case, draft)}"))
        elif draft.reason_class:
            old = word("reason_class", case.reason_class.value) if case.reason_class else ""
            lines.append(self._line("class", old, word("reason_class", draft.reason_class)))
        if draft.amount is not None:
            lines.append(self._line("amount", money_text(case.amount), money_text(draft.amount)))
        if draft.wanted:
            old = wanted_of(case)
            lines.append(self._line("wanted", old, draft.wanted) if old else word("line", "wanted", value=draft.wanted))
        if draft.rewrites and case.details:
            lines.append(self._line("details", case.details, draft.details or word("said", "nothing")))
        elif draft.details:
            lines.append(word("line", "details", value=draft.details))
        facts = order_facts(turn.policy, order)
        if draft.amount is not None:
            facts["asked_amount"] = draft.amount
        return turn.say("utter_confirm_change", facts, order=order, case=case.case_number, lines="\n".join(lines))

    def content(self, turn: Turn, draft: ChangeDraft, order: OrderRecord) -> Sequence[Any]:
        case = order.case.case_number if order.case else None
        return [
            case, draft.request_type, draft.reason, draft.reason_class, draft.details, draft.amount, draft.wanted,
            draft.rewrites,
        ]

    def write(self, turn: Turn, draft: ChangeDraft, order: OrderRecord, key: str) -> None:
        assert order.case is not None
        wanted = Change(_type(draft), _class(draft), draft.reason, details_of(order.case, draft), draft.amount)
        done = change(turn.database, turn.policy, turn.speaker, order.case.case_number, wanted, turn.now, key)
        if done.case is None:
            say_verdict(turn, order, done.verdict, draft.reason_class)
            return
        facts = {"order_number": order.order_number} | case_facts(done.case)
        turn.state.written = done.case.case_number
        turn.say(
            "utter_changed", facts, order=order, case=done.case.case_number,
            type=type_and_sum(done.case),
            next=next_step_text(done.case.status, done.case.next),
        )

    @staticmethod
    def _line(name: str, old: str, new: str) -> str:
        return word("line", name, value=word("format", "old_to_new", old=old, new=new), klass="")

    @staticmethod
    def _read_type(draft: ChangeDraft, case: Optional[CaseRecord], answer: Answer) -> None:
        """The type wanted instead; the money, where goods were wanted, means that they go back."""
        clauses = [c for c in answer.reading.message.clauses if not (is_about_evidence(c.text) or denies_type(c.plain))]
        texts = [text for c in clauses if not is_question(text := without_leave(c.plain))]
        said = [type_said(text) for text in texts if wishes(text) or keeps_goods(text)]
        marked = [entity.value for c in clauses if not is_question(c.plain) and (entity := c.entity("request_type"))]
        chosen = answer.choice is not None or answer.reading.message.is_press
        named = next((each for each in reversed(said) if each is not None), None)
        named = named or (answer.entity("request_type") if chosen else next(iter(marked), None))
        wants_money = named == "refund" or any(wants_money_back(text) for text in texts)
        if named not in REQUEST_TYPES and wants_money and case is not None and not case.request_type.returns_money:
            named = RequestType.RETURN_REFUND.value
        if named in REQUEST_TYPES:  # 不是补寄 还是退货退款: as it is filed
            draft.request_type = named if case is None or named != case.request_type.value else None

    @staticmethod
    def _read_wanted(draft: ChangeDraft, case: Optional[CaseRecord], answer: Answer) -> None:
        """A size or colour, of what is or becomes an exchange."""
        filed = case.request_type.value if case is not None else None
        if (draft.request_type or filed) != RequestType.EXCHANGE.value:
            return
        for clause in answer.reading.message.clauses:
            said = without_leave(clause.text)
            found = wanted_instead(said, loosely=True) if not is_question(said) else None
            if found is not None:
                draft.wanted = with_wanted(draft.wanted or wanted_of(case), found)
        if case is not None and draft.wanted == wanted_of(case):
            draft.wanted = None

    @staticmethod
    def _read_words(draft: ChangeDraft, case: Optional[CaseRecord], answer: Answer) -> None:
        """The reason, where it is said to be set right; else what is told stands beside it."""
        message = answer.reading.message
        added = additions(message.clauses, word("verbs", "change"))
        of_reason = any(speaks_of_reason(clause.text) for clause in message.clauses)
        if added and (fen := sum_alone(added)) is not None:
            draft.amount = fen
            return
        if added and of_reason and case is not None:
            draft.reason = f"{draft.reason or case.reason}，{added}"
            draft.reason_class = case.reason_class.value if case.reason_class is not None else None
            return
        if added and not (of_reason or wanted_instead(added) or wishes(added) or message.has("amount", "share")):
            draft.details = added_to(draft.details, added)
            return
        telling = [c for c in message.clauses if not is_about_evidence(c.text) and not of_the_talk(c)]
        telling = [c for c in telling if not re.match(r"(?:我|俺)?不是(?:没|说|要|想)", c.plain)]  # 我不是没收到货
        telling = [c for c in telling if not (c in answer.reading.yes_no.used or is_courtesy(c.plain))]  # 要: no reason
        telling = [
            c for c in telling
            if wanted_instead(c.text) is None and type_said(c.plain) is None and not denies_type(c.plain)
        ]
        named = class_said(class_named(message.clauses) or "")
        if named in REASON_CLASSES and (case is None or case.reason_class is None or named != case.reason_class.value):
            draft.reason_class = named
        telling = [clause for clause in telling if not speaks_of_class(clause.text)]
        reason = corrected_reason(telling)
        corrected = any(corrects(c.text) or objects(c.text) for c in message.clauses)
        sets_right = corrected or answer.reading.yes_no.sets_right
        if reason is None and (sets_right or (answer.slot == WHAT and not draft.details)):
            reason = reason_in(telling)
            draft.details = None if reason else draft.details  # what was taken wrongly before
        if reason is None and answer.slot == WHAT and not answer.reading.asks and draft.is_empty:
            reason = joined([c for c in answer.words if c in telling]) or None
        if reason is not None and not speaks_of_reason(reason):
            more = beside(reason, [c for c in telling if not speaks_of_reason(c.text)])
            if more and (case is None or more not in case.details):
                draft.details = added_to(draft.details, more)
            if case is not None and reason == case.reason and draft.details:
                return  # 原因改成描述不符 不是羊毛的: only the second is news
            draft.reason = reason
            group = named or message.group("reason") or next((c.told_class for c in telling if c.told_class), None)
            draft.reason_class = group if group in REASON_CLASSES else None
        elif not draft.details and answer.slot in (None, CONFIRM) and not answer.reading.yes_no.yes:
            draft.details = reason_in(telling) or None


def _carry_out(
    draft: ChangeDraft, case: CaseRecord, order: Optional[OrderRecord], answer: Answer, place: str
) -> Optional[Answer]:
    """Carry out what is ordered of the filed lines, and write conditions; the answer without it, None for none left."""
    filed = "；".join(filed_details(case))
    details = draft.details if draft.rewrites else "；".join(part for part in (filed, draft.details) if part)
    lines = ApplicationDraft(
        draft.request_type or case.request_type.value, draft.reason or case.reason, draft.reason_class, details or None,
        amount=draft.amount, wanted=draft.wanted,
    )
    lines.overwritten = draft.overwritten or (filed if draft.rewrites else None)
    before = replace(lines)
    ordered, left = put_whole(lines, answer)
    if left is not None:
        edited, left = carry_out(lines, order, left, stands=answer.slot is not None)
        ordered |= edited
    if left is not None and answer.slot is not None:
        noted, left = note_conditions(lines, left, place)
        ordered |= noted
    of_sum = [each.act for each in edits(answer.reading.message.clauses) if each.line is Line.AMOUNT]
    if Act.KEEP in of_sum:  # 金额不要动: as it is filed
        ordered, lines.amount, lines.request_type = True, None, case.request_type.value
    if not ordered:
        return left
    keep_overwritten(lines, before)
    draft.overwritten = lines.overwritten
    draft.request_type = lines.request_type if lines.request_type != case.request_type.value else None
    draft.reason = lines.reason if lines.reason != case.reason else None
    draft.reason_class, draft.wanted = lines.reason_class, lines.wanted
    whole = order.paid_amount if Act.SET in of_sum and order is not None else None
    draft.amount = lines.amount if lines.amount is not None else whole
    draft.rewrites = not (told := lines.details or "").startswith(filed)
    draft.details = told if draft.rewrites else told[len(filed) :].strip("；") or None
    return left


def _type(draft: ChangeDraft) -> Optional[RequestType]:
    return RequestType(draft.request_type) if draft.request_type else None


def _class(draft: ChangeDraft) -> Optional[ReasonClass]:
    return ReasonClass(draft.reason_class) if draft.reason_class else None
