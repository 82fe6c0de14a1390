"""微信客服 of one corp: conversations and their states, and what may be sent to a customer."""

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import Any, Optional

from tests.services.wechat.accounts import Account
from tests.services.wechat.bodies import kf_content
from tests.services.wechat.kf_queue import KfQueue
from tests.services.wechat.media_store import MediaStore
from tests.services.wechat.records import Call, Content, Inboxes, Refusal

OPEN_FOR = timedelta(hours=48)
MESSAGES = 5
MSGID = re.compile(r"[0-9a-zA-Z_-]{1,32}")
EXPIRED, TOO_MANY, REFUSED = 4, 6, 10  # fail_type of msg_send_fail


class State(IntEnum):
    """Who has a conversation."""

    NEW = 0
    BOT = 1
    POOL = 2
    HUMAN = 3
    ENDED = 4


ALLOWED = {
    State.NEW: {State.BOT, State.POOL, State.HUMAN},
    State.BOT: {State.POOL, State.HUMAN},
    State.POOL: {State.HUMAN},
    State.HUMAN: {State.HUMAN, State.ENDED},
    State.ENDED: set(),
}


@dataclass
class Session:
    """One customer at one desk. Before the first message it is as ended."""

    state: State = State.ENDED
    servicer: str = ""
    spoke_at: Optional[datetime] = None
    welcomed_at: Optional[datetime] = None
    left: int = 0
    refuses: bool = False


@dataclass
class Code:
    """What one message on an event costs."""

    open_kfid: str
    customer: str
    until: datetime
    welcomes: bool


