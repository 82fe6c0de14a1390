"""微信客服 as the tests play it keeps Tencent's rules: pages, states, limits, codes."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.wechat.kf_desk import State
from tests.services.wechat.tencent_world import CUSTOMER, World


@pytest.fixture
def world() -> Iterator[World]:
    """Tencent serves; its clock stands."""
    world = World()
    with world.tencent:
        yield world


def test_pages_follow_the_cursor_and_may_be_empty_although_there_is_more(world: World) -> None:
    msgids = [world.customer_says(f"第{number}句") for number in range(5)]
    world.kf.customer_says(world.other_kfid, CUSTOMER, "text", {"content": "别的客服"})
    world.kf.queue.empty_pages = 1
    empty = world.syncs(limit=2)
    assert (empty["msg_list"], empty["has_more"]) == ([], 1)
    read, cursor, has_more = [], empty["next_cursor"], 1
    while has_more:
        page = world.syncs(cursor=cursor, limit=2)
        assert len(page["msg_list"]) <= 2
        read += [message["msgid"] for message in page["msg_list"]]
        cursor, has_more = page["next_cursor"], page["has_more"]
    assert read == msgids
    assert world.syncs(cursor=cursor)["msg_list"] == []
    assert world.syncs(cursor=cursor, open_kfid=world.other_kfid)["errcode"] == 40058
    assert world.syncs(open_kfid="wknobody")["errcode"] == 95000
    assert world.syncs(limit=1001)["errcode"] == 40058


def test_without_a_cursor_three_days_are_told_again(world: World) -> None:
    world.customer_says("旧的")
    world.clock.moves(days=2)
    world.customer_says("新的")
    assert [message["text"]["content"] for message in world.syncs()["msg_list"]] == ["旧的", "新的"]
    world.clock.moves(days=1)
    assert [message["text"]["content"] for message in world.syncs()["msg_list"]] == ["新的"]


def test_a_callbacks_token_lasts_ten_minutes_and_reading_without_is_rationed(world: World) -> None:
    token = world.kf.queue.callback_token()
    world.clock.moves(minutes=9, seconds=59)
    assert [world.syncs(token=token)["errcode"] for _ in range(3)] == [0, 0, 0]
    world.clock.moves(seconds=1)
    assert world.syncs(token=token)["errcode"] == 95007
    assert world.syncs(token="ENCnobody")["errcode"] == 95007
    assert [world.syncs(token="")["errcode"] for _ in range(2)] == [0, 45009]
    world.clock.moves(minutes=1)
    assert world.syncs(token="")["errcode"] == 0


def test_only_new_and_bot_conversations_may_be_answered(world: World) -> None:
    assert world.kf_sends()["errcode"] == 40096
    world.kf.customer_enters(world.open_kfid, CUSTOMER)
    assert world.kf_sends()["errcode"] == 95018
    world.customer_says()
    assert world.kf.state(world.open_kfid, CUSTOMER) is State.NEW and world.kf_sends()["errcode"] == 0
    assert world.moves_to(1)["errcode"] == 0 and world.kf_sends()["errcode"] == 0
    assert world.moves_to(2)["msg_code"] and world.kf_sends()["errcode"] == 95018
    assert world.moves_to(3, servicer_userid="lisi")["errcode"] == 95014
    assert world.moves_to(3, servicer_userid="zhangsan")["errcode"] == 0 and world.kf_sends()["errcode"] == 95018
    asked = {"open_kfid": world.open_kfid, "external_userid": CUSTOMER}
    answer = world.posts(world.corp, "/cgi-bin/kf/service_state/get", asked)
    assert (answer["service_state"], answer["servicer_userid"]) == (3, "zhangsan")
    assert world.moves_to(4)["errcode"] == 0 and world.kf_sends()["errcode"] == 95018
    world.customer_says("又来了")
    assert world.kf.state(world.open_kfid, CUSTOMER) is State.NEW


@pytest.mark.parametrize(
    "reached, refused",
    [((), (0, 4, 5)), ((1,), (0, 1, 4)), ((2,), (0, 1, 2, 4)), ((3,), (0, 1, 2)), ((3, 4), range(5))],
)
def test_a_conversation_does_not_go_back(world: World, reached: tuple[int, ...], refused: Any) -> None:
    world.customer_says()
    for state in reached:
        assert world.moves_to(state, servicer_userid="zhangsan")["errcode"] == 0
    for state in refused:
        assert world.moves_to(state, servicer_userid="zhangsan")["errcode"] in (95016, 40058), state


def test_a_msgid_is_delivered_once_at_each_desk(world: World) -> None:
    world.customer_says()
    world.kf.customer_says(world.other_kfid, CUSTOMER, "text", {"content": "在吗"})
    assert [world.kf_sends(msgid="turn-1_0")["msgid"] for _ in range(2)] == ["turn-1_0"] * 2
    assert len(world.tencent.inbox(CUSTOMER)) == 1
    assert world.kf_sends(msgid="turn-1_0", open_kfid=world.other_kfid)["errcode"] == 0
    assert len(world.tencent.inbox(CUSTOMER)) == 2
    world.kf.duplicate_errcode = 95033
    assert world.kf_sends(msgid="turn-1_0")["errcode"] == 95033
    assert [world.kf_sends(msgid=given)["errcode"] for given in ("x" * 33, "a b", "轮")] == [40058] * 3
    assert [world.kf_sends()["errcode"] for _ in range(5)] == [0, 0, 0, 0, 95001]


def test_what_fails_late_was_answered_as_sent(world: World) -> None:
    announced: list[str] = []
    world.tencent.on_kf_event(world.corp, announced.append)
    world.kf.late_limits = True
    world.customer_says()
    answers = [world.kf_sends(msgid=f"m-{number}") for number in range(6)]
    assert [answer["errcode"] for answer in answers] == [0] * 6
    world.kf.customer_refuses(world.open_kfid, CUSTOMER)
    assert world.kf_sends(msgid="m-refused")["errcode"] == 0
    world.kf.customer_refuses(world.open_kfid, CUSTOMER, refuses=False)
    world.clock.moves(hours=48)
    assert world.kf_sends(msgid="m-late")["errcode"] == 0
    failed = [message["event"] for message in world.syncs()["msg_list"] if message["msgtype"] == "event"]
    assert [(event["fail_msgid"], event["fail_type"]) for event in failed] == [
        ("m-5", 6), ("m-refused", 10), ("m-late", 4),
    ]
    assert len(world.tencent.inbox(CUSTOMER)) == 5
    assert world.tencent.wait(lambda: len(announced) == 3, 5)


def test_a_message_of_kf_has_its_limits(world: World) -> None:
    def menu(*lines: Any, **edges: str) -> int:
        return int(world.kf_sends(msgtype="msgmenu", msgmenu={"list": list(lines), **edges})["errcode"])

    world.customer_says()
    click = {"type": "click", "click": {"id": "1", "content": "满意"}}
    view = {"type": "view", "view": {"url": "https://example.com", "content": "查看"}}
    assert menu(click, view, head_content="满意吗") == 0
    assert [(item.kind, item.content) for item in world.tencent.inbox(CUSTOMER)[0].items] == [
        ("click", "满意"), ("view", "查看"),
    ]
    assert menu(*[click] * 11) == 95008
    assert menu({"type": "dance", "dance": {}}) == 95009
    assert menu({"type": "click", "click": {"id": "1", "content": "好" * 43}}) == 40058
    assert menu({"type": "view", "view": {"content": "查看"}}) == 40058
    assert menu(click, head_content="好" * 342) == 45002
    assert world.kf_sends("好" * 683)["errcode"] == 45002
    assert world.kf_sends(open_kfid="wknobody")["errcode"] == 95000
    world.tencent.permit(world.corp, False)
    assert world.kf_sends()["errcode"] == 95017


def test_a_welcome_is_sent_once_within_20_seconds_to_whoever_is_new(world: World) -> None:
    def welcomes(code: str) -> int:
        body = {"code": code, "msgid": uuid.uuid4().hex, "msgtype": "text", "text": {"content": "欢迎"}}
        return int(world.posts(world.corp, "/cgi-bin/kf/send_msg_on_event", body)["errcode"])

    late = world.kf.customer_enters(world.open_kfid, CUSTOMER, "qr", "order-1")
    event = world.syncs()["msg_list"][0]["event"]
    assert (event["scene"], event["scene_param"], event["welcome_code"]) == ("qr", "order-1", late)
    world.clock.moves(seconds=20)
    assert welcomes(late) == 40029
    code = world.kf.customer_enters(world.open_kfid, CUSTOMER)
    assert [welcomes(code), welcomes(code)] == [0, 40029]
    assert world.tencent.inbox(CUSTOMER)[0].via == "on_event"
    assert world.kf.customer_enters(world.open_kfid, CUSTOMER) == ""
    world.clock.moves(hours=48)
    assert world.kf.customer_enters(world.open_kfid, CUSTOMER)


def test_staff_take_and_end_a_conversation_and_it_is_told(world: World) -> None:
    world.customer_says()
    world.moves_to(2)
    world.kf.staff_takes(world.open_kfid, CUSTOMER, "zhangsan")
    world.kf.staff_says(world.open_kfid, CUSTOMER, "我来处理")
    world.kf.staff_ends(world.open_kfid, CUSTOMER)
    _, taken, said, ended = world.syncs()["msg_list"]
    assert (taken["event"]["change_type"], taken["event"]["new_servicer_userid"]) == (1, "zhangsan")
    assert (said["origin"], said["servicer_userid"], said["text"]["content"]) == (5, "zhangsan", "我来处理")
    assert ended["event"]["change_type"] == 3 and ended["event"]["msg_code"]
    assert world.kf.state(world.open_kfid, CUSTOMER) is State.ENDED


def test_desks_are_listed(world: World) -> None:
    answer = world.posts(world.corp, "/cgi-bin/kf/account/list", {"offset": 0, "limit": 100})
    assert [desk["open_kfid"] for desk in answer["account_list"]] == list(world.corp.open_kfids)
