"""The outbox: what is said goes in with its record, waits in its order, and leaves as the channel takes it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Optional

import pytest
from cases_world import ANNA, HANDS, NOW, add_conversation, at_once, count, everything, rows

from shouhou.cases import outbox
from shouhou.cases import tables as t
from shouhou.cases.conversations import (
    Address,
    Delivery,
    Understood,
    UnknownConversation,
    finish_turn,
    media_fetched,
    open_conversation,
    receive,
    say,
    say_in,
    say_once,
)
from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, find_file
from shouhou.cases.handovers import hand_over, take
from shouhou.cases.history import history
from shouhou.cases.messages import AGENT, BOT, BUYER, SYSTEM, Draft
from shouhou.cases.outbox import Begun, Item, Load
from shouhou.cases.posting import OUT_OF_WINDOW, OVER_QUOTA, Allowance, Posting
from shouhou.cases.speakers import Speaker
from shouhou.cases.unanswered import unanswered
from shouhou.rules.hours import HandoverStatus

TALK, OTHER = "official_account:main:oAnna", "official_account:main:oBen"
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
WINDOW = timedelta(hours=48)
YES = [{"title": "是", "payload": "/affirm"}, {"title": "否", "payload": "/deny"}]


def carried(database: Database, conversation_id: str = TALK, sends: Optional[int] = 5) -> str:
    """A conversation whose channel carries, perhaps with an allowance."""
    address = Address("main", {"user": conversation_id.rpartition(":")[2]})
    open_conversation(database, conversation_id, "official_account", None, NOW, address)
    if sends is not None:
        outbox.allow(database, conversation_id, Allowance(NOW + WINDOW, sends), NOW)
    return conversation_id


def said(
    database: Database, *texts: str, to: str = TALK, at: datetime = NOW, sender: str = BOT, **more: Any
) -> list[str]:
    """Say these, one after the other; the ids are the texts."""
    return [say(database, to, Draft(text, sender, text=text, **more), at).message_id for text in texts]


def wrote(database: Database, client_id: str, at: datetime = NOW, to: str = TALK, **more: Any) -> Delivery:
    """A buyer's message comes in, with what WeChat gives for it."""
    given = {"allowance": Allowance(at + WINDOW, 5), **more}
    return receive(database, to, client_id, "digest", Draft(client_id, BUYER, text=client_id), at, **given)[0]


def load(database: Database, at: datetime = NOW, of: str = TALK) -> Optional[Load]:
    return outbox.load_of(database, of, at)


def items(database: Database, at: datetime = NOW, of: str = TALK) -> list[Item]:
    found = load(database, at, of)
    return found.items if found is not None else []


def waiting(database: Database, at: datetime = NOW, of: str = TALK) -> list[str]:
    """What can be carried now, as texts; the handing over as 人工."""
    return [item.message.text or "" if item.message else "人工" for item in items(database, at, of)]


def begun(
    database: Database, chosen: Optional[Sequence[Item]] = None, at: datetime = NOW, of: str = TALK
) -> Begun:
    """Begin what waits, or these, to be tried again a second later."""
    found = load(database, at, of)
    assert found is not None
    return outbox.begin(database, found, chosen if chosen is not None else found.items, at + SECOND, at)


def each_begun(database: Database, at: datetime = NOW) -> list[Begun]:
    """Begin everything that waits, each message as a part of its own, and have the channel take what may go."""
    answers = []
    for item in items(database, at):
        answers.append(begun(database, [item], at))
        if answers[-1] is Begun.GO:
            outbox.sent(database, [item.number], None, at)
    return answers


def allowance(database: Database, of: str = TALK) -> tuple[Optional[datetime], Optional[int]]:
    """Until when the channel takes messages, and how many."""
    (row,) = rows(database, t.conversations, t.conversations.c.conversation_id == of)
    return row.open_until, row.sends_left


def held(database: Database) -> list[tuple[str, str]]:
    """What is held, and why."""
    return [(one.text, one.why) for one in outbox.undelivered(database) if one.status is Posting.HELD]


