"""Closing and taking note: words that thank, have heard what was said, wait, and want nothing."""

import re
from collections.abc import Sequence

from shouhou.dialogue.asking import is_question
from shouhou.dialogue.message import Clause
from shouhou.dialogue.yes_no import is_courtesy, says_no, says_yes

_PUTS_UP = re.compile(
    r"(?:[哼切唉哎]+[，, ]*)?(?:行吧|好吧|那行|那好|知道了|明白了?|哦+|懂了|了解|算了)|(?:那|好|行|嗯|先|就)*等"
)
_GOES_ON = re.compile(r"(?:好吧|行吧|哦+|嗯+)[，,\s]*那")
_THANKS = re.compile(r"谢|蟹蟹|thanks?|thx|多谢|感恩|感激|辛苦|麻烦(?:你|您)了", re.IGNORECASE)
_PARTS = re.compile(
    r"(?:(?:那|就|我|先|行|好|嗯)*(?:有劳|劳驾|费心|叨扰|打扰|谢过|告辞|告退|再会|再见|回见|别过|拜拜|撤了|走了|忙去了|下了)"
    r"(?:了|您|你|啦|哈|嘞|各位)*[，,。.!！~～\s]*)+"
)  # 有劳，告辞
_RESIGNS = re.compile(r"(?:罢了|也罢|算了|得了|行吧|好吧|哎|唉|[，,\s])+")
_FOR = (
    r"(?:商家|他们?|你们?|您|店家|卖家|平台)?的?"
    r"(?:答复|回复|回信|回音|消息|通知|结果|信儿?|处理|反馈|回话|电话|[一两三几\d]天)?"
)
_WAITS = re.compile(  # 静候商家答复, 那我等通知, 三天后我再来问
    r"(?:那|就|我|俺|先|再|便|只好|只能|且|慢慢|这边|会|继续)*(?:静|恭)?(?:等|候)(?:着|候|待)*"
    rf"{_FOR}(?:再说)?(?:就是|就好|就行)?[了吧啦哈呗]*"
    r"|(?:[^，,]{0,8}?(?:再|会)来(?:问|看|找)(?:一?下|问|看)?(?:你们?|您)?[了吧啊哈]*)"
)
_CHOICE = re.compile(r"还是")  # 我现在先寄还是等你们说了再寄 asks
_HEARD = ("ack", "pause", "chat", "yes", "rebuke")  # where nothing is asked, a yes too but takes note
_NEWS = ("tracking_number", "phone", "amount", "reason")  # what tells something, whatever else the words do
_SURELY = 0.7  # nine of ten such clauses only take note


def puts_up_with(text: str) -> bool:
    """Whether words begin by putting up with what was said (行吧, 那先等等)."""
    return _PUTS_UP.match(text) is not None


def goes_on(text: str) -> bool:
    """Whether what was said is heard and something else comes (好吧，那运费谁出): nothing is agreed to."""
    return _GOES_ON.match(text) is not None


def only_acknowledges(text: str) -> bool:
    """Whether words only take note (好嘞, 嗯, 知道了), and agree to no offer that was not put as a question."""
    noted = (
        r"(?:[哼切唉哎额]+[，, ]*)?"
        r"(?:好[的嘞吧呀哒滴]*|嗯+|哦+|行[吧啊]?|ok|知道了|明白|晓得了?|谢谢|谢了|[啊呀哈了，, ])+"
    )
    return re.fullmatch(noted, text.strip()) is not None


def only_accords(clauses: Sequence[Clause]) -> bool:
    """Whether a message holds nothing but yes, no, thanks or a nod: it opens no new matter."""
    return all(
        says_yes(c.plain) or says_no(c.plain) or only_acknowledges(c.plain) or is_courtesy(c.plain)
        for c in clauses
    )


def asks_in_the_end(text: str) -> bool:
    """Whether a text of ours asks something, so that a yes may answer it."""
    return "？" in text or "吗" in text


def thanks(text: str) -> bool:
    """Whether words thank."""
    return _THANKS.search(text) is not None


def only_closes(clauses: Sequence[Clause]) -> bool:
    """Whether a message to which nothing is open only takes note and closes (好哒 谢谢啦, 那我等通知再寄)."""
    waits = any(_waits(clause) for clause in clauses)
    heard = [_takes_note(c) or (waits and _RESIGNS.fullmatch(c.plain.strip()) is not None) for c in clauses]
    parts = any(_PARTS.fullmatch(clause.plain.strip()) for clause in clauses)
    return bool(clauses) and all(heard) and (
        parts or waits or any(clause.does(act, "open") >= _SURELY for clause in clauses for act in ("ack", "pause"))
    )


def takes_leave(clauses: Sequence[Clause]) -> bool:
    """Whether who writes goes away for now: he thanks, says that he waits or comes back, or good-bye (静候答复)."""
    return any(thanks(c.plain) or _waits(c) or _PARTS.fullmatch(c.plain.strip()) for c in clauses)


def goes_away(clauses: Sequence[Clause]) -> bool:
    """Whether who writes only goes away for now, and agrees to nothing (行吧 那我等通知 谢了)."""
    return takes_leave(clauses) and only_closes(clauses)


def plans(clauses: Sequence[Clause]) -> bool:
    """Whether who writes says that he waits, or when he comes back (三天后我再来问)."""
    return any(_waits(clause) for clause in clauses)


def _waits(clause: Clause) -> bool:
    return _WAITS.fullmatch(clause.plain.strip()) is not None and not is_question(clause.plain)


def _takes_note(clause: Clause) -> bool:
    if is_question(clause.plain) or _CHOICE.search(clause.plain) or any(each.kind in _NEWS for each in clause.entities):
        return False
    said = _PARTS.fullmatch(clause.plain.strip()) is not None or only_acknowledges(clause.plain)
    return said or _waits(clause) or sum(
        clause.does(act, "open") for act in _HEARD
    ) >= _SURELY
