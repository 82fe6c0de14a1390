"""Tencent's servers as the tests play them keep Tencent's rules: tokens, windows, media, faults."""

import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.pictures import png
from tests.services.wechat.accounts import Account, official_account
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.limits import Act
from tests.services.wechat.tencent_crypto import CryptoError, Seal, signature
from tests.services.wechat.tencent_world import CUSTOM_SEND, SYNC, USER, World

VECTORS = json.loads((Path(__file__).parents[2] / "wechat" / "vectors.json").read_text(encoding="utf-8"))
TYPING = "/cgi-bin/message/custom/typing"


@pytest.fixture
def world() -> Iterator[World]:
    """Tencent serves; its clock stands."""
    world = World()
    with world.tencent:
        yield world


@pytest.mark.parametrize("vector", VECTORS, ids=[vector["id"] for vector in VECTORS])
def test_its_crypto_meets_what_tencent_published(vector: dict[str, Any]) -> None:
    if vector["kind"] == "plain_signature":
        assert signature(vector["token"], vector["timestamp"], vector["nonce"]) == vector["signature"]
        return
    seal = Seal(vector["encoding_aes_key"], vector["receive_id"])
    if "msg_signature" in vector:
        parts = (vector["token"], vector["timestamp"], vector["nonce"], vector["encrypt"])
        assert signature(*parts) == vector["msg_signature"]
    if vector["kind"] == "encrypt":
        assert seal.encrypt(vector["plaintext"], vector["random16"].encode()) == vector["encrypt"]
    opened = seal.decrypt(vector["encrypt"])
    assert opened == vector.get("expected", vector.get("plaintext", opened))
    assert vector.get("expected_contains", "") in opened


def test_what_is_sealed_for_another_account_is_not_opened() -> None:
    account = official_account()
    with pytest.raises(CryptoError, match="sealed for"):
        account.seal.decrypt(Seal(account.encoding_aes_key, "wxother").encrypt("你好"))


def test_a_token_stays_the_same_until_five_minutes_before_its_end(world: World) -> None:
    first = world.asks(world.official)
    world.clock.moves(seconds=6899)
    assert world.asks(world.official) == {"access_token": first["access_token"], "expires_in": 301}
    world.clock.moves(seconds=2)
    second = world.asks(world.official)
    assert second["access_token"] != first["access_token"] and second["expires_in"] == 7200
    world.tencent.user_acts(world.official, USER)
    body = {"touser": USER, "msgtype": "text", "text": {"content": "好"}}
    assert world.posts(world.official, CUSTOM_SEND, body, first["access_token"])["errcode"] == 0
    world.clock.moves(seconds=300)
    assert world.posts(world.official, CUSTOM_SEND, body, first["access_token"])["errcode"] == 42001
    assert world.tencent.tokens.requests[world.official.app_id] == 3
    assert world.tencent.tokens.generations[world.official.app_id] == 2


def test_a_token_that_ended_early_is_refused_and_the_next_one_is_another(world: World) -> None:
    for account, path, revoked in ((world.official, TYPING, 40001), (world.corp, SYNC, 40014)):
        for end, errcode in ((world.tencent.expire_token, 42001), (world.tencent.revoke_token, revoked)):
            token = world.asks(account)["access_token"]
            end(account)
            assert world.posts(account, path, {}, token)["errcode"] == errcode
            assert world.asks(account)["access_token"] != token


def test_tokens_are_refused_to_whoever_may_not_have_them(world: World) -> None:
    assert world.asks(world.official, secret="wrong")["errcode"] == 40125
    assert world.asks(world.official, appid="wxnobody")["errcode"] == 40013
    assert world.asks(world.official, grant_type="password")["errcode"] == 40002
    assert world.asks(world.corp, corpsecret="wrong")["errcode"] == 40001
    assert world.asks(world.corp, corpid="wwnobody")["errcode"] == 40013
    token = world.asks(world.corp)["access_token"]
    for account in (world.official, world.corp):
        world.tencent.whitelist(account, False)
    assert world.asks(world.official)["errcode"] == 40164
    assert world.posts(world.corp, SYNC, {}, token)["errcode"] == 60020
    world.tencent.whitelist(world.official, True)
    assert "access_token" in world.asks(world.official)


def test_a_token_is_good_for_its_own_host_alone_and_must_have_its_form(world: World) -> None:
    assert world.posts(world.official, TYPING, {}, "")["errcode"] == 41001
    assert world.posts(world.official, TYPING, {}, "nonsense")["errcode"] == 40014
    assert world.posts(world.official, SYNC, {}, world.asks(world.official)["access_token"])["errcode"] == 40014
    assert world.posts(world.official, TYPING, {}, "1_" + "x" * 120)["errcode"] == 40001


