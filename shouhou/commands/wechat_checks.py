"""The checks of a WeChat account: what is right, what is wrong, and what to do."""

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Optional

import typer

from shouhou.commands.common import one_line, open_shop

if TYPE_CHECKING:
    from shouhou.channels.wechat.accounts import Account
    from shouhou.channels.wechat.api import Api
    from shouhou.settings import Settings

MODES = {"plain": "明文模式", "compatible": "兼容模式", "safe": "安全模式"}
NOBODY = "shouhou-check"  # an openid that nobody has: what is asked for it changes nothing
# What is said of nobody's typing by whoever lets this account write to somebody.
PERMITTED = {40003, 45072, 45080, 45081}
BUSY = -1
PAGE, PAGES = 100, 50  # 客服账号
SECONDS = 10.0


@dataclass(frozen=True)
class Entry:
    """One account of the credentials file, or what keeps it from being one."""

    kind: str
    name: str
    account: Optional["Account"] = None
    wrong: str = ""

    @property
    def label(self) -> str:
        return f"{self.kind}.{self.name}" if self.name else self.kind


@dataclass
class Report:
    """Says what is found as soon as it is found, and counts what is wrong."""

    wrong: int = 0
    secrets: set[str] = field(default_factory=set)

    def head(self, text: str) -> None:
        """What the lines that follow are about."""
        typer.echo(text)

    def ok(self, text: str) -> None:
        """Something that is right."""
        typer.echo(f"  ok     {text}")

    def note(self, text: str) -> None:
        """Something to know."""
        typer.echo(f"  note   {text}")

    def bad(self, text: str, to_do: str = "") -> None:
        """Something that is wrong, and what to do."""
        self.wrong += 1
        typer.echo(f"  wrong  {text}" + (f"\n         to do: {to_do}" if to_do else ""))

    def refused(self, what: str, error: Exception) -> None:
        """A call that WeChat did not answer as it should."""
        from shouhou.channels.wechat.errors import ApiError, meaning

        if not isinstance(error, ApiError):
            self.bad(f"{what}: {error}", "look after the network and the firewall, then check again")
            return
        known, words = meaning(error.code), one_line(error.words)[:300]
        for secret in self.secrets:
            words = words.replace(secret, "***")
        address = re.search(r"\d{1,3}(?:\.\d{1,3}){3}", words)
        self.bad(
            f"{what}: {known.wrong} (errcode {error.code}: {words})",
            known.to_do + (f": {address[0]}" if address and error.code in (40164, 60020) else ""),
        )

    @contextmanager
    def doing(self, what: str) -> Iterator[None]:
        """Show on a terminal what is waited for."""
        from rich.console import Console

        with Console(stderr=True).status(what):
            yield


def check_database(report: Report) -> None:
    """Whether the case database can be used."""
    report.head("database")
    try:
        with report.doing("opening the database"), open_shop():
            pass
    except typer.Exit:  # it has been said on standard error
        report.bad("the database cannot be used, as the line before says")
    else:
        report.ok("the database can be used")


def check_form(entry: Entry, doubles: dict[str, str], report: Report) -> None:
    """What the credentials file alone says of an account; `doubles` is what is used twice, by the account's label."""
    account = entry.account
    report.head(entry.label + (f" ({account.app_id})" if account is not None else ""))
    if account is None:
        report.bad(entry.wrong, "mend it in the credentials file")
        return
    report.ok("every setting has the right form")
    if entry.label in doubles:
        report.bad(doubles[entry.label], "take one of them away, or give each what is its own")
    if not account.customer_messages:
        report.note("customer_messages is false: the one answer to each message of a buyer's is all that can be said")
    if account.servicer and account.people != "wechat":
        report.note("servicer is not used: people is desk")


async def check_online(account: "Account", settings: "Settings", report: Report) -> None:
    """All that takes the network: WeChat first, then the bot's own address."""
    from shouhou import clock
    from shouhou.channels.wechat.api import Api

    report.secrets = {account.secret, account.token, account.encoding_aes_key} - {""}
    # Nothing is kept, and no token that is kept already is taken: it would hide a secret that is wrong by now.
    api = Api(account, _nothing, clock.now)
    try:
        if await _check_reach(account, settings, report) and await _check_token(account, api, report):
            await _check_permission(account, api, report)
    finally:
        await api.close()
    await _check_bot(account, settings, report)


async def _nothing(*_: Any) -> None:
    """A job of the case database that is not done."""


