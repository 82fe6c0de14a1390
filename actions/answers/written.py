"""What is written and sent: a request read out, whether something stands in it, all states at once, what went off."""

import re
from typing import Any, Optional

from actions.evidence import evidence_text
from actions.facts import order_facts
from actions.orders import named_order
from actions.registry import answers
from actions.standing import say_consent, say_message, type_and_sum
from actions.turn import Turn
from actions.where_it_holds import has_anything, orders_touched
from actions.words import moment_text, money_text, next_step_text, spoken_label, word
from shouhou.cases.complaints import latest_complaint
from shouhou.cases.evidence import evidence_of
from shouhou.cases.merchant import MerchantMessage, messages_of
from shouhou.cases.orders import CaseRecord, OrderRecord
from shouhou.dialogue.asked_of_filed import asked_words, asks_if_there
from shouhou.dialogue.matters_of_filed import HOW_MANY, PICTURES_CAME, STATES, WENT, WRITTEN
from shouhou.dialogue.wishes import speaks_of_cancelling, type_said
from shouhou.dialogue.words import stands_in
from shouhou.rules.lifecycle import OPEN_COMPLAINTS
from shouhou.rules.verdicts import may_change

_CASE, _MESSAGE = re.compile(r"as\d{6}-\w+"), re.compile(r"mm\d{6}-\w+")
LONGEST_QUOTED = 60  # characters of a message that is told again


@answers(WRITTEN)
def ask_what_is_written(turn: Turn) -> None:
    """What is filed, line by line, and whether the words asked for stand in it; of a draft, whether they do."""
    asked = next((words for c in turn.message.clauses if (words := asked_words(c.plain))), "")
    if turn.state.draft is not None and not _names_case(turn):
        _of_draft(turn, asked)
        return
    for order in _filed(turn):
        if order.case is not None:
            say_written(turn, order, order.case, asked)


def say_written(turn: Turn, order: OrderRecord, case: CaseRecord, asked: str = "") -> None:
    """What stands in a case; `asked`: the words of which it was asked whether they do."""
    turn.state.order = order.order_number
    group = word("reason_class", case.reason_class.value) if case.reason_class is not None else ""
    kind = word("request_type", case.request_type.value)
    there = stands_in(asked, f"{case.reason} {case.details} {kind} {group}") if asked else None
    name = {None: "utter_case_reads", True: "utter_case_has", False: "utter_case_lacks"}[there]
    may_add = may_change(turn.policy, order.facts, turn.now).allowed
    turn.say(name, order_facts(turn.policy, order), order=order, case=case.case_number, words=asked,
             lines="\n".join(_lines(turn, order, case)), hint=word("format", "may_add") if may_add else "")


def _lines(turn: Turn, order: OrderRecord, case: CaseRecord) -> list[str]:
    group = word("reason_class", case.reason_class.value) if case.reason_class is not None else ""
    klass = word("format", "in_brackets", text=group) if group else ""
    lines = [
        word("line", "type", value=word("request_type", case.request_type.value)),
        word("line", "reason", value=case.reason, klass=klass),
        word("line", "details", value=case.details or word("format", "none")),
        word("line", "evidence", value=evidence_text(evidence_of(turn.database, case.case_number))),
    ]
    if case.request_type.returns_money:
        paid, sum_asked = money_text(order.paid_amount), money_text(case.amount)
        part = case.amount != order.paid_amount
        lines.append(word("line", "part" if part else "amount", value=sum_asked, **({"paid": paid} if part else {})))
    return lines


def _of_draft(turn: Turn, asked: str) -> None:
    """What is being filled in is shown again by its form; here only whether the words asked for stand in it."""
    draft = turn.state.draft
    assert draft is not None
    known: dict[str, Any] = draft.fields
    texts = [str(known.get(each) or "") for each in ("reason", "details", "wanted", "words", "message")]
    if asked:
        there = stands_in(asked, " ".join(texts))
        turn.say("utter_draft_has" if there else "utter_draft_lacks", words=asked)
    elif draft.form == "application" and turn.place != "summary":
        named = known.get("request_type")
        lines = [word("line", "type", value=word("request_type", named))] if named in word(
            "request_type", "all").split() else []
        lines += [word("line", "reason", value=texts[0], klass="")] if texts[0] else []
        lines += [word("line", "details", value=texts[1])] if texts[1] else []
        turn.say("utter_draft_reads", lines="\n".join(lines) or word("format", "none"))


def _names_case(turn: Turn) -> bool:
    return _CASE.search(turn.message.whole.plain) is not None