# In


def test_what_is_said_in_a_carried_conversation_waits_in_its_order(database: Database) -> None:
    carried(database)
    wrote(database, "在吗")
    replies = [Draft("r1", BOT, text="在的"), Draft("r2", BOT, text="请说", buttons=YES)]
    finish_turn(database, TALK, "在吗", replies, None, Understood(), NOW)
    said(database, "我来了", sender=AGENT, agent="小王")
    said(database, "排队第一位", sender=SYSTEM)
    found = load(database)
    assert found is not None
    assert (found.channel, found.address) == ("official_account", Address("main", {"user": "oAnna"}))
    assert waiting(database) == ["在的", "请说", "我来了", "排队第一位"]
    assert [item.message for item in found.items] == [m for m in history(database, TALK) if m.sender != BUYER]


def test_what_is_said_in_a_widget_conversation_waits_for_nobody(database: Database) -> None:
    add_conversation(database)
    said(database, "在的", to=ANNA.conversation_id)
    say_once(database, ANNA.conversation_id, Draft("w", BOT, text="欢迎"), NOW)
    hand_over(database, ANNA, "request_human", "", NOW)
    assert count(database, t.messages) == 2
    assert count(database, t.outbox) == 0
    assert load(database, of=ANNA.conversation_id) is None


def test_a_conversation_that_nobody_opened_is_unknown(database: Database) -> None:
    with pytest.raises(UnknownConversation):
        load(database)


def test_a_message_and_its_place_in_the_outbox_are_written_together_or_not_at_all(database: Database) -> None:
    carried(database)
    before = everything(database)

    def says_and_fails() -> None:
        with database.write() as connection:
            say_in(connection, TALK, Draft("r1", BOT, text="在的"), NOW)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        says_and_fails()
    assert everything(database) == before


