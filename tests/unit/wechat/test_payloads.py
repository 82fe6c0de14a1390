"""Payloads from Tencent's documentation and from those who met them: what each says, to the last field."""

import json
from pathlib import Path
from typing import Any

import pytest

from shouhou.channels.wechat.decode import Push, decode_push, envelope_of
from shouhou.channels.wechat.documents import BadBody, read_document

SAMPLES = Path(__file__).parents[2] / "wechat"
PAYLOADS = SAMPLES / "payloads"
FILES = sorted(path for path in PAYLOADS.iterdir() if path.name != "INDEX.json")
VECTORS: dict[str, dict[str, Any]] = {
    vector["id"]: vector for vector in json.loads((SAMPLES / "vectors.json").read_text("utf-8"))
}

# What each payload says that is a push (the two replies, which look like one, among them), to the last field.
PUSHES = {
    "miniapp_miniprogrampage.json": Push("toUser", "fromUser", "miniprogrampage", "m:1234567890123456"),
    "miniapp_miniprogrampage.xml": Push("toUser", "fromUser", "miniprogrampage", "m:1234567890123456"),
    "oa_click_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:click:EVENTKEY", event="click", event_key="EVENTKEY",
    ),
    "oa_image_msg.xml": Push("toUser", "fromUser", "image", "m:1234567890123456", media_id="media_id"),
    "oa_location_event.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:123456789:location:", event="location"
    ),
    "oa_location_msg.xml": Push("toUser", "fromUser", "location", "m:1234567890123456"),
    "oa_scan_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:scan:SCENE_VALUE", event="scan", event_key="SCENE_VALUE",
    ),
    "oa_scancode_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090502:scancode_push:6", event="scancode_push", event_key="6",
    ),
    "oa_shortvideo_msg.xml": Push(
        "toUser", "fromUser", "shortvideo", "m:1234567890123456", media_id="media_id"
    ),
    "oa_subscribe_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:123456789:subscribe:", event="subscribe"
    ),
    "oa_text_msg.json": Push("toUser", "fromUser", "text", "m:1234567890123456", text="this is a test"),
    "oa_text_msg.xml": Push("toUser", "fromUser", "text", "m:1234567890123456", text="this is a test"),
    "oa_textmessagereply.xml": Push(
        "toUser", "fromUser", "text", "e:fromUser:12345678:text:你好", text="你好"
    ),
    "oa_transfercustomerservicereply.xml": Push(
        "touser", "fromuser", "transfer_customer_service",
        "e:fromuser:1399197672:transfer_customer_service:",
    ),
    "oa_userentertempsessionevent.json": Push(
        "toUser", "fromUser", "event",
        "e:fromUser:1482048670:user_enter_tempsession:", event="user_enter_tempsession", session_from="sessionFrom",
    ),
    "oa_userentertempsessionevent.xml": Push(
        "toUser", "fromUser", "event",
        "e:fromUser:1482048670:user_enter_tempsession:", event="user_enter_tempsession", session_from="sessionFrom",
    ),
    "oa_video_msg.xml": Push("toUser", "fromUser", "video", "m:1234567890123456", media_id="media_id"),
    "oa_view_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:view:www.qq.com", event="view", event_key="www.qq.com",
    ),
    "oa_viewminiprogram_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:view_miniprogram:pages/index/index", event="view_miniprogram",
        event_key="pages/index/index",
    ),
    "oa_voice_msg.xml": Push("toUser", "fromUser", "voice", "m:1234567890123456", media_id="media_id"),
    "real_docs-component-aes.xml": Push(
        "gh_97417a04a28d", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "event",
        "e:o9AgO5Kd5ggOC-bXrbNODIiE3bGY:1715943329:debug_demo:", event="debug_demo",
    ),
    "real_docs-post-aes.json": Push(
        "gh_97417a04a28d", "o9AgO5Kd5ggOC-bXrbNODIiE3bGY", "event",
        "e:o9AgO5Kd5ggOC-bXrbNODIiE3bGY:1714112445:debug_demo:", event="debug_demo",
    ),
    "real_miniapp_cloudfn_text.json": Push(
        "wx3d289323f5900f8e", "ohl4L0Rnhq7vmmbT_DaNQa4ePaz0", "text",
        "m:49d72d67b16d115e7935ac386f2f0fa41535298877_1555684067", text="测试",
    ),
    "real_miniapp_community_text.json": Push(
        "gh_848b8d1809b5", "otDwO5EckxVWz0ItSW8XeWxknXAk", "text", "m:22876340532172986", text="亲"
    ),
    "real_oa_msgmenu_click.xml": Push(
        "gh_a96a4a619366", "olPjZjsXuQPJoV0HlruZkNzKc91E", "text",
        "m:22220946756594166", text="满意", menu_id="101",
    ),
    "real_oa_voice_empty_recognition.xml": Push(
        "gh_3e7f4bc6f4da", "oDO796opXuEu2mWrn53BqlVW0u9I", "voice",
        "m:7250021412600020992", media_id="whQK88YniP8QXO5rkRimKmkWEg4V0D9_yDblzDFn9yJMJQNnV7pan6AJg8rgiFs9",
    ),
    "real_tencent-cpp-sample.xml": Push(
        "gh_10f6c3c3ac5a", "oyORnuP8q7ou2gfYjqLzSIWZf0rs", "text", "m:6057404712141979648", text="abcdteT"
    ),
    "real_tencent-python-sample.xml": Push(
        "gh_10f6c3c3ac5a", "oyORnuP8q7ou2gfYjqLzSIWZf0rs", "text", "m:6054768590064713728", text="abcdteT"
    ),
    "real_wechatpy-decrypt.xml": Push(
        "wx49f0ab532d5d035a", "messense", "text", "m:4363689963896700987", text="test"
    ),
    "real_wecom-decryptmsg.xml": Push(
        "wx5823bf96d3bd56c7", "mycreate", "text", "m:4561255354251345929", text="hello"
    ),
    "real_wecom-java-decryptmsg.xml": Push(
        "wxac9f1336104f190a", "zeping.ju", "text", "m:4617096341485518852", text="000"
    ),
    "real_wecom-py-decryptmsg.xml": Push(
        "ww1436e0e65a779aee", "ChenJiaShun", "text", "m:1456453720", text="你好"
    ),
    "wechatpy_annual_renew_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:1442401004:annual_renew:", event="annual_renew"
    ),
    "wechatpy_click_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:click:EVENTKEY", event="click", event_key="EVENTKEY",
    ),
    "wechatpy_export.xml": Push(
        "wx28dbb14e3720FAKE", "FromUser", "event",
        "e:FromUser:1425284517:batch_job_result:", event="batch_job_result",
    ),
    "wechatpy_kf_close_session_event.xml": Push(
        "touser", "fromuser", "event", "e:fromuser:1399197672:kf_close_session:", event="kf_close_session"
    ),
    "wechatpy_kf_create_session_event.xml": Push(
        "touser", "fromuser", "event", "e:fromuser:1399197672:kf_create_session:", event="kf_create_session"
    ),
    "wechatpy_kf_switch_session_event.xml": Push(
        "touser", "fromuser", "event", "e:fromuser:1399197672:kf_switch_session:", event="kf_switch_session"
    ),
    "wechatpy_location_event.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:123456789:location:", event="location"
    ),
    "wechatpy_location_select_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408091189:location_select:6", event="location_select", event_key="6",
    ),
    "wechatpy_mass_send_job_finish_event.xml": Push(
        "gh_4d00ed8d6399", "oV5CrjpxgaGXNHIQigzNlgLTnwic", "event",
        "e:oV5CrjpxgaGXNHIQigzNlgLTnwic:1481013459:masssendjobfinish:", event="masssendjobfinish",
    ),
    "wechatpy_meeting.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:book_meeting_room:", event="book_meeting_room"
    ),
    "wechatpy_merchant_order_event.xml": Push(
        "weixin_media1", "oDF3iYyVlek46AyTBbMRVV8VZVlI", "event",
        "e:oDF3iYyVlek46AyTBbMRVV8VZVlI:1398144192:merchant_order:", event="merchant_order",
    ),
    "wechatpy_naming_verify_fail_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:1442401061:naming_verify_fail:", event="naming_verify_fail",
    ),
    "wechatpy_naming_verify_success_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:1442401093:naming_verify_success:", event="naming_verify_success",
    ),
    "wechatpy_parse_add_schedule.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:add_schedule:", event="add_schedule"
    ),
    "wechatpy_parse_click_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:click:EVENTKEY", event="click", event_key="EVENTKEY",
    ),
    "wechatpy_parse_delete_calendar.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:delete_calendar:", event="delete_calendar"
    ),
    "wechatpy_parse_delete_schedule.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:delete_schedule:", event="delete_schedule"
    ),
    "wechatpy_parse_device_bind_event.xml": Push(
        "toUser", "fromUser", "device_event", "m:1234567890123456"
    ),
    "wechatpy_parse_device_text_event.xml": Push("toUser", "fromUser", "device_text", "m:1234567890123456"),
    "wechatpy_parse_image_message.xml": Push(
        "toUser", "fromUser", "image", "m:1234567890123456", media_id="media_id"
    ),
    "wechatpy_parse_link_message.xml": Push("toUser", "fromUser", "link", "m:1234567890123456"),
    "wechatpy_parse_location_event.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:123456789:location:", event="location"
    ),
    "wechatpy_parse_location_message.xml": Push("toUser", "fromUser", "location", "m:1234567890123456"),
    "wechatpy_parse_modify_calendar.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:modify_calendar:", event="modify_calendar"
    ),
    "wechatpy_parse_modify_schedule.xml": Push(
        "toUser", "fromUser", "event", "e:fromUser:1348831860:modify_schedule:", event="modify_schedule"
    ),
    "wechatpy_parse_scan_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:123456789:scan:123123", event="scan", event_key="123123"
    ),
    "wechatpy_parse_subscribe_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:123456789:subscribe:", event="subscribe"
    ),
    "wechatpy_parse_subscribe_event_with_last_trade_no.xml": Push(
        "toUser", "FromUser", "event",
        "e:fd3cdf2af2891b295ec4ad91ee7a977715f1c6683d907a0e1e11a671a06f16", event="subscribe",
        event_key="last_trade_no_4008072001201701105817415015",
    ),
    "wechatpy_parse_subscribe_scan_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:subscribe:qrscene_123123", event="subscribe", event_key="qrscene_123123",
    ),
    "wechatpy_parse_subscribe_scan_product_event.xml": Push(
        "gh_fbe8a958756e", "otAzGjrS4AYCmeJM1GhEOcHXXTAo", "event",
        "e:f930d15f5141ea18916b4f04dff085d648fb531c76e3a1de35f5eb37dca03f", event="subscribe",
        event_key="scanbarcode|keystandard|keystr",
    ),
    "wechatpy_parse_text_message.xml": Push(
        "toUser", "fromUser", "text", "m:1234567890123456", text="this is a test"
    ),
    "wechatpy_parse_unknown_message.xml": Push("toUser", "fromUser", "notsure", "m:1234567890123456"),
    "wechatpy_parse_video_message.xml": Push(
        "toUser", "fromUser", "video", "m:1234567890123456", media_id="media_id"
    ),
    "wechatpy_parse_view_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:view:www.qq.com", event="view", event_key="www.qq.com",
    ),
    "wechatpy_parse_voice_message.xml": Push(
        "toUser", "fromUser", "voice", "m:1234567890123456", media_id="media_id"
    ),
    "wechatpy_pic_photo_or_album_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090816:pic_photo_or_album:6", event="pic_photo_or_album", event_key="6",
    ),
    "wechatpy_pic_sysphoto_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090651:pic_sysphoto:6", event="pic_sysphoto", event_key="6",
    ),
    "wechatpy_pic_wechat_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090816:pic_weixin:6", event="pic_weixin", event_key="6",
    ),
    "wechatpy_qualification_verify_fail_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:1442401156:qualification_verify_fail:", event="qualification_verify_fail",
    ),
    "wechatpy_qualification_verify_success_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:1442401156:qualification_verify_success:", event="qualification_verify_success",
    ),
    "wechatpy_scan_code_push_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090502:scancode_push:6", event="scancode_push", event_key="6",
    ),
    "wechatpy_scan_code_waitmsg_event.xml": Push(
        "gh_e136c6e50636", "oMgHVjngRipVsoxg6TuX3vz6glDg", "event",
        "e:oMgHVjngRipVsoxg6TuX3vz6glDg:1408090606:scancode_waitmsg:6", event="scancode_waitmsg", event_key="6",
    ),
    "wechatpy_scan_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:scan:SCENE_VALUE", event="scan", event_key="SCENE_VALUE",
    ),
    "wechatpy_shakearound_user_shake_event.xml": Push(
        "toUser", "fromUser", "event",
        "e:fromUser:1433332012:shakearoundusershake:", event="shakearoundusershake",
    ),
    "wechatpy_subscribe_event.xml": Push(
        "toUser", "UserID", "event", "e:UserID:1348831860:subscribe:", event="subscribe"
    ),
    "wechatpy_subscribe_scan_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:subscribe:qrscene_123123", event="subscribe", event_key="qrscene_123123",
    ),
    "wechatpy_template_send_job_finish_event.xml": Push(
        "touser", "fromuser", "event",
        "e:fromuser:1395658920:templatesendjobfinish:", event="templatesendjobfinish",
    ),
    "wechatpy_template_subscribe_msg_change_event.xml": Push(
        "gh_123456789abc", "otFpruAK8D-E6EfStSYonYSBZ8_4", "event",
        "e:c68643b3ac4a01ccccaebfd5532e5b2bd4e0c41e9c7f5a003a66e4f64547b7", event="subscribe_msg_change_event",
    ),
    "wechatpy_template_subscribe_msg_popup_event.xml": Push(
        "gh_123456789abc", "otFpruAK8D-E6EfStSYonYSBZ8_4", "event",
        "e:716f6581f8cc987863d4a7c9e7f9e64ac1c4e1bf3def532df5780e334ba22c", event="subscribe_msg_popup_event",
    ),
    "wechatpy_template_subscribe_msg_sent_event.xml": Push(
        "gh_123456789abc", "otFpruAK8D-E6EfStSYonYSBZ8_4", "event",
        "e:19623e4bbf84b45685a96a4d4a14540b9e3ddaa17b71ac85c867a0f13e18e3", event="subscribe_msg_sent_event",
    ),
    "wechatpy_unsubscribe_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:123456789:unsubscribe:", event="unsubscribe"
    ),
    "wechatpy_verify_expired_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:1442400900:verify_expired:", event="verify_expired"
    ),
    "wechatpy_view_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:view:www.qq.com", event="view", event_key="www.qq.com",
    ),
    "wechatpy_wifi_connected_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:123456789:wificonnected:", event="wificonnected"
    ),
    "wecom_click_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:click:EVENTKEY", event="click", event_key="EVENTKEY",
    ),
    "wecom_enteragent_event.xml": Push(
        "toUser", "FromUser", "event", "e:FromUser:1408091189:enter_agent:", event="enter_agent"
    ),
    "wecom_image_msg.xml": Push("toUser", "fromUser", "image", "m:1234567890123456", media_id="media_id"),
    "wecom_kf_msg.xml": Push(
        "ww12345678910", "", "event",
        "e:920bd57fdb500e23da3b6154a909e46151a4d0a839f9ce2ff8ffc6bcc277cf", event="kf_msg_or_event",
        kf_token="ENCApHxnGDNAVNY4AaSJKj4Tb5mwsEMzxhFmHVGcra996NR", open_kfid="wkxxxxxxx",
    ),
    "wecom_kfaccountauthchangeevent.xml": Push(
        "toUser", "sys", "event", "e:sys:1348831860:kf_account_auth_change:", event="kf_account_auth_change"
    ),
    "wecom_link_msg.xml": Push("toUser", "fromUser", "link", "m:1234567890123456"),
    "wecom_location_msg.xml": Push("toUser", "fromUser", "location", "m:1234567890123456"),
    "wecom_subscribe_event.xml": Push(
        "toUser", "UserID", "event", "e:UserID:1348831860:subscribe:", event="subscribe"
    ),
    "wecom_text_msg.xml": Push("toUser", "fromUser", "text", "m:1234567890123456", text="this is a test"),
    "wecom_video_msg.xml": Push("toUser", "fromUser", "video", "m:1234567890123456", media_id="media_id"),
    "wecom_view_event.xml": Push(
        "toUser", "FromUser", "event",
        "e:FromUser:123456789:view:www.qq.com", event="view", event_key="www.qq.com",
    ),
    "wecom_voice_msg.xml": Push("toUser", "fromUser", "voice", "m:1234567890123456", media_id="media_id"),
}
MALFORMED = "real_wecom-json-decryptmsg.json"  # no JSON, in Tencent's own example
API_SAMPLES = [path for path in FILES if path.name.startswith(("kf_", "oa_api_", "dingtalk_"))]


