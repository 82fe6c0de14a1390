"""WeChat accounts from the command line: whether they work, and codes that say which buyer somebody is."""

import os
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, Any, Optional

import typer

from shouhou.commands.common import BadInput, CommandError, plain_errors
from shouhou.commands.wechat_checks import (
    Entry,
    Report,
    check_database,
    check_form,
    check_online,
    path_of,
    tell_address,
)

if TYPE_CHECKING:
    from shouhou.settings import Settings

wechat = typer.Typer(help="WeChat accounts.", no_args_is_help=True)

PACKAGE = "shouhou.channels.wechat."
CLASSES = {
    "OfficialAccountInput": "official_account",
    "CustomerServiceInput": "customer_service",
    "MiniProgramInput": "mini_program",
}
MAX_SCENE = 64  # characters of a QR code's scene
MAX_SCENE_PARAM = 128  # bytes of what a 微信客服 link carries


@wechat.command()
def check(
    account: Annotated[
        Optional[str], typer.Argument(help="Such as official_account.main; all of them when left out.")
    ] = None,
    no_network: Annotated[
        bool, typer.Option("--no-network", help="Look at the credentials file alone: call nobody.")
    ] = False,
) -> None:
    """Check the WeChat accounts of the credentials file, and say of each what is right, what is wrong, what to do.

    Nothing is changed and nobody is written to. Exits 1 when anything is wrong, 2 for a file that cannot be read.
    """
    import asyncio

    from shouhou.settings import settings

    with plain_errors():
        chosen, report = settings(), Report()
        entries = _entries(_credentials(chosen), report)
        doubles = _doubles(entries)
        picked = _picked(entries, account, chosen)
        if not no_network:
            check_database(report)
        for entry in picked:
            check_form(entry, doubles, report)
            if entry.account is not None and not no_network:
                asyncio.run(check_online(entry.account, chosen, report))
            if entry.account is not None:
                tell_address(entry.account)
        if report.wrong:
            raise CommandError("1 thing is wrong" if report.wrong == 1 else f"{report.wrong} things are wrong")
    typer.echo("all is right")


@wechat.command()
def link(
    buyer_id: Annotated[str, typer.Argument(help="The buyer, by the shop's own id.")],
    ttl: Annotated[int, typer.Option("--ttl", min=1, help="Seconds that the code is good for.")] = 600,
) -> None:
    """Print a code that binds whoever brings it to a buyer, once, and where each account takes it."""
    from shouhou import clock
    from shouhou.channels.binding_links import make_code
    from shouhou.settings import settings

    with plain_errors():
        try:
            code = make_code(settings().secret(), buyer_id, ttl, clock.now())
        except ValueError as error:
            raise CommandError(str(error)) from error
        found = _credentials(settings())
        typer.echo(code)
        for entry in _entries(found, Report()):
            typer.echo(f"{entry.label}: {entry.wrong or _place(entry.kind, code)}")


def _place(kind: str, code: str) -> str:
    """Where an account of a kind takes a code."""
    too_long = f"the code has {len(code)} characters, and {{}}: only a shorter buyer's id makes it shorter"
    if kind == "official_account":
        if len(code) > MAX_SCENE:
            return too_long.format(f"a QR code's scene takes {MAX_SCENE}")
        return "the scene_str of a QR code (qrcode/create, QR_STR_SCENE); who scans it or follows by it is bound"
    if kind == "customer_service":
        if len(code) > MAX_SCENE_PARAM:
            return too_long.format(f"a link's scene_param takes {MAX_SCENE_PARAM}")
        return (
            "&scene_param=CODE behind the link that kf/add_contact_way gives for a scene (not an empty one); "
            "who opens it is bound"
        )
    return '<button open-type="contact" session-from="CODE">; who opens the conversation by it is bound'


# The file


def _credentials(settings: "Settings") -> dict[str, Any]:
    from shouhou.credentials import CredentialsError, read_credentials

    try:
        return read_credentials(settings.credentials)
    except CredentialsError as error:
        raise BadInput(str(error)) from None


def _load(report: Report) -> None:
    """Import what the checks stand on: Rasa comes along, slowly and with much to say."""
    import importlib
    import warnings

    for name, value in (("TF_CPP_MIN_LOG_LEVEL", "3"), ("SQLALCHEMY_SILENCE_UBER_WARNING", "1")):
        os.environ.setdefault(name, value)
    with report.doing("loading"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        importlib.import_module("shouhou.channels.wechat.api")


def _entries(found: Mapping[str, Any], report: Report) -> list[Entry]:
    """The WeChat accounts of the file."""
    channels = {str(channel): given for channel, given in found.items() if str(channel).startswith(PACKAGE)}
    if channels:
        _load(report)
    entries: list[Entry] = []
    for channel, given in channels.items():
        kind = CLASSES.get(channel.rpartition(".")[2])
        if kind is None:
            entries.append(Entry(channel, "", wrong=f"there is no such channel; known are {', '.join(CLASSES)}"))
        else:
            entries += _accounts(kind, given)
    return entries


def _accounts(kind: str, given: Any) -> list[Entry]:
    """The accounts of a kind, each read by itself, so that each says what is wrong with it."""
    from shouhou.channels.wechat.accounts import ONLY, AccountError, read_accounts

    if given is not None and not isinstance(given, Mapping):
        return [Entry(kind, ONLY, wrong=f"{kind}: has no settings")]
    each: list[tuple[str, Any]] = [(ONLY, given)]
    if given and isinstance(given.get("accounts"), Mapping) and given["accounts"] and len(given) == 1:
        each = [(str(name), {"accounts": {name: settings}}) for name, settings in given["accounts"].items()]
    entries = []
    for name, credentials in each:
        try:
            (account,) = read_accounts(kind, credentials)
            entries.append(Entry(kind, name, account))
        except AccountError as error:
            entries.append(Entry(kind, name, wrong=str(error)))
    if not any(entry.wrong for entry in entries):
        try:
            read_accounts(kind, given)
        except AccountError as error:  # of what each may be by itself, but not beside the others
            entries.append(Entry(kind, "", wrong=str(error)))
    return entries


def _picked(entries: list[Entry], named: Optional[str], settings: "Settings") -> list[Entry]:
    if not entries:
        raise CommandError(f"{settings.credentials} names no WeChat account; docs/wechat.md says how to write one")
    picked = [entry for entry in entries if named in (None, entry.label, entry.name, entry.kind)]
    if not picked:
        raise BadInput(f"there is no account {named}; known are {', '.join(entry.label for entry in entries)}")
    return picked


def _doubles(entries: list[Entry]) -> dict[str, str]:
    """What is used twice, by the label of each account that it is wrong with."""
    accounts = {entry.label: entry.account for entry in entries if entry.account is not None}
    paths = Counter(path_of(entry.account) for entry in entries if entry.account is not None)
    wrong = {
        label: f"the path {path_of(account)} is that of two accounts"
        for label, account in accounts.items() if paths[path_of(account)] > 1
    }
    # Of one corporation several applications may each answer for some of its 客服账号.
    receivers = {
        label: (account.app_id, account.secret if account.kind == "customer_service" else "")
        for label, account in accounts.items()
    }
    for label, receiver in receivers.items():
        others = [other for other in receivers if other != label and receivers[other] == receiver]
        if others:
            wrong[label] = f"the app_id is that of {', '.join(others)} too: WeChat pushes to one address alone"
    return wrong
