"""The staff's commands: one line of what happened, a plain refusal otherwise, and never a traceback."""

import json
import re
from pathlib import Path

import jwt
import pytest
from cases_world import ANNA, NOW, add_order, case_number_of, count, everything, file_case
from commands_world import SECRET, Run, forget_settings
from orders_world import order, written
from sqlalchemy import select

from shouhou import clock, settings
from shouhou.cases import tables as t
from shouhou.cases.complaints import Grievance, complain
from shouhou.cases.database import Database
from shouhou.channels.tokens import Identity, read_token
from shouhou.rules.kinds import ReasonClass


def test_an_import_reports_in_one_line_and_warns_on_stderr(staffed: Run, own_shop: Path) -> None:
    file = own_shop / "orders.csv"
    header = (*order(), "colour")
    file.write_text(written([order(1), order(2)], header))
    first = staffed("orders", "import", str(file))
    assert (first.code, first.out) == (0, "2 new, 0 changed, 0 unchanged\n")
    assert "ignored columns: colour" in first.err
    assert "Importing orders" in first.err
    file.write_text(written([order(1, product="冰柜"), order(2), order(3)]))
    assert staffed("orders", "import", str(file)).out == "1 new, 1 changed, 1 unchanged\n"


def test_an_import_of_a_bad_file_ends_with_1_and_names_file_line_and_column(
    staffed: Run, database: Database, own_shop: Path
) -> None:
    file = own_shop / "orders.csv"
    file.write_text(written([order(1), order(2, paid_amount="abc")]))
    refused = staffed("orders", "import", str(file))
    assert (refused.code, refused.out) == (1, "")
    assert f"{file}, line 3, column paid_amount: 'abc'" in refused.err.replace("\n", " ")
    assert "Nothing was imported" in refused.err
    assert count(database, t.orders) == 0


def test_an_import_says_which_orders_kept_their_buyer_and_which_rows_were_skipped(staffed: Run, own_shop: Path) -> None:
    file = own_shop / "orders.csv"
    file.write_text(written([order()]))
    staffed("orders", "import", str(file))
    file.write_text(written([order(buyer_id="b2")]))
    assert "keep the buyer they have, not the file's: 1" in staffed("orders", "import", str(file)).err
    file.write_text("订单号,商品,订单状态,用户实付金额(元)\n1,箱,已取消,1.00\n2,箱,待发货,1.00\n")
    assert "never paid for: 1" in staffed("orders", "import", str(file)).err


@pytest.mark.parametrize("what", ["missing.csv", "."])
def test_an_import_of_no_file_ends_with_1(run: Run, own_shop: Path, what: str) -> None:
    refused = run("orders", "import", str(own_shop / what))
    assert refused.code == 1
    assert "shouhou: " in refused.err


def test_orders_are_exported_as_csv_unless_said_and_the_rest_as_json_lines(staffed: Run, database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    assert staffed("export", "orders").out.startswith("order_number,buyer_id,")
    assert json.loads(staffed("export", "orders", "--format", "jsonl").out)["order_number"] == "N1"
    assert json.loads(staffed("export", "cases").out)["case_number"] == number
    assert staffed("export", "cases", "--format", "csv").out.startswith("case_number,")
    assert "拉链坏了" in staffed("export", "cases").out


def test_what_is_exported_can_be_imported(staffed: Run, database: Database, own_shop: Path) -> None:
    add_order(database)
    add_order(database, "N2", None, status="paid", received_at=None)
    file = own_shop / "orders.csv"
    file.write_text(staffed("export", "orders").out)
    before = everything(database)
    assert staffed("orders", "import", str(file)).out == "0 new, 0 changed, 2 unchanged\n"
    before["buyers"] = [("anna", "")]
    assert everything(database) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("export", "everything"),
        ("export", "cases", "--format", "xml"),
        ("orders", "import"),
        ("case", "set", "AS1", "agreed", "--actor", "buyer", "--why", "x"),
        ("case", "set", "AS1", "agreed", "--actor", "merchant"),
        ("consent", "N1", "maybe", "--why", "x"),
        ("token", "b1", "--ttl", "0"),
        ("token", "b1", "--ttl", "-5"),
        ("token", "b1", "--ttl", "soon"),
        ("token",),
        ("handover", "take", "c1"),
        ("handover", "reply", "c1", " ", "--agent", "x"),
        ("handover", "reply", "c1", "字" * 2001, "--agent", "x"),
        ("fly",),
    ],
)
def test_a_command_that_is_written_wrong_ends_with_2(run: Run, arguments: tuple[str, ...]) -> None:
    assert run(*arguments).code == 2


