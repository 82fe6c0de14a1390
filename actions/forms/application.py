"""Applying: order, type, reason, what there is to add, a summary, a yes, the case."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, ClassVar, Optional

from actions import evidence
from actions.evidence import evidence_text, says_none, waits_for_picture
from actions.facts import case_facts, order_facts, verdict_facts
from actions.forms.application_begin import remember, take_over
from actions.forms.application_choice import acknowledge, ask_type, asks_for_help, offers_change, propose, tell_sum
from actions.forms.application_draft import (
    CLASS,
    MORE,
    REASON,
    TYPE,
    ApplicationDraft,
    is_under_way,
    note_dispute,
    read_class,
    told_in_detail,
)
from actions.forms.application_edits import carry_out, leave_out_repeated
from actions.forms.application_note import read_note
from actions.forms.application_put import keep_overwritten, put_whole
from actions.forms.application_rest import carry_out_rest, orders_only, shown, take_whole
from actions.forms.application_size import read_wanted
from actions.forms.application_wish import asks_which, read_amount, read_type
from actions.forms.application_words import (
    note_conditions,
    note_part,
    note_told,
    note_unwanted,
    read_additions,
    read_more,
    read_reason,
    read_told,
    strike_details,
)
from actions.forms.base import CONFIRM, Answer, Form, Refusal
from actions.forms.claims import note_claims
from actions.turn import Said, Turn
from actions.verdict_words import say_verdict
from actions.words import caveat_of, is_enough, moment_text, money_text, spoken_label, word
from shouhou.cases.applications import Application, apply
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import promises
from shouhou.dialogue.beside_yes import says_nothing
from shouhou.dialogue.passing_on import parted
from shouhou.dialogue.sums import asks_for_some, has_no_idea, wants_part
from shouhou.dialogue.telling import tells_condition
from shouhou.dialogue.words import reason_in
from shouhou.rules.kinds import MONEY_TYPES, ReasonClass, RequestType
from shouhou.rules.verdicts import Rule, Verdict, Way, may_apply

_NO_MORE = 0.8  # how surely words say that there is nothing to add (都在里头了)
SEVEN_DAYS, CONDITION = "seven_days_over", "condition"  # said once in a talk


class ApplicationForm(Form[ApplicationDraft]):
    """The application's conversation."""

    name: ClassVar[str] = "application"
    draft_type: ClassVar[type] = ApplicationDraft
    asks_what_to_change: ClassVar[bool] = True
    asks_for_more: ClassVar[bool] = True
    comes_back: ClassVar[bool] = True
    free: ClassVar[frozenset[str]] = frozenset({REASON, MORE})
    # In an application these are corrections, or its own evidence, rather than jobs and questions of their own.
    own_matters: ClassVar[frozenset[str]] = frozenset({
        "change_request", "add_evidence", "set_exchange_details", "ask_how_to_apply", "leave_message_for_desk",
        "report_fault_again", "ask_is_it_a_fault", "report_signed_not_received",
    })
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "request_aftersales": {},
        "request_partial_refund": {"wants_part": True, "request_type": RequestType.REFUND_ONLY.value},
        "request_part_quantity": {},
        "request_missing_part": {"likely_type": RequestType.RESEND.value},
        "request_missing_gift": {"likely_type": RequestType.RESEND.value},
        "request_wrong_item": {},
        "report_damaged_on_arrival": {},
        "report_counterfeit": {},
        "cancel_unshipped_order": {"request_type": RequestType.REFUND_ONLY.value},
    }

    def begin(self, turn: Turn, draft: ApplicationDraft, answer: Answer) -> None:
        take_over(turn, draft, answer)

    def fill(self, turn: Turn, draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        before = replace(draft, files=list(draft.files))
        draft.no_more = draft.no_more or answer.slot == CONFIRM  # what was summed up once is asked nothing more
        own, _ = parted(answer.reading.message.clauses)
        others = [c for c in answer.reading.message.clauses if c not in own]
        told_on = answer.without(others) if answer.slot is not None else answer
        if told_on is None:
            return False  # 跟卖家说周五寄不到就退我120: it is said to the merchant
        if take_whole(draft, told_on):
            return True
        read = self._fill(turn, draft, order, told_on, before)
        read |= carry_out_rest(turn, draft, before, told_on, self.verbs)
        leave_out_repeated(draft)
        keep_overwritten(draft, before)
        return read

    def _fill(
        self, turn: Turn, draft: ApplicationDraft, order: Optional[OrderRecord], answer: Answer,
        before: ApplicationDraft,
    ) -> bool:
        begins = answer.slot is None
        ordered, left = put_whole(draft, answer)
        if left is not None:
            edited, left = carry_out(draft, order, left)
            ordered |= edited
        claimed = False
        if left is not None:
            noted, left = note_conditions(draft, left, turn.place)
            ordered |= noted
        if left is not None:
            claimed, left = note_claims(turn, draft, order, left)
            ordered |= claimed
        if left is None:
            note_dispute(draft, order)
            draft.denied = draft.denied and not ordered
            draft.no_more = draft.no_more or (answer.slot == MORE and ordered)
            return ordered
        answer = left
        clauses = answer.reading.message.clauses
        own = [clause for clause in clauses if not promises(clause.plain)]
        meant = {c.intent for c in (own if len(own) < len(clauses) else [*own, answer.reading.message.whole])}
        in_part = not claimed and "request_partial_refund" in meant and order is not None and not is_under_way(order)
        in_part = in_part or any(wants_part(c.plain) or asks_for_some(c.plain) for c in clauses)
        if in_part and not draft.disputes_receipt and not draft.wants_part and draft.amount is None:
            draft.wants_part = True
            draft.request_type = draft.request_type or RequestType.REFUND_ONLY.value
        if answer.slot == TYPE and asks_for_help(answer):
            return True
        either = answer.slot is not None and asks_which([c for c in clauses if c not in turn.reading.worded])
        if either:
            turn.say("utter_either_type")  # what is told beside it is taken in all the same
        titles = [each.product for each in turn.orders()]
        wants_other = read_wanted(draft, answer, titles)
        draft.no_more = draft.no_more or (answer.slot == MORE and wants_other and not evidence.promises_more(answer))
        read = ordered | either | wants_other
        read |= read_type(draft, order, answer)
        read |= read_amount(draft, order, answer)
        tell_sum(turn, draft, order, before)
        classed = read_class(turn, draft, answer)
        read |= classed
        if not turn.message.is_press:
            written = strike_details(draft, answer) | read_additions(draft, answer)  # 没剪过要写上，别把那句写进去
            read |= written
            named_class = classed and answer.slot == CLASS  # 东西问题，屏幕坏了: the reason was told before
            if turn.said_any("utter_order_switched") and (fault := reason_in(answer.words)) is not None:
                draft.reason, draft.details = fault, None  # 说错了 是雨衣破了: what was said was said of the other one
            written = written or ordered
            worded = not named_class and read_reason(draft, answer, titles, outright=written)
            if not worded and not written and not named_class:
                worded = read_more(draft, answer, titles)
            if begins and draft.reason is None and not worded:
                worded = read_told(draft, answer, titles)
            told_more = bool(worded or written)
            draft.no_more = draft.no_more or (answer.slot == MORE and told_more and not evidence.promises_more(answer))
            read |= bool(worded)
        if not turn.message.is_press:
            read |= note_told(draft, answer, titles) and answer.slot in (TYPE, MORE)
            read |= note_part(draft, answer) or note_unwanted(draft, answer)
        read |= propose(draft, order, answer)
        comes = draft.request_type == RequestType.REPAIR.value and "上门" not in (draft.details or "")
        if comes and any("上门" in clause.plain for clause in answer.reading.message.clauses):
            draft.details = "；".join(part for part in (draft.details, word("said", "at_home")) if part)
        note_dispute(draft, order)
        used = any(tells_condition(clause.plain) for clause in answer.reading.message.clauses)
        if used and draft.reason_class == ReasonClass.PERSONAL.value and CONDITION not in turn.state.warned:
            turn.state.warned.append(CONDITION)
            turn.say("utter_condition_warning")
        if evidence.read_files(turn, draft.files):
            read = True
        elif answer.slot == MORE and waits_for_picture(turn):
            return True
        elif answer.slot == MORE and (
            (not read and (evidence.says_no_more(turn, answer) or answer.reading.yes_no.yes)) or says_none(turn)
        ):
            draft.no_more = read = True
        elif (answer.slot == MORE and any(
            is_enough(c.plain) or says_nothing(c.plain) for c in answer.reading.yes_no.used
        )) or (answer.slot == MORE and any(c.does("nothing", "more") >= _NO_MORE for c in turn.message.clauses)):
            draft.no_more = read = True  # 没有 能换白色的不
        elif answer.slot == MORE and not read and evidence.says_nothing_else(answer):
            draft.no_more = read = True  # 都在里头了; what else is told here changes nothing
        elif answer.slot == CONFIRM and not read and evidence.speaks_of_pictures(turn):
            draft.no_more = read = True  # 照片我不会弄; what comes later changes nothing now
            read_note(draft, answer, titles, turn.place)  # 没照片 已经扔了
        if not read and answer.slot == CONFIRM and not turn.message.is_press:
            read = read_note(draft, answer, titles, turn.place)
        if read and not begins:
            draft.denied = False
            acknowledge(turn, draft, answer, before)
        return read

    def refusal(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord) -> Optional[Refusal]:
        of_warranty = self._verdict(turn, draft, order, whole=True).rule is Rule.WITHIN_WARRANTY
        if draft.wants_refund and draft.request_type is None and of_warranty:
            draft.request_type = RequestType.RETURN_REFUND.value  # the rule is told, rather than the choice put again
        verdict = self._verdict(turn, draft, order)
        if verdict.allowed:
            if draft.amount is not None and draft.amount > order.paid_amount:
                turn.say("utter_amount_too_large", order_facts(turn.policy, order), order=order,
                         asked=money_text(draft.amount), paid=money_text(order.paid_amount))
                draft.amount, draft.wants_part = None, True
            return None
        if verdict.rule is Rule.OPEN_CASE_EXISTS and offers_change(turn, draft, order, verdict):
            return Refusal()
        told = turn.state.told
        if Way.ASK_CONSENT in verdict.ways and not verdict.allowed and told.order == order.order_number:
            # The buyer has heard the rule and still wants it: what is left is to ask the merchant.
            remember(turn, draft, order)
            return Refusal(opens="merchant")
        say_verdict(turn, order, verdict, draft.reason_class)
        remember(turn, draft, order)
        other_type_may_do = verdict.rule is Rule.NOT_RECEIVED or draft.reason_class in (None, ReasonClass.GOODS.value)
        if draft.request_type is None or not other_type_may_do:
            return Refusal()
        if not self._verdict(turn, draft, order, whole=True).allowed:
            return Refusal()
        draft.request_type, draft.wants_refund = None, False
        return Refusal(asks_again=TYPE)

    def next_slot(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord) -> str:
        if draft.request_type is None:
            return TYPE
        if draft.reason is None:
            return REASON
        if draft.reason_class is None:
            return CLASS
        if draft.wants_part and draft.amount is None and draft.request_type in MONEY_TYPES:
            return "amount"
        asked = draft.no_more or draft.files or not self._needs_more(draft, order)
        return CONFIRM if asked or told_in_detail(draft) else MORE

    def ask(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord, slot: str) -> Said:
        facts = {"order_number": order.order_number}
        if slot == TYPE:
            return ask_type(turn, draft, order, self._verdict(turn, draft, order, whole=True).rule)
        if slot == "amount" and any(has_no_idea(clause.plain) for clause in turn.message.clauses):
            return turn.say("utter_form_amount_help", facts, order=order, paid=money_text(order.paid_amount),
                            half=money_text(order.paid_amount // 2), third=money_text(order.paid_amount // 3))
        if slot == MORE:
            if waits_for_picture(turn):
                return turn.say("utter_send_it", facts)
            kind = word("request_type", draft.request_type or "")
            if len(turn.orders()) > 1 and (turn.state.question is None or turn.state.question.slot != MORE):
                kind = word("format", "type_of", order=spoken_label(order), type=kind)  # which of them is at hand
            return turn.say("utter_form_evidence", facts, order=order, type=kind)
        return turn.say(f"utter_form_{slot}", facts, order=order, paid=money_text(order.paid_amount))

    def sum_up(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord) -> Said:
        verdict = self._verdict(turn, draft, order)
        if verdict.seven_days_over and SEVEN_DAYS not in turn.state.warned:
            turn.state.warned.append(SEVEN_DAYS)
            turn.say("utter_seven_days_over", no_reason_days=turn.policy.no_reason_days.value)
        facts = verdict_facts(turn.policy, order, verdict)
        if self._sum(draft) is not None:
            facts["asked_amount"] = draft.amount
        lines = [word("line", "order", value=word("format", "label", order=order.product or order.order_number,
                                                  tail=order.order_number[-4:]))]
        lines.append(word("line", "type", value=word("request_type", draft.request_type or "")))
        klass = word("format", "in_brackets", text=word("reason_class", draft.reason_class or ""))
        lines.append(word("line", "reason", value=draft.reason, klass=klass))
        if self._wanted(draft):
            lines.append(word("line", "wanted", value=draft.wanted))
        if draft.details:
            lines.append(word("line", "details", value=draft.details))
        if draft.files or self._needs_more(draft, order):
            lines.append(word("line", "evidence", value=evidence_text(draft.files, asks=not draft.no_more)))
        if draft.request_type in MONEY_TYPES:
            paid = money_text(order.paid_amount)
            lines.append(
                word("line", "amount", value=paid) if draft.amount is None
                else word("line", "part", value=money_text(draft.amount), paid=paid)
            )
        return turn.say("utter_confirm_application", facts, order=order, lines="\n".join(lines))

    def content(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord) -> Sequence[Any]:
        verdict = self._verdict(turn, draft, order)
        return [
            draft.request_type, draft.reason, draft.reason_class, draft.details, draft.files, self._sum(draft),
            self._wanted(draft), order.paid_amount, verdict.rule.value,
        ]

    def _confirm(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord, answer: Answer) -> bool:
        """Nothing is filed while what was ordered of the lines has not been done: the words are asked for whole."""
        if draft.undone is None:  # 请把类型改为退货退款 其余不动, where it stands so: it is shown again
            return not orders_only(answer, self.verbs) and super()._confirm(turn, draft, order, answer)
        self._keep(turn, draft)
        asked = turn.say("utter_edit_not_done", words=shown(draft.undone))
        turn.ask(asked, self.name, CONFIRM, self._scope(turn, draft, order))
        return True

    def write(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord, key: str) -> None:
        application = Application(
            order.order_number, RequestType(draft.request_type), ReasonClass(draft.reason_class), draft.reason or "",
            self._described(draft), tuple(draft.files), self._sum(draft), draft.disputes_receipt,
        )
        outcome = apply(turn.database, turn.policy, turn.speaker, application, turn.now, key)
        if outcome.case is None:
            if outcome.order is not None:
                say_verdict(turn, outcome.order, outcome.verdict, draft.reason_class)
            else:
                turn.say("utter_order_unknown")
            return
        assert outcome.order is not None
        case = outcome.case
        told = turn.state.told
        turn.state.told = type(told)(grievance=told.grievance, grievance_order=told.grievance_order)
        turn.state.written, turn.state.filed_type = case.case_number, case.request_type.value
        facts = order_facts(turn.policy, outcome.order) | case_facts(case)
        if self._sum(draft) is not None:
            facts["asked_amount"] = draft.amount
        turn.say(
            "utter_application_filed",
            facts,
            order=outcome.order,
            case=case.case_number,
            type=word("request_type", case.request_type.value),
            by=moment_text(case.next.due_at) if case.next.due_at else "",
            caveat=caveat_of(turn.policy.merchant_answer_hours),
        )

    @staticmethod
    def _wanted(draft: ApplicationDraft) -> Optional[str]:
        return draft.wanted if draft.request_type == RequestType.EXCHANGE.value else None

    @staticmethod
    def _sum(draft: ApplicationDraft) -> Optional[int]:
        """The part of the sum asked for: only where money goes back."""
        return draft.amount if draft.request_type in MONEY_TYPES else None

    def _described(self, draft: ApplicationDraft) -> str:
        """The details as the merchant reads them: what is wanted instead stands first."""
        wanted = self._wanted(draft)
        first = word("said", "wanted", value=wanted) if wanted else ""
        return "；".join(part for part in (first, draft.details) if part)

    # What the rules say

    def _needs_more(self, draft: ApplicationDraft, order: OrderRecord) -> bool:
        """Whether there is anything to show: not of goods that never came, nor of a changed mind."""
        never_came = is_under_way(order) or draft.disputes_receipt
        return not never_came and draft.reason_class != ReasonClass.PERSONAL.value

    def _verdict(self, turn: Turn, draft: ApplicationDraft, order: OrderRecord, whole: bool = False) -> Verdict:
        named, reason = draft.request_type, draft.reason_class
        return may_apply(
            turn.policy,
            order.facts,
            turn.now,
            RequestType(named) if named and not whole else None,
            ReasonClass(reason) if reason and not whole else None,
            disputes_receipt=draft.disputes_receipt,
        )
