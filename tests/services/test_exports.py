"""Records out: exactly the promised fields, lapses recorded first, and orders that can be imported again."""

import csv
import io
import json
from datetime import timedelta
from typing import Any, Optional

import pytest
from cases_world import (
    ANNA,
    GUEST,
    NOW,
    PAST_WINDOW,
    POLICY,
    add_conversation,
    add_order,
    case_number_of,
    everything,
    file_case,
    staff,
)
from orders_world import Intake, order
from sqlalchemy import update

from shouhou.cases import tables as t
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.conversations import Understood, finish_turn, receive, say
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file, attach
from shouhou.cases.export_kinds import Format, Kind
from shouhou.cases.exports import CHUNK, export
from shouhou.cases.handovers import hand_back, hand_over, take
from shouhou.cases.merchant import answer_consent, ask_consent
from shouhou.cases.messages import AGENT, BUYER, Draft
from shouhou.rules.kinds import ReasonClass
from shouhou.rules.lifecycle import CaseStatus

LATER = NOW + timedelta(hours=1)
NOW_TEXT = "2026-12-02T10:00:00+08:00"
LATER_TEXT = "2026-12-02T11:00:00+08:00"


def printed(database: Database, kind: Kind, form: Format = Format.JSONL, now: Any = LATER) -> str:
    out = io.StringIO(newline="")
    export(database, POLICY, kind, form, now, out)
    return out.getvalue()


def lines(database: Database, kind: Kind, now: Any = LATER) -> list[dict[str, Any]]:
    return [json.loads(line) for line in printed(database, kind, now=now).splitlines()]


def cells(database: Database, kind: Kind) -> list[dict[str, Optional[str]]]:
    return list(csv.DictReader(io.StringIO(printed(database, kind, Format.CSV), newline="")))


@pytest.mark.parametrize("kind", Kind)
def test_an_empty_database_exports_no_line_and_a_header_alone(database: Database, kind: Kind) -> None:
    assert printed(database, kind) == ""
    assert printed(database, kind, Format.CSV).count("\n") == 1


