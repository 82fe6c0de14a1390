"""Words that thank, take note and close a talk to which nothing is open."""

import pytest

from shouhou.dialogue.closing import only_closes, thanks
from shouhou.dialogue.message import Clause, Entity


def said(*parts: tuple[str, str], **kinds: str) -> list[Clause]:
    """Clauses, each with what it surely does where nothing is asked; `kinds`: entities of the last one."""
    made = [Clause(words, at, at, (("inform", 0.9),), (), None, 1.0, True, None, {"open": ((act, 0.9),)})
            for at, (words, act) in enumerate(parts)]
    found = tuple(Entity(kind, value) for kind, value in kinds.items())
    last = made[-1]
    return [*made[:-1], Clause(last.text, last.start, last.end, last.ranking, found, acts=last.acts)]


@pytest.mark.parametrize(
    "parts",
    [
        (("哦行那我等着", "ack"),), (("好的明白了", "ack"), ("那我等通知再寄", "ack"), ("谢谢您", "ack")),
        (("好哒", "yes"), ("那我就等着呢", "ack"), ("谢谢啦", "chat")), (("蟹蟹你", "ack"), ("祝你不加班", "chat")),
        (("有劳", "ask"), ("告辞", "leave")), (("好", "yes"), ("那我先忙去了", "tell")),
        (("我问问我媳妇再说", "pause"),), (("晓得喽晓得喽", "ack"), ("你比我儿子还啰嗦", "rebuke")),
    ],
)
def test_words_that_only_take_note(parts: tuple[tuple[str, str], ...]) -> None:
    assert only_closes(said(*parts))


@pytest.mark.parametrize(
    "parts",
    [
        (("哦那我现在先寄还是等你们说了再寄", "ack"),), (("好的", "ack"), ("几天到账", "ask")),
        (("有劳", "ask"), ("问一声几时到", "ask")), (("有劳您催一下", "want"),),
        (("行", "yes"),), (("你好", "chat"),), (("你比我儿子还啰嗦", "rebuke"),),
        (("知道了", "ack"), ("换个大的", "want")),
        (("好的", "ack"), ("那要寄回去吗", "ack")),
    ],
)
def test_words_that_ask_or_want_something_close_nothing(parts: tuple[tuple[str, str], ...]) -> None:
    assert not only_closes(said(*parts))


def test_a_number_that_is_told_is_news() -> None:
    assert not only_closes(said(("好的", "ack"), ("寄了", "ack"), tracking_number="SF1390223344556"))


@pytest.mark.parametrize(("text", "so"), [("谢谢啦", True), ("蟹蟹你", True), ("ok thanks", True), ("好的", False),
                                          ("麻烦快点", False)])
def test_thanks_are_known(text: str, so: bool) -> None:
    assert thanks(text) is so