def _filed(turn: Turn) -> list[OrderRecord]:
    """The orders whose open case is meant: by its number, the goods, its type, the order in view; else all of them."""
    filed = [order for order in turn.orders() if order.facts.open_case and order.case is not None]
    text = turn.message.whole.plain
    number = _CASE.search(text)
    types = {each for c in turn.message.clauses if (each := type_said(c.plain)) is not None}
    named = named_order(turn)
    for meant in (
        [each for each in filed if number is not None and each.case and each.case.case_number.lower() == number[0]],
        [each for each in filed if named is not None and each.order_number == named.order_number],
        [each for each in filed if each.case and each.case.request_type.value in types],
        [each for each in filed if each.order_number == turn.state.order],
        [each for each in filed if each.case and each.case.case_number == turn.state.written],
    ):
        if len(meant) == 1:
            return meant
    return filed


@answers(PICTURES_CAME)
def ask_pictures_came(turn: Turn) -> None:
    """How many pictures stand with what is filed."""
    for order in _filed(turn)[:1]:
        assert order.case is not None
        files = evidence_of(turn.database, order.case.case_number)
        name = "utter_pictures_came" if files else "utter_no_pictures_came"
        turn.say(name, order_facts(turn.policy, order), order=order, count=len(files), case=order.case.case_number)


@answers(STATES)
def ask_all_states(turn: Turn) -> None:
    """How everything stands that is filed or sent for the orders named; for all of them where none is."""
    touched = orders_touched(turn)
    meant = touched if len(touched) > 1 else turn.orders()
    lines = [line for order in meant for line in _states(turn, order)]
    bare = [each for each in meant if not has_anything(turn, each)]
    lines += [word("state", "nothing", order=spoken_label(each), status=word("order_status", each.facts.status.value))
              for each in bare]
    cancels = any(speaks_of_cancelling(c.plain) or asks_if_there(c.plain) for c in turn.message.clauses)
    kept = cancels and all(each.facts.open_case for each in meant if each.case is not None)
    turn.say("utter_all_states_kept" if kept else "utter_all_states", lines="\n".join(lines))


@answers(HOW_MANY)
def ask_how_many_filed(turn: Turn) -> None:
    """That nothing was filed twice, and all that is (an order has one open case at most)."""
    lines = [line for order in turn.orders() if has_anything(turn, order) for line in _states(turn, order)]
    turn.say("utter_filed_once", lines="\n".join(lines))


def _states(turn: Turn, order: OrderRecord) -> list[str]:
    lines, case = [], order.case
    complaint, sent = latest_complaint(turn.database, order.order_number), messages_of(
        turn.database, order.order_number)
    if case is not None:
        lines.append(word("state", "case", order=spoken_label(order), case=case.case_number, type=type_and_sum(case),
                          status=word("case_status", case.status.value), next=next_step_text(case.status, case.next)))
    if complaint is not None and complaint.status in OPEN_COMPLAINTS:
        lines.append(word("state", "complaint", order=spoken_label(order), complaint=complaint.complaint_number,
                          status=word("complaint_status", complaint.status.value)))
    if order.facts.consent is not None:
        consent = word("consent", order.facts.consent.value)
        lines.append(word("state", "consent", order=spoken_label(order), consent=consent))
    if sent and sent[0].answer is None:
        lines.append(word("state", "message", order=spoken_label(order), number=sent[0].message_number,
                          words=_quoted(sent[0]), by=moment_text(sent[0].due_at)))
    return lines


def _quoted(message: MerchantMessage) -> str:
    words = message.words
    return words if len(words) <= LONGEST_QUOTED else f"{words[:LONGEST_QUOTED]}…"


@answers(WENT)
def ask_message_went(turn: Turn) -> None:
    """Whether what was to be passed on went off: by its number, the goods, or the latest one; with its deadline."""
    found = _sent(turn)
    if found is None:
        consented = [each for each in turn.orders() if each.facts.consent is not None]
        if turn.state.draft is not None and turn.state.draft.form == "merchant":
            turn.say("utter_message_not_sent")
        elif consented:
            say_consent(turn, next((each for each in consented if each.order_number == turn.state.order), consented[0]))
        return
    order, message = found
    if turn.state.draft is None:
        turn.state.order = order.order_number
    if message.answer is not None or turn.now > message.due_at:
        say_message(turn, order, message)
        return
    turn.say("utter_message_went", {"order_number": order.order_number}, order=order, number=message.message_number,
             words=_quoted(message), by=moment_text(message.due_at), sent=moment_text(message.sent_at))


def _sent(turn: Turn) -> Optional[tuple[OrderRecord, MerchantMessage]]:
    every = [(order, message) for order in turn.orders() for message in messages_of(turn.database, order.order_number)]
    number, named = _MESSAGE.search(turn.message.whole.plain), named_order(turn)
    told = [each for each in every if number is not None and each[1].message_number.lower() == number[0]]
    of_named = [each for each in every if named is not None and each[0].order_number == named.order_number]
    of_view = [each for each in every if each[0].order_number == turn.state.order]
    latest = sorted(every, key=lambda each: each[1].sent_at, reverse=True)
    return next(iter([*told, *of_named, *of_view, *latest]), None)
