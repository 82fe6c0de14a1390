"""客服消息 of official accounts and mini programs: sending within the windows, and the sign that somebody types."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.services.wechat.accounts import Account, Kind
from tests.services.wechat.bodies import custom_content, refuse_escapes
from tests.services.wechat.limits import Act, Allowance
from tests.services.wechat.media_store import MediaStore
from tests.services.wechat.records import Call, Content, Inboxes, Refusal

TYPING_LASTS = timedelta(seconds=15)
TYPING_AFTER = timedelta(seconds=30)
HUMAN_LASTS = timedelta(minutes=30)


class CustomDesk:
    """Who may be written to how often, of all accounts of api.weixin.qq.com."""

    def __init__(self, inboxes: Inboxes, media: MediaStore, now: Callable[[], datetime]) -> None:
        self._inboxes = inboxes
        self._media = media
        self._now = now
        self._allowances: dict[tuple[str, str], Allowance] = {}
        self._typing_until: dict[tuple[str, str], datetime] = {}
        self._wrote_at: dict[tuple[str, str], datetime] = {}
        self._human_until: dict[tuple[str, str], datetime] = {}
        self.not_permitted: set[str] = set()

    def acted(self, account: Account, user: str, act: Act) -> None:
        """A person did something that opens or renews a window."""
        with self._inboxes.changed:
            self._allowances.setdefault((account.app_id, user), Allowance()).acted(act, self._now())

    def left(self, account: Account, user: str) -> None:
        """A person unfollowed: every window is closed."""
        with self._inboxes.changed:
            self._allowance(account, user).close()

    def to_human(self, account: Account, user: str) -> None:
        """A transfer_customer_service was answered: for 30 minutes what the person writes goes to staff alone."""
        with self._inboxes.changed:
            self._human_until[account.app_id, user] = self._now() + HUMAN_LASTS

    def human_ends(self, account: Account, user: str) -> None:
        """Staff closed the conversation."""
        with self._inboxes.changed:
            self._human_until.pop((account.app_id, user), None)

    def is_with_human(self, account: Account, user: str) -> bool:
        """Whether what the person writes goes to staff and not to the bot."""
        with self._inboxes.changed:
            until = self._human_until.get((account.app_id, user))
            return until is not None and self._now() < until

    def is_typing(self, account: Account, user: str) -> bool:
        """Whether the person sees that somebody types."""
        with self._inboxes.changed:
            until = self._typing_until.get((account.app_id, user))
            return until is not None and self._now() < until

    def send(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/message/custom/send"""
        refuse_escapes(call.body)
        body = call.json
        allowance = self._allowance(account, str(body.get("touser", "")))
        self._check_permission(account)
        content = custom_content(account.kind, body, lambda media_id: self._media.has(account, media_id))
        allowance.spend(self._now())
        self._deliver(account, body, content)
        return {}

    def typing(self, account: Account, call: Call, *, business: bool = False) -> dict[str, Any]:
        """POST /cgi-bin/message/custom/typing, and /business/typing of mini programs."""
        refuse_escapes(call.body)
        body = call.json
        user = str(body.get("touser", ""))
        allowance = self._allowance(account, user)
        self._check_permission(account)
        if business and account.kind is not Kind.MINI:
            raise Refusal(48001)
        key = (account.app_id, user)
        if body.get("command") == "CancelTyping":
            self._typing_until.pop(key, None)
            return {}
        if body.get("command") != "Typing":
            raise Refusal(45072)
        met = [at for at in (allowance.acted_at, self._wrote_at.get(key)) if at is not None]
        if not met or self._now() - max(met) > TYPING_AFTER:
            raise Refusal(45080)
        if self.is_typing(account, user):
            raise Refusal(45081)
        self._typing_until[key] = self._now() + TYPING_LASTS
        return {}

    def _check_permission(self, account: Account) -> None:
        if account.app_id in self.not_permitted:
            raise Refusal(48001)

    def _allowance(self, account: Account, user: str) -> Allowance:
        """What may be sent to a person. Refused with 40003 where the account never met them."""
        found = self._allowances.get((account.app_id, user))
        if found is None:
            raise Refusal(40003)
        return found

    def _deliver(self, account: Account, body: dict[str, Any], content: Content) -> None:
        """Show it, and end the typing."""
        user = str(body["touser"])
        self._typing_until.pop((account.app_id, user), None)
        self._wrote_at[account.app_id, user] = self._now()
        self._inboxes.deliver(user, content, via="custom", account=account.app_id, at=self._now(), body=body)