class KfDesk:
    """The desks (open_kfid) of one corp.

    `late_limits`: over the count is answered 0 and told later by msg_send_fail, instead of 95001 at once.
    `duplicate_errcode`: what a msgid is answered that was sent before; 0 is as if it were sent, which it is not.
    `code_seconds`: how long the code of an event lasts. `announce` is called after an event that no customer caused.
    """

    def __init__(self, account: Account, inboxes: Inboxes, media: MediaStore, now: Callable[[], datetime]) -> None:
        self.account = account
        self.queue = KfQueue(account.open_kfids, now)
        self.on_duty = set(account.servicers)
        self.is_permitted = True
        self.late_limits = False
        self.duplicate_errcode = 0
        self.code_seconds = 20
        self.announce: Callable[[str], None] = lambda open_kfid: None
        self._inboxes = inboxes
        self._media = media
        self._now = now
        self._sessions: dict[tuple[str, str], Session] = {}
        self._codes: dict[str, Code] = {}
        self._sent: dict[tuple[str, str], str] = {}

    # The customer's side and staff's, for tests.

    def customer_says(self, open_kfid: str, customer: str, msgtype: str, content: dict[str, Any]) -> str:
        """A customer writes; an ended conversation is new again; the msgid."""
        with self._inboxes.changed:
            session = self._sessions.setdefault((open_kfid, customer), Session())
            if session.state is State.ENDED:
                session.state, session.servicer = State.NEW, ""
            session.spoke_at, session.left = self._now(), MESSAGES
            return self.queue.put_message(open_kfid, customer, msgtype, content)

    def customer_enters(self, open_kfid: str, customer: str, scene: str = "", scene_param: str = "") -> str:
        """A customer opens the conversation; the welcome_code, empty for one who was welcome or wrote within 48 h."""
        with self._inboxes.changed:
            session = self._sessions.setdefault((open_kfid, customer), Session())
            recent = [at for at in (session.spoke_at, session.welcomed_at) if at is not None]
            code = "" if recent and self._now() - max(recent) < OPEN_FOR else self._new_code(open_kfid, customer, True)
            more = {"welcome_code": code} if code else {}
            self.queue.put_event(open_kfid, customer, "enter_session", scene=scene, scene_param=scene_param, **more)
            return code

    def customer_refuses(self, open_kfid: str, customer: str, refuses: bool = True) -> None:
        """The customer takes no more messages: each is answered 0 and fails later."""
        with self._inboxes.changed:
            self._session(open_kfid, customer).refuses = refuses

    def customer_recalls(self, open_kfid: str, customer: str, msgid: str) -> None:
        """The customer takes a message back."""
        with self._inboxes.changed:
            self.queue.put_event(open_kfid, customer, "user_recall_msg", recall_msgid=msgid)

    def staff_takes(self, open_kfid: str, customer: str, servicer: str) -> None:
        """A person of the shop takes a waiting conversation."""
        with self._inboxes.changed:
            session = self._session(open_kfid, customer)
            changed = 1 if session.state is State.POOL else 2
            old, session.state, session.servicer = session.servicer, State.HUMAN, servicer
            code = {"msg_code": self._new_code(open_kfid, customer)} if changed == 1 else {}
            self._status(open_kfid, customer, changed, old, servicer, code)

    def staff_says(self, open_kfid: str, customer: str, text: str) -> str:
        """The person who has the conversation writes: the customer sees it, and sync_msg tells it (origin 5)."""
        with self._inboxes.changed:
            servicer = self._session(open_kfid, customer).servicer
            self._inboxes.deliver(
                customer, Content("text", text), via="servicer", account=self.account.app_id, at=self._now()
            )
            return self.queue.put_message(open_kfid, customer, "text", {"content": text}, 5, servicer)

    def staff_ends(self, open_kfid: str, customer: str) -> None:
        """The person who has the conversation ends it."""
        with self._inboxes.changed:
            session = self._session(open_kfid, customer)
            old, session.state, session.servicer = session.servicer, State.ENDED, ""
            self._status(open_kfid, customer, 3, old, "", {"msg_code": self._new_code(open_kfid, customer)})

    def state(self, open_kfid: str, customer: str) -> State:
        """Who has the conversation."""
        with self._inboxes.changed:
            return self._session(open_kfid, customer).state

    # The calls.

    def sync_msg(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/sync_msg"""
        self._check_permission()
        return self.queue.sync(call.json)

    def send_msg(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/send_msg"""
        self._check_permission()
        body = call.json
        open_kfid, customer = self._desk(body), str(body.get("touser", ""))
        session = self._session(open_kfid, customer)
        msgid = self._msgid(body)
        if (open_kfid, msgid) in self._sent:
            if self.duplicate_errcode:
                raise Refusal(self.duplicate_errcode)
            return {"msgid": msgid}
        content = kf_content(body, lambda media_id: self._media.has(account, media_id))
        if session.state not in (State.NEW, State.BOT):
            raise Refusal(95018)
        failed = self._failure(session)
        if failed == TOO_MANY and not self.late_limits:
            raise Refusal(95001)
        self._sent[open_kfid, msgid] = customer
        if failed is None:
            session.left -= 1
            self._deliver(customer, content, "kf", msgid, body)
        else:
            self.queue.put_event(open_kfid, customer, "msg_send_fail", fail_msgid=msgid, fail_type=failed)
            self.announce(open_kfid)
        return {"msgid": msgid}

    def send_msg_on_event(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/send_msg_on_event"""
        self._check_permission()
        body = call.json
        msgid = self._msgid(body)
        code = self._codes.get(str(body.get("code", "")))
        if code is None or self._now() >= code.until:
            raise Refusal(40029)
        content = kf_content(body, lambda media_id: self._media.has(account, media_id), on_event=True)
        del self._codes[body["code"]]
        if code.welcomes:
            self._session(code.open_kfid, code.customer).welcomed_at = self._now()
        self._deliver(code.customer, content, "on_event", msgid, body)
        return {"msgid": msgid}

    def get_state(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/service_state/get"""
        self._check_permission()
        session = self._session(self._desk(call.json), str(call.json.get("external_userid", "")))
        servicer = {"servicer_userid": session.servicer} if session.state is State.HUMAN else {}
        return {"service_state": int(session.state), **servicer}

    def trans_state(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/service_state/trans: no event follows, the answer holds the msg_code."""
        self._check_permission()
        body = call.json
        open_kfid, customer = self._desk(body), str(body.get("external_userid", ""))
        session = self._session(open_kfid, customer)
        wanted = body.get("service_state")
        if wanted not in list(State) or isinstance(wanted, bool):
            raise Refusal(40058, "service_state")
        if wanted not in ALLOWED[session.state]:
            raise Refusal(95016, f"{int(session.state)} to {wanted}")
        servicer = str(body.get("servicer_userid", "")) if wanted == State.HUMAN else ""
        if wanted == State.HUMAN and servicer not in self.on_duty:
            raise Refusal(95014)
        session.state, session.servicer = State(wanted), servicer
        return {} if wanted == State.BOT else {"msg_code": self._new_code(open_kfid, customer)}

    def list_accounts(self, account: Account, call: Call) -> dict[str, Any]:
        """POST /cgi-bin/kf/account/list"""
        self._check_permission()
        body = call.json if call.body else {}
        start, count = int(body.get("offset", 0)), int(body.get("limit", 100))
        desks = [
            {"open_kfid": open_kfid, "name": f"客服{number}", "avatar": "", "manage_privilege": True}
            for number, open_kfid in enumerate(self.account.open_kfids, 1)
        ]
        return {"account_list": desks[start : start + count]}

    def _check_permission(self) -> None:
        if not self.is_permitted:
            raise Refusal(95017)

    def _desk(self, body: dict[str, Any]) -> str:
        open_kfid = body.get("open_kfid")
        if open_kfid not in self.account.open_kfids:
            raise Refusal(95000)
        return str(open_kfid)

    def _session(self, open_kfid: str, customer: str) -> Session:
        """Refused with 40096 where the desk never met the customer."""
        found = self._sessions.get((open_kfid, customer))
        if found is None:
            raise Refusal(40096)
        return found

    def _failure(self, session: Session) -> Optional[int]:
        """Why a message will not arrive, None where it will."""
        if session.refuses:
            return REFUSED
        if session.spoke_at is None or self._now() - session.spoke_at >= OPEN_FOR:
            return EXPIRED
        return TOO_MANY if session.left <= 0 else None

    def _msgid(self, body: dict[str, Any]) -> str:
        """The caller's msgid, or one of Tencent's."""
        given = body.get("msgid")
        if given in (None, ""):
            return secrets.token_urlsafe(24)
        if not isinstance(given, str) or not MSGID.fullmatch(given):
            raise Refusal(40058, "msgid")
        return given

    def _new_code(self, open_kfid: str, customer: str, welcomes: bool = False) -> str:
        code = secrets.token_urlsafe(24)
        self._codes[code] = Code(open_kfid, customer, self._now() + timedelta(seconds=self.code_seconds), welcomes)
        return code

    def _status(
        self, open_kfid: str, customer: str, changed: int, old: str, new: str, code: dict[str, str]
    ) -> None:
        names = {"old_servicer_userid": old, "new_servicer_userid": new}
        given = {name: userid for name, userid in names.items() if userid}
        self.queue.put_event(open_kfid, customer, "session_status_change", change_type=changed, **given, **code)
        self.announce(open_kfid)

    def _deliver(self, customer: str, content: Content, via: str, msgid: str, body: dict[str, Any]) -> None:
        self._inboxes.deliver(
            customer, content, via=via, account=self.account.app_id, at=self._now(), msgid=msgid, body=body
        )
