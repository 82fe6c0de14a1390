"""The commands for WeChat: what is wrong is said in words with what to do, and no secret is ever printed."""

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
import urllib.parse
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Optional

import pytest
from typer.testing import CliRunner

from shouhou import clock, settings
from shouhou.cases import outbox, schema
from shouhou.cases.conversations import Address, open_conversation, say
from shouhou.cases.database import Database
from shouhou.cases.messages import BOT, Draft
from shouhou.channels.binding_links import BindingLink, read_code
from shouhou.command import app
from shouhou.commands import wechat, wechat_checks
from tests.services.wechat import records
from tests.services.wechat.accounts import Account, Kind, kf_corp, mini_program, official_account
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.kf_desk import KfDesk
from tests.services.wechat.tencent_crypto import signature
from tests.services.wechat.world import CHANNELS, CLASSES, WeChatShop
from tests.shop import free_port

SECRET = "a-secret-of-more-than-thirty-two-bytes"
TYPING = "/cgi-bin/message/custom/typing"
BUSINESS_TYPING = "/cgi-bin/message/custom/business/typing"
TOKEN = "/cgi-bin/stable_token"
DESKS = "/cgi-bin/kf/account/list"
SERVICERS = "/cgi-bin/kf/servicer/list"
OFFICIAL_CLASS = CLASSES[Kind.OFFICIAL]


class Bot:
    """Something that answers the console's check of an address as the bot does, by the protocol alone."""

    def __init__(self, *accounts: Account) -> None:
        self.accounts = {f"/webhooks/{CHANNELS[account.kind]}": account for account in accounts}
        self.status = 200
        self.words: Optional[str] = None
        bot = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                place = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(place.query))
                status, words = bot.answer(place.path.rstrip("/"), query)
                self.send_response(status)
                self.end_headers()
                self.wfile.write(words.encode())

            def log_message(self, *_: Any) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, str]:
        if self.status != 200 or self.words is not None:
            return self.status, self.words or ""
        account = self.accounts[path]
        parts = [account.token, query["timestamp"], query["nonce"]]
        if account.kind is Kind.KF:
            assert query["msg_signature"] == signature(*parts, query["echostr"])
            return 200, account.seal.decrypt(query["echostr"])
        assert query["signature"] == signature(*parts)
        return 200, query["echostr"]


