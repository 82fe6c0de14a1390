"""People who write to the shop in WeChat, and what they see."""

from collections.abc import Callable, Sequence
from typing import Any, Optional, Union

from tests.services.wechat.accounts import Account, Kind, new_user
from tests.services.wechat.envelopes import Fields
from tests.services.wechat.fake_tencent import FakeTencent
from tests.services.wechat.limits import Act
from tests.services.wechat.pusher import Push, Pusher
from tests.services.wechat.records import Content, Delivered, MenuItem

SECONDS = 20.0
Wanted = Union[int, Callable[[list[Delivered]], bool]]


class WeChatUser:
    """A person before one account: a follower, a visitor of a mini program, or a customer of 微信客服.

    What they do is first known to Tencent (windows, states, queue) and then pushed. A push waits until the bot has
    taken it or all tries are over; what the bot sends is waited for with `wait_for`.
    """

    def __init__(
        self, tencent: FakeTencent, pusher: Pusher, user_id: Optional[str] = None, open_kfid: Optional[str] = None
    ) -> None:
        self.tencent = tencent
        self.pusher = pusher
        self.account: Account = pusher.account
        self.is_customer = self.account.kind is Kind.KF
        self.user_id = user_id or new_user(self.account.kind)
        self.open_kfid = open_kfid or (self.account.open_kfids[0] if self.is_customer else "")
        self.last_push: Optional[Push] = None
        self.last_msg_id = ""
        self._seen = len(self.inbox)
        if self.is_customer:
            tencent.on_kf_event(self.account, self._announce)
        elif pusher.on_reply is None:
            pusher.on_reply = lambda fields, reply: deliver_reply(tencent, self.account, fields, reply)

    # What they do.

    def says(self, text: str, msg_id: str = "", **options: Any) -> Push:
        """Write a text; the options are those of Pusher.push."""
        return self._message("text", {"Content": text}, {"content": text}, msg_id, options)

    def sends_picture(self, content: bytes, msg_id: str = "", **options: Any) -> Push:
        """Send a picture."""
        media_id = self.tencent.add_media(self.account, content)
        fields = {"PicUrl": self.tencent.picture_url(media_id), "MediaId": media_id}
        return self._message("image", fields, {"media_id": media_id}, msg_id, options)

    def sends_voice(self, content: bytes, recognition: Optional[str] = None, **options: Any) -> Push:
        """Speak; an account that still has it gets what was understood, perhaps empty."""
        media_id = self.tencent.add_media(self.account, content, "voice", "audio/amr")
        understood = {} if recognition is None else {"Recognition": recognition}
        fields = {"MediaId": media_id, "Format": "amr", **understood}
        return self._message("voice", fields, {"media_id": media_id}, "", options)

    def sends(self, msgtype: str, fields: dict[str, Any], msg_id: str = "", **options: Any) -> Push:
        """Send any other kind of message: the fields of a push, or of 微信客服 what stands under its msgtype."""
        return self._message(msgtype, fields, fields, msg_id, options)

    def clicks(self, item: Union[MenuItem, str], msg_id: str = "", **options: Any) -> Push:
        """Click a line of a menu that was sent, itself or by what stands on it in the last menu."""
        if isinstance(item, str):
            named = [found for found in self.last_menu if found.content == item]
            assert named, f"no line {item!r} among {[found.content for found in self.last_menu]}"
            item = named[0]
        assert item.kind == "click", f"{item.content!r} is a {item.kind}: nothing comes back of it"
        fields = {"Content": item.content, "bizmsgmenuid": item.id}
        content = {"content": item.content} | ({"menu_id": item.id} if item.id else {})
        return self._message("text", fields, content, msg_id, options)

    def follows(self, scene: str = "", **options: Any) -> Push:
        """Follow the official account, perhaps by a QR code with a scene."""
        more = {"EventKey": f"qrscene_{scene}", "Ticket": "TICKET"} if scene else {"EventKey": ""}
        return self._event("subscribe", Act.FOLLOW, more, options)

    def unfollows(self, **options: Any) -> Push:
        """Unfollow: nothing can be sent any more."""
        push = self._event("unsubscribe", None, {"EventKey": ""}, options)
        self.tencent.custom.left(self.account, self.user_id)
        return push

    def scans(self, scene: str, **options: Any) -> Push:
        """Scan a QR code with a scene as a follower."""
        return self._event("SCAN", Act.SCAN, {"EventKey": scene, "Ticket": "TICKET"}, options)

    def clicks_menu(self, key: str, **options: Any) -> Push:
        """Click a button of the account's own menu."""
        return self._event("CLICK", Act.CLICK, {"EventKey": key}, options)

    def enters(
        self, scene_param: str = "", *, scene: str = "", session_from: str = "", **options: Any
    ) -> Push:
        """Open the conversation: of a mini program with a session_from, of 微信客服 with a scene and its parameter."""
        if self.is_customer:
            self._begin()
            self.tencent.kf(self.account).customer_enters(self.open_kfid, self.user_id, scene, scene_param)
            return self.calls_back(**options)
        return self._event("user_enter_tempsession", Act.ENTER, {"SessionFrom": session_from}, options)

    def calls_back(self, **options: Any) -> Push:
        """Fire the callback of 微信客服 that there is something to be read, whether or not there is."""
        token = self.tencent.kf(self.account).queue.callback_token()
        self.last_push = self.pusher.push(self.pusher.kf_callback(self.open_kfid, token), **options)
        return self.last_push

    def writes_unannounced(self, text: str) -> str:
        """Write to 微信客服 while the callback gets lost; the msgid."""
        self._begin()
        self.last_msg_id = self.tencent.kf(self.account).customer_says(
            self.open_kfid, self.user_id, "text", {"content": text}
        )
        return self.last_msg_id

    # What they see.

    @property
    def inbox(self) -> list[Delivered]:
        """All that they ever got."""
        return self.tencent.inbox(self.user_id)

    @property
    def news(self) -> list[Delivered]:
        """What they got since they last did something."""
        return self.inbox[self._seen :]

    @property
    def text(self) -> str:
        """All that `news` says, menus with their lines."""
        return "\n".join(
            line for got in self.news for line in (got.text, *(item.content for item in got.items), got.tail) if line
        )

    @property
    def last_menu(self) -> tuple[MenuItem, ...]:
        """The lines of the last menu that they got, empty without one."""
        return next((got.items for got in reversed(self.inbox) if got.items), ())

    def wait_for(self, wanted: Wanted = 1, seconds: float = SECONDS) -> list[Delivered]:
        """What came since they last did something, once that are so many or the predicate is true of it."""
        if not self._comes(wanted, seconds):
            calls = self.tencent.calls()[-10:]
            last = [f"{call.path} {call.errcode} {call.fault}".rstrip() for call in calls]
            raise AssertionError(f"not within {seconds} s; came: {self.news}; the last calls: {last}")
        return self.news

    def hears_nothing(self, seconds: float, beyond: int = 0) -> None:
        """Nothing comes within the seconds beyond so many messages."""
        assert not self._comes(beyond + 1, seconds), f"came: {self.news}"

    # Within.

    def _comes(self, wanted: Wanted, seconds: float) -> bool:
        if isinstance(wanted, int):
            count = wanted
            return self.tencent.wait(lambda: len(self.news) >= count, seconds)
        predicate = wanted
        return self.tencent.wait(lambda: predicate(self.news), seconds)

    def _announce(self, open_kfid: str) -> None:
        """Tell the bot of an event that no customer caused."""
        token = self.tencent.kf(self.account).queue.callback_token()
        self.pusher.push(self.pusher.kf_callback(open_kfid, token))

    def _begin(self) -> None:
        self._seen = len(self.inbox)

    def _message(
        self, msgtype: str, fields: dict[str, Any], content: dict[str, Any], msg_id: str, options: dict[str, Any]
    ) -> Push:
        self._begin()
        if self.is_customer:
            self.last_msg_id = self.tencent.kf(self.account).customer_says(
                self.open_kfid, self.user_id, msgtype, content
            )
            return self.calls_back(**options)
        self.tencent.user_acts(self.account, self.user_id, Act.MESSAGE)
        made = self.pusher.message(self.user_id, msgtype, msg_id, **fields)
        self.last_msg_id = str(made["MsgId"])
        if self.tencent.custom.is_with_human(self.account, self.user_id):
            self.last_push = Push(made)  # goes to staff alone
            return self.last_push
        self.last_push = self.pusher.push(made, **options)
        return self.last_push

    def _event(self, event: str, act: Optional[Act], fields: dict[str, Any], options: dict[str, Any]) -> Push:
        assert not self.is_customer, f"微信客服 has no {event}"
        self._begin()
        if act is not None:
            self.tencent.user_acts(self.account, self.user_id, act)
        self.last_push = self.pusher.push(self.pusher.event(self.user_id, event, **fields), **options)
        return self.last_push


def deliver_reply(tencent: FakeTencent, account: Account, fields: Fields, reply: Fields) -> None:
    """Do what a passive reply asks: show it to whoever wrote, or give the conversation to staff."""
    user = str(fields["FromUserName"])
    if reply["MsgType"] == "transfer_customer_service":
        tencent.custom.to_human(account, user)
        return
    image = reply.get("Image") or {}
    content = Content(str(reply["MsgType"]), str(reply.get("Content", "")), media_id=str(image.get("MediaId", "")))
    tencent.inboxes.deliver(user, content, via="passive", account=account.app_id, at=tencent.now(), body=reply)


def texts(messages: Sequence[Delivered]) -> list[str]:
    """What messages say, one by one."""
    return [message.text for message in messages]