def test_a_turn_whose_outbox_cannot_be_written_is_not_done(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    carried(database)
    wrote(database, "在吗")
    before = everything(database)

    def breaks(*_: Any) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("shouhou.cases.conversations.put_in", breaks)
    with pytest.raises(ZeroDivisionError):
        finish_turn(database, TALK, "在吗", [Draft("r1", BOT, text="在的")], "memory", Understood(), NOW)
    assert everything(database) == before


def test_a_turn_that_is_finished_twice_is_carried_once(database: Database) -> None:
    carried(database)
    wrote(database, "在吗")
    for name in ("r1", "r2"):
        finish_turn(database, TALK, "在吗", [Draft(name, BOT, text=name)], None, Understood(), NOW)
    assert waiting(database) == ["r1"]


# Said once


def test_what_an_event_starts_is_said_once_however_often_it_comes(database: Database) -> None:
    carried(database)
    first = say_once(database, TALK, Draft("event-1", BOT, text="欢迎"), NOW)
    assert first is not None and first.text == "欢迎"
    assert say_once(database, TALK, Draft("event-1", BOT, text="欢迎"), NOW + MINUTE) is None
    assert waiting(database) == ["欢迎"]
    assert len(history(database, TALK)) == 1


def test_an_event_that_comes_twenty_times_at_once_is_said_once(database: Database) -> None:
    carried(database)
    told = at_once(lambda _: say_once(database, TALK, Draft("event-1", BOT, text="欢迎"), NOW))
    assert sum(one is not None for one in told) == 1
    assert count(database, t.messages) == count(database, t.outbox) == 1


def test_what_the_buyer_has_got_already_is_recorded_and_not_carried(database: Database) -> None:
    carried(database)
    draft = Draft("m1", AGENT, text="我是真人", agent="zhangsan")
    assert say_once(database, TALK, draft, NOW, False) is not None
    assert [m.text for m in history(database, TALK)] == ["我是真人"]
    assert load(database) is None


def test_nothing_is_said_once_where_nobody_ever_spoke(database: Database) -> None:
    with pytest.raises(UnknownConversation):
        say_once(database, TALK, Draft("event-1", BOT, text="欢迎"), NOW)


# Order


def test_nothing_overtakes_what_is_to_be_tried_later(database: Database) -> None:
    carried(database)
    said(database, "一")
    assert begun(database) is Begun.GO
    said(database, "二", at=NOW + SECOND / 2)
    assert waiting(database, NOW + SECOND / 2) == []
    assert waiting(database, NOW + SECOND) == ["一", "二"]


def test_only_what_stands_before_a_thing_that_must_wait_can_go(database: Database) -> None:
    carried(database)
    said(database, "一", "二", "三")
    outbox.put_off(database, [items(database)[1].number], NOW + MINUTE)
    assert waiting(database) == ["一"]
    assert waiting(database, NOW + MINUTE) == ["一", "二", "三"]


def test_a_handing_over_that_waits_for_its_hour_holds_up_nothing_that_is_said(database: Database) -> None:
    carried(database)
    said(database, "一")
    hand_over(database, Speaker(TALK), "request_human", "", NOW, NOW + 11 * 60 * MINUTE)
    said(database, "二")
    assert waiting(database) == ["一", "二"]
    assert outbox.due(database, NOW, 10) == [TALK]
    assert waiting(database, NOW + 11 * 60 * MINUTE) == ["一", "二", "人工"]


def test_the_conversation_is_handed_over_after_the_notice_of_it_although_it_is_put_in_before(
    database: Database,
) -> None:
    carried(database)
    wrote(database, "转人工")
    hand_over(database, Speaker(TALK), "request_human", "", NOW, NOW)
    assert waiting(database) == []  # the turn is under way: its notice is still to come
    finish_turn(database, TALK, "转人工", [Draft("n", SYSTEM, text="已为您排队")], None, Understood(), NOW)
    assert waiting(database) == ["已为您排队", "人工"]


def test_a_load_says_how_the_handover_stands(database: Database) -> None:
    carried(database)
    said(database, "一")
    speaker = Speaker(TALK)
    loads = [load(database)]
    hand_over(database, speaker, "request_human", "", NOW)
    loads.append(load(database))
    take(database, TALK, "小王", NOW)
    loads.append(load(database))
    stands = [found.handover if found is not None else "nothing" for found in loads]
    assert stands == [None, HandoverStatus.WAITING, HandoverStatus.TAKEN]


# Who is due


def test_a_conversation_is_due_when_the_first_of_what_waits_in_it_is(database: Database) -> None:
    for name in (TALK, OTHER):
        carried(database, name)
    said(database, "一", to=OTHER, at=NOW + SECOND)
    said(database, "一", to=TALK)
    begun(database)
    said(database, "二", at=NOW + SECOND / 2)
    assert outbox.due(database, NOW + SECOND / 2, 10) == []  # 二 must not overtake 一
    assert outbox.due(database, NOW + SECOND, 10) in ([TALK, OTHER], [OTHER, TALK])


def test_the_oldest_is_due_first_and_each_conversation_is_named_once(database: Database) -> None:
    for name, later in ((TALK, SECOND), (OTHER, timedelta())):
        carried(database, name)
        said(database, "一", "二", to=name, at=NOW + later)
    assert outbox.due(database, NOW + MINUTE, 10) == [OTHER, TALK]
    assert outbox.due(database, NOW + MINUTE, 1) == [OTHER]


def test_conversations_that_must_wait_or_have_much_to_say_keep_no_other_from_being_due(database: Database) -> None:
    carried(database)
    said(database, "一")
    begun(database)
    outbox.put_off(database, [item.number for item in items(database, NOW + MINUTE)], NOW + 60 * MINUTE)
    said(database, *(f"再说{number}" for number in range(5)), at=NOW)  # old, and held up by what is put off
    carried(database, OTHER)
    said(database, *(f"说{number}" for number in range(5)), to=OTHER, at=NOW + SECOND)
    third = carried(database, "official_account:main:oCai")
    said(database, "一", to=third, at=NOW + 2 * SECOND)
    assert outbox.due(database, NOW + MINUTE, 2) == [OTHER, third]


# Trying


def test_what_is_tried_together_is_remembered_with_its_tries_and_its_time(database: Database) -> None:
    carried(database)
    said(database, "一", "二", "三")
    first, second, third = items(database)
    assert begun(database, [first, second]) is Begun.GO
    again = items(database, NOW + SECOND)
    assert [(item.tries, item.part) for item in again] == [(1, first.number), (1, first.number), (0, None)]
    assert begun(database, again[:2], NOW + SECOND) is Begun.GO
    assert [item.tries for item in items(database, NOW + MINUTE)] == [2, 2, 0]
    assert third == again[2]


def test_a_part_takes_one_of_the_allowance_whatever_it_holds_and_however_often_it_is_tried(
    database: Database,
) -> None:
    carried(database)
    said(database, "一", "二")
    for tries in range(4):
        assert begun(database, at=NOW + tries * MINUTE) is Begun.GO
        assert allowance(database) == (NOW + WINDOW, 4)


def test_what_is_sent_waits_no_longer_and_is_not_begun_again(database: Database) -> None:
    carried(database)
    said(database, "一", "二")
    first, second = items(database)
    assert begun(database, [first]) is Begun.GO
    outbox.sent(database, [first.number], "name-1", NOW)
    assert waiting(database) == ["二"]
    assert begun(database, [first]) is Begun.GONE
    assert begun(database, [first, second]) is Begun.GONE
    assert [item.tries for item in items(database)] == [0]
    assert allowance(database) == (NOW + WINDOW, 4)
    (row,) = rows(database, t.outbox, t.outbox.c.status == "sent")
    assert (row.remote_id, row.sent_at, row.why) == ("name-1", NOW, "")


def test_what_went_out_as_the_answer_to_a_push_is_gone_even_when_it_was_held(database: Database) -> None:
    carried(database, sends=None)
    said(database, "一", "二")
    found = load(database)
    assert found is not None
    assert begun(database, found.items[:1]) is Begun.HELD
    assert [message.text for message in outbox.unsent(database, TALK)] == ["一", "二"]
    outbox.carried_with_answer(database, TALK, [message.seq for message in outbox.unsent(database, TALK)], NOW)
    assert outbox.unsent(database, TALK) == []
    assert outbox.undelivered(database) == []
    assert outbox.begin(database, found, found.items[1:], NOW + SECOND, NOW) is Begun.GONE


def test_what_went_with_the_answer_to_a_push_is_found_again_when_the_push_comes_again(database: Database) -> None:
    carried(database)
    for name in ("一", "二", "三"):
        said(database, name)
    outbox.carried_with_answer(database, TALK, [1], NOW, "push-1")
    outbox.carried_with_answer(database, TALK, [2], NOW, "push-2")
    assert [message.text for message in outbox.unsent(database, TALK)] == ["三"]
    outbox.carried_with_answer(database, TALK, [1, 3], NOW, "push-3")  # what has gone keeps the name it went under
    told = [outbox.went_with(database, TALK, f"push-{number}") for number in (1, 2, 3, 4)]
    assert [[message.text for message in messages] for messages in told] == [["一"], ["二"], ["三"], []]
    assert outbox.went_with(database, OTHER, "push-1") == []


def test_a_handing_over_waits_behind_what_must_be_tried_again_and_no_longer_than_a_turn_takes(
    database: Database,
) -> None:
    carried(database)
    said(database, "一")
    begun(database)
    hand_over(database, Speaker(TALK), "request_human", "", NOW)
    assert waiting(database) == []
    assert waiting(database, NOW + SECOND) == ["一", "人工"]
    said(database, "二")
    begun(database, items(database, NOW + SECOND)[:1], NOW + SECOND)
    outbox.sent(database, [1], None, NOW + SECOND)
    begun(database, items(database, NOW + SECOND)[:1], NOW + SECOND)  # 二, which stands behind it
    assert waiting(database, NOW + SECOND) == []
    outbox.put_off(database, [3], NOW)
    assert waiting(database, NOW + SECOND) == ["二", "人工"]
    wrote(database, "转人工")  # a turn that comes to no end
    assert waiting(database, NOW + SECOND) == ["二"]
    assert waiting(database, NOW + outbox.NOTICE_WITHIN) == ["二", "人工"]


def test_twenty_that_begin_the_same_at_once_begin_it_once(database: Database) -> None:
    carried(database)
    said(database, "一", "二")
    found = load(database)
    assert found is not None
    for tries in range(3):
        loads = [load(database, NOW + tries * MINUTE)] * HANDS

        def hand(place: int, loads: list[Optional[Load]] = loads, at: datetime = NOW + tries * MINUTE) -> Begun:
            mine = loads[place]
            assert mine is not None
            return outbox.begin(database, mine, mine.items, at + SECOND, at)

        assert Counter(at_once(hand)) == {Begun.GO: 1, Begun.GONE: HANDS - 1}
        assert [item.tries for item in items(database, NOW + (tries + 1) * MINUTE)] == [tries + 1] * 2
    assert allowance(database) == (NOW + WINDOW, 4)


def test_messages_said_at_once_are_numbered_and_carried_in_one_order(database: Database) -> None:
    carried(database)
    at_once(lambda place: said(database, f"m{place}"))
    assert waiting(database) == [message.text for message in history(database, TALK)]
    assert len(set(waiting(database))) == HANDS


def test_what_must_wait_longer_is_put_off(database: Database) -> None:
    carried(database)
    said(database, "一")
    begun(database)
    outbox.put_off(database, [item.number for item in items(database, NOW + SECOND)], NOW + 10 * MINUTE)
    assert waiting(database, NOW + 10 * MINUTE - SECOND) == []
    assert waiting(database, NOW + 10 * MINUTE) == ["一"]


# Held


def test_what_a_channel_refuses_is_held_for_staff_and_what_follows_it_goes(database: Database) -> None:
    carried(database)
    said(database, "一", "二", sender=AGENT, agent="小王")
    first, _ = items(database)
    begun(database, [first])
    outbox.held(database, [first.number], "no permission")
    assert waiting(database) == ["二"]
    shown = [(one.text, one.sender, one.status, one.tries, one.why) for one in outbox.undelivered(database)]
    assert shown == [
        ("一", AGENT, Posting.HELD, 1, "no permission"), ("二", AGENT, Posting.WAITING, 0, ""),
    ]


def test_a_reason_that_is_too_long_is_cut(database: Database) -> None:
    carried(database)
    said(database, "一")
    outbox.held(database, [items(database)[0].number], "长" * 500)
    assert held(database) == [("一", "长" * 200)]


def test_what_is_held_for_another_reason_stays_held_when_the_buyer_writes(database: Database) -> None:
    carried(database)
    said(database, "一", "二")
    for item, why in zip(items(database), ("no permission", OVER_QUOTA), strict=True):
        outbox.held(database, [item.number], why)
    wrote(database, "在吗", NOW + MINUTE)
    assert waiting(database, NOW + MINUTE) == ["二"]
    assert held(database) == [("一", "no permission")]


@pytest.mark.parametrize("why", [OVER_QUOTA, OUT_OF_WINDOW])
def test_what_was_held_for_want_of_allowance_goes_before_the_reply_to_what_gave_it(
    database: Database, why: str
) -> None:
    carried(database)
    said(database, "一", "二")
    begun(database)
    outbox.held(database, [item.number for item in items(database, NOW + MINUTE)], why)
    assert load(database, NOW + MINUTE) is None
    later = NOW + timedelta(hours=50)
    wrote(database, "在吗", later)
    finish_turn(database, TALK, "在吗", [Draft("r", BOT, text="三")], None, Understood(), later)
    assert waiting(database, later) == ["一", "二", "三"]
    assert [(item.tries, item.part) for item in items(database, later)] == [(0, None)] * 3
    assert begun(database, at=later) is Begun.GO
    assert allowance(database) == (later + WINDOW, 4)


def test_a_message_that_comes_a_second_time_gives_nothing(database: Database) -> None:
    carried(database)
    assert wrote(database, "在吗") is Delivery.NEW
    finish_turn(database, TALK, "在吗", [], None, Understood(), NOW)
    for number in range(5):
        said(database, f"说{number}")
    assert each_begun(database) == [Begun.GO] * 5
    assert wrote(database, "在吗", NOW + MINUTE) is Delivery.ANSWERED
    assert allowance(database) == (NOW + WINDOW, 0)


# What is allowed


def test_the_sixth_message_is_held_and_shown_and_goes_out_when_the_buyer_writes(database: Database) -> None:
    carried(database, sends=None)
    wrote(database, "在吗")
    said(database, *"一二三四五六七")
    assert each_begun(database) == [Begun.GO] * 5 + [Begun.HELD] * 2
    assert held(database) == [("六", OVER_QUOTA), ("七", OVER_QUOTA)]
    wrote(database, "还在吗", NOW + MINUTE)
    said(database, "八", at=NOW + MINUTE)
    assert waiting(database, NOW + MINUTE) == ["六", "七", "八"]
    assert each_begun(database, NOW + MINUTE) == [Begun.GO] * 3
    assert allowance(database) == (NOW + MINUTE + WINDOW, 2)
    assert outbox.undelivered(database) == []


def test_the_window_is_open_to_its_last_moment_and_shut_from_then_on(database: Database) -> None:
    carried(database, sends=None)
    wrote(database, "在吗")
    end = NOW + WINDOW
    said(database, "一", at=end - SECOND)
    assert each_begun(database, end - SECOND) == [Begun.GO]
    said(database, "二", at=end)
    assert each_begun(database, end) == [Begun.HELD]
    assert held(database) == [("二", OUT_OF_WINDOW)]


def test_where_the_buyer_never_did_anything_nothing_may_be_sent(database: Database) -> None:
    carried(database, sends=None)
    said(database, "一")
    assert each_begun(database) == [Begun.HELD]
    assert held(database) == [("一", OUT_OF_WINDOW)]


def test_the_handing_over_needs_no_allowance(database: Database) -> None:
    carried(database, sends=None)
    hand_over(database, Speaker(TALK), "request_human", "", NOW)
    assert begun(database) is Begun.GO
    assert allowance(database) == (None, None)


def test_what_is_tried_already_is_tried_on_although_the_window_has_shut(database: Database) -> None:
    carried(database)
    said(database, "一")
    assert begun(database) is Begun.GO
    late = NOW + WINDOW + MINUTE  # whether it was taken the first time nobody knows: the channel says
    assert begun(database, at=late) is Begun.GO


MESSAGE, CLICK, VISIT = Allowance(NOW + WINDOW, 5), Allowance(NOW + MINUTE, 3), Allowance(NOW + MINUTE, 2)


@pytest.mark.parametrize(
    "given, used, added, until, sends",
    [
        (None, 0, MESSAGE, NOW + WINDOW, 5),
        (None, 0, CLICK, NOW + MINUTE, 3),
        (CLICK, 0, MESSAGE, NOW + WINDOW, 5),
        (CLICK, 1, CLICK, NOW + MINUTE, 3),
        (CLICK, 0, VISIT, NOW + MINUTE, 3),
        (MESSAGE, 0, CLICK, NOW + WINDOW, 5),  # never less than stands already
        (MESSAGE, 1, CLICK, NOW + WINDOW, 4),
        (MESSAGE, 4, CLICK, NOW + WINDOW, 3),  # and never a shorter time
        (MESSAGE, 4, MESSAGE, NOW + WINDOW, 5),
    ],
)
def test_what_stands_and_what_is_given_make_an_allowance(
    database: Database, given: Optional[Allowance], used: int, added: Allowance, until: datetime, sends: int
) -> None:
    carried(database, sends=None)
    if given is not None:
        outbox.allow(database, TALK, given, NOW)
    for number in range(used):
        said(database, f"说{number}")
    assert each_begun(database) == [Begun.GO] * used
    outbox.allow(database, TALK, added, NOW)
    assert allowance(database) == (until, sends)


def test_what_is_left_of_a_window_that_has_shut_is_worth_nothing(database: Database) -> None:
    carried(database)
    later = NOW + WINDOW
    outbox.allow(database, TALK, Allowance(later + MINUTE, 3), later)
    assert allowance(database) == (later + MINUTE, 3)


def test_an_event_lets_go_what_was_held_and_its_minute_ends(database: Database) -> None:
    carried(database, sends=None)
    said(database, *"一二三四")
    assert each_begun(database) == [Begun.HELD] * 4
    outbox.allow(database, TALK, CLICK, NOW)
    assert waiting(database) == ["一", "二", "三", "四"]
    assert each_begun(database) == [Begun.GO] * 3 + [Begun.HELD]
    said(database, "五", at=NOW + MINUTE)
    assert each_begun(database, NOW + MINUTE) == [Begun.HELD]
    assert held(database) == [("四", OVER_QUOTA), ("五", OUT_OF_WINDOW)]


def test_one_conversations_allowance_is_no_others(database: Database) -> None:
    for name in (TALK, OTHER):
        carried(database, name, sends=None)
        said(database, "一", to=name)
        begun(database, of=name)
    outbox.allow(database, TALK, MESSAGE, NOW)
    assert waiting(database) == ["一"]
    assert load(database, of=OTHER) is None
    assert allowance(database, OTHER) == (None, None)


# Refused later


def taken_as(database: Database, name: str, of: str = TALK) -> list[int]:
    """What waits goes out as one part, which the channel takes under a name."""
    numbers = [item.number for item in items(database, of=of)]
    assert begun(database, of=of) is Begun.GO
    outbox.sent(database, numbers, name, NOW)
    return numbers


def test_what_was_taken_and_then_not_delivered_is_held_and_keeps_the_name_it_had(database: Database) -> None:
    carried(database)
    said(database, "一", "二")
    taken_as(database, "name-1")
    said(database, "三")
    taken_as(database, "name-2")
    assert outbox.refused_late(database, TALK, "name-1", OVER_QUOTA) == 2
    assert held(database) == [("一", OVER_QUOTA), ("二", OVER_QUOTA)]
    assert outbox.refused_late(database, TALK, "name-1", OVER_QUOTA) == 0  # told again
    wrote(database, "在吗", NOW + MINUTE)
    assert [item.remote_id for item in items(database, NOW + MINUTE)] == ["name-1", "name-1"]


def test_a_refusal_of_another_name_or_another_conversation_holds_nothing(database: Database) -> None:
    for name in (TALK, OTHER):
        carried(database, name)
        said(database, "一", to=name)
        taken_as(database, f"name of {name}", of=name)
    assert outbox.refused_late(database, TALK, f"name of {OTHER}", OVER_QUOTA) == 0
    assert outbox.refused_late(database, TALK, "somebody's", OVER_QUOTA) == 0
    assert held(database) == []


def test_a_refusal_that_comes_before_the_taking_is_noted_holds_the_message_all_the_same(database: Database) -> None:
    carried(database)
    said(database, "一", "二")
    first, second = items(database)
    begun(database, [first])
    assert outbox.refused_late(database, TALK, "name-1", OUT_OF_WINDOW) == 0
    outbox.sent(database, [first.number], "name-1", NOW)
    begun(database, [second])
    outbox.sent(database, [second.number], "name-2", NOW)
    assert held(database) == [("一", OUT_OF_WINDOW)]
    wrote(database, "在吗", NOW + MINUTE)
    assert [(item.number, item.remote_id) for item in items(database, NOW + MINUTE)] == [(first.number, "name-1")]
    assert begun(database, at=NOW + MINUTE) is Begun.GO
    outbox.sent(database, [first.number], "name-3", NOW + MINUTE)
    assert outbox.undelivered(database) == []


def test_a_refusal_of_somebody_elses_message_that_comes_meanwhile_holds_nothing(database: Database) -> None:
    carried(database)
    said(database, "一")
    (first,) = items(database)
    begun(database)
    outbox.refused_late(database, TALK, "name of another", OUT_OF_WINDOW)
    outbox.sent(database, [first.number], "name-1", NOW)
    assert outbox.undelivered(database) == []


# Turns left undone


def test_a_turn_that_was_broken_off_is_found_with_all_that_it_needs(database: Database) -> None:
    carried(database)
    wrote(database, "文字")
    wrote(database, "按钮", payload='/inform{"order_number": "N1"}')
    wrote(database, "图片", media="media-1")
    found = unanswered(database, NOW + SECOND, 10)
    assert [(one.client_id, one.text, one.payload, one.media, one.file_id) for one in found] == [
        ("文字", "文字", None, None, None),
        ("按钮", "按钮", '/inform{"order_number": "N1"}', None, None),
        ("图片", "图片", None, "media-1", None),
    ]
    for one in found:
        assert (one.conversation_id, one.channel, one.at) == (TALK, "official_account", NOW)
        assert one.address == Address("main", {"user": "oAnna"})


def test_what_is_done_or_just_come_or_of_a_widget_is_not_undone(database: Database) -> None:
    carried(database)
    add_conversation(database)
    wrote(database, "完成")
    finish_turn(database, TALK, "完成", [], None, Understood(), NOW)
    wrote(database, "网页", to=ANNA.conversation_id)
    wrote(database, "刚来", NOW + SECOND)
    assert unanswered(database, NOW + SECOND, 10) == []
    assert [one.client_id for one in unanswered(database, NOW + 2 * SECOND, 10)] == ["刚来"]


def test_undone_turns_come_oldest_first_and_no_more_than_asked_for(database: Database) -> None:
    carried(database)
    for name, later in (("三", 3), ("一", 1), ("二", 2)):
        wrote(database, name, NOW + later * SECOND)
    found = partial(unanswered, database, NOW + MINUTE)
    assert [one.client_id for one in found(10)] == ["一", "二", "三"]
    assert [one.client_id for one in found(2)] == ["一", "二"]


def test_messages_of_one_moment_are_undone_in_the_order_they_were_taken_in(database: Database) -> None:
    carried(database)
    for name in ("三", "一", "二"):
        wrote(database, name)
    assert [one.client_id for one in unanswered(database, NOW + SECOND, 10)] == ["三", "一", "二"]


def test_a_fetched_picture_is_shown_and_not_fetched_again(database: Database) -> None:
    carried(database)
    receive(database, TALK, "m1", "digest", Draft("m1", BUYER), NOW, media="media-1")
    stored = StoredFile("file-1", TALK, "image/png", 68)
    media_fetched(database, TALK, "m1", stored, "[图片]", NOW)
    assert find_file(database, "file-1") == stored
    (message,) = history(database, TALK)
    assert (message.file_id, message.text) == ("file-1", None)
    (left,) = unanswered(database, NOW + SECOND, 10)
    assert (left.media, left.file_id, left.payload) == (None, "file-1", None)


def test_a_picture_that_cannot_be_had_is_named_and_its_turn_still_knows_why(database: Database) -> None:
    carried(database)
    receive(database, TALK, "m1", "digest", Draft("m1", BUYER), NOW, media="media-1")
    for _ in range(2):  # told again it is the same
        media_fetched(database, TALK, "m1", None, "[图片]", NOW, '/send_unreadable{"media_kind": "picture"}')
        (message,) = history(database, TALK)
        assert (message.file_id, message.text) == (None, "[图片]")
    assert count(database, t.files) == 0
    (left,) = unanswered(database, NOW + SECOND, 10)
    assert (left.media, left.payload) == (None, '/send_unreadable{"media_kind": "picture"}')


