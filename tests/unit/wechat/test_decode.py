"""What a document says as a push or as an envelope, and nothing but BadBody for one that says nothing."""

import hashlib
import json
from pathlib import Path
from typing import Any, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.channels.wechat.decode import MAX_ID, MAX_KEY, Push, decode_push, envelope_of
from shouhou.channels.wechat.documents import BadBody, read_document

PAYLOADS = Path(__file__).parents[2] / "wechat" / "payloads"
BODIES = [path.read_bytes() for path in sorted(PAYLOADS.iterdir()) if path.name != "INDEX.json"]


def pushed(**changes: Any) -> dict[str, Any]:
    good: dict[str, Any] = {
        "ToUserName": "gh_1",
        "FromUserName": "o1",
        "CreateTime": 1714037059,
        "MsgType": "text",
        "Content": "你好",
        "MsgId": "7",
    }
    good.update(changes)
    return {name: value for name, value in good.items() if value is not ...}


def event_pushed(**changes: Any) -> dict[str, Any]:
    return pushed(**{"MsgType": "event", "Content": ..., "MsgId": ..., "Event": "CLICK", "EventKey": "k", **changes})


def kf_pushed(**changes: Any) -> dict[str, Any]:
    told = {"Event": "kf_msg_or_event", "Token": "t", "OpenKfId": "wk1"}
    return event_pushed(**{**told, "FromUserName": ..., "EventKey": ..., **changes})


def refusal(document: dict[str, Any]) -> str:
    with pytest.raises(BadBody) as refused:
        decode_push(document)
    assert refused.value.status == 400
    return str(refused.value)


def test_an_envelope_is_found_in_the_json_of_a_mini_program() -> None:
    assert envelope_of({"ToUserName": "gh_1", "Encrypt": "AAAA"}) == ("gh_1", "AAAA")


def test_line_breaks_round_a_ciphertext_are_no_part_of_it() -> None:
    body = b"<xml><ToUserName>\n<![CDATA[gh_1]]>\n</ToUserName><Encrypt>\n<![CDATA[AAAA]]>\n</Encrypt></xml>"
    assert envelope_of(read_document(body)) == ("gh_1", "AAAA")


@pytest.mark.parametrize(
    "document",
    [
        {"Encrypt": "AAAA"},
        {"ToUserName": "", "Encrypt": "AAAA"},
        {"ToUserName": "gh_1", "Encrypt": ""},
        {"ToUserName": "gh_1", "Encrypt": None},
        {"ToUserName": "gh_1", "Encrypt": {"a": "b"}},
        {"ToUserName": "gh_1", "encrypt": ["AAAA", "AAAA"]},
        {"ToUserName": "gh_1", "Encrypt": "AAAA", "encrypt": "AAAA"},
        {"ToUserName": "gh_1", "tousername": "gh_1", "Encrypt": "AAAA"},
        {"ToUserName": ["gh_1"], "Encrypt": "AAAA"},
    ],
)
def test_a_ciphertext_that_is_empty_or_for_nobody_or_said_in_two_ways_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(BadBody) as refused:
        envelope_of(document)
    assert refused.value.status == 400


@pytest.mark.parametrize("name", ["ToUserName", "FromUserName", "MsgType", "CreateTime"])
@pytest.mark.parametrize(
    "value", [..., None, "", " \n", True, 1.5, ["a"], {}, "a\x00", "\ud800", "x" * 65, "a\nb", "\u202ea"]
)
def test_receiver_sender_type_and_time_are_required_and_must_be_words(name: str, value: Any) -> None:
    assert name in refusal(pushed(**{name: value}))


@pytest.mark.parametrize("value", ["soon", "-1", -1, "1.5", "１２", "²", "0x10", 253402300800, "9" * 13, 10**400])
def test_a_time_that_no_calendar_has_is_refused(value: Any) -> None:
    assert "CreateTime" in refusal(pushed(CreateTime=value))


@pytest.mark.parametrize("value", [1714037059, "1714037059", " 1714037059\n"])
def test_a_time_may_come_as_a_number_or_in_digits(value: Any) -> None:
    assert decode_push(event_pushed(CreateTime=value)).key == "e:o1:1714037059:click:k"