def test_a_case_is_told_with_its_evidence_and_events(database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    add_file(database, StoredFile("f1", ANNA.conversation_id, "image/png", 10), NOW)
    with database.write() as connection:
        attach(connection, ANNA, ["f1"], NOW, case_number=number)
    staff(database, number, CaseStatus.AGREED, now=LATER)
    [line] = lines(database, Kind.CASES)
    assert line == {
        "case_number": number,
        "order_number": "N1",
        "buyer_id": "anna",
        "request_type": "return_refund",
        "reason_class": "goods",
        "reason": "拉链坏了",
        "details": "第二次穿就坏了",
        "status": "agreed",
        "opened_at": NOW_TEXT,
        "updated_at": LATER_TEXT,
        "amount": 12900,
        "tracking_number": None,
        "policy_version": POLICY.version,
        "evidence": [{"file_id": "f1", "kind": "image/png", "added_at": NOW_TEXT}],
        "events": [
            {"at": NOW_TEXT, "from": None, "to": "requested", "actor": "buyer", "why": "拉链坏了"},
            {"at": LATER_TEXT, "from": "requested", "to": "agreed", "actor": "platform", "why": "noted"},
        ],
    }


def test_evidence_and_events_stay_with_their_own_case(database: Database) -> None:
    add_file(database, StoredFile("f1", ANNA.conversation_id, "image/png", 10), NOW)
    numbers = {}
    for order_number in ("N1", "N2", "N3"):
        add_order(database, order_number)
        numbers[order_number] = case_number_of(file_case(database, f"yes-{order_number}", order_number))
    with database.write() as connection:
        attach(connection, ANNA, ["f1"], NOW, case_number=numbers["N2"])
    staff(database, numbers["N3"], CaseStatus.REFUSED)
    told = {line["order_number"]: line for line in lines(database, Kind.CASES)}
    assert {number: len(line["evidence"]) for number, line in told.items()} == {"N1": 0, "N2": 1, "N3": 0}
    assert {number: len(line["events"]) for number, line in told.items()} == {"N1": 1, "N2": 1, "N3": 2}


def test_a_case_whose_time_is_over_is_exported_as_closed(database: Database) -> None:
    add_order(database)
    staff(database, case_number_of(file_case(database)), CaseStatus.AGREED)
    [line] = lines(database, Kind.CASES, now=NOW + timedelta(days=8))
    assert line["status"] == "closed"
    assert line["events"][-1]["actor"] == "system"


def test_a_complaint_is_told_with_its_case_or_none(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    case_number = case_number_of(file_case(database))
    for order_number in ("N1", "N2"):
        grievance = Grievance(order_number, ReasonClass.SERVICE, "商家不理人")
        assert complain(database, POLICY, ANNA, grievance, NOW, f"yes-{order_number}-complaint") is not None
    told = {line["order_number"]: line for line in lines(database, Kind.COMPLAINTS)}
    number = told["N1"]["complaint_number"]
    assert told["N1"] == {
        "complaint_number": number,
        "order_number": "N1",
        "case_number": case_number,
        "buyer_id": "anna",
        "problem_class": "service",
        "problem": "商家不理人",
        "status": "submitted",
        "opened_at": NOW_TEXT,
        "evidence": [],
        "events": [{"at": NOW_TEXT, "from": None, "to": "submitted", "actor": "buyer", "why": "商家不理人"}],
    }
    assert told["N2"]["case_number"] is None


def test_consents_are_told_asked_answered_and_expired(database: Database) -> None:
    for order_number in ("N1", "N2"):
        add_order(database, order_number)
        ask_consent(database, POLICY, ANNA, order_number, "过期了但坏了", PAST_WINDOW, f"ask-{order_number}")
    answer_consent(database, POLICY, "N1", True, "老顾客", PAST_WINDOW + timedelta(hours=1))
    first, second = lines(database, Kind.CONSENTS, now=PAST_WINDOW + timedelta(days=30))
    assert first == {
        "order_number": "N1",
        "buyer_id": "anna",
        "status": "yes",
        "asked_at": "2026-12-17T10:00:00+08:00",
        "answered_at": "2026-12-17T11:00:00+08:00",
        "due_at": "2026-12-20T10:00:00+08:00",
        "why": "过期了但坏了",
        "answer": "老顾客",
    }
    assert (second["order_number"], second["status"], second["answered_at"]) == ("N2", "expired", None)


def test_handovers_are_told_from_waiting_to_ended(database: Database) -> None:
    add_conversation(database)
    add_conversation(database, GUEST)
    hand_over(database, ANNA, "asked", "要人工", NOW)
    take(database, ANNA.conversation_id, "小李", LATER)
    hand_back(database, ANNA.conversation_id, LATER)
    hand_over(database, GUEST, "angry", "很生气", NOW)
    ended, waits = lines(database, Kind.HANDOVERS)
    assert ended == {
        "conversation_id": ANNA.conversation_id,
        "buyer_id": "anna",
        "status": "ended",
        "urgent": False,
        "reason": "asked",
        "summary": "要人工",
        "opened_at": NOW_TEXT,
        "taken_at": LATER_TEXT,
        "ended_at": LATER_TEXT,
        "agent": "小李",
    }
    assert (waits["status"], waits["taken_at"], waits["agent"]) == ("waiting", None, None)


def test_conversations_are_told_message_by_message_with_what_was_understood(database: Database) -> None:
    talk = add_conversation(database)
    receive(database, talk, "m1", "digest", Draft("m1", BUYER, text="还能撤销几次"), NOW)
    reply = Draft("r1", "bot", text="还剩 3 次。", facts={"cancellations_left": 3})
    finish_turn(database, talk, "m1", [reply], None, Understood("ask_cancellations_left", 0.93), NOW)
    guest = add_conversation(database, GUEST)
    say(database, guest, Draft("a1", AGENT, text="您好", agent="小李"), LATER)
    asked, answered, said = lines(database, Kind.CONVERSATIONS)
    assert asked == {
        "conversation_id": talk,
        "channel": "widget",
        "buyer_id": "anna",
        "id": "m1",
        "from": "buyer",
        "at": NOW_TEXT,
        "text": "还能撤销几次",
        "intent": "ask_cancellations_left",
        "confidence": 0.93,
        "facts": None,
    }
    assert (answered["from"], answered["facts"], answered["intent"]) == ("bot", {"cancellations_left": 3}, None)
    assert (said["from"], said["buyer_id"], said["at"]) == ("agent", None, LATER_TEXT)


def test_an_order_is_told_by_the_standard_columns_and_all_its_cancellations(intake: Intake) -> None:
    intake.load([order(prior_cancellations="1", warranty_days="90", paid_amount="0.05")])
    intake.set(cancellations=1)
    [line] = lines(intake.database, Kind.ORDERS)
    assert line == {
        "order_number": "261201-000000000000001",
        "buyer_id": "b1",
        "buyer_name": "王先生",
        "buyer_phone": "13800138001",
        "shop": "好邻居",
        "product": "双门冰箱",
        "category": "大家电",
        "paid_amount": "0.05",
        "paid_at": "2026-12-01T10:00:00+08:00",
        "shipped_at": "2026-12-02T09:30:00+08:00",
        "received_at": "2026-12-03T10:00:00+08:00",
        "warranty_days": 90,
        "status": "received",
        "prior_cancellations": 1,
        "cancellations_used": 2,
    }


AWKWARD = [
    order(1, product='=HYPERLINK("http://x","点我")', buyer_name="'@名字", shop="-1+1"),
    order(2, product='双门,"大"\n冰箱\r\n＝1', buyer_phone="+8613800138000"),
    order(3, buyer_id="", buyer_name="", buyer_phone="", shop="", product="", category=""),
    order(4, status="received", received_at="", paid_amount="0.00"),
    order(5, status="refunded", shipped_at="", received_at="", paid_at=""),
    order(6, paid_at="2026-12-01T10:00:00.123456+08:00", warranty_days="0", prior_cancellations="3"),
    order(7, buyer_id="'=b", product="''=", category="𠮷😀"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_what_the_orders_export_prints_imports_again_and_changes_nothing(intake: Intake, encoding: str) -> None:
    intake.load(AWKWARD)
    intake.set(1, cancellations=2)
    before = everything(intake.database)
    report = intake.load(printed(intake.database, Kind.ORDERS, Format.CSV).encode(encoding), now=LATER)
    assert (report.new, report.changed, report.unchanged) == (0, 0, len(AWKWARD))
    assert report.ignored_columns == ()
    assert everything(intake.database) == before


def test_what_the_orders_export_prints_makes_the_same_orders_elsewhere(intake: Intake) -> None:
    intake.load(AWKWARD)
    text = printed(intake.database, Kind.ORDERS, Format.CSV)
    with intake.database.write() as connection:
        connection.execute(t.orders.delete())
    assert intake.load(text).new == len(AWKWARD)
    assert printed(intake.database, Kind.ORDERS, Format.CSV) == text


def test_a_spreadsheet_finds_no_formula_in_a_csv(database: Database) -> None:
    add_order(database, product="=1+1")
    number = case_number_of(file_case(database))
    with database.write() as connection:
        connection.execute(update(t.cases).values(reason="=cmd|' /C calc'!A0", details="+1+1"))
    assert cells(database, Kind.ORDERS)[0]["product"] == "'=1+1"
    [case] = cells(database, Kind.CASES)
    assert (case["case_number"], case["reason"], case["details"]) == (number, "'=cmd|' /C calc'!A0", "'+1+1")
    assert lines(database, Kind.CASES)[0]["reason"] == "=cmd|' /C calc'!A0"


def test_csv_carries_nested_values_as_json_and_nothing_for_none(database: Database) -> None:
    add_order(database)
    file_case(database)
    [case] = cells(database, Kind.CASES)
    assert case["evidence"] == "[]"
    assert case["events"] is not None
    assert json.loads(case["events"])[0]["why"] == "拉链坏了"
    assert "拉链坏了" in case["events"]
    add_conversation(database)
    hand_over(database, ANNA, "asked", "", NOW)
    assert cells(database, Kind.HANDOVERS)[0]["taken_at"] == ""


def test_many_records_are_all_told_once_and_in_order(intake: Intake) -> None:
    many = 2 * CHUNK + 7
    intake.load([order(number) for number in range(1, many + 1)])
    told = [line["order_number"] for line in lines(intake.database, Kind.ORDERS)]
    assert told == [order(number)["order_number"] for number in range(1, many + 1)]
    with intake.database.write() as connection:
        connection.execute(
            t.cases.insert(),
            [
                {
                    "case_number": f"AS{number:06d}", "order_number": order(number)["order_number"], "buyer_id": "b1",
                    "request_type": "refund_only", "reason_class": "goods", "reason": "", "status": "refused",
                    "opened_at": NOW + timedelta(seconds=number), "updated_at": NOW, "amount": 1,
                    "policy_version": "1",
                }
                for number in range(1, many + 1)
            ],
        )
    told = [line["case_number"] for line in lines(intake.database, Kind.CASES)]
    assert told == [f"AS{number:06d}" for number in range(1, many + 1)]
