"""Items of 微信客服: each known one field by field, and nothing but BadBody for what says nothing."""

import json
from pathlib import Path
from typing import Any, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.channels.wechat.decode import KfItem, decode_kf
from shouhou.channels.wechat.documents import BadBody, read_document

PAYLOADS = Path(__file__).parents[2] / "wechat" / "payloads"


def document_of(name: str) -> dict[str, Any]:
    return read_document((PAYLOADS / name).read_bytes())


def handed_out(**changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = {
        "msgid": "m1",
        "open_kfid": "wk1",
        "external_userid": "wm1",
        "send_time": 1615478585,
        "origin": 3,
        "msgtype": "text",
        "text": {"content": "你好"},
    }
    good.update(changes)
    return {name: value for name, value in good.items() if value is not ...}


def happened(**event: Any) -> dict[str, Any]:
    """An event, as it is handed out: account and customer inside it."""
    inside = {"event_type": "enter_session", "open_kfid": "wk1", "external_userid": "wm1", **event}
    inside = {name: value for name, value in inside.items() if value is not ...}
    return handed_out(msgtype="event", origin=4, text=..., open_kfid=..., external_userid=..., event=inside)


def refusal(item: Any) -> str:
    with pytest.raises(BadBody) as refused:
        decode_kf(item)
    assert refused.value.status == 400
    return str(refused.value)


def test_the_items_of_the_doc_say_exactly_this() -> None:
    account, customer = "wkAJ2GCAAASSm4_FhToWMFea0xAFfd3Q", "wmAJ2GCAAAme1XQRC-NI-q0_ZM9ukoAw"
    ids = [f"from_msgid_462241664216945248{last}" for last in "3456"]
    entered, failed, changed = "enter_session", "msg_send_fail", "session_status_change"
    items = document_of("kf_sync_msg_enter_session_doc.json")["msg_list"]
    assert [decode_kf(item) for item in items] == [
        KfItem(ids[0], account, customer, 1615478585, 3, "text", text="hello world", menu_id="101"),
        KfItem(
            *(ids[1], account, customer, 1615478586, 4, "event"),
            event=entered,
            scene_param="abc",
            welcome_code="aaaaaa",
        ),
        KfItem(ids[2], account, customer, 1615478587, 4, "event", event=failed, fail_msgid="FAIL_MSGID", fail_type=4),
        KfItem(
            *(ids[3], account, customer, 1615478588, 4, "event"),
            event=changed,
            change_type=1,
            servicer_userid="NEW_SERVICER_USERID",
        ),
    ]


def test_of_the_api_sample_only_the_first_item_is_whole() -> None:
    first, *others = document_of("kf_api_cgibinkfsyncmessageresponse.json")["msg_list"]
    item = decode_kf(first)
    assert (item.msgid, item.kind, item.servicer_userid) == ("from_msgid_4622416642169452483", "MSG_TYPE", "Zhangsan")
    assert {other["msgtype"] for other in others} >= {"event", "channels_shop_product", "channels_shop_order"}
    for other in others:  # the sample leaves out what all items have
        refusal(other)
        whole = decode_kf({**first, **other})
        assert (whole.msgid, whole.kind) == (item.msgid, other["msgtype"])


def test_who_took_a_message_back_is_said() -> None:
    _, by_customer, by_servicer, *_ = document_of("kf_api_cgibinkfsyncmessageresponse.json")["msg_list"]
    first = decode_kf({**by_customer, "msgid": "m1"})
    assert (first.event, first.servicer_userid) == ("user_recall_msg", None)
    second = decode_kf({**by_servicer, "msgid": "m2"})
    assert (second.event, second.servicer_userid) == ("servicer_recall_msg", "SERVICER_USERID")
    assert (second.send_time, second.origin) == (0, 0)  # not said, and so nobody's to answer


@pytest.mark.parametrize("kind", ["image", "voice", "video", "file"])
def test_media_have_their_id_in_an_object_of_their_own(kind: str) -> None:
    item = decode_kf(handed_out(msgtype=kind, **{kind: {"media_id": "M"}}))
    assert (item.media_id, item.text, item.menu_id) == ("M", None, None)
    assert kind in refusal(handed_out(msgtype=kind))


def test_an_item_of_a_kind_that_nobody_knows_is_told_by_its_kind() -> None:
    item = decode_kf(handed_out(msgtype="hologram", hologram=[1]))
    assert item == KfItem("m1", "wk1", "wm1", 1615478585, 3, "hologram")


def test_a_text_of_kf_is_kept_to_the_letter() -> None:
    assert decode_kf(handed_out(text={"content": " 你好\n"})).text == " 你好\n"
    assert decode_kf(handed_out(text={"content": ""})).text == ""


def test_an_event_says_inside_whose_it_is_and_may_say_it_outside() -> None:
    item = decode_kf(happened())
    assert (item.open_kfid, item.external_userid) == ("wk1", "wm1")
    outside = {**happened(open_kfid=..., external_userid=...), "open_kfid": "wk2", "external_userid": "wm2"}
    assert (decode_kf(outside).open_kfid, decode_kf(outside).external_userid) == ("wk2", "wm2")
    both = {**happened(), "open_kfid": "wk2", "external_userid": "wm2"}
    assert (decode_kf(both).open_kfid, decode_kf(both).external_userid) == ("wk1", "wm1")


def test_an_event_of_a_servicer_has_no_customer() -> None:
    item = decode_kf(happened(event_type="servicer_status_change", external_userid=..., servicer_userid="zhangsan"))
    assert (item.external_userid, item.servicer_userid) == (None, "zhangsan")


@pytest.mark.parametrize("name", ["msgid", "open_kfid", "msgtype"])
@pytest.mark.parametrize("value", [..., None, "", " ", True, 1.5, [], {}, "a\x00", "\ud800", "x" * 129])
def test_an_item_without_its_id_account_or_type_is_refused(name: str, value: Any) -> None:
    assert name in refusal(handed_out(**{name: value}))


@pytest.mark.parametrize("item", [None, [], "text", 7, {}])
def test_what_is_no_item_at_all_is_refused(item: Any) -> None:
    refusal(item)


@pytest.mark.parametrize(
    "name, value",
    [
        ("text", ...),
        ("text", "你好"),
        ("text", {"content": ["你好"]}),
        ("text", {"content": "\ud800"}),
        ("text", {"content": "a", "menu_id": {}}),
        ("external_userid", ["wm1"]),
        ("external_userid", "x" * 65),
        ("send_time", "soon"),
        ("send_time", -1),
        ("send_time", 1.5),
        ("send_time", True),
        ("origin", "x"),
        ("origin", {}),
        ("servicer_userid", []),
    ],
)
def test_a_field_that_is_not_of_its_type_is_refused(name: str, value: Any) -> None:
    refusal(handed_out(**{name: value}))


@pytest.mark.parametrize(
    "name, value",
    [
        ("event_type", ...),
        ("event_type", 1.5),
        ("open_kfid", ...),
        ("fail_type", "x"),
        ("fail_type", -1),
        ("change_type", []),
        ("scene_param", {}),
        ("welcome_code", True),
        ("fail_msgid", "\x00"),
    ],
)
def test_a_field_of_an_event_that_is_not_of_its_type_is_refused(name: str, value: Any) -> None:
    refusal(happened(**{name: value}))


def test_an_event_without_its_object_is_refused() -> None:
    assert "event" in refusal(handed_out(msgtype="event"))
    assert "event" in refusal(handed_out(msgtype="event", event="enter_session"))


def test_a_refusal_names_the_field_and_does_not_quote_it() -> None:
    assert "secret" not in refusal(handed_out(text="secret"))


LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.builds(pow, st.just(10), st.just(5000))),
    *(st.text(), st.text(st.characters(categories=["Cs", "Cc", "Nd"]), max_size=4), st.text("x", max_size=200)),
    st.sampled_from(["event", "text", "image", "1", " ", "enter_session"]),
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
)
NAMES = sorted({*handed_out(), "event", "image", "servicer_userid"})
EVENT_NAMES = ["event_type", "open_kfid", "external_userid", "fail_type", "change_type", "scene_param", "fail_msgid"]


def changed(good: dict[str, Any], names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A good document of which some fields are anything."""
    return st.dictionaries(st.sampled_from(names), ANYTHING, max_size=4).map(lambda changes: {**good, **changes})


@given(
    changed(handed_out(), NAMES)
    | changed(happened(), NAMES)
    | changed(happened()["event"], EVENT_NAMES).map(lambda event: {**happened(), "event": event})
    | ANYTHING
)
def test_any_item_is_decoded_or_refused(item: Any) -> None:
    told = decoded(item)
    if isinstance(told, int):
        assert told == 400
        return
    assert told.msgid and told.open_kfid and told.kind
    json.dumps(vars(told), ensure_ascii=False).encode()


def decoded(item: Any) -> Union[KfItem, int]:
    """The item, or the status with which it is refused."""
    try:
        return decode_kf(item)
    except BadBody as error:
        return error.status