class House:
    """A shop before Tencent, that its commands are run for."""

    def __init__(self, folder: Path) -> None:
        self.official, self.mini, self.corp = official_account(), mini_program(), kf_corp("zhangsan", desks=2)
        self.accounts = (self.official, self.mini, self.corp)
        self.tencent = FakeTencent(*self.accounts)
        self.file = folder / "credentials.yml"
        self.bot = Bot(*self.accounts)
        self.hidden = [SECRET]

    def given(self, account: Account, **changes: Any) -> dict[str, Any]:
        """An account's settings; a change to None leaves one out."""
        known = {
            "app_id": account.app_id, "secret": account.secret, "token": account.token,
            "encoding_aes_key": account.encoding_aes_key, "base_url": self.tencent.url, **changes,
        }
        return {name: value for name, value in known.items() if value is not None}

    def has(self, account: Account, **changes: Any) -> None:
        """The file names one account."""
        self.writes({CLASSES[account.kind]: self.given(account, **changes)})

    def writes(self, channels: Any) -> None:
        self.file.write_text(json.dumps(channels), encoding="utf-8")

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run `shouhou …`: its exit code, standard output and standard error, in which no secret may stand."""
        done = CliRunner().invoke(app, list(arguments))
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        hidden = list(self.hidden)
        for account in self.accounts:
            token = self.tencent.tokens.current(account)
            hidden += [account.secret, account.token, account.encoding_aes_key, token]
        assert not [secret for secret in hidden if secret in done.stdout + done.stderr]
        return done.exit_code, done.stdout, done.stderr

    def is_told(self, *words: str, wrong: int = 1) -> str:
        """Check, and find that these words are said of so many wrong things; all that is said."""
        code, out, err = self.run("wechat", "check")
        for word in words:
            assert word in out
        assert (code, out.count("  wrong  ")) == (1 if wrong else 0, wrong), out + err
        assert ("all is right" in out) is not bool(wrong)
        return out


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[House]:
    house = House(tmp_path)
    for name in ("DATABASE_URL", "REDIS_URL", "SHOUHOU_DEMO", "SHOUHOU_TIME_OFFSET", "SHOUHOU_HOST"):
        monkeypatch.setenv(name, "")
    monkeypatch.setenv("SHOUHOU_VAR", str(tmp_path / "var"))
    monkeypatch.setenv("SHOUHOU_WIDGET_SECRET", SECRET)
    monkeypatch.setenv("SHOUHOU_CREDENTIALS", str(house.file))
    monkeypatch.setenv("SHOUHOU_PORT", str(house.bot.server.server_address[1]))
    _forget_settings()
    with house.tencent:
        yield house
    house.bot.server.shutdown()
    _forget_settings()


def _forget_settings() -> None:
    for remembered in (settings.settings, settings.policy, clock._offset):
        remembered.cache_clear()


# What is right


def test_the_classes_are_those_of_the_channels() -> None:
    from shouhou.channels import wechat as channels

    assert {name: getattr(channels, name).kind for name in channels.__all__} == wechat.CLASSES


def test_accounts_that_work_are_said_to_and_their_addresses_are_told(house: House) -> None:
    house.writes({
        "shouhou.channels.widget.WidgetInput": {},
        OFFICIAL_CLASS: house.given(house.official, mode="compatible"),
        CLASSES[Kind.KF]: house.given(house.corp),
        CLASSES[Kind.MINI]: {"accounts": {"shop-2": house.given(house.mini)}},
    })
    house.bot.accounts["/webhooks/mini_program/shop-2"] = house.mini
    out = house.is_told("the database can be used", "客服账号: 客服1, 客服2", wrong=0)
    assert out.count("a token is given") == out.count("the clocks agree") == out.count("the bot answers at") == 3
    assert out.count("customer messages may be sent") == 2
    for account in house.accounts:
        assert account.app_id in out
    assert "https://YOUR-DOMAIN/webhooks/official_account/ (into the console, 消息加解密方式 兼容模式)" in out
    assert "https://YOUR-DOMAIN/webhooks/customer_service/ (into the console)" in out
    assert "https://YOUR-DOMAIN/webhooks/mini_program/shop-2 (into the console, 消息加解密方式 安全模式)" in out


def test_checking_writes_to_nobody_and_keeps_no_token(house: House) -> None:
    house.has(house.official)
    house.is_told(wrong=0)
    (call,) = house.tencent.calls(TYPING)
    assert (call.json["touser"], call.errcode) == (wechat_checks.NOBODY, 40003)
    assert {call.path for call in house.tencent.calls()} == {"/", TOKEN, TYPING}
    database = Database(settings.settings().database_url)
    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM channel_tokens").scalar() == 0
    database.dispose()


def test_one_account_is_checked_alone_when_it_is_named(house: House) -> None:
    house.writes({
        OFFICIAL_CLASS: {"accounts": {"main": house.given(house.official), "other": house.given(house.mini, token="-")}}
    })
    for name in ("official_account.main", "main"):
        code, out, _ = house.run("wechat", "check", name)
        assert (code, "other" in out) == (0, False)
    assert house.run("wechat", "check", "official_account")[0] == 1
    code, _, err = house.run("wechat", "check", "third")
    assert (code, "known are official_account.main, official_account.other" in err) == (2, True)


def test_without_the_network_the_file_alone_is_looked_at(house: House, tmp_path: Path) -> None:
    house.has(house.official, secret="another")
    house.bot.status = 500
    code, out, _ = house.run("wechat", "check", "--no-network")
    assert (code, "every setting has the right form" in out, "/webhooks/official_account/" in out) == (0, True, True)
    assert house.tencent.calls() == [] and not (tmp_path / "var").exists()
    house.has(house.official, mode="open")
    assert house.run("wechat", "check", "--no-network")[0] == 1


def test_an_account_without_customer_messages_needs_no_secret(house: House) -> None:
    house.has(house.official, customer_messages=False, secret=None)
    house.is_told("customer_messages is false", "secret is not set: pictures", wrong=0)
    assert not house.tencent.calls(TOKEN)
    house.has(house.official, customer_messages=False)
    assert "customer messages may" not in house.is_told("a token is given", wrong=0)


# The file


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"app_id": "ww0123456789"}, "app_id is the AppID, which begins with wx"),
        ({"app_id": None}, "app_id is missing"),
        ({"secret": ""}, "secret is missing"),
        ({"token": "not-a-token"}, "token has 3 to 32 letters and digits"),
        ({"encoding_aes_key": "abc"}, "encoding_aes_key must be 43 characters"),
        ({"mode": "open"}, "mode is plain, compatible or safe"),
        ({"people": "nobody"}, "people is desk or wechat"),
        ({"people": "wechat", "customer_messages": False}, "people: wechat needs the customer message API"),
        ({"typing": "yes"}, "typing is true or false"),
        ({"customer_messages": 1}, "customer_messages is true or false"),
        ({"base_url": "api.weixin.qq.com"}, "base_url is an address such as"),
        ({"servicer": "zhangsan"}, "unknown setting servicer; known are"),
        ({"accounts": {}}, "beside `accounts` stands"),
    ],
)
def test_a_setting_of_a_wrong_form_is_named(house: House, changes: dict[str, Any], words: str) -> None:
    house.has(house.official, **changes)
    house.is_told(words)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"accounts": {}}, "`accounts` names no account"),
        ({"accounts": {"Grand Shop": {}}}, "a-z 0-9 _ -, not 'Grand Shop'"),
        ({"accounts": {"shop": None}}, "official_account.shop: has no settings"),
        (None, "app_id is missing"),
        ("wx0123456789", "has no settings"),
    ],
)
def test_a_channel_without_accounts_that_can_be_read_is_named(house: House, given: Any, words: str) -> None:
    house.writes({OFFICIAL_CLASS: given})
    house.is_told(words)


def test_a_channel_that_is_none_is_named(house: House) -> None:
    house.writes({"shouhou.channels.wechat.OfficalAccountInput": house.given(house.official)})
    house.is_told("there is no such channel; known are OfficialAccountInput")


def test_every_account_is_looked_at_whatever_is_wrong_with_another(house: House) -> None:
    several = {"accounts": {"a": house.given(house.official, token="-"), "b": house.given(house.mini, mode="open")}}
    house.writes({OFFICIAL_CLASS: several, CLASSES[Kind.KF]: house.given(house.corp, secret="wrong")})
    house.is_told("official_account.a: token", "official_account.b: mode", "the secret is wrong", wrong=3)


def test_what_two_accounts_share_is_named(house: House) -> None:
    twice = {"accounts": {"a": house.given(house.official), "b": house.given(house.official)}}
    house.writes({OFFICIAL_CLASS: twice})
    code, out, _ = house.run("wechat", "check", "--no-network")
    assert (code, out.count("  wrong  ")) == (1, 2)
    assert "that of official_account.b too" in out and "that of official_account.a too" in out
    house.writes({OFFICIAL_CLASS: house.given(house.official), CLASSES[Kind.MINI]: house.given(house.official)})
    assert "that of mini_program.main too" in house.run("wechat", "check", "--no-network")[1]


def test_one_path_for_two_accounts_is_named(house: House) -> None:
    house.writes({
        OFFICIAL_CLASS: {"accounts": {"a": house.given(house.official)}},
        "shouhou.channels.wechat.official_account.OfficialAccountInput": {"accounts": {"a": house.given(house.mini)}},
    })
    code, out, _ = house.run("wechat", "check", "--no-network")
    assert (code, out.count("the path /webhooks/official_account/a is that of two accounts")) == (1, 2)


def test_a_token_that_two_plain_accounts_share_is_named(house: House) -> None:
    plain = {"mode": "plain", "token": "shared"}
    both = {"accounts": {"a": house.given(house.official, **plain), "b": house.given(house.mini, **plain)}}
    house.writes({OFFICIAL_CLASS: both})
    code, out, _ = house.run("wechat", "check", "--no-network")
    assert (code, "official_account.a: in plain mode an account needs a token of its own" in out) == (1, True)


def test_two_applications_of_one_corporation_are_two(house: House) -> None:
    both = {"accounts": {"a": house.given(house.corp), "b": house.given(house.corp, secret="another")}}
    house.writes({CLASSES[Kind.KF]: both})
    assert house.run("wechat", "check", "--no-network")[0] == 0


def test_variables_are_filled_in_as_the_bot_does_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WX_SECRET", house.official.secret)
    house.file.write_text(_yaml(house.given(house.official, secret="${WX_SECRET}")))
    house.is_told("a token is given", wrong=0)
    monkeypatch.delenv("WX_SECRET")
    code, out, err = house.run("wechat", "check")
    assert (code, out) == (2, "")
    assert "it names WX_SECRET, and no such variable is set in the environment or .env" in err


def _yaml(given: dict[str, Any]) -> str:
    return f"{OFFICIAL_CLASS}:\n" + "".join(f"  {name}: {value}\n" for name, value in given.items())


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("a: [", "it is no YAML, or says something twice: look at line 1"),
        ("a:\n  secret: hunter2\n  secret: hunter3\n", "look at line 3"),
        ("a:\n  secret: hunter2\n bad\n", "look at line"),
        ("- hunter2\n", "it must be UTF-8 and name channels"),
        (b"a: hunter2\xff", "it must be UTF-8 and name channels"),
        (None, "there is no such file"),
    ],
)
def test_a_file_that_cannot_be_read_ends_with_2_and_is_not_quoted(
    house: House, content: "str | bytes | None", words: str
) -> None:
    if content is not None:
        house.file.write_bytes(content if isinstance(content, bytes) else content.encode())
    for arguments in (("check",), ("link", "anna")):
        code, out, err = house.run("wechat", *arguments)
        assert (code, out) == (2, "")
        assert f"{house.file} cannot be read: " in err and words in err
        assert "hunter" not in err


def test_a_folder_in_the_files_place_ends_with_2(house: House) -> None:
    house.file.mkdir()
    code, _, err = house.run("wechat", "check")
    assert (code, "directory" in err) == (2, True)


def test_a_file_without_wechat_is_told_as_such(house: House) -> None:
    house.writes({"shouhou.channels.widget.WidgetInput": {}})
    code, _, err = house.run("wechat", "check")
    assert (code, "names no WeChat account" in err) == (1, True)


# The database


def test_a_database_that_cannot_be_used_is_one_thing_of_several(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://anna:hunter2@127.0.0.1:1/none")
    _forget_settings()
    house.has(house.official)
    code, out, err = house.run("wechat", "check")
    assert (code, "wrong  the database cannot be used" in out, "a token is given" in out) == (1, True, True)
    assert "hunter2" not in out + err


# Tokens


def test_a_wrong_secret_is_told_without_it_even_where_the_platform_repeats_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = official_account().secret
    house.hidden.append(wrong)
    monkeypatch.setitem(records.ERRMSG, 40125, f"invalid appsecret {wrong}, rid: 1")
    house.has(house.official, secret=wrong)
    told = "no token is given: the secret is wrong (errcode 40125: invalid appsecret ***, rid: 1)"
    house.is_told(told, "to do: copy it anew")
    house.has(house.corp, secret=wrong)
    house.is_told("no token is given: the secret is wrong", "errcode 40001")


@pytest.mark.parametrize("kind", [Kind.OFFICIAL, Kind.MINI, Kind.KF])
def test_a_wrong_app_id_is_told(house: House, kind: Kind) -> None:
    account = next(account for account in house.accounts if account.kind is kind)
    wrong = account.app_id[:-2] + "zz"
    house.bot.accounts[f"/webhooks/{CHANNELS[kind]}"] = replace(account, app_id=wrong)
    house.has(account, app_id=wrong)
    house.is_told("no token is given: app_id is wrong (errcode 40013", "copy the AppID")


def test_an_address_that_is_not_let_in_is_told_with_the_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    words = "invalid ip 203.0.113.7 ipv6 ::ffff:203.0.113.7, not in whitelist rid: 6510fcad-3d8ae261"
    monkeypatch.setitem(records.ERRMSG, 40164, words)
    monkeypatch.setitem(records.ERRMSG, 60020, "not allow to access from your ip, hint: [1], from ip: 203.0.113.8")
    for account, told in ((house.official, "203.0.113.7"), (house.mini, "203.0.113.7"), (house.corp, "203.0.113.8")):
        house.tencent.whitelist(account, False)
        house.has(account)
        assert f": {told}\n" in house.is_told("the message names" if account is house.corp else "IP white list")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (502, "/cgi-bin/stable_token answered HTTP 502"),
        ("cut", "/cgi-bin/stable_token could not be reached"),
        (40243, "the AppSecret is frozen (errcode 40243: error)"),
        (45009, "the day's quota of API calls is used up"),
    ],
)
def test_a_token_that_is_not_given_for_another_reason_is_told(house: House, fault: "int | str", words: str) -> None:
    house.tencent.fail_next(TOKEN, fault)
    house.has(house.official)
    house.is_told(f"no token is given: {words}")


def test_wechat_that_is_busy_is_asked_again(house: House) -> None:
    house.tencent.fail_next(TOKEN, -1, times=2)
    house.has(house.official)
    house.is_told(wrong=0)
    house.tencent.fail_next(TOKEN, -1, times=3)
    house.is_told("WeChat is busy")


def test_wechat_that_cannot_be_reached_is_told(house: House) -> None:
    house.has(house.official, base_url=f"http://127.0.0.1:{free_port()}")
    house.is_told("cannot be reached: Connection refused", "base_url")
    house.has(house.official, base_url="http://nowhere.invalid")
    house.is_told("http://nowhere.invalid cannot be reached")


# Permissions


@pytest.mark.parametrize(("kind", "path"), [(Kind.OFFICIAL, TYPING), (Kind.MINI, BUSINESS_TYPING)])
def test_customer_messages_that_are_not_permitted_are_told(house: House, kind: Kind, path: str) -> None:
    account = next(account for account in house.accounts if account.kind is kind)
    house.tencent.user_acts(account, wechat_checks.NOBODY)  # the fake knows of permissions only with people it knows
    house.tencent.permit(account, False)
    house.has(account)
    house.is_told("customer messages cannot be sent: the account has no permission", "errcode 48001")
    house.tencent.permit(account, True)
    house.is_told("customer messages may be sent", wrong=0)
    house.tencent.fail_next(path, 45009)
    house.is_told("customer messages cannot be sent: the day's quota")


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (95000, "the 客服账号 is unknown to this application"),
        (95017, "微信客服's API is switched off"),
        (48002, "this application may not use the interface (errcode 48002"),
    ],
)
def test_customer_service_that_may_not_be_used_is_told(house: House, fault: int, words: str) -> None:
    house.has(house.corp)
    house.tencent.fail_next(DESKS, fault)
    house.is_told(f"the 客服账号 cannot be read: {words}")


def test_customer_service_whose_api_is_off_is_told(house: House) -> None:
    house.has(house.corp)
    house.tencent.permit(house.corp, False)
    house.is_told("微信客服's API is switched off", "switch it on")


def test_a_desk_that_this_application_may_not_manage_is_told_by_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    house.has(house.corp)
    desks = [
        {"open_kfid": "wk1", "name": "售前\x1b[2J"}, {"open_kfid": "wk2", "name": "售后", "manage_privilege": False}
    ]
    monkeypatch.setattr(KfDesk, "list_accounts", lambda *_: {"account_list": desks})
    assert "\x1b" not in house.is_told("客服账号: 售前 [2J, 售后", "售后 cannot be answered for by this application")
    monkeypatch.setattr(KfDesk, "list_accounts", lambda *_: {})
    house.is_told("there is no 客服账号")


def test_every_page_of_the_desks_is_read(house: House) -> None:
    corp = kf_corp(desks=130)
    house.tencent.stop()
    house.accounts = (corp,)
    house.tencent = FakeTencent(corp)
    house.bot.accounts["/webhooks/customer_service"] = corp
    with house.tencent:
        house.has(corp)
        assert "客服130" in house.is_told(wrong=0)


def _servicers(house: House, *lists: list[dict[str, Any]]) -> None:
    """Let the fake know the servicers of its desks, which it does not by itself."""
    known = dict(zip(house.corp.open_kfids, lists, strict=True))
    house.tencent._routes[SERVICERS] = (
        "GET", False, lambda account, call: {"servicer_list": known[call.query["open_kfid"]]}
    )


ZHANGSAN: dict[str, Any] = {"userid": "zhangsan", "status": 0}
LISI: dict[str, Any] = {"userid": "lisi", "status": 1}


@pytest.mark.parametrize(
    ("lists", "wrong", "words"),
    [
        (([ZHANGSAN], [ZHANGSAN, LISI]), 0, "ok     zhangsan is a servicer"),
        (([LISI], []), 1, "there is no servicer zhangsan"),
        (([LISI], [ZHANGSAN]), 0, "note   zhangsan is no servicer of 客服1"),
        (([LISI], [{"department_id": 2}]), 0, "whether by a department cannot be told"),
        (([{**ZHANGSAN, "status": 1}], [ZHANGSAN]), 0, "note   zhangsan takes nobody at present"),
    ],
)
def test_a_servicer_is_looked_for(
    house: House, lists: tuple[list[dict[str, Any]], ...], wrong: int, words: str
) -> None:
    house.has(house.corp, servicer="zhangsan")
    _servicers(house, *lists)
    house.is_told(words, wrong=wrong)


def test_a_servicer_that_cannot_be_looked_for_is_no_fault(house: House) -> None:
    house.has(house.corp, servicer="zhangsan")
    house.is_told("whether servicer is a servicer cannot be told: errcode 40066", wrong=0)
    house.has(house.corp, servicer="zhangsan", people="desk")
    house.is_told("servicer is not used: people is desk", wrong=0)


# Clocks, and the bot's own address


@pytest.mark.parametrize(("minutes", "words"), [(6, "6 minutes fast"), (-7, "7 minutes slow"), (4, None), (-4, None)])
def test_a_clock_that_would_make_pushes_stale_is_told(
    house: House, monkeypatch: pytest.MonkeyPatch, minutes: int, words: Optional[str]
) -> None:
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + timedelta(minutes=minutes))
    house.has(house.official)
    if words is None:
        house.is_told("the clocks agree", wrong=0)
    else:
        house.is_told(f"this machine's clock is {words}", "set the clock (NTP)")


def test_a_moved_clock_is_named_as_the_cause(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOUHOU_TIME_OFFSET", "+2h")
    _forget_settings()
    house.has(house.official)
    house.is_told("120 minutes fast", "unset SHOUHOU_TIME_OFFSET")


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (403, None, "refuses a push that is signed with these settings"),
        (404, None, "the bot knows no http://127.0.0.1"),
        (200, "<html>", "is not the bot (HTTP 200)"),
        (500, None, "is not the bot (HTTP 500)"),
    ],
)
def test_a_bot_that_does_not_know_the_account_is_told(
    house: House, status: int, answer: Optional[str], words: str
) -> None:
    house.has(house.corp)
    house.bot.status, house.bot.words = status, answer
    house.is_told(words)


def test_a_bot_that_does_not_run_is_told_with_its_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    port = free_port()
    monkeypatch.setenv("SHOUHOU_PORT", str(port))
    _forget_settings()
    house.has(house.official)
    house.is_told(
        f"the bot does not answer at http://127.0.0.1:{port}/webhooks/official_account/: Connection refused",
        "start it with `shouhou serve`",
    )


def test_the_real_bot_answers_for_every_account_that_it_serves(world: WeChatShop) -> None:
    done = world.shop.command("wechat", "check")
    assert done.stdout.count("the bot answers at") == done.stdout.count("a token is given") == len(world.places)
    # The shop of these tests lives at another hour.
    wrong = [line for line in done.stdout.splitlines() if line.startswith("  wrong  ")]
    assert all("this machine's clock is" in line for line in wrong) and len(wrong) in (0, len(world.places))
    for place in world.places.values():
        assert f"{CHANNELS[place.account.kind]}.{place.name} ({place.account.app_id})" in done.stdout
        for secret in (place.account.secret, place.account.token, place.account.encoding_aes_key):
            assert secret not in done.stdout + done.stderr


# Links


def test_a_link_is_a_code_that_binds_and_says_where_it_goes(house: House) -> None:
    house.writes({
        OFFICIAL_CLASS: {"accounts": {"a": house.given(house.official), "b": house.given(house.official, token="-")}},
        CLASSES[Kind.MINI]: house.given(house.mini),
        CLASSES[Kind.KF]: house.given(house.corp),
    })
    code, out, _ = house.run("wechat", "link", "买家-17", "--ttl", "60")
    assert code == 0
    made, official, broken, mini, corp = out.splitlines()
    read = read_code(SECRET, made, clock.now() + timedelta(seconds=55))
    assert isinstance(read, BindingLink) and read.buyer_id == "买家-17"
    late = read_code(SECRET, made, clock.now() + timedelta(seconds=61))
    assert late is not None and late.is_over
    assert official.startswith("official_account.a: the scene_str of a QR code")
    assert broken.startswith("official_account.b: official_account.b: token")
    assert mini.startswith('mini_program.main: <button open-type="contact" session-from=')
    assert corp.startswith("customer_service.main: &scene_param=CODE")


def test_a_code_that_is_too_long_for_its_place_is_said_to_be(house: House) -> None:
    house.writes({OFFICIAL_CLASS: house.given(house.official), CLASSES[Kind.KF]: house.given(house.corp)})
    fits = house.run("wechat", "link", "b" * 30)[1]
    assert len(fits.splitlines()[0]) == wechat.MAX_SCENE and "scene_str" in fits
    long = house.run("wechat", "link", "b" * 31)[1]
    assert "official_account.main: the code has 66 characters, and a QR code's scene takes 64" in long
    assert "&scene_param" in long
    assert "customer_service.main: the code has 216 characters" in house.run("wechat", "link", "买" * 48)[1]


@pytest.mark.parametrize("buyer_id", [" ", "b" * 65, "b\n"])
def test_a_link_to_no_buyer_is_refused(house: House, buyer_id: str) -> None:
    house.has(house.official)
    code, out, err = house.run("wechat", "link", buyer_id)
    assert (code, out, "a buyer's id has 1 to 64" in err) == (1, "", True)


def test_a_link_needs_the_secret_and_a_time_of_its_own(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    house.has(house.official)
    assert house.run("wechat", "link", "anna", "--ttl", "0")[0] == 2
    monkeypatch.setenv("SHOUHOU_WIDGET_SECRET", "")
    _forget_settings()
    code, _, err = house.run("wechat", "link", "anna")
    assert (code, "SHOUHOU_WIDGET_SECRET is not set" in err) == (1, True)


# The outbox


@pytest.fixture
def posted(house: House) -> Iterator[Callable[[str, str], int]]:
    """Says something in a conversation that WeChat carries; the number under which it waits."""
    database = Database(settings.settings().database_url)
    schema.upgrade(database)

    def post(talk: str, text: str) -> int:
        now = clock.now()
        open_conversation(database, talk, "official_account", None, now, Address("main", {"user": "o1"}))
        say(database, talk, Draft(text, BOT, text=text), now)
        load = outbox.load_of(database, talk, now)
        assert load is not None
        return load.items[-1].number

    yield post
    database.dispose()


def test_an_empty_outbox_is_said_to_be(house: House) -> None:
    assert house.run("outbox") == (0, "nothing waits\n", "")
    assert house.run("outbox", "--held") == (0, "nothing is held\n", "")


def test_what_has_not_reached_its_buyer_is_listed_with_the_oldest_first(
    house: House, posted: Callable[[str, str], int]
) -> None:
    held, _ = posted("official_account:main:o1", "第一句\n\x1b[2J"), posted("official_account:main:o2", "第二句")
    database = Database(settings.settings().database_url)
    outbox.held(database, [held], "over quota")
    code, out, _ = house.run("outbox")
    assert code == 0
    first, second = (line.split("\t") for line in out.splitlines())
    assert (first[0], *first[2:]) == ("official_account:main:o1", "bot", "held: over quota", "tries: 0", "第一句  [2J")
    assert (second[0], *second[2:]) == ("official_account:main:o2", "bot", "waiting", "tries: 0", "第二句")
    assert first[1].endswith("+08:00")
    assert house.run("outbox", "--held")[1].splitlines() == ["\t".join(first)]
    outbox.sent(database, [held], None, clock.now())
    assert house.run("outbox", "--held")[1] == "nothing is held\n"
    database.dispose()


# The guide


def _halves() -> tuple[str, str]:
    chinese, mark, english = (settings.HOME / "docs" / "wechat.md").read_text(encoding="utf-8").partition("\n---\n")
    assert mark
    return chinese, english


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", _halves()[0], re.DOTALL | re.MULTILINE)


def test_the_guide_explains_every_error_code_and_every_setting_in_both_languages() -> None:
    from shouhou.channels.wechat.accounts import _ALLOWED
    from shouhou.channels.wechat.errors import MEANINGS

    for half in _halves():
        assert {int(code) for code in re.findall(r"^\| (-?\d+) \|", half, re.MULTILINE)} == set(MEANINGS)
        assert set(re.findall(r"^\| `(\w+)` \|", half, re.MULTILINE)) >= set().union(*_ALLOWED.values())
        for channel in CLASSES.values():
            assert f"`{channel}`" in half


def test_the_guides_links_lead_somewhere() -> None:
    guide = "".join(_halves())
    heads = {
        re.sub(r"[^\w -]", "", head).strip().lower().replace(" ", "-")
        for head in re.findall(r"^#+ (.+)$", guide, re.MULTILINE)
    }
    links = re.findall(r"\]\(([^)]+)\)", guide)
    assert {link[1:] for link in links if link.startswith("#")} <= heads
    for link in links:
        assert link.startswith(("#", "https://")) or (settings.HOME / "docs" / link).exists()


def test_the_accounts_that_are_printed_can_be_read(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    hidden = (settings.HOME / "credentials.yml").read_text(encoding="utf-8")
    shown = [*_blocks("yaml"), re.sub(r"^# ?(?=shouhou|  )", "", hidden, flags=re.MULTILINE)]
    for name in ("README.md", "README.zh-CN.md"):
        assert _blocks("yaml")[0] in (settings.HOME / name).read_text(encoding="utf-8")
    for name in re.findall(r"\$\{(\w+)\}", "".join(shown)):
        monkeypatch.setenv(name, house.official.encoding_aes_key if name.endswith("AES_KEY") else name.replace("_", ""))
    for content, accounts in zip(shown, (1, 2, 3), strict=True):
        house.file.write_text(content, encoding="utf-8")
        code, out, _ = house.run("wechat", "check", "--no-network")
        assert (code, out.count("every setting has the right form")) == (0, accounts)


@pytest.mark.parametrize("buyer_id", ["b", "买家-17", "b" * 64])
@pytest.mark.parametrize(
    ("language", "file", "program"),
    [
        ("python", "code.py", "print(binding_code({}, 60))"),
        ("js", "code.mjs", "console.log(bindingCode({}, 60))"),
    ],
)
def test_the_printed_examples_make_codes_that_bind(
    tmp_path: Path, language: str, file: str, program: str, buyer_id: str
) -> None:
    tool = sys.executable if language == "python" else shutil.which("node")
    if tool is None:
        pytest.skip("there is no Node on this machine")
    (example,) = _blocks(language)
    (tmp_path / file).write_text(f"{example}\n{program.format(json.dumps(buyer_id))}\n", encoding="utf-8")
    done = subprocess.run(
        [tool, file], cwd=tmp_path, capture_output=True, text=True, env={**os.environ, "SHOUHOU_WIDGET_SECRET": SECRET}
    )
    assert done.returncode == 0, done.stderr
    now = datetime.now(timezone.utc)
    read = read_code(SECRET, done.stdout.strip(), now)
    assert isinstance(read, BindingLink) and read.buyer_id == buyer_id
    late = read_code(SECRET, done.stdout.strip(), now + timedelta(seconds=61))
    assert late is not None and late.is_over
