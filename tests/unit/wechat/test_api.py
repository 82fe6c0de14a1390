"""Calls to WeChat's API against Tencent's rules, by one clock: one token for all, every failure told apart, no secret
told."""

import asyncio
import json
import logging
import re
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Optional

import aiohttp
import pytest
import pytest_asyncio

from shouhou.cases import tables as t
from shouhou.cases.database import Database
from shouhou.channels.wechat import accounts
from shouhou.channels.wechat import api as api_module
from shouhou.channels.wechat.api import Api
from shouhou.channels.wechat.errors import ApiError, Unreachable
from tests.pictures import png
from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.faults import CUT, DROP, HANG
from tests.services.wechat.limits import Act
from tests.services.wechat.tencent_world import CUSTOM_SEND, CUSTOMER, KF_SEND, USER, World

GET, UPLOAD = "/cgi-bin/media/get", "/cgi-bin/media/upload"
RENEWED_AFTER = 7200 - 300  # seconds: the platform gives a new token within the last five minutes
KINDS = {Kind.OFFICIAL: accounts.OFFICIAL_ACCOUNT, Kind.MINI: accounts.MINI_PROGRAM, Kind.KF: accounts.CUSTOMER_SERVICE}


@dataclass
class Office:
    """Tencent, one case database, and as many callers as a test wants."""

    world: World
    database: Database
    apis: list[Api] = field(default_factory=list)

    @property
    def tencent(self) -> FakeTencent:
        return self.world.tencent

    def api(self, account: Optional[Account] = None, **changes: Any) -> Api:
        """A caller of its own, as each process has one."""
        account = account or self.world.official
        given: dict[str, Any] = {
            "kind": KINDS[account.kind], "name": "main", "app_id": account.app_id, "secret": account.secret,
            "token": account.token, "encoding_aes_key": account.encoding_aes_key, "base_url": self.tencent.url,
        }
        made = Api(accounts.Account(**{**given, **changes}), self._jobs, self.world.clock)
        self.apis.append(made)
        return made

    async def _jobs(self, job: Callable[..., Any], *arguments: Any) -> Any:
        return await asyncio.to_thread(job, self.database, *arguments)

    def tokens_asked(self, account: Optional[Account] = None) -> int:
        """How often somebody asked for a token."""
        return self.tencent.tokens.requests[(account or self.world.official).app_id]

    def errcodes(self, path: str = CUSTOM_SEND) -> list[Optional[int]]:
        """What the calls of a path were answered."""
        return [call.errcode for call in self.tencent.calls(path)]


@pytest_asyncio.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    database = Database(f"sqlite:///{tmp_path / 'shouhou.db'}")
    t.metadata.create_all(database.engine)
    world = World()
    with world.tencent:
        made = Office(world, database)
        for _ in range(4):  # enough to be written to
            world.tencent.user_acts(world.official, USER, Act.MESSAGE)
        world.customer_says()
        yield made
        for api in made.apis:
            await api.close()
    database.dispose()


async def sends(api: Api, text: str = "你好") -> dict[str, Any]:
    """Send a customer message."""
    return await api.post(CUSTOM_SEND, {"touser": USER, "msgtype": "text", "text": {"content": text}})


async def kf_sends(office: Office, api: Api) -> dict[str, Any]:
    about = {"touser": CUSTOMER, "open_kfid": office.world.open_kfid}
    return await api.post(KF_SEND, {**about, "msgtype": "text", "text": {"content": "你好"}})


async def errcode_of(call: Awaitable[Any]) -> int:
    with pytest.raises(ApiError) as refused:
        await call
    return refused.value.code


# One token


async def test_a_token_is_fetched_once_and_serves_every_call_and_every_process(office: Office) -> None:
    first, second = office.api(), office.api()
    for api in (first, first, second):
        await sends(api)
    assert office.errcodes() == [0, 0, 0]
    assert office.tokens_asked() == 1


async def test_a_process_that_starts_later_uses_the_token_that_is_there(office: Office) -> None:
    await sends(office.api())
    office.world.clock.moves(seconds=RENEWED_AFTER - 1)
    office.tencent.user_acts(office.world.official, USER)
    await sends(office.api())
    assert office.tokens_asked() == 1


async def test_ten_calls_at_once_fetch_one_token(office: Office) -> None:
    api = office.api()
    await asyncio.gather(*(api.token() for _ in range(10)))
    assert office.tokens_asked() == 1


