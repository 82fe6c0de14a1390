"""Complaining: order, problem, evidence or "later"; a summary; a yes; the complaint's number and the wait."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Optional

from actions.evidence import evidence_text, read_files, says_no_more
from actions.facts import complaint_facts, order_facts
from actions.forms.base import CONFIRM, Answer, Form, Refusal
from actions.orders import only_names_order
from actions.standing import say_complaint
from actions.turn import Said, Turn
from actions.words import caveat_of, class_said, word
from shouhou.cases.complaints import Grievance, complain, latest_complaint
from shouhou.cases.evidence import evidence_of
from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.asking import is_outcry, is_question, is_to_bot, quotes_merchant
from shouhou.dialogue.dictation import MAX_WORDS, additions, dictated, strikes, struck, trimmed, wants_it_anew
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import sent_before
from shouhou.dialogue.telling import tells_rudeness
from shouhou.dialogue.wishes import begins_with
from shouhou.dialogue.words import corrects, free_words, joined, reason_in, without_correction
from shouhou.dialogue.yes_no import is_about_evidence, says_nothing
from shouhou.rules.kinds import REASON_CLASSES, ReasonClass
from shouhou.rules.lifecycle import OPEN_COMPLAINTS, CaseStatus

PROBLEM, CLASS, MORE = "problem", "problem_class", "evidence"
LEAST_PROBLEM = 3  # characters beside the class that tell more


@dataclass
class ComplaintDraft:
    """What has been told for a complaint."""

    problem: Optional[str] = None
    problem_class: Optional[str] = None
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
    stopped: ClassVar[str] = "utter_not_complained"
    # In a complaint these are its own evidence and corrections, rather than jobs of their own.
    own_matters: ClassVar[frozenset[str]] = frozenset({
        "add_evidence", "change_request", "leave_message_for_desk", "report_merchant_inactive", "report_merchant_rude",
        "report_merchant_refuses", "express_anger",
    })

    asks_for_more: ClassVar[bool] = True

    def begin(self, turn: Turn, draft: ComplaintDraft, answer: Answer) -> None:
        told = turn.state.told
        draft.files = list(told.files)
        refused = turn.order_in_view.case if turn.order_in_view is not None else None
        if refused is not None and refused.status is CaseStatus.REFUSED and draft.problem is None:
            draft.problem = refused.reason  # what the merchant has refused is what the complaint is about
            draft.problem_class = refused.reason_class.value if refused.reason_class is not None else None
        if told.reason and told.order in (None, turn.state.order) and draft.problem is None:
            silent = told.details and turn.state.topics[-1:] != [] and "report_merchant_inactive" in turn.state.topics
            parts = (told.reason, told.details if silent else None)
            draft.problem = "，".join(dict.fromkeys(part for part in parts if part))
            draft.problem_class = ReasonClass.SERVICE.value if silent else told.reason_class  # it was told before
        order = turn.order_in_view
        case = order.case if order is not None else None
        if draft.problem is None and case is not None and case.case_number == turn.state.written:
            draft.problem = case.reason  # what was filed just now is what the complaint is about
            draft.problem_class = case.reason_class.value if case.reason_class is not None else None
        if case is not None and not draft.files:
            draft.files = evidence_of(turn.database, case.case_number)  # what the case shows, the complaint shows too

    def refusal(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Optional[Refusal]:
        complaint = latest_complaint(turn.database, order.order_number)
        opens = turn.state.draft is not None and not turn.state.draft.fields
        if not opens or complaint is None or complaint.status not in OPEN_COMPLAINTS or turn.message.is_press:
            return None
        if any(_tells(clause.plain) for clause in turn.message.clauses if clause not in turn.reading.asking):
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
        elif not turn.message.is_press:
            read = not only_names_order(turn) and self._read_problem(draft, answer)
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
        facts = {"order_number": order.order_number}
        if slot == MORE:
            name = "utter_form_complaint_carried" if draft.files else "utter_form_complaint_evidence"
            return turn.say(name, facts, order=order, count=len(draft.files))
        return turn.say(f"utter_form_{slot}", facts, order=order)

    def sum_up(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Said:
        return turn.say(
            "utter_confirm_complaint",
            order_facts(turn.policy, order),
            order=order,
            problem=draft.problem,
            problem_class=word("reason_class", draft.problem_class or ""),
            evidence=evidence_text(draft.files),
        )

    def content(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord) -> Sequence[Any]:
        return [draft.problem, draft.problem_class, draft.files]

    def write(self, turn: Turn, draft: ComplaintDraft, order: OrderRecord, key: str) -> None:
        grievance = Grievance(
            order.order_number, ReasonClass(draft.problem_class), draft.problem or "", tuple(draft.files)
        )
        complaint = complain(turn.database, turn.policy, turn.speaker, grievance, turn.now, key)
        if complaint is None:
            turn.say("utter_order_unknown")
            return
        if order.facts.open_case:
            turn.state.told.files = []  # else they are there for what may yet be applied for
        turn.state.written = complaint.complaint_number
        days = turn.policy.complaint_working_days
        turn.say(
            "utter_complaint_filed", {"order_number": complaint.order_number} | complaint_facts(complaint),
            order=order, complaint=complaint.complaint_number, days=days.value, caveat=caveat_of(days),
        )

    def _read_problem(self, draft: ComplaintDraft, answer: Answer) -> bool:
        message = answer.reading.message
        if message.has("order_number", "file_id") or answer.choice is not None:
            return False
        telling = [c for c in message.clauses if not is_about_evidence(c.text) or quotes_merchant(c.text)]
        if answer.slot != PROBLEM:  # 我先不退, 好久有人回我: said to the desk, not complained of
            telling = [
                c for c in telling
                if c.is_told or quotes_merchant(c.text) or corrects(c.text) or strikes(c.plain)
            ]
        begins = answer.slot is None
        added = additions(message.clauses, self.verbs) if draft.problem is not None else ""
        if added:
            problem = f"{draft.problem}；{added}" if added not in (draft.problem or "") else None
        elif begins:
            beside_asks = [
                c for c in telling
                if _tells(c.plain) and (c not in answer.reading.asking or _is_problem(c, self.wishes))
            ]
            problem = joined(beside_asks) or reason_in(telling)
            if problem and draft.problem and problem not in draft.problem:
                problem = f"{draft.problem}；{problem}"
        elif draft.problem is not None and (anew := dictated(message.clauses)):
            problem = anew
        elif draft.problem is not None and any(strikes(c.plain) for c in telling) and struck(draft.problem, telling):
            problem = struck(draft.problem, telling)
            more = joined([c for c in telling if c in answer.words and not strikes(c.plain) and _tells(c.plain)])
            problem = "；".join(part for part in (problem, more if more not in problem else "") if part)
        elif draft.problem is not None and any(wants_it_anew(c.text) for c in telling) and (
            anew := joined([c for c in telling if _tells(c.plain) and not wants_it_anew(c.text)])
        ):
            problem = _of_problem(anew)  # 写错了 问题是卖二手当新的
        elif draft.problem is not None and any(wants_it_anew(c.text) for c in telling):
            draft.problem = draft.problem_class = None  # it is asked for again, whole
            return True
        elif answer.slot == PROBLEM:
            # The whole complaint, not its shortest reason.
            problem = dictated(message.clauses) or free_words(telling, self.verbs)
        else:
            problem = reason_in(telling) if message.intent not in self.opened_by else None
            if problem is not None and not any(corrects(c.text) for c in telling):
                # All that is told with it, not the shortest reason in it.
                problem = joined([c for c in telling if c in answer.words and _tells(c.plain)]) or problem
            if problem is not None and draft.problem is not None and not any(corrects(c.text) for c in telling):
                problem = f"{draft.problem}；{problem}" if problem not in draft.problem else None
            elif problem is None and answer.slot == MORE and draft.problem is not None:
                more = free_words([c for c in telling if c in answer.words and _tells(c.plain)], self.verbs)
                problem = f"{draft.problem}；{more}" if more and more not in draft.problem else None
                draft.no_more = draft.no_more or problem is not None
            elif problem is None and answer.slot == CONFIRM and any(corrects(c.text) for c in telling):
                problem = without_correction(message.text) or None
        if not problem or problem == draft.problem:
            return False
        draft.no_more = draft.no_more or answer.slot == MORE  # the question for more has its answer
        draft.problem = problem[:MAX_WORDS]
        of_service = any(tells_rudeness(clause.plain) for clause in telling)
        group = ReasonClass.SERVICE.value if of_service else message.group("reason") or message.told_class
        if of_service or (group in REASON_CLASSES and draft.problem_class is None):
            draft.problem_class = group
        return True


_LEAST = 4


def _tells(text: str) -> bool:
    """Whether a clause beside the ask to complain tells something of the problem."""
    of_talk = says_nothing(text) or is_to_bot(text)
    return len(text) >= _LEAST and not of_talk and not is_question(text) and not is_outcry(text)


def _of_problem(text: str) -> str:
    """A problem without the words that only announce it (问题是…)."""
    return text.removeprefix("问题").removeprefix("就").removeprefix("是").strip(" ，,：:")


def _is_problem(clause: Clause, verbs: str) -> bool:
    """Whether a clause that was read as the ask to complain names the problem (卖二手货当新的)."""
    return clause.told_class is not None and not begins_with(clause.plain, verbs)