def test_a_case_is_moved_and_the_step_is_printed(staffed: Run, database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    moved = staffed("case", "set", number, "agreed", "--actor", "merchant", "--why", "同意退货")
    assert (moved.code, moved.out) == (0, f"{number}: requested -> agreed\n")
    with database.read() as connection:
        event = connection.execute(select(t.case_events).order_by(t.case_events.c.id.desc())).first()
    assert event is not None
    assert (event.to_status, event.actor, event.why) == ("agreed", "merchant", "同意退货")


def test_an_illegal_step_is_refused_with_the_legal_ones_named(staffed: Run, database: Database) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    before = everything(database)
    refused = staffed("case", "set", number, "refunded", "--actor", "merchant", "--why", "x")
    assert refused.code == 1
    assert "agreed, refused" in refused.err
    assert everything(database) == before


def test_a_case_whose_time_is_over_is_not_moved_on(
    staffed: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    add_order(database)
    number = case_number_of(file_case(database))
    staffed("case", "set", number, "agreed", "--actor", "merchant", "--why", "x")
    monkeypatch.setattr(clock, "now", lambda: NOW.replace(month=12, day=30))
    refused = staffed("case", "set", number, "returning", "--actor", "merchant", "--why", "x")
    assert refused.code == 1
    assert f"{number} is closed" in refused.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("case", "set", "AS000000-NONE", "agreed", "--actor", "merchant", "--why", "x"), "no case AS000000-NONE"),
        (("case", "set", "AS1", "eaten", "--actor", "merchant", "--why", "x"), "no status 'eaten'"),
        (("complaint", "set", "CP1", "upheld", "--why", "x"), "no complaint CP1"),
        (("complaint", "set", "CP1", "eaten", "--why", "x"), "submitted, reviewing, upheld, rejected, withdrawn"),
        (("consent", "N404", "yes", "--why", "x"), "no order N404"),
        (("handover", "take", "nowhere", "--agent", "小李"), "no conversation nowhere"),
        (("handover", "take", "nowhere", "--agent", " "), "--agent is a name"),
        (("handover", "back", "nowhere"), "not handed over"),
        (("handover", "reply", "nowhere", "您好", "--agent", "小李"), "not taken"),
    ],
)
def test_what_is_not_there_is_named_and_ends_with_1(
    staffed: Run, database: Database, arguments: tuple[str, ...], says: str
) -> None:
    before = everything(database)
    refused = staffed(*arguments)
    assert (refused.code, refused.out) == (1, "")
    assert says in refused.err
    assert everything(database) == before


def test_a_complaint_is_moved_by_the_platform(staffed: Run, database: Database) -> None:
    add_order(database)
    complaint = complain(database, settings.policy(), ANNA, Grievance("N1", ReasonClass.SERVICE, "x"), NOW, "yes")
    assert complaint is not None
    number = complaint.complaint_number
    assert staffed("complaint", "set", number, "upheld", "--why", "属实").out == f"{number}: submitted -> upheld\n"
    refused = staffed("complaint", "set", number, "rejected", "--why", "x")
    assert (refused.code, "is upheld" in refused.err) == (1, True)
    with database.read() as connection:
        actors = connection.execute(select(t.complaint_events.c.actor)).scalars().all()
    assert actors == ["buyer", "platform"]


@pytest.mark.parametrize("answer", ["yes", "no"])
def test_a_consent_is_entered_even_when_nobody_asked(staffed: Run, database: Database, answer: str) -> None:
    add_order(database)
    assert staffed("consent", "N1", answer, "--why", "老顾客").out == f"N1: consent {answer}\n"
    with database.read() as connection:
        row = connection.execute(select(t.consents)).one()
    assert (row.status, row.why, row.answer) == (answer, "", "老顾客")


def test_a_token_is_printed_for_a_buyer_and_for_a_guest(run: Run) -> None:
    assert read_token(SECRET, run("token", "b1").out.strip()) == Identity(buyer_id="b1")
    assert read_token(SECRET, run("token", "v1", "--guest").out.strip()) == Identity(visit="v1")


def test_a_tokens_time_is_the_real_clocks_and_as_long_as_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUHOU_TIME_OFFSET", "+900d")
    forget_settings()
    for arguments, seconds in ((("token", "b1"), 3600), (("token", "b1", "--ttl", "60"), 60)):
        token = run(*arguments).out.strip()
        claims = jwt.decode(token, SECRET, algorithms=["HS256"])
        assert claims["exp"] - claims["iat"] == seconds


def test_a_token_needs_an_id_and_a_secret(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (run("token", "").code, run("token", "b" * 65).code) == (1, 1)
    monkeypatch.setenv("SHOUHOU_WIDGET_SECRET", "")
    forget_settings()
    refused = run("token", "b1")
    assert (refused.code, "SHOUHOU_WIDGET_SECRET" in refused.err) == (1, True)


def test_the_schema_is_upgraded_once(run: Run, own_shop: Path) -> None:
    first = run("db", "upgrade")
    assert (first.code, re.fullmatch(r"empty -> \w+\n", first.out) is not None) == (0, True)
    assert (own_shop / "var" / "shouhou.db").exists()
    assert re.fullmatch(r"already at \w+\n", run("db", "upgrade").out)


def test_a_command_makes_an_sqlite_database_that_is_not_there(run: Run) -> None:
    assert (run("export", "cases").code, run("export", "cases").out) == (0, "")


def test_a_postgresql_database_without_its_schema_is_refused_until_it_is_upgraded(
    run: Run, empty_postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", empty_postgresql_url)
    forget_settings()
    refused = run("export", "cases")
    assert (refused.code, "shouhou db upgrade" in refused.err) == (1, True)
    assert run("db", "upgrade").code == 0
    assert run("export", "cases").code == 0


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://anna:hunter2@127.0.0.1:1/none", "cannot be used"),
        ("mysql://anna:hunter2@localhost/x", "DATABASE_URL"),
        ("hunter2", "DATABASE_URL"),
    ],
)
def test_a_database_that_cannot_be_used_is_told_without_its_password(
    run: Run, monkeypatch: pytest.MonkeyPatch, url: str, says: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    forget_settings()
    refused = run("export", "cases")
    assert refused.code == 1
    assert says in refused.err
    assert "hunter2" not in refused.err + refused.out


def test_a_file_that_is_no_database_is_told_as_such(run: Run, own_shop: Path) -> None:
    (own_shop / "var").mkdir()
    (own_shop / "var" / "shouhou.db").write_text("not a database" * 100)
    refused = run("export", "cases")
    assert (refused.code, "the database cannot be used" in refused.err) == (1, True)
