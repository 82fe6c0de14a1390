"""The staff's commands for what buyers say: conversations handed over, messages to the merchant."""

from datetime import timedelta
from unittest.mock import Mock, call

import pytest
from cases_world import ANNA, BEN, NOW, POLICY, add_conversation, add_order, everything
from commands_world import Run

from shouhou import settings
from shouhou.cases.database import Database
from shouhou.cases.handovers import hand_over
from shouhou.cases.history import history
from shouhou.cases.merchant import MerchantMessage, answer_message, message_merchant, messages_of
from shouhou.shared import doorbell


def test_a_handover_goes_from_the_list_to_the_reply_and_back(
    staffed: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    rung = Mock(return_value=True)
    monkeypatch.setattr(doorbell, "ring", rung)
    talk = add_conversation(database)
    hand_over(database, ANNA, "asked", "要人工\n\x1b[2J", NOW)
    assert staffed("handover", "list").out == f"{talk}\twaiting\t-\t2026-12-02 10:00+08:00\t-\tasked\t要人工  [2J\n"
    assert staffed("handover", "reply", talk, "您好", "--agent", "小李").code == 1
    assert staffed("handover", "take", talk, "--agent", "小李").out == f"{talk}: taken by 小李\n"
    assert "\ttaken\t" in staffed("handover", "list").out
    assert staffed("handover", "reply", talk, "您好", "--agent", "小李").out == f"{talk}: said\n"
    joined, said = history(database, talk)
    assert (joined.sender, joined.agent, joined.facts) == ("system", "小李", {"handover": "taken"})
    assert "小李 已接入" in (joined.text or "")
    assert (said.sender, said.agent, said.text) == ("agent", "小李", "您好")
    assert rung.call_args_list == [call(settings.settings(), talk)] * 2
    assert staffed("handover", "back", talk).out == f"{talk}: back with the bot\n"
    assert staffed("handover", "list").out == ""
    assert staffed("handover", "reply", talk, "还有", "--agent", "小李").code == 1
    assert [message.facts for message in history(database, talk)[2:]] == [{"handover": "ended"}]


def test_who_takes_a_conversation_again_is_announced_once(staffed: Run, database: Database) -> None:
    talk = add_conversation(database)
    for agent in ("小李", "小李", "小张"):
        assert staffed("handover", "take", talk, "--agent", agent).code == 0
    assert [message.agent for message in history(database, talk)] == ["小李", "小张"]


def test_only_the_agent_who_took_a_conversation_replies_in_it(staffed: Run, database: Database) -> None:
    talk = add_conversation(database)
    staffed("handover", "take", talk, "--agent", "小李")
    refused = staffed("handover", "reply", talk, "您好", "--agent", "小张")
    assert refused.code == 1
    assert "taken by 小李" in refused.err
    assert [message.sender for message in history(database, talk)] == ["system"]


def test_a_reply_that_the_bot_does_not_hear_is_kept(
    staffed: Run, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doorbell, "ring", lambda _settings, _talk: False)
    talk = add_conversation(database)
    staffed("handover", "take", talk, "--agent", "小李")
    said = staffed("handover", "reply", talk, "您好", "--agent", "小李")
    assert (said.code, "does not run" in said.out) == (0, True)
    assert [message.sender for message in history(database, talk)] == ["system", "agent"]


def test_urgent_handovers_are_listed_first_and_marked(staffed: Run, database: Database) -> None:
    for speaker in (ANNA, BEN):
        add_conversation(database, speaker)
        hand_over(database, speaker, "asked", "", NOW, urgent=speaker is BEN)
    lines = [line.split("\t")[:3] for line in staffed("handover", "list").out.splitlines()]
    assert lines == [["widget:ben", "waiting", "urgent"], ["widget:anna", "waiting", "-"]]


# Messages to the merchant


def tell(database: Database, words: str = "什么时候处理？", key: str = "word-1", days_ago: int = 0) -> MerchantMessage:
    message = message_merchant(database, POLICY, ANNA, "N1", words, NOW - timedelta(days=days_ago), key)
    assert message is not None
    return message


def test_what_buyers_had_passed_on_is_listed_by_its_deadline_on_one_line_each(
    staffed: Run, database: Database
) -> None:
    add_order(database)
    late, fresh = tell(database, "在吗\n\x1b[2J", "1", days_ago=3), tell(database, key="2")
    done = tell(database, "谢谢", "3", days_ago=1)
    answer_message(database, done.message_number, "不客气", NOW)
    listed = staffed("merchant", "list")
    assert (listed.code, listed.out.splitlines()) == (0, [
        f"{late.message_number}\tN1\toverdue\t2026-12-01 10:00+08:00\t在吗  [2J\t-",
        f"{done.message_number}\tN1\tanswered\t2026-12-03 10:00+08:00\t谢谢\t不客气",
        f"{fresh.message_number}\tN1\topen\t2026-12-04 10:00+08:00\t什么时候处理？\t-",
    ])
    still_open = [line.split("\t")[2] for line in staffed("merchant", "list", "--open").out.splitlines()]
    assert still_open == ["overdue", "open"]


def test_an_answer_is_entered_once_and_in_the_words_given(staffed: Run, database: Database) -> None:
    add_order(database)
    number = tell(database).message_number
    assert staffed("merchant", "answer", number, "--text", "明天发货").out == f"{number}: answered\n"
    assert [(message.answer, message.answered_at) for message in messages_of(database, "N1")] == [("明天发货", NOW)]
    before = everything(database)
    again = staffed("merchant", "answer", number, "--text", "后天发货")
    assert (again.code, again.out) == (1, "")
    assert f"{number} was answered at 2026-12-02 10:00+08:00" in again.err
    assert everything(database) == before


def test_an_answer_to_nothing_is_refused(staffed: Run) -> None:
    refused = staffed("merchant", "answer", "MM261202-AAAAAAAA", "--text", "好")
    assert (refused.code, "no message MM261202-AAAAAAAA" in refused.err) == (1, True)


@pytest.mark.parametrize("text", ["", "  ", "长" * 2001])
def test_an_answer_that_says_nothing_or_too_much_is_refused(staffed: Run, database: Database, text: str) -> None:
    add_order(database)
    number = tell(database).message_number
    assert staffed("merchant", "answer", number, "--text", text).code == 2
    assert messages_of(database, "N1")[0].answered_at is None


def test_messages_to_the_merchant_are_exported(staffed: Run, database: Database) -> None:
    add_order(database)
    number = tell(database).message_number
    lines = staffed("export", "merchant_messages", "--format", "csv").out.splitlines()
    assert lines[0] == "message_number,order_number,buyer_id,words,sent_at,due_at,answer,answered_at"
    assert lines[1] == f"{number},N1,anna,什么时候处理？,2026-12-02T10:00:00+08:00,2026-12-04T10:00:00+08:00,,"
