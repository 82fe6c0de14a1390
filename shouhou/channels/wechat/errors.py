"""What WeChat's API answers when it refuses, and what that means for a message and for an operator."""

from dataclasses import dataclass
from typing import NoReturn, Optional

from shouhou.cases.posting import OUT_OF_WINDOW, OVER_QUOTA
from shouhou.channels.outcomes import NotNow, NotTaken


class ApiError(Exception):
    """An answer with an errcode; `words` are the platform's own, for an operator who checks the settings."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(f"errcode {code}")
        self.code = code
        self.words = words


class Unreachable(Exception):
    """No answer that can be read. The message names the path, never a token."""


@dataclass(frozen=True)
class Meaning:
    """What an errcode says, in words for an operator: what is wrong, and what to do."""

    wrong: str
    to_do: str
    held: Optional[str] = None  # why a message is held; None: to be tried again
    wait: Optional[float] = None  # seconds


# Sources: Tencent's pages of error codes (返回码说明, 全局错误码), as of 2026-11.
MEANINGS: dict[int, Meaning] = {
    -1: Meaning("WeChat is busy", "nothing: it is tried again"),
    40001: Meaning("the secret is wrong, or another system fetches tokens with it",
                   "compare `secret` with the console; let one system fetch tokens, or all by stable_token", wait=60),
    40003: Meaning("the openid is not of this account", "check that app_id and the pushing account are the same",
                   "the buyer is unknown to this account"),
    40007: Meaning("the picture is not there any more", "pictures are kept three days", "the picture is gone"),
    40008: Meaning("this kind of message is not taken by this account", "report it with the account's kind",
                   "this kind of message is not taken"),
    40013: Meaning("app_id is wrong", "copy the AppID (企业ID for 微信客服) from the console", wait=60),
    40014: Meaning("the token is refused", "nothing: a new one is fetched"),
    40033: Meaning("the request held \\u escapes", "report it: it is a fault of this software", "not UTF-8"),
    40125: Meaning("the secret is wrong", "copy it anew from the console (a reset makes the old one void)", wait=60),
    40164: Meaning("this machine's address is not on the IP white list",
                   "微信开发者平台 → 开发密钥 → API IP白名单: add the address that the message names", wait=60),
    40243: Meaning("the AppSecret is frozen", "unfreeze it in the console, or reset it", wait=600),
    41002: Meaning("app_id is missing", "set it in credentials.yml", wait=60),
    41004: Meaning("the secret is missing", "set it in credentials.yml", wait=60),
    42001: Meaning("the token has run out", "nothing: a new one is fetched"),
    43004: Meaning("the buyer does not follow the account", "it goes out when the buyer follows and writes again",
                   OUT_OF_WINDOW),
    45002: Meaning("the message is too long", "report it: it is a fault of this software", "too long"),
    45009: Meaning("the day's quota of API calls is used up", "console → 接口权限: reset it, or wait for the next day",
                   wait=600),
    45011: Meaning("the minute's quota of API calls is used up", "nothing: it is tried again", wait=60),
    45015: Meaning("the buyer has not written within 48 hours", "the message goes out when the buyer writes again",
                   OUT_OF_WINDOW),
    45033: Meaning("too many calls at the same time", "nothing: it is tried again", wait=10),
    45047: Meaning("too many messages since the buyer last wrote", "it goes out when the buyer writes again",
                   OVER_QUOTA),
    48001: Meaning("the account has no permission for this interface",
                   "a verified service account has it; else set customer_messages: false", "no permission"),
    48002: Meaning("this application may not use the interface",
                   "企业微信后台 → 微信客服 → API: 可调用接口的应用: choose the one whose secret this is", wait=600),
    50001: Meaning("the interface is not granted to this account", "have the account verified", "no permission"),
    60020: Meaning("this machine's address is not trusted by the corporation",
                   "企业微信后台 → 应用 → 企业可信IP: add the address that the message names", wait=60),
    95000: Meaning("the 客服账号 is unknown to this application", "企业微信后台 → 微信客服 → API: 可调用接口的应用",
                   "unknown 客服账号"),
    95001: Meaning("over five messages, or 48 hours, since the buyer last wrote",
                   "it goes out when the buyer writes again", OVER_QUOTA),
    95014: Meaning("the servicer is not on duty", "choose another `servicer`, or none", "the servicer is not on duty"),
    95016: Meaning("the session cannot go into that state", "nothing: it is with a person already",
                   "the session is with a person or ended"),
    95017: Meaning("微信客服's API is switched off", "企业微信后台 → 微信客服 → API: switch it on", wait=600),
    95018: Meaning("the session's state forbids the bot's messages", "nothing: a person has it, or it has ended",
                   "the session is with a person or ended"),
}
UNKNOWN = Meaning("WeChat refuses", "look the errcode up in WeChat's documentation")


def meaning(code: int) -> Meaning:
    """What an errcode means."""
    return MEANINGS.get(code, UNKNOWN)


def raise_for_delivery(error: Exception) -> NoReturn:
    """Say to the outbox what an error means for the message: to be tried again, or held."""
    if isinstance(error, Unreachable):
        raise NotNow(str(error)) from None
    if not isinstance(error, ApiError):
        raise error
    known = meaning(error.code)
    if known.held is not None:
        raise NotTaken(known.held) from None
    if known is UNKNOWN:
        raise NotTaken(f"errcode {error.code}") from None
    raise NotNow(f"errcode {error.code}: {known.wrong}", known.wait) from None
