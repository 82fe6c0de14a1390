"""Giving up what is being filled in, waiting with it, taking it back and coming back to it: what words say so."""

import pytest

from shouhou.dialogue.giving_up import (
    asks_if_filed,
    asks_if_undone,
    calls_off,
    defers_side,
    gives_up,
    gives_up_all,
    only_that,
    only_waits,
    remedy_denied,
    speaks_of_other,
    takes_up,
    waits_for_it,
)


@pytest.mark.parametrize(
    ("words", "about"),
    [("算了不换了", ""), ("那个换鞋的我不弄了哈", ""), ("先不办仅退款了", ""), ("别退了", ""), ("先不退", ""),
     ("退什么退", ""), ("老公说不退了", ""), ("暂时不换了", ""), ("不弄了留着吧", ""), ("就先不退了吧", ""),
     ("垫子算了不退", "垫子算了"), ("粉底液不办了", "粉底液"), ("手机壳的算了", "手机壳的"), ("商家不退了", "商家")],
)
def test_words_that_give_up_say_what_they_are_about(words: str, about: str) -> None:
    assert gives_up(words) == about


@pytest.mark.parametrize(
    "words",
    ["我没说不办啊", "谁说不办了", "能不能不退货", "不用换整个", "不用修了直接退吧", "他不给退了", "发票不要了",
     "不是退货",
     "不退货了吗", "不退行不行", "我没要仅退款", "换个L算了", "退了算了", "不寄回去", "不要L了", "换货那个交了吧",
     "味道变了这个也要写清楚那两袋好的我自己留着吃不退了"],
)
def test_words_that_deny_or_ask_something_else_give_up_nothing(words: str) -> None:
    assert gives_up(words) is None


def test_a_bare_no_gives_up_only_where_it_is_no_answer() -> None:
    assert gives_up("不换") is None
    assert gives_up("不换", firmly=False) == ""


@pytest.mark.parametrize(
    ("words", "about"),
    [("都先取消", ""), ("取消它", ""), ("撤了吧", ""), ("退款那张撤了", ""), ("帮我取消", ""),
     ("把第二个取消了", "把第二个"),
     ("怎么取消", None), ("别取消", None), ("取消订单", None), ("取消了没", None)],
)
def test_words_that_call_it_off(words: str, about: str | None) -> None:
    assert calls_off(words) == about


@pytest.mark.parametrize(
    ("words", "every"), [("都先取消 重新来", True), ("不弄了 都不弄了", True), ("取消吧", False), ("都退了", False)]
)
def test_words_that_give_up_everything(words: str, every: bool) -> None:
    assert gives_up_all(words) is every


@pytest.mark.parametrize(
    ("words", "waits"), [("先不退", True), ("先别弄", True), ("先不办了", False), ("别退了", False),
    ("算了先不退", False)]
)
def test_what_is_only_put_off_is_not_given_up(words: str, waits: bool) -> None:
    assert only_waits(words) is waits


@pytest.mark.parametrize(("words", "waits"), [("我等它到", True), ("收到再说", True), ("我等等", False),
    ("几时到", False)])
def test_waiting_for_what_comes_in_its_own_time(words: str, waits: bool) -> None:
    assert waits_for_it(words) is waits


@pytest.mark.parametrize(
    ("words", "side"), [("算了一会儿再说背带", True), ("先不说发票", True), ("算了回头再说吧", False), ("算了", False)]
)
def test_a_side_matter_may_be_put_off_by_its_name(words: str, side: bool) -> None:
    assert defers_side(words) is side


@pytest.mark.parametrize(("words", "only"), [("只弄口红", True), ("就退口红那支", True), ("就退吧", False),
    ("口红", False)])
def test_words_may_narrow_it_down(words: str, only: bool) -> None:
    assert only_that(words) is only


@pytest.mark.parametrize(
    "words",
    ["还是给我换吧", "换货的申请还在吗", "交上去", "刚才都填好了", "直接交", "那还是给我办吧", "还是退了吧", "接着办",
     "再办一下吧", "换货那个交了吧", "我没说不办啊", "他家拿的是自己的饲料你还是给我办吧"],
)
def test_words_that_come_back_to_what_was_left(words: str) -> None:
    assert takes_up(words)


@pytest.mark.parametrize(
    "words", ["提交了没", "还是算了", "还是不换了", "还是没货", "还是坏的", "还是修不好", "还是退不了", "别继续办",
    "能换吗", "还在吗"]
)
def test_words_that_only_sound_like_it(words: str) -> None:
    assert not takes_up(words)


@pytest.mark.parametrize(
    ("words", "asks"),
    [("没交上去吧", True), ("那刚才那个退款没给我退掉吧", True), ("提交了没", True), ("没退款吧", True),
     ("投诉提交了没", False),
     ("商家回了没", False), ("没交过税", False)],
)
def test_words_that_ask_if_something_was_filed(words: str, asks: bool) -> None:
    assert asks_if_filed(words) is asks


@pytest.mark.parametrize(
    ("words", "asks"),
    [("退款那个撤干净没有", True), ("撤掉了吧", True), ("那订单还照样发吧", True), ("洗衣机还能照常发不", True),
     ("洗衣机还在吧", True), ("没退吧", True), ("还没发货吗", False), ("几时发货", False), ("你还在吗", False),
     ("怎么撤", False)],
)
def test_words_that_ask_if_what_was_taken_back_is_so(words: str, asks: bool) -> None:
    assert asks_if_undone(words) is asks


@pytest.mark.parametrize(
    ("words", "denied"),
    [("钻不退啊", "退"), ("我不修", "修"), ("才买三天修什么修", "修"), ("不用补", "补"), ("不退货", "退货"),
     ("不退了", None),
     ("不退不换", None), ("算了不换", None), ("换一个", None), ("不补充了", None)],
)
def test_one_remedy_may_be_denied_and_the_matter_goes_on(words: str, denied: str | None) -> None:
    assert remedy_denied(words) == denied


@pytest.mark.parametrize(
    ("words", "chosen", "other"),
    [("退了吧", "exchange", True), ("换好就交", "exchange", False), ("补吧", "return_refund", True),
     ("提交吧", "exchange", False), ("退", None, False)],
)
def test_words_may_speak_of_another_remedy_than_the_chosen_one(words: str, chosen: str | None, other: bool) -> None:
    assert speaks_of_other(words, chosen) is other


@pytest.mark.parametrize("words", ["好的那不用申请了", "行不退了", "知道了那先不换了"])
def test_words_that_give_up_may_begin_with_a_nod(words: str) -> None:
    assert gives_up(words) == ""