def document_of(name: str) -> dict[str, Any]:
    return read_document((PAYLOADS / name).read_bytes())


def test_every_payload_is_a_push_an_api_sample_or_the_malformed_one() -> None:
    assert {path.name for path in FILES} == {*PUSHES, MALFORMED, *(path.name for path in API_SAMPLES)}
    assert len(PUSHES) + 1 + len(API_SAMPLES) == 115


@pytest.mark.parametrize("name", PUSHES)
def test_every_push_says_exactly_this(name: str) -> None:
    assert decode_push(document_of(name)) == PUSHES[name]
    assert envelope_of(document_of(name)) is None


@pytest.mark.parametrize("path", API_SAMPLES, ids=lambda path: path.name)
def test_what_apis_say_reads_as_json_and_is_no_push(path: Path) -> None:
    assert isinstance(json.loads(path.read_text("utf-8")), dict)
    with pytest.raises(BadBody):
        decode_push(read_document(path.read_bytes()))


def test_what_the_examples_push_in_the_clear_says_the_same() -> None:
    push = decode_push(read_document(VECTORS["docs-post-plain"]["body"].encode()))
    sender = "o9AgO5Kd5ggOC-bXrbNODIiE3bGY"
    assert (push.from_user, push.event, push.key) == (sender, "debug_demo", f"e:{sender}:1714037059:debug_demo:")


def test_a_body_in_compatible_mode_is_a_push_and_an_envelope() -> None:
    vector = VECTORS["tencent-python-sample"]
    document = read_document(vector["body"].encode())
    assert decode_push(document) == PUSHES["real_tencent-python-sample.xml"]
    assert envelope_of(document) == ("gh_10f6c3c3ac5a", vector["encrypt"])


@pytest.mark.parametrize(
    "identifier, to_user",
    [
        ("docs-component-aes", "gh_97417a04a28d"),
        ("wecom-decryptmsg", "wx5823bf96d3bd56c7"),
        ("wecom-py-decryptmsg", "ww1436e0e65a779aee"),
        ("wecom-json-decryptmsg", "wx5823bf96d3bd56c7"),  # not the receive_id, in Tencent's own example
    ],
)
def test_an_envelope_is_found_in_xml_and_in_lower_case_json(identifier: str, to_user: str) -> None:
    vector = VECTORS[identifier]
    document = read_document(vector["body"].encode())
    assert envelope_of(document) == (to_user, vector["encrypt"])
    with pytest.raises(BadBody):
        decode_push(document)
