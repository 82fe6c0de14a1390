"""What passes between buyer and merchant: the consent's words of both, and messages with their answers."""

from datetime import timedelta

import pytest
from cases_world import ANNA, BEN, NOW, PAST_WINDOW, POLICY, add_order, at_once, count, everything, file_case, rows

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.cases.merchant import (
    ConsentRecord,
    MerchantMessage,
    all_messages,
    answer_consent,
    answer_message,
    ask_consent,
    consent_of,
    message_merchant,
    messages_of,
)
from shouhou.cases.transitions import AlreadyAnswered, ConfirmationUsed, NotFound
from shouhou.rules.kinds import ConsentStatus

HOUR = timedelta(hours=1)
DUE = PAST_WINDOW + timedelta(hours=72)


def tell(database: Database, words: str = "什么时候处理？", key: str = "word-1", number: str = "N1") -> MerchantMessage:
    message = message_merchant(database, POLICY, ANNA, number, words, NOW, key)
    assert message is not None
    return message


# Consents


def test_an_answer_leaves_the_buyers_reason_alone(database: Database) -> None:
    add_order(database)
    ask_consent(database, POLICY, ANNA, "N1", "过期了但坏了", PAST_WINDOW, "ask-1")
    answered = answer_consent(database, POLICY, "N1", True, "老顾客", PAST_WINDOW + HOUR)
    expected = ConsentRecord("N1", ConsentStatus.YES, DUE, "过期了但坏了", "老顾客", PAST_WINDOW + HOUR)
    assert answered == consent_of(database, "N1", PAST_WINDOW + HOUR) == expected


def test_a_consent_is_told_as_it_stands_at_the_moment(database: Database) -> None:
    add_order(database)
    assert consent_of(database, "N1", NOW) is None
    ask_consent(database, POLICY, ANNA, "N1", "坏了", PAST_WINDOW, "ask-1")
    for moment, status in ((DUE - HOUR, ConsentStatus.ASKED), (DUE, ConsentStatus.EXPIRED)):
        assert consent_of(database, "N1", moment) == ConsentRecord("N1", status, DUE, "坏了")


def test_a_used_consent_keeps_both_sides_words(database: Database) -> None:
    add_order(database)
    ask_consent(database, POLICY, ANNA, "N1", "坏了", PAST_WINDOW, "ask-1")
    answer_consent(database, POLICY, "N1", True, "好", PAST_WINDOW)
    assert file_case(database, now=PAST_WINDOW).case is not None
    consent = consent_of(database, "N1", PAST_WINDOW)
    assert consent is not None
    assert (consent.status, consent.why, consent.answer) == (ConsentStatus.USED, "坏了", "好")


def test_the_latest_consent_is_told(database: Database) -> None:
    add_order(database)
    ask_consent(database, POLICY, ANNA, "N1", "坏了", PAST_WINDOW, "ask-1")
    answer_consent(database, POLICY, "N1", False, "不行", PAST_WINDOW)
    ask_consent(database, POLICY, ANNA, "N1", "再问一次", PAST_WINDOW + HOUR, "ask-2")
    consent = consent_of(database, "N1", PAST_WINDOW + HOUR)
    assert consent == ConsentRecord("N1", ConsentStatus.ASKED, DUE + HOUR, "再问一次")


# Messages


def test_words_to_the_merchant_are_a_numbered_task_with_a_deadline_sent_once(database: Database) -> None:
    add_order(database)
    message = tell(database)
    assert message.message_number.startswith("MM261202-") and len(message.message_number) == 17
    assert (message.order_number, message.words) == ("N1", "什么时候处理？")
    assert (message.sent_at, message.due_at) == (NOW, NOW + timedelta(hours=48))
    assert (message.answer, message.answered_at) == (None, None)
    assert tell(database) == message
    assert count(database, t.merchant_messages) == 1


def test_words_about_another_order_under_the_same_key_are_refused(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    tell(database)
    with pytest.raises(ConfirmationUsed):
        tell(database, number="N2")


def test_words_about_anothers_order_go_nowhere(database: Database) -> None:
    add_order(database)
    assert message_merchant(database, POLICY, BEN, "N1", "在吗", NOW, "word-1") is None
    assert count(database, t.merchant_messages) == 0


def test_an_answer_stands_beside_the_words_and_is_found_by_the_order(database: Database) -> None:
    add_order(database)
    add_order(database, "N2")
    first, second = tell(database), tell(database, "请补寄", "word-2")
    tell(database, "在吗", "word-3", "N2")
    answered = answer_message(database, first.message_number, "明天处理", NOW + HOUR)
    assert (answered.words, answered.answer, answered.answered_at) == ("什么时候处理？", "明天处理", NOW + HOUR)
    assert messages_of(database, "N1") == [second, answered]
    assert messages_of(database, "N3") == []


def test_words_that_are_delivered_again_after_the_answer_return_it(database: Database) -> None:
    add_order(database)
    answered = answer_message(database, tell(database).message_number, "明天处理", NOW + HOUR)
    assert tell(database) == answered


def test_a_message_is_answered_once(database: Database) -> None:
    add_order(database)
    number = tell(database).message_number
    answer_message(database, number, "明天处理", NOW + HOUR)
    before = everything(database)
    with pytest.raises(AlreadyAnswered, match=f"{number} was answered at 2026-12-02 11:00"):
        answer_message(database, number, "后天处理", NOW + 2 * HOUR)
    assert everything(database) == before


def test_of_twenty_answers_at_once_one_stands(database: Database) -> None:
    add_order(database)
    number = tell(database).message_number

    def answer(place: int) -> bool:
        try:
            answer_message(database, number, f"第{place}", NOW)
        except AlreadyAnswered:
            return False
        return True

    assert sum(at_once(answer)) == 1


def test_a_message_that_is_not_there_is_not_answered(database: Database) -> None:
    with pytest.raises(NotFound, match="MM261202-AAAAAAAA"):
        answer_message(database, "MM261202-AAAAAAAA", "好", NOW)


def test_staff_see_what_is_due_first_and_what_is_open(database: Database) -> None:
    add_order(database)
    second = message_merchant(database, POLICY, ANNA, "N1", "二", NOW + HOUR, "2")
    first = tell(database, "一", "1")
    assert all_messages(database) == [first, second]
    answered = answer_message(database, first.message_number, "好", NOW)
    assert all_messages(database) == [answered, second]
    assert all_messages(database, only_open=True) == [second]


def test_every_message_has_a_number_of_its_own(database: Database) -> None:
    add_order(database)
    at_once(lambda place: tell(database, key=f"word-{place}"))
    assert len({row.message_number for row in rows(database, t.merchant_messages)}) == 20