async def _check_reach(account: "Account", settings: "Settings", report: Report) -> bool:
    """Whether WeChat answers at all, and whether its clock and this machine's agree."""
    from email.utils import parsedate_to_datetime

    from yarl import URL

    from shouhou import clock
    from shouhou.channels.wechat.channel import STALE_AFTER

    place = URL(account.base_url).origin()
    with report.doing(f"asking {place}"):
        answer = await _get(f"{account.base_url}/", {})
    if isinstance(answer, str):
        report.bad(f"{place} cannot be reached: {answer}", "look after the network, the DNS, the firewall and base_url")
        return False
    try:
        apart = (clock.now() - parsedate_to_datetime(answer.date)).total_seconds()
    except (TypeError, ValueError):
        report.ok(f"{place} answers")
        report.note("its answer has no date: whether this machine's clock is right cannot be told")
        return True
    if abs(apart) <= STALE_AFTER.total_seconds():
        report.ok(f"{place} answers, and the clocks agree ({abs(apart):.0f} s apart)")
    else:
        report.bad(
            f"this machine's clock is {abs(apart) / 60:.0f} minutes {'fast' if apart > 0 else 'slow'}: "
            f"pushes that are {STALE_AFTER.total_seconds() / 60:.0f} minutes old or early are refused",
            "unset SHOUHOU_TIME_OFFSET" if settings.time_offset else "set the clock (NTP)",
        )
    return True


async def _check_token(account: "Account", api: "Api", report: Report) -> bool:
    if not account.secret:  # allowed where there are no customer messages
        report.note("secret is not set: pictures that buyers send cannot be fetched")
        return False
    with report.doing("asking for a token"):
        token = await _tried(api.token)
    if isinstance(token, Exception):
        report.refused("no token is given", token)
        return False
    report.secrets.add(token)
    report.ok("a token is given: app_id and secret fit, and this machine's address is let in")
    return True


async def _check_permission(account: "Account", api: "Api", report: Report) -> None:
    if account.kind == "customer_service":
        await _check_desks(account, api, report)
    elif account.customer_messages:
        await _check_customer_messages(account, api, report)


async def _check_customer_messages(account: "Account", api: "Api", report: Report) -> None:
    """By letting nobody see that somebody types."""
    from shouhou.channels.wechat import MiniProgramInput, OfficialAccountInput
    from shouhou.channels.wechat.errors import ApiError

    channel = OfficialAccountInput if account.kind == "official_account" else MiniProgramInput
    with report.doing("asking for the permission to write to buyers"):
        answer = await _tried(api.post, channel.typing_path, {"touser": NOBODY, "command": "Typing"})
    if isinstance(answer, Exception) and not (isinstance(answer, ApiError) and answer.code in PERMITTED):
        report.refused("customer messages cannot be sent", answer)
    else:
        report.ok("customer messages may be sent")


async def _check_desks(account: "Account", api: "Api", report: Report) -> None:
    """Which 客服账号 there are, and whether they may be answered for."""
    desks: list[dict[str, Any]] = []
    with report.doing("asking for the 客服账号"):
        for _ in range(PAGES):
            answer = await _tried(api.post, "/cgi-bin/kf/account/list", {"offset": len(desks), "limit": PAGE})
            if isinstance(answer, Exception):
                break
            page = _objects(answer.get("account_list"))
            desks += page
            if len(page) < PAGE:
                break
    if isinstance(answer, Exception):
        report.refused("the 客服账号 cannot be read", answer)
        return
    if not desks:
        report.bad("there is no 客服账号", "企业微信后台 → 微信客服: make one, to be managed by the API (通过API管理)")
        return
    report.ok(f"客服账号: {', '.join(map(_desk_name, desks))}")
    for desk in desks:
        if desk.get("manage_privilege") is False:
            report.bad(
                f"{_desk_name(desk)} cannot be answered for by this application",
                "企业微信后台 → 微信客服 → API → 通过API管理微信客服账号: choose it there",
            )
    if account.servicer and account.people == "wechat":
        await _check_servicer(account, api, desks, report)