def test_a_name_of_the_full_length_is_taken() -> None:
    assert decode_push(pushed(FromUserName="用" * MAX_ID)).from_user == "用" * MAX_ID


@pytest.mark.parametrize("name", ["Content", "MsgId", "MediaId", "bizmsgmenuid", "SessionFrom"])
@pytest.mark.parametrize("value", [True, 1.5, ["a", "b"], {"a": "b"}, "a\x00", "\udfff"])
def test_whatever_else_a_message_carries_must_be_a_string(name: str, value: Any) -> None:
    assert name in refusal(pushed(**{name: value}))


@pytest.mark.parametrize("name", ["Event", "EventKey", "Token", "OpenKfId"])
@pytest.mark.parametrize("value", [True, 1.5, ["a", "b"], {"a": "b"}, "a\x00", "\udfff"])
def test_whatever_else_an_event_carries_must_be_a_string(name: str, value: Any) -> None:
    assert name in refusal(kf_pushed(**{name: value}))


@pytest.mark.parametrize("value", [..., None, ""])
def test_an_event_has_a_name(value: Any) -> None:
    assert "Event" in refusal(event_pushed(Event=value))


@pytest.mark.parametrize("text", ["", " 你好 \n", "<x>&amp;", "  "])
def test_a_text_is_kept_to_the_letter(text: str) -> None:
    assert decode_push(pushed(Content=text)).text == text


def test_a_text_without_content_is_told_from_an_empty_one() -> None:
    assert decode_push(pushed(Content=...)).text is None


def test_content_of_another_kind_of_message_is_no_text() -> None:
    assert decode_push(pushed(MsgType="device_text")).text is None


def test_what_the_platform_heard_is_taken_from_voice_alone() -> None:
    assert decode_push(pushed(MsgType="voice", Recognition=" 退货 ")).recognition == "退货"
    assert decode_push(pushed(MsgType="voice", Recognition="")).recognition is None
    assert decode_push(pushed(Recognition="退货")).recognition is None


def test_the_same_event_of_another_case_is_the_same() -> None:
    assert decode_push(event_pushed(Event="CLICK")) == decode_push(event_pushed(Event="click"))


def test_fields_of_events_are_taken_from_events_alone() -> None:
    push = decode_push(pushed(Event="kf_msg_or_event", EventKey="k", Token="t", OpenKfId="wk1"))
    assert (push.event, push.event_key, push.kf_token, push.open_kfid) == (None, None, None, None)
    push = decode_push(event_pushed(Token="t", OpenKfId="wk1"))
    assert (push.kf_token, push.open_kfid) == (None, None)


@pytest.mark.parametrize("message_id, key", [(6054768590064713729, "m:6054768590064713729"), ("a_b", "m:a_b")])
def test_a_message_is_known_by_its_id_whatever_else_it_says(message_id: Any, key: str) -> None:
    assert decode_push(pushed(MsgId=message_id)).key == key
    assert decode_push(pushed(MsgId=message_id, CreateTime=1, Content="x")).key == key


def test_an_event_is_known_by_sender_second_name_and_key_whatever_its_id() -> None:
    assert decode_push(event_pushed(MsgId="7")).key == "e:o1:1714037059:click:k"
    others = [{}, {"FromUserName": "o2"}, {"CreateTime": 7}, {"Event": "SCAN"}, {"EventKey": "l"}, {"EventKey": ...}]
    assert len({decode_push(event_pushed(**other)).key for other in others}) == len(others)


@pytest.mark.parametrize("value", [..., None, ""])
def test_a_message_without_an_id_is_known_by_all_that_it_says(value: Any) -> None:
    assert decode_push(pushed(MsgId=value)).key == "e:o1:1714037059:text:你好"
    assert decode_push(pushed(MsgId=value, Content="x")).key != decode_push(pushed(MsgId=value)).key


