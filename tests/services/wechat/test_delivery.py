"""What buyers get in WeChat when quotas end, windows shut, calls fail, pushes come twice, and people take over."""

import json
import os
import signal
import urllib.request
import uuid
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update
from widget_world import members, until

from shouhou.cases import handovers, outbox
from shouhou.cases import tables as t
from shouhou.cases.conversations import say
from shouhou.cases.messages import AGENT, BOT, BUYER, Draft
from shouhou.cases.outbox import Undelivered
from shouhou.cases.posting import OUT_OF_WINDOW, OVER_QUOTA, Posting
from shouhou.channels.binding_links import make_code
from shouhou.responses import response
from shouhou.rules.hours import HandoverStatus
from shouhou.rules.window import in_shanghai
from tests.dialogues.talking import applies, cases_of, png
from tests.services.wechat.accounts import kf_corp
from tests.services.wechat.faults import CUT, DROP, HANG
from tests.services.wechat.kf_desk import KfDesk, State
from tests.services.wechat.records import Call, Delivered
from tests.services.wechat.tencent_world import CUSTOM_SEND, KF_SEND, SYNC
from tests.services.wechat.user import texts
from tests.services.wechat.world import (
    DESKED,
    KF,
    MINI,
    SERVICE,
    SUBSCRIPTION,
    Chat,
    Place,
    WeChatShop,
    wechat_shop,
)
from tests.shop import SECRET, Order

SECONDS = 30.0
GET = "/cgi-bin/media/get"
TYPING = {SERVICE: "/cgi-bin/message/custom/typing", MINI: "/cgi-bin/message/custom/business/typing"}
SEND = {SERVICE: CUSTOM_SEND, DESKED: CUSTOM_SEND, MINI: CUSTOM_SEND, KF: KF_SEND}
TRANSFER = "/cgi-bin/kf/service_state/trans"
WELCOME = "欢迎您"
SENT_BY_API = pytest.mark.parametrize("name", [SERVICE, KF, MINI])
ANSWERED = pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION, KF, MINI])
UNREADABLE = {kind: response(f"utter_unreadable_{kind}") for kind in ("voice", "picture", "other")}


def said_apart(chat: Chat, *words: str) -> None:
    """Say these so that each is a message of its own: an agent and the bot by turns."""
    for number, text in enumerate(words):
        sender, agent = (BOT, None) if number % 2 else (AGENT, "小王")
        draft = Draft(uuid.uuid4().hex, sender, text=text, agent=agent)
        say(chat.world.shop.database, chat.conversation, draft, chat.world.shop.now())


def undelivered(chat: Chat) -> list[Undelivered]:
    """What staff see that this buyer has not got."""
    return [one for one in outbox.undelivered(chat.world.shop.database) if one.conversation_id == chat.conversation]


def held(chat: Chat) -> list[tuple[str, str]]:
    """What is held of this conversation, and why."""
    return [(one.text, one.why) for one in undelivered(chat) if one.status is Posting.HELD]


def calls(chat: Chat, path: str) -> list[Call]:
    """The calls of a path that were about this buyer."""
    who = chat.user.user_id
    return [
        call for call in chat.world.tencent.calls(path)
        if call.body and who in (call.json.get("touser"), call.json.get("external_userid"))
    ]


def got(chat: Chat, text: str) -> list[Delivered]:
    """The messages that say just this."""
    return [one for one in chat.user.inbox if one.text == text]


def desk(world: WeChatShop, name: str = KF) -> KfDesk:
    """Tencent's 微信客服 of an account."""
    return world.tencent.kf(world.account(name))


def state(chat: Chat, name: str = KF) -> State:
    """Who has the buyer's session of 微信客服."""
    return desk(chat.world, name).state(chat.user.open_kfid, chat.user.user_id)


def handover_of(chat: Chat) -> Any:
    """How the conversation's handover stands; None for none."""
    return handovers.status_of(chat.world.shop.database, chat.conversation)[0]


def comes(condition: Any, what: str) -> None:
    """Wait until something is true."""
    until(lambda: bool(condition()), SECONDS, what)


# Quotas and windows


@pytest.mark.parametrize("name", [SERVICE, DESKED, KF, MINI])
def test_the_sixth_message_is_held_and_shown_to_staff_and_goes_out_when_the_buyer_writes(
    world: WeChatShop, name: str
) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    assert len(chat.user.inbox) == 1
    said_apart(chat, *"一二三四五六七")
    chat.settles()
    assert texts(chat.user.inbox[1:]) == ["一", "二", "三", "四"]
    assert held(chat) == [("五", OVER_QUOTA), ("六", OVER_QUOTA), ("七", OVER_QUOTA)]
    assert {call.errcode for call in calls(chat, SEND[name])} == {0}  # Tencent was not even asked
    chat.says("一共可以撤销几次")
    assert texts(chat.user.news[:3]) == ["五", "六", "七"] and "3" in chat.user.news[3].text
    assert undelivered(chat) == []