def test_a_forced_token_ends_the_one_before_and_is_rationed(world: World) -> None:
    first = world.asks(world.official)["access_token"]
    assert world.asks(world.official, force_refresh=True)["access_token"] != first
    assert world.posts(world.official, TYPING, {}, first)["errcode"] == 40001
    assert world.asks(world.official, force_refresh=True)["errcode"] == 45011
    for _ in range(19):
        world.clock.moves(seconds=30)
        assert "access_token" in world.asks(world.official, force_refresh=True)
    world.clock.moves(seconds=30)
    assert world.asks(world.official, force_refresh=True)["errcode"] == 45009


def test_a_message_lets_the_account_answer_five_times_within_48_hours(world: World) -> None:
    assert world.sends(world.official) == 40003
    world.tencent.user_acts(world.official, USER)
    assert [world.sends(world.official) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]
    world.tencent.user_acts(world.official, USER)
    assert world.sends(world.official) == 0
    world.clock.moves(hours=48)
    assert world.sends(world.official) == 45015
    assert len(world.tencent.inbox(USER)) == 6


@pytest.mark.parametrize("act", [Act.CLICK, Act.FOLLOW, Act.SCAN])
def test_other_acts_let_the_account_write_three_times_within_a_minute(world: World, act: Act) -> None:
    world.tencent.user_acts(world.official, USER, act)
    assert [world.sends(world.official) for _ in range(4)] == [0, 0, 0, 45047]
    world.clock.moves(minutes=1)
    assert world.sends(world.official) == 45015