async def _check_servicer(account: "Account", api: "Api", desks: list[dict[str, Any]], report: Report) -> None:
    """Whether the servicer is one, at each 客服账号."""
    from urllib.parse import quote

    missing, departments, stopped = [], False, False
    for desk in desks:
        path = f"/cgi-bin/kf/servicer/list?open_kfid={quote(str(desk.get('open_kfid')))}"
        with report.doing("asking for the servicers"):
            answer = await _tried(api.get, path)
        if isinstance(answer, Exception):
            report.note(f"whether servicer is a servicer cannot be told: {answer}")
            return
        listed = _objects(answer.get("servicer_list"))
        departments = departments or any("department_id" in one for one in listed)
        found = [one for one in listed if one.get("userid") == account.servicer]
        stopped = stopped or any(one.get("status") == 1 for one in found)
        if not found:
            missing.append(_desk_name(desk))
    servicer = one_line(account.servicer)
    if not missing:
        report.ok(f"{servicer} is a servicer")
    elif departments:
        report.note(f"{servicer} is not named at {', '.join(missing)}; whether by a department cannot be told")
    elif len(missing) == len(desks):
        report.bad(f"there is no servicer {servicer}", "copy the userid (账号) from 企业微信后台 → 微信客服 → 接待人员")
    else:
        report.note(f"{servicer} is no servicer of {', '.join(missing)}: who wants a person there goes to the pool")
    if stopped:
        report.note(f"{servicer} takes nobody at present: who wants a person goes to the pool")


async def _check_bot(account: "Account", settings: "Settings", report: Report) -> None:
    """Whether the bot answers the console's check of the address, asked without any proxy."""
    import secrets

    from shouhou import clock
    from shouhou.channels.wechat.crypto import signature_of

    host = f"[{settings.local_host}]" if ":" in settings.local_host else settings.local_host
    url = f"http://{host}:{settings.port}{path_of(account)}"
    said, nonce, timestamp = secrets.token_hex(8), secrets.token_hex(8), str(int(clock.now().timestamp()))
    query = {"timestamp": timestamp, "nonce": nonce}
    if account.kind == "customer_service":
        cipher = account.cipher()
        assert cipher is not None
        sealed = cipher.seal(said, timestamp, nonce)
        query |= {"msg_signature": sealed.signature, "echostr": sealed.encrypt}
    else:
        query |= {"signature": signature_of(account.token, timestamp, nonce), "echostr": said}
    with report.doing(f"asking {url}"):
        answer = await _get(url, query)
    if isinstance(answer, str):
        report.bad(f"the bot does not answer at {url}: {answer}", "start it with `shouhou serve`")
    elif answer.status == 200 and answer.text == said:
        report.ok(f"the bot answers at {url}; what does not arrive there is lost before it (DNS, proxy, certificate)")
    elif answer.status == 403:
        report.bad(f"the bot at {url} refuses a push that is signed with these settings",
                   "start the bot again: it has read others")
    elif answer.status == 404:
        report.bad(f"the bot knows no {url}", "start the bot again: it has read a file without this account")
    else:
        report.bad(f"what answers at {url} is not the bot (HTTP {answer.status})", "look at SHOUHOU_PORT")


def tell_address(account: "Account") -> None:
    """What goes into the console."""
    mode = f", 消息加解密方式 {MODES[account.mode]}" if account.kind != "customer_service" else ""
    typer.echo(f"  URL    https://YOUR-DOMAIN{path_of(account)} (into the console{mode})")


def path_of(account: "Account") -> str:
    """Where an account's pushes arrive."""
    return f"/webhooks/{account.kind}{account.path}"


def _desk_name(desk: Mapping[str, Any]) -> str:
    return one_line(str(desk.get("name") or desk.get("open_kfid")))


def _objects(given: Any) -> list[dict[str, Any]]:
    return [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []


async def _tried(call: Callable[..., Awaitable[Any]], *arguments: Any) -> Any:
    """What a call gives, or the error that it ends with; one that finds WeChat busy is made again."""
    import asyncio

    from shouhou.channels.wechat.errors import ApiError, Unreachable

    for wait in (0.5, 1.0, 0.0):
        try:
            return await call(*arguments)
        except (ApiError, Unreachable, ValueError) as error:
            last = error
            if not isinstance(error, ApiError) or error.code != BUSY:
                break
        await asyncio.sleep(wait)
    return last


@dataclass(frozen=True)
class Answer:
    """What a plain GET is answered."""

    status: int
    date: str
    text: str


async def _get(url: str, query: Mapping[str, str]) -> "Answer | str":
    """An answer, or why there is none. Neither says what the query held."""
    import asyncio

    import aiohttp

    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=SECONDS)) as session,
            session.get(url, params=dict(query), allow_redirects=False) as answer,
        ):
            content = await answer.content.read(4096)
            return Answer(answer.status, answer.headers.get("Date", ""), content.decode(errors="replace"))
    except asyncio.TimeoutError:
        return f"no answer within {SECONDS:.0f} s"
    except (aiohttp.ClientError, OSError, ValueError) as error:
        reason = getattr(getattr(error, "os_error", None), "strerror", None)
        return str(reason or type(error).__name__)
