"""Complaining: order, problem, evidence or "later"; a summary; a yes; the complaint's number and the wait."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Optional

from actions.evidence import evidence_text, read_files, says_no_more
from actions.facts import complaint_facts, order_facts
from actions.forms.base import CONFIRM, NOT_COMPLAINED, Answer, Form, Refusal
from actions.heard import conduct_told
from actions.orders import only_names_order
from actions.standing import say_complaint
from actions.turn import Said, Turn
from actions.words import caveat_of, class_said, is_enough, word
from shouhou.cases.complaints import Grievance, complain, latest_complaint
from shouhou.cases.evidence import evidence_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.demands import QUOTES, Demand, demanded, with_demand
from shouhou.dialogue.dictation import MAX_WORDS, additions, dictated, strikes, struck, trimmed, wants_it_anew
from shouhou.dialogue.grievance import (
    denies_class,
    is_for_desk,
    named_problem,
    names_class,
    tells_conduct,
    told_problem,
)
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence, sent_before
from shouhou.dialogue.struck import swaps
from shouhou.dialogue.words import corrects, free_words, joined, objects, reason_in, speaks_of_class, without_correction
from shouhou.dialogue.yes_no import says_yes
from shouhou.rules.kinds import REASON_CLASSES, ReasonClass
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus

PROBLEM, CLASS, MORE = "problem", "problem_class", "evidence"
LEAST_PROBLEM = 3  # characters beside the class that tell more
_SHORT = 12  # characters of a clause that only speaks of pictures


@dataclass
class ComplaintDraft:
    """What has been told for a complaint."""

    problem: Optional[str] = None
    problem_class: Optional[str] = None
    demand: Optional[str] = None  # what the merchant is to do: it stands behind the problem
    files: list[str] = field(default_factory=list)
    no_more: bool = False
    denied: bool = False


class ComplaintForm(Form[ComplaintDraft]):
    """The complaint's conversation."""

    name: ClassVar[str] = "complaint"
    draft_type: ClassVar[type] = ComplaintDraft
    opened_by: ClassVar[Mapping[str, Mapping[str, Any]]] = {
        "file_complaint": {}, "report_merchant_rude": {}, "report_merchant_refuses": {},
    }
    free: ClassVar[frozenset[str]] = frozenset({PROBLEM, MORE})
    stopped: ClassVar[str] = NOT_COMPLAINED
    # In a complaint these are its own evidence and corrections, rather than jobs of their own.
    own_matters: ClassVar[frozenset[str]] = frozenset({
        "add_evidence", "change_request", "leave_message_for_desk", "report_merchant_inactive", "report_merchant_rude",
        "report_merchant_refuses", "express_anger", "file_second_complaint", "escalate_to_platform",
    })

    asks_for_more: ClassVar[bool] = True

    def begin(self, turn: Turn, draft: ComplaintDraft, answer: Answer) -> None:
        told, aside = turn.state.told, turn.state.aside
        if aside is not None and aside.form == self.name:
            turn.state.aside = None
            if aside.order in (None, turn.state.order):  # it was left for another matter: what was told stands
                draft.__dict__.update({k: v for k, v in aside.fields.items() if k in draft.__dict__})
                return
        draft.files = list(told.files)
        order = turn.order_in_view or (turn.orders()[0] if len(turn.orders()) == 1 else None)
        case = order.case if order is not None else None
        own = told.order in (None, turn.state.order)
        conduct = conduct_told(turn) if told.grievance is None else ""
        if draft.problem is None and told.grievance and told.grievance_order in (None, turn.state.order):
            draft.problem, draft.problem_class = told.grievance, ReasonClass.SERVICE.value  # it was told before
        elif draft.problem is None and conduct:
            draft.problem, draft.problem_class = conduct, ReasonClass.SERVICE.value
        elif draft.problem is None and told.reason and own and not (case and case.status is CaseStatus.REFUSED):
            draft.problem, draft.problem_class = told.reason, told.reason_class
        elif draft.problem is None and case is not None and (
            case.status is CaseStatus.REFUSED or case.case_number == turn.state.written
        ):
            draft.problem = case.reason  # what was refused, or filed just now, is what the complaint is about
            draft.problem_class = case.reason_class.value if case.reason_class is not None else None
        if case is not None and not draft.files:
            draft.files = evidence_of(turn.database, case.case_number)  # what the case shows, the complaint shows too
        draft.no_more = bool(draft.files) or case is not None  # pictures were asked for with the case

    def refusal(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Optional[Refusal]:
        complaint = latest_complaint(turn.database, order.order_number)
        opens = turn.state.draft is not None and not turn.state.draft.fields
        if not opens or complaint is None or complaint.status not in OPEN_COMPLAINTS or turn.message.is_press:
            return None
        if told_problem(turn.message.clauses, self.wishes):
            return None  # there is something new to complain about
        say_complaint(turn, order, complaint)
        return Refusal()

    def fill(self, turn: Turn, draft: ComplaintDraft, order: Optional[OrderRecord], answer: Answer) -> bool:
        named = answer.entity("reason_class") or (class_said(turn.message.text) if answer.slot == CLASS else None)
        read = named in REASON_CLASSES
        if read:
            draft.problem_class = named
            beside_class = joined([c for c in answer.words if len(trimmed(c.text)) > LEAST_PROBLEM])
            if answer.choice is None and beside_class and beside_class not in (draft.problem or ""):
                draft.problem = "；".join(part for part in (draft.problem, beside_class) if part)[:MAX_WORDS]
        elif not turn.message.is_press and not only_names_order(turn):
            rest = self._read_demand(draft, answer)
            read = rest is not answer
            if rest is not None:
                read = self._read_problem(draft, rest, order) or read
                read = self._read_class(draft, rest) or read
        if draft.problem_class == ReasonClass.PERSONAL.value:  # what is complained of is nobody's own reason
            draft.problem_class = ReasonClass.SERVICE.value if _of_conduct(draft) else None
        if not turn.message.is_press and order is not None and sent_before(turn.message.text):
            filed = evidence_of(turn.database, order.case.case_number) if order.case is not None else []
            new = [each for each in filed if each not in draft.files]
            draft.files += new
            draft.no_more = draft.no_more or bool(draft.files)
            read = read or bool(new)
        if read_files(turn, draft.files):
            draft.no_more = draft.no_more or answer.slot == MORE  # what is to be seen is there
            return True
        if answer.slot == MORE and not read and (says_no_more(turn, answer) or answer.reading.yes_no.yes):
            draft.no_more = read = True
        return read

    def next_slot(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> str:
        if draft.problem is None:
            return PROBLEM
        if draft.problem_class is None:
            return CLASS
        return CONFIRM if draft.no_more else MORE

    def ask(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord, slot: str) -> Said:
        name = "utter_form_complaint_evidence" if slot == MORE else f"utter_form_{slot}"
        return turn.say(name, {"order_number": order.order_number}, order=order)

    def _confirm(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord, answer: Answer) -> bool:
        said, clauses = answer.reading.yes_no, turn.message.clauses
        finds_fault = any(denies_class(clause.plain) or objects(clause.plain) for clause in clauses)
        goes_on = said.no and any(is_enough(c.plain) for c in said.used) and any(
            says_yes(c.plain, self.verbs) for c in said.used
        )
        if answer.choice is None and not said.yes and (finds_fault or goes_on):
            # Who finds fault with the summary, or has nothing to add (没有补充 投诉他就行), has not changed his mind.
            self._ask(turn, draft, order, CONFIRM)
            return True
        return super()._confirm(turn, draft, order, answer)

    def sum_up(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Said:
        return turn.say(
            "utter_confirm_complaint",
            order_facts(turn.policy, order),
            order=order,
            problem=with_demand(draft.problem or "", draft.demand or ""),
            problem_class=word("reason_class", draft.problem_class or ""),
            evidence=evidence_text(draft.files),
        )

    def content(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Sequence[Any]:
        return [draft.problem, draft.demand, draft.problem_class, draft.files]

    def write(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord, key: str) -> None:
        grievance = Grievance(
            order.order_number, ReasonClass(draft.problem_class),
            with_demand(draft.problem or "", draft.demand or ""), tuple(draft.files),
        )
        complaint = complain(turn.database, turn.policy, turn.speaker, grievance, turn.now, key)
        if complaint is None:
            turn.say("utter_order_unknown")
            return
        if order.facts.open_case:
            turn.state.told.files = []  # else they are there for what may yet be applied for
        turn.state.written = complaint.complaint_number
        turn.state.told.grievance = turn.state.told.grievance_order = None
        days = turn.policy.complaint_working_days
        turn.say(
            "utter_complaint_filed", {"order_number": complaint.order_number} | complaint_facts(complaint),
            order=order, complaint=complaint.complaint_number, days=days.value, caveat=caveat_of(days),
        )

    @staticmethod
    def _read_demand(draft: ComplaintDraft, answer: Answer) -> Optional[Answer]:
        """Read what is demanded (诉求：退一赔三), beside what is told; the answer that is left, None for none.

        Where nothing else is told yet, the demand is the problem; what is dictated whole holds its own.
        """
        clauses = answer.reading.message.clauses
        found = demanded(clauses) if answer.choice is None else Demand("", False, ())
        if any(strikes(c.plain) for c in clauses) and draft.demand:
            draft.demand = struck(draft.demand, [c for c in clauses if strikes(c.plain)]) or None
        if dictated(clauses) and not found.anew:
            draft.demand = None
            return answer
        rest = answer.without(found.clauses) if found.words else answer
        if not found.words or (draft.problem is None and rest is None):
            return answer
        known = "" if found.anew else draft.demand or ""
        draft.demand = known if found.words.removeprefix("要求") in known else _beside(known, found.words)
        return rest

    def _read_problem(self, draft: ComplaintDraft, answer: Answer, order: Optional[OrderRecord]) -> bool:
        """Read what is complained of: named anew it replaces what stands, told besides it stands beside it."""
        message, known = answer.reading.message, draft.problem
        if message.has("order_number", "file_id") or answer.choice is not None:
            return False
        clauses = [c for c in message.clauses if c not in answer.reading.worded and not self._only_wishes(c, answer)]
        if len(clauses) > 1:  # 商家求我撤销的，我发你聊天截图; 内容改为…，类别是商家问题
            clauses = [c for c in clauses if not (_of_evidence(c) or _of_class(c) or is_for_desk(c.plain))]
        named, told = named_problem(clauses), told_problem(clauses, self.wishes)
        problem: Optional[str]
        if answer.slot is None:
            problem = self._beginning(draft, told, bool(named), order)
        elif known is not None and (swapped := swaps([_bare(c) for c in clauses], known, "")) is not None:
            problem = known.replace(*swapped)  # 把二手货改成翻新机
        elif known is not None and (added := additions(clauses, self.verbs)):
            problem = _beside(known, added)
        elif known is not None and (anew := named or dictated(clauses)):
            problem = anew
        elif known is not None and any(strikes(c.plain) for c in clauses) and (left := struck(known, clauses)):
            problem = _beside(left, told)
        elif known is not None and any(wants_it_anew(c.text) for c in clauses):
            if not told:
                draft.problem = draft.problem_class = None  # it is asked for again, whole
                return True
            problem = _of_problem(told)  # 写错了 问题是卖二手当新的
        elif answer.slot == PROBLEM:
            of_it = [clause for clause in clauses if not is_about_evidence(clause.text)]
            problem = named or dictated(clauses) or told or free_words(of_it, self.verbs)
        elif any(corrects(c.text) for c in clauses) and not any(speaks_of_class(c.text) for c in message.clauses):
            problem = reason_in(clauses) or without_correction("，".join(c.text for c in clauses)) or None
        else:
            problem = _beside(known or "", told) if told else None
        if not problem or problem == known:
            return False
        draft.no_more = draft.no_more or answer.slot == MORE  # the question for more has its answer
        draft.problem = problem[:MAX_WORDS]
        draft.problem_class = self._class_told(draft, answer, anew=known is None or known not in problem)
        return True

    def _only_wishes(self, clause: Clause, answer: Answer) -> bool:
        """Whether a clause is but the wish to complain, and tells nothing (我要投诉)."""
        asks = clause in answer.reading.asking and clause.intent in self.opened_by
        return asks and clause.told_class is None and not (tells_conduct(clause.plain) or named_problem([clause]))

    @staticmethod
    def _beginning(draft: ComplaintDraft, told: str, named: bool, order: Optional[OrderRecord]) -> Optional[str]:
        """What is told with the wish stands beside what was told before; what is named, or the merchant did, first.

        Where a case holds the fault of the goods, it need not stand in the complaint too.
        """
        known = draft.problem or ""
        if not (named or tells_conduct(told)) or draft.problem_class == ReasonClass.SERVICE.value:
            return _beside(known, told)
        return told if order is not None and order.case is not None else _beside(told, known)

    @staticmethod
    def _class_told(draft: ComplaintDraft, answer: Answer, anew: bool) -> Optional[str]:
        """The class of a problem: what the merchant did is service, whatever ails the goods."""
        if _of_conduct(draft):
            return ReasonClass.SERVICE.value
        group = answer.reading.message.group("reason") or answer.reading.message.told_class
        known = draft.problem_class
        return group if group in REASON_CLASSES and (anew or known is None) else known

    @staticmethod
    def _read_class(draft: ComplaintDraft, answer: Answer) -> bool:
        """Read the class that is named (属于服务问题) or denied (这不是商品问题): one that is denied is asked for."""
        clauses, before = answer.reading.message.clauses, draft.problem_class
        named = next((found for clause in clauses if (found := names_class(clause.plain))), None)
        if named is not None:
            draft.problem_class = class_said(named) or before
        elif answer.slot == CONFIRM and any(denies_class(c.plain) for c in clauses):
            draft.problem_class = ReasonClass.SERVICE.value if _of_conduct(draft) else None
        return draft.problem_class != before


def _of_conduct(draft: ComplaintDraft) -> bool:
    """Whether what is complained of is what the merchant did."""
    return any(tells_conduct(part) for part in re.split("[，；]", draft.problem or ""))


def _of_class(clause: Clause) -> bool:
    return denies_class(clause.plain) or names_class(clause.plain) is not None


def _bare(clause: Clause) -> Clause:
    """A clause without the marks of quotation around what is to be replaced."""
    return replace(clause, text=clause.text.translate(QUOTES))


def _of_evidence(clause: Clause) -> bool:
    return is_about_evidence(clause.plain) and not tells_conduct(clause.plain) and len(clause.plain) <= _SHORT


def _beside(known: str, told: str) -> Optional[str]:
    """What is told beside what is known; None where it adds nothing."""
    if told and told in known:
        return known
    return "；".join(part for part in (known, told) if part) or None


def _of_problem(text: str) -> str:
    """A problem without the words that only announce it (问题是…)."""
    return text.removeprefix("问题").removeprefix("就").removeprefix("是").strip(" ，,：:")