def test_who_enters_a_mini_program_may_be_written_to_twice(world: World) -> None:
    world.tencent.user_acts(world.mini, USER, Act.ENTER)
    assert [world.sends(world.mini) for _ in range(3)] == [0, 0, 45047]
    world.tencent.user_acts(world.mini, USER)
    assert [world.sends(world.mini) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_who_unfollows_is_out_of_reach(world: World) -> None:
    world.tencent.user_acts(world.official, USER)
    world.tencent.custom.left(world.official, USER)
    assert world.sends(world.official) == 45015


def test_an_escape_in_a_body_is_refused_and_a_written_one_is_not(world: World) -> None:
    world.tencent.user_acts(world.official, USER)
    escaped = json.dumps({"touser": USER, "msgtype": "text", "text": {"content": "你好"}}).encode()
    assert world.posts(world.official, CUSTOM_SEND, escaped)["errcode"] == 40033
    assert world.sends(world.official, "写作 \\u4f60 的样子") == 0
    gbk = '{"touser": "oUser", "msgtype": "text", "text": {"content": "你好"}}'.encode("gbk")
    assert world.posts(world.official, CUSTOM_SEND, gbk)["errcode"] == 40033
    assert world.posts(world.official, CUSTOM_SEND, b"not json")["errcode"] == 47001


def test_a_text_has_at_most_2048_bytes(world: World) -> None:
    world.tencent.user_acts(world.official, USER)
    assert world.sends(world.official, "好" * 682 + "ab") == 0
    assert world.sends(world.official, "好" * 683) == 45002
    assert world.sends(world.official, "") == 44004


def test_a_menu_is_taken_from_official_accounts_and_its_lines_are_kept(world: World) -> None:
    for account in (world.official, world.mini):
        world.tencent.user_acts(account, USER)
    menu = {"head_content": "满意吗", "list": [{"id": "101", "content": "满意"}], "tail_content": "谢谢"}
    assert world.sends(world.mini, msgtype="msgmenu", msgmenu=menu) == 40008
    assert world.sends(world.official, msgtype="msgmenu", msgmenu=menu) == 0
    got = world.tencent.inbox(USER)[0]
    assert (got.kind, got.text, got.tail, got.via) == ("msgmenu", "满意吗", "谢谢", "custom")
    assert [(item.id, item.content) for item in got.items] == [("101", "满意")]
    for lines in (
        [], [{"id": "1", "content": "a"}] * 11, [{"id": "", "content": "a"}], [{"id": "1", "content": ""}],
        [{"id": "1", "content": "好" * 43}], [{"id": "x" * 129, "content": "a"}], [{"id": 1, "content": "a"}],
    ):
        assert world.sends(world.official, msgtype="msgmenu", msgmenu={**menu, "list": lines}) == 40035, lines


def test_what_an_account_may_not_send_is_refused_and_costs_nothing(world: World) -> None:
    for account in (world.official, world.mini):
        world.tencent.user_acts(account, USER)
    assert world.sends(world.official, msgtype="hologram", hologram={}) == 40008
    assert world.sends(world.mini, msgtype="voice", voice={"media_id": "x"}) == 40008
    assert world.sends(world.official, msgtype="image", image={"media_id": "nobody's"}) == 40007
    link = {"title": "售后", "url": "https://example.com", "description": "", "thumb_url": ""}
    assert world.sends(world.mini, msgtype="link", link=link) == 0
    world.tencent.permit(world.official, False)
    assert world.sends(world.official) == 48001
    world.tencent.permit(world.official, True)
    assert [world.sends(world.official) for _ in range(6)] == [0, 0, 0, 0, 0, 45047]


def test_typing_needs_a_recent_message_and_is_not_repeated(world: World) -> None:
    def types(command: str = "Typing", account: Account = world.official, path: str = TYPING) -> int:
        return int(world.posts(account, path, {"touser": USER, "command": command})["errcode"])

    world.tencent.user_acts(world.official, USER)
    assert types("Dancing") == 45072
    assert types() == 0 and types() == 45081
    assert world.tencent.custom.is_typing(world.official, USER)
    assert types("CancelTyping") == 0 and types() == 0
    assert world.sends(world.official) == 0
    assert not world.tencent.custom.is_typing(world.official, USER)
    world.clock.moves(seconds=31)
    assert types() == 45080
    world.tencent.user_acts(world.mini, USER)
    assert types(account=world.mini, path="/cgi-bin/message/custom/business/typing") == 0


def test_media_are_kept_for_three_days_for_the_account_that_has_them(world: World) -> None:
    picture = png()
    uploaded = world.uploads(world.official, picture)
    assert uploaded["type"] == "image" and "errcode" not in uploaded
    media_id = uploaded["media_id"]
    assert world.gets(world.official, "/cgi-bin/media/get", media_id=media_id) == ("image/png", picture)
    world.tencent.user_acts(world.official, USER)
    assert world.sends(world.official, msgtype="image", image={"media_id": media_id}) == 0
    assert world.tencent.inbox(USER)[0].media_id == media_id
    kind, refused = world.gets(world.mini, "/cgi-bin/media/get", media_id=media_id)
    assert kind.startswith("text/plain") and json.loads(refused)["errcode"] == 40007
    world.clock.moves(days=3)
    assert json.loads(world.gets(world.official, "/cgi-bin/media/get", media_id=media_id)[1])["errcode"] == 40007


def test_an_upload_must_be_a_picture(world: World) -> None:
    assert world.uploads(world.official, b"hello")["errcode"] == 40005
    assert world.uploads(world.official, png(), "hologram")["errcode"] == 40004
    assert world.uploads(world.corp, png())["errcode"] == 0


def test_faults_are_played_in_turn_and_every_call_is_recorded(world: World) -> None:
    world.tencent.user_acts(world.official, USER)
    for fault in (-1, 502, "cut", "drop"):
        world.tencent.fail_next(CUSTOM_SEND, fault)
    assert world.sends(world.official) == -1
    with pytest.raises(urllib.error.HTTPError, match="502"):
        world.sends(world.official)
    for delivered in (0, 1):
        with pytest.raises(OSError):
            world.sends(world.official)
        assert len(world.tencent.inbox(USER)) == delivered
    assert world.sends(world.official) == 0
    calls = world.tencent.calls(CUSTOM_SEND)
    assert [call.fault for call in calls] == ["-1", "502", "cut", "drop", ""]
    assert [call.errcode for call in calls] == [-1, None, None, 0, 0]
    assert calls[0].json["touser"] == USER


def test_a_call_that_hangs_ends_with_the_server(world: World) -> None:
    world.tencent.fail_next("/cgi-bin/stable_token", "hang")
    request = urllib.request.Request(f"{world.tencent.url}/cgi-bin/stable_token", b"{}", method="POST")
    with pytest.raises(TimeoutError):
        urllib.request.urlopen(request, timeout=0.3)
    url = world.tencent.url
    world.tencent.stop()
    with pytest.raises(urllib.error.URLError):
        world.asks(world.official)
    assert world.tencent.start().url == url
    assert "access_token" in world.asks(world.official)


def test_the_same_seed_fails_the_same_calls() -> None:
    def fails() -> list[str]:
        world = World()
        world.tencent = FakeTencent(world.official, seed=8, failure_share=0.3)
        with world.tencent:
            for _ in range(40):
                try:
                    world.asks(world.official)
                except OSError:
                    continue
            return [call.fault for call in world.tencent.calls()]

    first = fails()
    assert first == fails() and {"-1", "502", "drop", ""} == set(first)


def test_unknown_paths_and_wrong_methods_are_refused(world: World) -> None:
    assert world.posts(world.official, "/cgi-bin/nothing", {})["errcode"] == 40066
    kind, body = world.gets(world.official, CUSTOM_SEND)
    assert json.loads(body)["errcode"] == 43002 and kind.startswith("application/json")