def test_a_key_that_would_be_too_long_is_a_digest_and_still_tells_apart() -> None:
    fits, over = (decode_push(pushed(MsgId="x" * (MAX_KEY - 2 + more))).key for more in (0, 1))
    assert fits == "m:" + "x" * (MAX_KEY - 2)
    assert over == "m:" + hashlib.sha256(("m:" + "x" * (MAX_KEY - 1)).encode()).hexdigest()[: MAX_KEY - 2]
    assert decode_push(pushed(MsgId="x" * (MAX_KEY - 2) + "y")).key != over


def test_two_callbacks_of_kf_in_one_second_are_two_and_one_tried_again_is_one() -> None:
    keys = [decode_push(kf_pushed(**other)).key for other in ({}, {"Token": "u"}, {"OpenKfId": "wk2"}, {"Token": ...})]
    assert len(set(keys)) == len(keys)
    assert decode_push(kf_pushed()).key == keys[0]


def test_a_callback_of_kf_comes_from_nobody_or_from_whom_it_says() -> None:
    assert decode_push(kf_pushed()).from_user == "" == decode_push(kf_pushed(FromUserName="")).from_user
    assert decode_push(kf_pushed(FromUserName="sys")).from_user == "sys"
    assert "FromUserName" in refusal(kf_pushed(FromUserName=["a"]))
    assert "FromUserName" in refusal(kf_pushed(Event="kf_account_auth_change"))


def test_a_refusal_names_the_field_and_does_not_quote_it() -> None:
    assert "secret" not in refusal(pushed(FromUserName="secret" * 20))


LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(), st.builds(pow, st.just(10), st.just(5000))),
    *(st.text(), st.text(st.characters(categories=["Cs", "Cc", "Nd"]), max_size=4), st.text("x", max_size=200)),
    st.sampled_from(["event", "text", "voice", "kf_msg_or_event", "1", " "]),
)
ANYTHING = st.recursive(
    LEAVES, lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(), inner, max_size=2)
)
NAMES = sorted({*pushed(), *kf_pushed(), "EventKey", "MediaId", "bizmsgmenuid", "Recognition", "SessionFrom"})
ENVELOPE_NAMES = ["ToUserName", "tousername", "Encrypt", "encrypt"]


def changed(good: dict[str, Any], names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
    """A good document of which some fields are anything."""
    return st.dictionaries(st.sampled_from(names), ANYTHING, max_size=4).map(lambda changes: {**good, **changes})


@given(st.sampled_from([pushed(), event_pushed(), kf_pushed(), {}]).flatmap(lambda good: changed(good, NAMES)))
def test_any_document_is_decoded_or_refused(document: dict[str, Any]) -> None:
    push = decoded(document)
    if isinstance(push, int):
        assert push == 400
        return
    assert 2 < len(push.key) <= MAX_KEY and push.to_user and push.kind
    assert push.from_user or push.event == "kf_msg_or_event"
    json.dumps(vars(push), ensure_ascii=False).encode()


@given(changed({}, ENVELOPE_NAMES))
def test_any_document_is_an_envelope_or_not_or_refused(document: dict[str, Any]) -> None:
    envelope = enveloped(document)
    if isinstance(envelope, int):
        assert envelope == 400
        return
    assert (envelope is None) == (not {"Encrypt", "encrypt"} & document.keys())


@given(st.binary(max_size=200) | st.sampled_from(BODIES), st.integers(0, 3000), st.binary(max_size=6))
def test_any_body_ends_as_a_push_an_envelope_or_a_refusal(body: bytes, place: int, other: bytes) -> None:
    try:
        document = read_document(body[:place] + other + body[place + 1 :])
    except BadBody:
        return
    assert enveloped(document) or decoded(document)


def decoded(document: dict[str, Any]) -> Union[Push, int]:
    """The push, or the status with which it is refused."""
    try:
        return decode_push(document)
    except BadBody as error:
        return error.status


def enveloped(document: dict[str, Any]) -> Union[tuple[str, str], int, None]:
    """The envelope, None, or the status with which it is refused."""
    try:
        return envelope_of(document)
    except BadBody as error:
        return error.status