async def test_a_token_is_fetched_anew_when_the_platform_has_a_new_one_and_not_before(office: Office) -> None:
    api = office.api()
    first = await api.token()
    office.world.clock.moves(seconds=RENEWED_AFTER - 1)
    assert await api.token() == first
    office.world.clock.moves(seconds=1)
    second = await api.token()
    assert second != first and second == office.tencent.tokens.current(office.world.official)
    assert office.tokens_asked() == 2


async def test_accounts_on_one_database_have_tokens_of_their_own(office: Office) -> None:
    world = office.world
    tokens = [await office.api(account).token() for account in (world.official, world.mini, world.corp)]
    assert tokens == [office.tencent.tokens.current(one) for one in (world.official, world.mini, world.corp)]


async def test_a_token_that_lasts_less_than_five_minutes_is_still_used_for_a_while(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = told(office, monkeypatch, b'{"access_token": "T", "expires_in": 60}')
    assert [await api.token(), await api.token()] == ["T", "T"]
    assert len(api.asked) == 1
    office.world.clock.moves(seconds=30)
    await api.token()
    assert len(api.asked) == 2


# Stale tokens


def revoked(office: Office, account: Account) -> None:
    office.tencent.revoke_token(account)


def expired(office: Office, account: Account) -> None:
    office.tencent.expire_token(account)


@pytest.mark.parametrize("ends, code", [(revoked, 40001), (expired, 42001)])
async def test_a_token_that_has_ended_early_is_renewed_once_and_the_call_made_again(
    office: Office, ends: Callable[[Office, Account], None], code: int
) -> None:
    api = office.api()
    await sends(api)
    ends(office, office.world.official)
    await sends(api)
    assert office.errcodes() == [0, code, 0]
    assert office.tokens_asked() == 2


@pytest.mark.parametrize("ends, code", [(revoked, 40014), (expired, 42001)])
async def test_so_is_one_of_a_corporation(
    office: Office, ends: Callable[[Office, Account], None], code: int
) -> None:
    api = office.api(office.world.corp)
    await kf_sends(office, api)
    ends(office, office.world.corp)
    await kf_sends(office, api)
    assert office.errcodes(KF_SEND) == [0, code, 0]
    assert office.tokens_asked(office.world.corp) == 2


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_token_that_is_refused_again_and_again_is_renewed_once_for_each_call(
    office: Office, code: int
) -> None:
    api = office.api()
    office.tencent.fail_next(CUSTOM_SEND, code, times=4)
    for _ in range(2):
        assert await errcode_of(sends(api)) == code
    assert office.errcodes() == [code] * 4
    assert office.tokens_asked() == 3  # the first, and one for each call
    await sends(api)
    assert office.errcodes()[-1] == 0


async def test_any_other_errcode_is_told_and_the_call_not_made_again(office: Office) -> None:
    for code in (-1, 45009, 45015, 48001):
        office.tencent.fail_next(CUSTOM_SEND, code)
        assert await errcode_of(sends(office.api())) == code
    assert office.errcodes() == [-1, 45009, 45015, 48001]
    assert office.tokens_asked() == 1


async def test_a_token_that_another_process_has_renewed_is_taken_from_it(office: Office) -> None:
    first, second = office.api(), office.api()
    await sends(first)
    await sends(second)
    office.tencent.revoke_token(office.world.official)
    await sends(first)
    await sends(second)
    assert office.errcodes() == [0, 0, 40001, 0, 40001, 0]
    assert office.tokens_asked() == 2


async def test_ten_calls_that_are_refused_at_once_renew_the_token_once(office: Office) -> None:
    api = office.api(office.world.corp)
    office.world.kf.queue.without_token = 100
    await api.token()
    office.tencent.revoke_token(office.world.corp)
    await asyncio.gather(*(api.post("/cgi-bin/kf/account/list", {}) for _ in range(10)))
    assert office.errcodes("/cgi-bin/kf/account/list").count(0) == 10
    assert office.tokens_asked(office.world.corp) == 2


async def test_pictures_are_fetched_and_brought_with_a_new_token_too(office: Office) -> None:
    api, picture = office.api(), png()
    await api.token()
    office.tencent.expire_token(office.world.official)
    media_id = await api.upload(picture, "picture.png", "image/png")
    office.tencent.expire_token(office.world.official)
    assert await api.download(media_id, len(picture)) == picture
    assert office.tokens_asked() == 3


# No token


async def test_a_wrong_secret_is_told_and_not_asked_about_again_and_again(office: Office) -> None:
    assert await errcode_of(sends(office.api(secret="wrong"))) == 40125
    assert await errcode_of(kf_sends(office, office.api(office.world.corp, secret="wrong"))) == 40001
    assert (office.tokens_asked(), office.tokens_asked(office.world.corp)) == (1, 1)
    assert office.errcodes() == office.errcodes(KF_SEND) == []


async def test_an_address_that_is_not_on_the_white_list_is_told_and_works_once_it_is(office: Office) -> None:
    api, corp = office.api(), office.api(office.world.corp)
    for account in (office.world.official, office.world.corp):
        office.tencent.whitelist(account, False)
    assert await errcode_of(sends(api)) == 40164
    assert await errcode_of(kf_sends(office, corp)) == 60020
    for account in (office.world.official, office.world.corp):
        office.tencent.whitelist(account, True)
    await sends(api)
    await kf_sends(office, corp)


async def test_an_unknown_account_is_told(office: Office) -> None:
    assert await errcode_of(sends(office.api(app_id="wx0000000000000000"))) == 40013


@pytest.mark.parametrize("fault", [502, DROP, CUT])
async def test_a_token_that_cannot_be_fetched_now_is_fetched_by_the_next_call(office: Office, fault: Any) -> None:
    api = office.api()
    office.tencent.fail_next("/cgi-bin/stable_token", fault)
    with pytest.raises(Unreachable):
        await sends(api)
    await sends(api)
    assert office.errcodes() == [0]


# Answers


async def test_an_errcode_is_an_error_although_http_says_200(office: Office) -> None:
    with pytest.raises(ApiError) as refused:
        await office.api().post(CUSTOM_SEND, {"touser": "o-unknown", "msgtype": "text", "text": {"content": "x"}})
    assert (refused.value.code, refused.value.words) == (40003, "invalid openid")
    assert str(refused.value) == "errcode 40003"


@pytest.mark.parametrize("fault, said", [(502, "HTTP 502"), (DROP, "could not be reached"), (CUT, "could not be")])
async def test_what_is_no_answer_is_told_by_the_path_that_gave_none(office: Office, fault: Any, said: str) -> None:
    api = office.api()
    office.tencent.fail_next(CUSTOM_SEND, fault)
    with pytest.raises(Unreachable, match=re.escape(CUSTOM_SEND)) as failed:
        await sends(api)
    assert said in str(failed.value)
    await sends(api)


async def test_an_answer_that_does_not_come_is_not_waited_for_beyond_the_time_out(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    api = office.api()
    media_id = await api.upload(png(), "picture.png", "image/png")
    for name in ("SECONDS", "MEDIA_SECONDS"):
        assert 5 <= (getattr(api_module, name).total or 0) <= 30
        monkeypatch.setattr(api_module, name, aiohttp.ClientTimeout(total=0.2))
    for path in (CUSTOM_SEND, GET, UPLOAD):
        office.tencent.fail_next(path, HANG)
    with pytest.raises(Unreachable, match=f"{CUSTOM_SEND} did not answer in time"):
        await sends(api)
    with pytest.raises(Unreachable, match=f"{GET} did not answer in time"):
        await api.download(media_id, 10_000)
    with pytest.raises(Unreachable, match=f"{UPLOAD} did not answer in time"):
        await api.upload(png(), "picture.png", "image/png")
    monkeypatch.undo()
    await sends(api)


async def test_nobody_there_is_unreachable(office: Office) -> None:
    with pytest.raises(Unreachable, match="could not be reached"):
        await sends(office.api(base_url="http://127.0.0.1:1"))


class ToldApi(Api):
    """A caller to whom every call is answered the same, whatever it asks."""

    content: bytes = b""
    asked: list[str]

    async def _send(self, method: str, path: str, *_: Any, **__: Any) -> bytes:
        self.asked.append(path)
        return self.content


def told(office: Office, monkeypatch: pytest.MonkeyPatch, content: bytes) -> ToldApi:
    monkeypatch.setitem(globals(), "Api", ToldApi)
    api = office.api()
    assert isinstance(api, ToldApi)
    api.content, api.asked = content, []
    return api


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"<html>", b"\xff\xfe", b'{"errcode": 0', b"[" * 100_000, b"1" * 5000],
    ids=["empty", "list", "null", "html", "bytes", "cut", "deep", "number"],
)
async def test_what_is_no_object_is_no_answer(
    office: Office, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    with pytest.raises(Unreachable):
        await told(office, monkeypatch, content).token()


@pytest.mark.parametrize(
    "content",
    [b"{}", b'{"access_token": ""}', b'{"access_token": 7, "expires_in": 7200}', b'{"access_token": "T"}',
     b'{"access_token": "T", "expires_in": "soon"}', b'{"errcode": 0}'],
)
async def test_an_answer_without_a_token_gives_none(
    office: Office, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    with pytest.raises(Unreachable, match="no token"):
        await told(office, monkeypatch, content).token()


async def test_an_errcode_that_is_no_number_is_an_error_too(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await errcode_of(told(office, monkeypatch, b'{"errcode": "40001"}').token()) == -1


# What goes out


async def test_chinese_goes_out_as_it_is_and_not_as_escapes(office: Office) -> None:
    text = "退款在 1–7 天内到账😀，\"原路\"退回\\不收费\n谢谢"
    await sends(office.api(), text)
    (call,) = office.tencent.calls(CUSTOM_SEND)
    assert "退款在 1–7 天内到账😀".encode() in call.body
    assert json.loads(call.body)["text"]["content"] == text
    assert [got.text for got in office.tencent.inbox(USER)] == [text]


async def test_an_object_is_asked_for_by_get(office: Office) -> None:
    picture = office.tencent.add_media(office.world.official, b"x" * 100, "video")
    query = f"{GET}?media_id={picture}"
    answer = await office.api().get(query)
    assert answer["video_url"].endswith(picture)


# Files


async def test_a_file_of_just_the_size_is_had_and_a_larger_one_is_refused(office: Office) -> None:
    api, content = office.api(), png() + b"\0" * 200_000
    media_id = office.tencent.add_media(office.world.official, content)
    assert await api.download(media_id, len(content)) == content
    with pytest.raises(ValueError, match=f"over {len(content) - 1} bytes"):
        await api.download(media_id, len(content) - 1)


async def test_a_file_that_is_gone_is_an_errcode_and_a_video_is_no_picture(office: Office) -> None:
    api, world = office.api(), office.world
    media_id = office.tencent.add_media(world.official, png())
    video = office.tencent.add_media(world.official, b"\0" * 100, "video")
    with pytest.raises(ValueError, match="no picture"):
        await api.download(video, 1000)
    assert await errcode_of(api.download("unknown", 1000)) == 40007
    world.clock.moves(days=3)
    assert await errcode_of(api.download(media_id, 1_000_000)) == 40007


async def test_a_picture_is_brought_with_its_name_and_its_kind(office: Office) -> None:
    picture = png()
    media_id = await office.api().upload(picture, "picture.png", "image/png")
    (call,) = office.tencent.calls(UPLOAD)
    (upload,) = call.uploads
    assert (upload.name, upload.content_type, upload.content) == ("media", "image/png", picture)
    assert call.query["type"] == "image"
    assert office.tencent.media.has(office.world.official, media_id)


async def test_a_picture_that_is_none_is_refused_with_its_errcode(office: Office) -> None:
    assert await errcode_of(office.api().upload(b"text", "picture.png", "image/png")) == 40005


# Nothing told


async def test_nothing_that_is_raised_or_logged_holds_a_token_or_a_secret(
    office: Office, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    world, said = office.world, []

    async def tries(call: Awaitable[Any]) -> None:
        try:
            await call
        except Exception as error:
            said.append("".join(traceback.format_exception(error)) + repr(error))

    for account in (world.official, world.corp):
        api = office.api(account)
        await api.token()
        office.tencent.expire_token(account)
        monkeypatch.setattr(api_module, "SECONDS", aiohttp.ClientTimeout(total=0.2))
        for fault in (-1, 40001, 502, DROP, CUT, HANG):
            is_official = account is world.official
            for path in ("/cgi-bin/stable_token", CUSTOM_SEND) if is_official else ("/cgi-bin/gettoken", KF_SEND):
                office.tencent.fail_next(path, fault)
            office.tencent.revoke_token(account)  # so that a new one is asked for
            await tries(sends(api) if is_official else kf_sends(office, api))
            await tries(sends(api) if is_official else kf_sends(office, api))
        await tries(office.api(account, base_url="http://127.0.0.1:1").post(CUSTOM_SEND, {}))
        await tries(office.api(account, secret="a-wrong-secret", app_id=account.app_id, name="other").token())
    assert len(said) >= 20
    secrets = {"a-wrong-secret", world.official.secret, world.corp.secret} | set(office.tencent.tokens._issued)
    told_of = "\n".join([*said, caplog.text, *(repr(record.__dict__) for record in caplog.records)])
    assert CUSTOM_SEND in told_of  # it says where it was
    for secret in secrets:
        assert secret not in told_of