@pytest.mark.parametrize(
    "name, errcode, why", [(SERVICE, 45047, OVER_QUOTA), (SERVICE, 45015, OUT_OF_WINDOW), (MINI, 45047, OVER_QUOTA),
                           (KF, 95001, OVER_QUOTA)]
)
def test_what_tencent_counts_otherwise_is_held_and_goes_out_when_the_buyer_writes(
    world: WeChatShop, name: str, errcode: int, why: str
) -> None:
    chat = Chat(world, name)
    world.tencent.fail_next(SEND[name], errcode)
    chat.says("你好")
    assert chat.user.inbox == []
    ((text, because),) = held(chat)
    assert because == why
    chat.says("一共可以撤销几次")
    assert text in chat.user.text and "3" in chat.user.text
    assert undelivered(chat) == []


def test_who_unfollows_gets_nothing_until_they_are_back_and_write(world: WeChatShop) -> None:
    chat = Chat(world, SERVICE)
    chat.says("你好")
    chat.user.unfollows()
    said_apart(chat, "您的售后通过了")
    chat.settles()
    assert held(chat) == [("您的售后通过了", OUT_OF_WINDOW)]
    assert [call.errcode for call in calls(chat, CUSTOM_SEND)] == [0, 45015]
    chat.user.follows()
    chat.settles()
    assert texts(chat.user.news)[0].startswith("您的售后通过了")
    assert undelivered(chat) == []


def test_what_a_session_with_people_forbids_is_held_and_stays_so(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    world.tencent.fail_next(KF_SEND, 95018)
    chat.says("你好")
    ((_, why),) = held(chat)
    assert "session" in why
    chat.says("一共可以撤销几次")
    assert len(chat.user.news) == 1 and len(held(chat)) == 1


def spends_all(chat: Chat) -> None:
    """Another program of the shop's sends this customer all that may be sent."""
    account = chat.user.account
    token = chat.world.tencent.tokens.current(account)
    for number in range(5):
        body = {"touser": chat.user.user_id, "open_kfid": chat.user.open_kfid, "msgtype": "text",
                "text": {"content": f"广告{number}"}}
        request = urllib.request.Request(
            f"{chat.world.tencent.url}{KF_SEND}?access_token={token}", json.dumps(body).encode(), method="POST"
        )
        with urllib.request.urlopen(request, timeout=5) as answer:
            assert answer.status == 200


def test_what_was_taken_and_fails_later_is_held_and_sent_under_another_name_when_the_buyer_writes(
    world: WeChatShop,
) -> None:
    chat, kf = Chat(world, KF), desk(world)
    chat.says("你好")
    spends_all(chat)
    kf.late_limits = True
    try:
        said_apart(chat, "您的售后通过了")
        comes(lambda: held(chat), "the late failure is known")
    finally:
        kf.late_limits = False
    assert held(chat) == [("您的售后通过了", OVER_QUOTA)]
    assert got(chat, "您的售后通过了") == []
    chat.says("在吗")
    assert chat.user.news[0].text == "您的售后通过了" and len(got(chat, "您的售后通过了")) == 1
    tries = [call for call in calls(chat, KF_SEND) if "您的售后通过了" in call.body.decode()]
    assert len({call.json["msgid"] for call in tries}) == len(tries) == 2
    assert undelivered(chat) == []


def test_who_refuses_messages_has_them_held_for_staff(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    chat.says("你好")
    desk(world).customer_refuses(chat.user.open_kfid, chat.user.user_id)
    said_apart(chat, "您的售后通过了")
    comes(lambda: held(chat), "the refusal is known")
    ((_, why),) = held(chat)
    assert "refuses" in why


# Calls that fail


@SENT_BY_API
@pytest.mark.parametrize("fault", [-1, 502, DROP, CUT])
def test_a_reply_arrives_although_the_call_fails(world: WeChatShop, name: str, fault: Any) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    world.tencent.fail_next(SEND[name], fault)
    chat.says("一共可以撤销几次")
    arrived = [one.text for one in chat.user.news]
    assert "3" in arrived[0] and set(arrived) == {arrived[0]}
    tries = calls(chat, SEND[name])[1:]
    assert [call.fault for call in tries] == [str(fault), ""]
    # Dropped after it was done: known by its name at 微信客服, said a second time where messages have no names.
    assert len(arrived) == (2 if fault == DROP and name != KF else 1)
    if name == KF:
        assert tries[0].json["msgid"] == tries[1].json["msgid"]
    assert undelivered(chat) == []


@SENT_BY_API
@pytest.mark.parametrize("ends", ["expire_token", "revoke_token"])
def test_a_token_that_ends_early_delays_nothing(world: WeChatShop, name: str, ends: str) -> None:
    chat, first_call = Chat(world, name), SYNC if name == KF else SEND[name]
    chat.says("你好")
    before = len(world.tencent.calls(first_call))
    getattr(world.tencent, ends)(world.account(name))
    chat.says("一共可以撤销几次")
    assert len(chat.user.news) == 1 and "3" in chat.user.text
    refused, taken = world.tencent.calls(first_call)[before:][:2]
    assert refused.errcode in (40001, 40014, 42001) and taken.errcode == 0


def test_a_buyer_whose_messages_cannot_be_sent_keeps_no_other_waiting(world: WeChatShop) -> None:
    stuck, other = Chat(world, SERVICE), Chat(world, SERVICE)
    world.tencent.fail_next(CUSTOM_SEND, HANG)
    stuck.user.says("你好")
    comes(lambda: calls(stuck, CUSTOM_SEND), "the call that hangs is made")
    assert "3" in other.says("一共可以撤销几次")
    assert stuck.user.inbox == []
    assert [one.status for one in undelivered(stuck)] == [Posting.WAITING]
    stuck.settles()
    assert len(stuck.user.inbox) == 1


# Typing


@pytest.mark.parametrize("name", [SERVICE, MINI])
def test_a_turn_that_takes_long_shows_that_somebody_types(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    chat.says("你好")
    before = len(calls(chat, TYPING[name]))
    world.tencent.fail_next(GET, -1)  # a second until the picture is fetched
    chat.sends_picture(png())
    (typing,) = calls(chat, TYPING[name])[before:]
    assert (typing.json["command"], typing.errcode) == ("Typing", 0)
    assert not world.tencent.custom.is_typing(chat.user.account, chat.user.user_id)  # the answer ended it


# Pictures and what else cannot be read


def form_at_evidence(chat: Chat) -> Order:
    """An application that waits for its evidence."""
    order = Order()
    chat.world.shop.buyer(order)
    chat.proves(order)
    chat.says("我要退货退款，杯盖裂了")
    chat.says("昨天打开包装就看到了")
    return order


def submitted(chat: Chat, order: Order) -> list[dict[str, Any]]:
    """The evidence of the application, once it is filed."""
    chat.until(chat.says("就这些"), "确认提交")
    chat.presses("确认提交")
    (case,) = cases_of(chat.world.shop, order)
    evidence: list[dict[str, Any]] = case["evidence"]
    return evidence


@ANSWERED
@pytest.mark.parametrize(
    "content",
    [png() + b"\0" * (10 * 1024 * 1024), b"BM" + b"\0" * 100, b"{}", b"no picture at all"],
    ids=["too large", "a bitmap", "a document", "a text"],
)
def test_a_picture_that_is_not_taken_is_said_so_and_the_form_goes_on(
    world: WeChatShop, name: str, content: bytes
) -> None:
    chat = Chat(world, name)
    order = form_at_evidence(chat)
    assert UNREADABLE["picture"] in chat.sends_picture(content)
    assert chat.record[-2].sender == BUYER or "[图片]" in [message.text for message in chat.record]
    chat.sends_picture(png())
    assert [one["kind"] for one in submitted(chat, order)] == ["image/png"]


@pytest.mark.parametrize("name", [SERVICE, KF])
def test_a_picture_that_tencent_keeps_no_longer_is_said_so(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    world.tencent.fail_next(GET, 40007)
    assert UNREADABLE["picture"] in chat.sends_picture(png())
    assert [message.text for message in chat.record if message.sender == BUYER] == ["[图片]"]


@pytest.mark.parametrize("fault", [-1, 502, DROP])
@pytest.mark.parametrize("name", [SERVICE, KF])
def test_a_picture_that_is_had_at_the_third_try_is_evidence_as_any_other(
    world: WeChatShop, name: str, fault: Any
) -> None:
    chat = Chat(world, name)
    order = form_at_evidence(chat)
    world.tencent.fail_next(GET, fault, times=2)
    assert UNREADABLE["picture"] not in chat.sends_picture(png())
    assert [one["kind"] for one in submitted(chat, order)] == ["image/png"]
    (shown,) = [message for message in chat.record if message.file_id]
    assert (shown.sender, shown.text) == (BUYER, None)


def test_a_voice_message_that_wechat_has_understood_is_answered_as_a_text(world: WeChatShop) -> None:
    chat = Chat(world, SERVICE)
    chat._answer(lambda: chat.user.sends_voice(b"#!AMR", recognition="一共可以撤销几次"))
    assert "3" in chat.user.text
    assert chat.record[0].text == "一共可以撤销几次"


LOCATION = {"Location_X": "31.23", "Location_Y": "121.47", "Scale": "16", "Label": "上海"}
LINK = {"Title": "商品", "Description": "水杯", "Url": "https://example.com"}
VIDEO = {"MediaId": "video-1", "ThumbMediaId": "thumb-1"}
OTHERS: list[tuple[str, str, dict[str, Any]]] = [
    ("location", "[位置]", LOCATION), ("link", "[链接]", LINK), ("video", "[视频]", VIDEO),
]


@ANSWERED
def test_what_the_bot_cannot_read_is_kindly_answered_and_the_form_goes_on(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    order = form_at_evidence(chat)
    answer = chat._answer(lambda: chat.user.sends_voice(b"#!AMR", *([""] if name == SERVICE else [])))
    assert UNREADABLE["voice"] in answer
    for msgtype, shown, fields in OTHERS:
        answer = chat._answer(lambda kind=msgtype, given=fields: chat.user.sends(kind, given))  # type: ignore[misc]
        assert UNREADABLE["other"] in answer
        assert [message.text for message in chat.record if message.sender == BUYER][-1] == shown
    assert not cases_of(world.shop, order)
    chat.sends_picture(png())
    assert [one["kind"] for one in submitted(chat, order)] == ["image/png"]


# Events


@pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION, DESKED])
def test_who_follows_is_welcomed_once_however_often_the_event_comes(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    pushed = chat.user.follows()
    chat.user.wait_for(1)
    assert chat.user.pusher.push(pushed.fields).is_taken
    assert all(push.is_taken for push in chat.user.pusher.push_copies(pushed.fields, 5))
    chat.settles()
    assert [message.sender for message in chat.record] == [BOT]
    told = [one.text for one in chat.user.inbox]
    assert WELCOME in told[0] and set(told) == {told[0]}
    if name != SUBSCRIPTION:  # whose every push is answered, with the same words when it comes again
        assert len(told) == 1
    assert "3" in chat.says("一共可以撤销几次")


def test_who_enters_a_mini_programs_conversation_is_welcomed(world: WeChatShop) -> None:
    chat = Chat(world, MINI)
    chat.user.enters()
    (welcome,) = chat.user.wait_for(1)
    assert WELCOME in welcome.text
    assert "3" in chat.says("一共可以撤销几次")


def test_who_enters_customer_service_is_welcomed_by_the_events_own_code_and_not_again(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    chat.user.enters()
    (welcome,) = chat.user.wait_for(1)
    assert (welcome.via, WELCOME in welcome.text) == ("on_event", True)
    comes(lambda: chat.record, "the welcome stands in the record")
    chat.user.enters()
    assert "3" in chat.says("一共可以撤销几次")
    assert sum(WELCOME in one.text for one in chat.user.inbox) == 1
    assert chat.record[0].text == welcome.text


def test_two_customers_who_enter_at_once_are_welcomed_under_names_of_their_own(world: WeChatShop) -> None:
    first, second = Chat(world, KF), Chat(world, KF)
    for chat in (first, second):
        chat.user.enters()
    names = {chat.user.wait_for(1)[0].msgid for chat in (first, second)}
    assert len(names) == 2


@pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION])
def test_a_button_of_the_accounts_own_menu_asks_what_its_key_names(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    answer = chat._answer(lambda: chat.user.clicks_menu("ask_cancellation_limit"))
    assert "3" in answer
    assert chat.record[0].text == "[ask_cancellation_limit]"
    clicked = chat.user.last_push
    assert clicked is not None
    assert all(push.is_taken for push in chat.user.pusher.push_copies(clicked.fields, 3))
    chat.settles()
    assert sum(message.sender == BUYER for message in chat.record) == 1


@pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION])
@pytest.mark.parametrize("key", ["shop_home", "inform", "/ask_cancellation_limit", "ask_cancellation_limit{}"])
def test_a_button_that_is_none_of_the_bots_says_nothing(world: WeChatShop, name: str, key: str) -> None:
    chat = Chat(world, name)
    pushed = chat.user.clicks_menu(key)
    assert pushed.is_taken
    if key != "inform":  # an intent, so it is asked; the bot finds nothing to do with it
        assert not pushed.reply and chat.record == []


# 微信客服: what is read


def test_empty_pages_with_more_behind_them_are_read_through(world: WeChatShop) -> None:
    chat, queue = Chat(world, KF), desk(world).queue
    queue.empty_pages = 3
    assert "3" in chat.says("一共可以撤销几次")
    assert queue.empty_pages == 0


def test_what_needs_many_pages_is_read_to_its_end_and_in_order(world: WeChatShop) -> None:
    chat, queue = Chat(world, KF), desk(world).queue
    queue.page_size = 1
    try:
        for text in ("你好", "一共可以撤销几次"):
            chat.user.writes_unannounced(text)
        chat._said = 2
        chat.says("谢谢")
    finally:
        queue.page_size = 1000
    assert [message.text for message in chat.record if message.sender == BUYER] == ["你好", "一共可以撤销几次", "谢谢"]


def test_a_lost_callback_is_made_good_by_the_next(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    chat.says("你好")
    chat.user.writes_unannounced("一共可以撤销几次")
    chat.user.calls_back()
    chat._said += 1
    chat.settles()
    assert "3" in chat.user.text and len(chat.user.news) == 1


def test_each_reading_goes_on_where_the_last_one_ended(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    chat.says("你好")
    before = len(world.tencent.calls(SYNC))
    chat.says("一共可以撤销几次")
    chat.user.calls_back()  # with nothing new behind it
    comes(lambda: len(world.tencent.calls(SYNC)) > before + 1, "the callback is followed")
    readings = [call for call in world.tencent.calls(SYNC)[before:] if call.answer]
    handed_out = [item["msgid"] for call in readings for item in call.answer["msg_list"]]  # type: ignore[index]
    assert handed_out == [chat.user.last_msg_id]
    assert all(call.json["cursor"] for call in readings)
    assert sum(message.sender == BUYER for message in chat.record) == 2


def test_a_callback_whose_token_has_run_out_is_read_without_it(world: WeChatShop) -> None:
    chat, queue = Chat(world, KF), desk(world).queue
    chat.says("你好")
    queue.without_token = 1000
    try:
        chat.user.writes_unannounced("一共可以撤销几次")
        chat.user.pusher.push(chat.user.pusher.kf_callback(chat.user.open_kfid, "ENC-run-out"))
        chat._said += 1
        chat.settles()
    finally:
        queue.without_token = 1
    assert "3" in chat.user.text
    assert [call.errcode for call in world.tencent.calls(SYNC)][-2:] == [95007, 0]


@pytest.mark.parametrize("fault", [-1, 502, DROP, CUT])
def test_a_reading_that_fails_is_made_again(world: WeChatShop, fault: Any) -> None:
    chat = Chat(world, KF)
    world.tencent.fail_next(SYNC, fault)
    assert "3" in chat.says("一共可以撤销几次")
    assert len(chat.user.inbox) == 1


def test_a_callback_ends_the_waiting_after_failed_readings(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    chat.says("你好")
    world.tencent.fail_next(SYNC, 502, times=6)  # one after the other they would take over half a minute
    chat.user.writes_unannounced("在吗")
    for _ in range(6):
        before = len(world.tencent.calls(SYNC))
        chat.user.calls_back()
        comes(lambda before=before: len(world.tencent.calls(SYNC)) > before, "the callback is followed")
    chat.user.calls_back()
    until(lambda: sum(message.sender == BUYER for message in chat.record) == 2, 5, "the message is read")


def test_two_desks_of_a_corporation_are_two_conversations(world: WeChatShop) -> None:
    first_desk, second_desk = world.account(KF).open_kfids
    first = Chat(world, KF, open_kfid=first_desk)
    second = Chat(world, KF, open_kfid=second_desk, user_id=first.user.user_id)
    order = Order()
    world.shop.buyer(order)
    assert order.product in first.proves(order)
    assert "3" in second.says("一共可以撤销几次")
    assert {one.body["open_kfid"] for one in second.user.news} == {second_desk}
    assert order.product not in second.says(f"订单{order.number}还能退吗")  # proven at the other desk alone
    assert second.record[0].text == "一共可以撤销几次"
    assert len([message for message in first.record if message.sender == BUYER]) == 1


# 微信客服: people


def handed_over(chat: Chat) -> str:
    """The buyer asks for a person; what is said of it."""
    answer = chat.says("转人工")
    comes(lambda: state(chat) is State.POOL, "the session is in the pool")
    return answer


def test_a_buyer_who_wants_a_person_hears_of_it_and_then_goes_into_the_pool(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    assert "转人工" in handed_over(chat)
    assert handover_of(chat) is HandoverStatus.WAITING
    assert [call.errcode for call in calls(chat, KF_SEND)] == [0]  # the notice, while the session still was the bot's
    assert len(chat.user.inbox) == 1 and undelivered(chat) == []
    chat.user.says("在吗")
    comes(lambda: [message.text for message in chat.record][-1] == "在吗", "the message stands in the record")
    chat.settles()
    assert chat.user.news == []


def test_a_transfer_that_fails_is_made_again(world: WeChatShop) -> None:
    chat = Chat(world, KF)
    world.tencent.fail_next(TRANSFER, DROP)
    handed_over(chat)
    comes(lambda: outbox.load_of(world.shop.database, chat.conversation, world.shop.now() + timedelta(days=1)) is None,
          "the transfer is known to be made")
    assert len(calls(chat, TRANSFER)) == 1  # done although its answer was lost: not asked for again
    assert handover_of(chat) is HandoverStatus.WAITING


def test_a_servicers_words_stand_in_the_record_and_the_bot_answers_again_when_they_end(world: WeChatShop) -> None:
    chat, kf = Chat(world, KF), desk(world)
    handed_over(chat)
    who = (chat.user.open_kfid, chat.user.user_id)
    kf.staff_takes(*who, "lisi")
    comes(lambda: handover_of(chat) is HandoverStatus.TAKEN, "the shop knows who has it")
    kf.staff_says(*who, "您好，我是李四")
    chat.user.calls_back()
    comes(lambda: chat.record[-1].sender == AGENT, "the words are overheard")
    assert (chat.record[-1].text, chat.record[-1].agent) == ("您好，我是李四", "lisi")
    chat.says("杯盖裂了怎么办")
    assert chat.user.text == "" and state(chat) is State.HUMAN
    kf.staff_ends(*who)
    comes(lambda: handover_of(chat) is None, "the bot has the word again")
    assert "3" in chat.says("一共可以撤销几次")
    assert [one.via for one in got(chat, "您好，我是李四")] == ["servicer"]  # and not said to the buyer again
    assert undelivered(chat) == []


# Official accounts: people


def test_an_account_with_wechats_own_desk_hands_the_message_to_it_and_gets_the_word_back(world: WeChatShop) -> None:
    chat = Chat(world, DESKED)
    assert "转人工" in chat.says("转人工")
    pushed = chat.user.last_push
    assert pushed is not None and pushed.reply["MsgType"] == "transfer_customer_service"
    assert world.tencent.custom.is_with_human(chat.user.account, chat.user.user_id)
    account, user = chat.user.account, chat.user.user_id
    event = chat.user.pusher.event
    assert chat.user.pusher.push(event(user, "kf_create_session", KfAccount="wang@shop")).is_taken
    assert handover_of(chat) is HandoverStatus.TAKEN
    assert handovers.waiting(world.shop.database)[-1].agent == "wang@shop"
    world.tencent.custom.human_ends(account, user)
    assert chat.user.pusher.push(event(user, "kf_close_session", KfAccount="wang@shop")).is_taken
    assert handover_of(chat) is None
    assert "3" in chat.says("一共可以撤销几次")
    assert chat.user.last_push is not None and not chat.user.last_push.reply


def agent(chat: Chat, *arguments: str) -> None:
    """`shouhou handover …` about this conversation; waits until what it says has gone out."""
    command, *rest = arguments
    done = chat.world.shop.command("handover", command, chat.conversation, *rest)
    assert done.returncode == 0, done.stderr
    chat.settles()


@pytest.mark.parametrize("name", [SERVICE, SUBSCRIPTION, MINI])
def test_a_person_at_the_shops_own_desk_speaks_to_the_buyer_in_wechat(world: WeChatShop, name: str) -> None:
    chat = Chat(world, name)
    assert "转人工" in chat.says("转人工")
    agent(chat, "take", "--agent", "小王")
    agent(chat, "reply", "杯盖裂了可以换新的", "--agent", "小王")
    heard = chat.says("那怎么换")  # where only pushes are answered, this fetches it
    assert handover_of(chat) is HandoverStatus.TAKEN
    whole = "\n".join(one.text for one in chat.user.inbox)
    assert "小王 已接入" in whole and "杯盖裂了可以换新的" in whole
    assert heard == "" or name == SUBSCRIPTION
    agent(chat, "back")
    answer = chat.says("一共可以撤销几次")
    assert "3" in answer
    assert "继续帮您" in "\n".join(one.text for one in chat.user.inbox)
    assert [message.text for message in chat.record if message.sender == AGENT] == ["杯盖裂了可以换新的"]
    assert undelivered(chat) == []


# Accounts whose pushes are answered


def test_a_slow_turn_is_answered_at_a_later_try_with_its_own_words(world: WeChatShop) -> None:
    chat = Chat(world, SUBSCRIPTION)
    chat.says("你好")
    world.tencent.fail_next(GET, -1)  # the picture takes a second
    chat._answer(lambda: chat.user.sends_picture(png(), timeout=0.9))
    pushed = chat.user.last_push
    assert pushed is not None and pushed.is_taken and len(pushed.attempts) > 1
    assert [attempt.status for attempt in pushed.attempts[:-1]] == [None] * (len(pushed.attempts) - 1)
    replies = bot_words(chat)[1:]
    (answer,) = chat.user.news
    assert answer.text.startswith(replies[0]) and len(replies) == 1
    assert sum(message.sender == BUYER for message in chat.record) == 2


def bot_words(chat: Chat) -> list[str]:
    """What the bot said, one by one, without choices."""
    return [message.text or "" for message in chat.record if message.sender == BOT]


def test_an_answer_that_got_lost_is_given_again(world: WeChatShop) -> None:
    chat = Chat(world, SUBSCRIPTION)
    chat._answer(lambda: chat.user.says("一共可以撤销几次", lost_answers=2))
    pushed = chat.user.last_push
    assert pushed is not None and len(pushed.attempts) == 3 and pushed.is_taken
    assert len(chat.user.inbox) == 1 and "3" in chat.user.text
    assert len(bot_words(chat)) == 1


def test_the_welcome_whose_answer_got_lost_is_given_again(world: WeChatShop) -> None:
    chat = Chat(world, SUBSCRIPTION)
    chat.user.follows(lost_answers=1)
    assert WELCOME in chat.user.text and len(chat.user.inbox) == 1


def test_what_had_waited_and_went_with_an_answer_that_got_lost_is_given_again_with_it(world: WeChatShop) -> None:
    chat = Chat(world, SUBSCRIPTION)
    chat.says("你好")
    said_apart(chat, "您的售后通过了")
    chat._answer(lambda: chat.user.says("一共可以撤销几次", lost_answers=1))
    (answer,) = chat.user.news
    assert answer.text.startswith("您的售后通过了") and "3" in answer.text


def test_what_does_not_fit_into_an_answer_comes_with_the_next(world: WeChatShop) -> None:
    chat = Chat(world, SUBSCRIPTION)
    chat.says("你好")
    long = [f"{mark}{'长' * 500}" for mark in "甲乙丙"]
    said_apart(chat, *long)
    first = chat.says("一共可以撤销几次")
    second = chat.says("谢谢")
    third = chat.says("再见")
    assert [text[0] for text in (first, second, third)] == ["甲", "乙", "丙"]
    assert all(len(one.text.encode()) <= 2000 for one in chat.user.inbox)
    told = "\n".join(one.text for one in chat.user.inbox)
    for message in chat.record:
        if message.sender != BUYER:
            assert told.count(message.text or "") == 1
    assert undelivered(chat) == []


# One history over all channels


def test_a_buyer_bound_in_two_accounts_and_logged_in_on_the_page_sees_one_case(world: WeChatShop) -> None:
    order = Order()
    buyer = world.shop.buyer(order)
    number = applies(buyer)
    codes = [make_code(SECRET, buyer.buyer_id or "", 600, world.shop.now()) for _ in range(2)]
    service, kf, stranger = Chat(world, SERVICE), Chat(world, KF), Chat(world, SERVICE)
    service.user.follows(codes[0])
    kf.user.enters(scene_param=make_code(SECRET, buyer.buyer_id or "", 601, world.shop.now()))
    for chat in (service, kf):
        (told,) = chat.user.wait_for(1)
        assert "关联好了" in told.text
        assert number in chat.says("我的售后现在到哪一步了")
    stranger.user.scans(codes[0])
    assert "已经用过" in stranger.user.wait_for(1)[0].text  # a link binds once
    assert number not in stranger.says("我的售后现在到哪一步了")
    kf.says("帮我撤销售后")
    kf.says("确认")
    (case,) = cases_of(world.shop, order)
    assert (case["status"], case["buyer_id"]) == ("cancelled", buyer.buyer_id)
    assert "撤销" in service.says("我的售后现在到哪一步了")
    assert buyer.says("我这单还能撤销几次").facts["cancellations_used"] == 1


# By night, and when the bot is killed


NAMED, COUNTER = "named", "counter"


@pytest.fixture(scope="module")
def night(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WeChatShop]:
    """A shop at ten in the evening: 微信客服 with a servicer of its own, and with the shop's desk."""
    known = [
        Place(NAMED, kf_corp("zhangsan"), settings={"servicer": "zhangsan"}),
        Place(COUNTER, kf_corp("zhangsan"), settings={"people": "desk"}),
    ]
    with wechat_shop(tmp_path_factory.mktemp("night"), known, hour=22) as running:
        yield running


def waiting_handover(chat: Chat) -> Any:
    """The row of the outbox that will hand the conversation over."""
    with chat.world.shop.database.read() as connection:
        query = select(t.outbox).where(
            t.outbox.c.conversation_id == chat.conversation, t.outbox.c.kind == "handover"
        )
        return connection.execute(query).one()


def it_is_nine_in_the_morning_for(chat: Chat) -> None:
    """As if the hour had come that a handover waits for."""
    with chat.world.shop.database.write() as connection:
        connection.execute(
            update(t.outbox)
            .where(t.outbox.c.conversation_id == chat.conversation, t.outbox.c.kind == "handover")
            .values(next_at=chat.world.shop.now())
        )


def asks_for_a_person_by_night(night: WeChatShop, name: str) -> Chat:
    chat = Chat(night, name)
    chat.user.says("转人工")
    chat.user.wait_for(1)
    assert "回来" in chat.user.text
    return chat


def test_by_night_the_handover_waits_for_the_opening_and_the_bot_goes_on_answering(night: WeChatShop) -> None:
    chat = asks_for_a_person_by_night(night, NAMED)
    row = waiting_handover(chat)
    opens = in_shanghai(row.next_at)
    assert (opens.hour, opens.minute) == (9, 0)
    assert timedelta(hours=10) < row.next_at - night.shop.now() < timedelta(hours=11)
    chat.user.says("一共可以撤销几次")
    chat.user.wait_for(1)
    assert "3" in chat.user.text
    assert (row.status, calls(chat, TRANSFER), state(chat, NAMED)) == ("waiting", [], State.NEW)
    it_is_nine_in_the_morning_for(chat)
    comes(lambda: waiting_handover(chat).status == "sent", "the handover is made")
    assert state(chat, NAMED) is State.HUMAN
    (transfer,) = calls(chat, TRANSFER)
    assert (transfer.json["service_state"], transfer.json["servicer_userid"]) == (State.HUMAN, "zhangsan")


def test_a_servicer_who_is_off_duty_leaves_the_buyer_to_the_pool(night: WeChatShop) -> None:
    chat, kf = asks_for_a_person_by_night(night, NAMED), desk(night, NAMED)
    kf.on_duty.clear()
    try:
        it_is_nine_in_the_morning_for(chat)
        comes(lambda: waiting_handover(chat).status == "sent", "the handover is made")
    finally:
        kf.on_duty.add("zhangsan")
    assert state(chat, NAMED) is State.POOL
    assert [call.errcode for call in calls(chat, TRANSFER)] == [95014, 0]


def test_where_the_shops_desk_answers_the_session_stays_with_the_bot(night: WeChatShop) -> None:
    chat = asks_for_a_person_by_night(night, COUNTER)
    it_is_nine_in_the_morning_for(chat)
    comes(lambda: waiting_handover(chat).status == "sent", "the handover is done with")
    assert (state(chat, COUNTER), calls(chat, TRANSFER)) == (State.NEW, [])
    agent(chat, "take", "--agent", "小王")
    agent(chat, "reply", "杯盖裂了可以换新的", "--agent", "小王")
    agent(chat, "back")
    chat.settles()
    sent = texts(chat.user.inbox)
    assert len(got(chat, "杯盖裂了可以换新的")) == 1
    assert "小王 已接入" in sent[-3] and "继续帮您" in sent[-1]


def kill_the_bot(shop: WeChatShop) -> None:
    """Kill -9; the supervisor starts another."""
    assert shop.shop.process is not None
    os.kill(members(shop.shop.process.pid)["shouhou.bot"], signal.SIGKILL)


def test_a_bot_that_is_killed_while_it_sends_says_it_once_and_reads_on_where_it_was(night: WeChatShop) -> None:
    chat = Chat(night, COUNTER)
    chat.says("你好")
    night.tencent.fail_next(KF_SEND, HANG)
    chat.user.says("一共可以撤销几次")
    comes(lambda: len(calls(chat, KF_SEND)) == 2, "the reply is being sent")
    chat.user.writes_unannounced("谢谢")
    desk(night, COUNTER).queue.without_token = 100
    kill_the_bot(night)
    chat._said = 3
    chat.settles()
    hung, again = calls(chat, KF_SEND)[1:3]
    assert hung.fault == HANG and again.json == hung.json
    assert sum("3" in one.text for one in chat.user.inbox) == 1
    assert [message.text for message in chat.record if message.sender == BUYER] == ["你好", "一共可以撤销几次", "谢谢"]
    assert undelivered(chat) == []


def test_a_bot_that_is_killed_while_it_fetches_a_picture_fetches_it_when_it_is_back(night: WeChatShop) -> None:
    chat = Chat(night, COUNTER)
    order = form_at_evidence(chat)
    night.tencent.fail_next(GET, HANG)
    before = len(night.tencent.calls(GET))
    chat.user.sends_picture(png())
    chat._said += 1
    comes(lambda: len(night.tencent.calls(GET)) > before, "the picture is being fetched")
    kill_the_bot(night)
    chat.settles()
    assert [one["kind"] for one in submitted(chat, order)] == ["image/png"]
    assert len(night.tencent.calls(GET)) == before + 2
