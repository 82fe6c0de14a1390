"""What is said at a message for the merchant, and the message as it then stands."""

from dataclasses import replace
from typing import Optional

import pytest

from actions.forms.merchant import asks_the_desk
from actions.forms.merchant_words import is_fragment
from actions.words import word
from shouhou.dialogue.mending import Mended, mended
from shouhou.dialogue.message import Clause
from shouhou.dialogue.message_parts import PLACE
from shouhou.dialogue.passing_on import asks_him_to_look, passed_on
from tests.unit.dialogue.test_what_is_passed_on import clauses

VERBS = word("verbs", "merchant")
SHOWN = "包裹没到，请催一下"


def said(text: str, acts: Optional[dict[str, str]] = None, words: str = SHOWN, **more: object) -> Optional[Mended]:
    """What becomes of the shown words; `acts`: what was learned of the clauses that hold some words."""
    parts = [_learned(each, acts or {}) for each in clauses(text)]
    return mended(words, None, parts, VERBS, **more)  # type: ignore[arg-type]


def _learned(clause: Clause, acts: dict[str, str]) -> Clause:
    found = next((act for piece, act in acts.items() if piece in clause.plain), None)
    return clause if found is None else replace(clause, acts={PLACE: ((found, 0.95),)})


@pytest.mark.parametrize(
    ("text", "words"),
    [("请转：这套书是不是正版，怎么会印倒、配错册？", "这套书是不是正版，怎么会印倒，配错册"),
     ("重写 逆变器冒烟把手烫了 要退款185 别再卖了", "逆变器冒烟把手烫了，要退款185，别再卖了"),
     ("应该是“您说48小时内补发”", "您说48小时内补发"),
     ("哎不是这句啊问他快递员能不能上五楼到家里来拿盆", "快递员能不能上五楼到家里来拿盆"),
     ("就写“粉扑发霉，退款”", "粉扑发霉，退款"),
     ("我问的是有没有现货 不是能不能退", "有没有现货"),
     ("不是这个 是盖子裂了", "盖子裂了"),
     ("改成：老人每天要量血压，能不能先寄新的", "老人每天要量血压，能不能先寄新的"),
     ("就说老人每天要量 能不能先寄新的 我们马上把坏的寄回去", "老人每天要量，能不能先寄新的，我们马上把坏的寄回去"),
     ("这谁看得懂 问xl寄来运费谁付", "xl寄来运费谁付"),
     ("改成问他什么时候补过来 加上都等五天了 改好发", "什么时候补过来，都等五天了")],
)
def test_words_that_are_dictated_take_the_place_of_those_shown(text: str, words: str) -> None:
    done = said(text)
    assert done is not None and (done.words, done.goes, done.whole) == (words, False, True)


@pytest.mark.parametrize(
    ("text", "more"),
    [("中间漏了一句 问能不能只寄一个气杆", "能不能只寄一个气杆"),
     ("后面缀一句 别拿翻新的糊弄我", "别拿翻新的糊弄我"),
     ("记得提一嘴他们直播间说的买一送二", "他们直播间说的买一送二"),
     ("手指头烫伤咋没写", "手指头烫伤"),
     ("你没提少一件的事啊", "少一件"),
     ("把快递单号附在后面 YT8830214457109", "快递单号，YT8830214457109"),
     ("他上回说三天 这都九天了 这句也写", "他上回说三天，这都九天了"),
     ("别再卖了那句也写上", "别再卖了"),
     ("加上：1、五天没更新；2、请告知几号到。", "五天没更新，请告知几号到"),
     ("可以 前面能加一句老人每天要量吗 这样他们可能会快点", "老人每天要量"),
     ("那再转一句可以吗：老人每天要量，希望能先寄新的", "老人每天要量，希望能先寄新的"),
     ("光说这个人家不明白，要问他几号到", "几号到"),
     ("可以 另外问下能不能只寄气杆", "能不能只寄气杆")],
)
def test_what_is_to_be_added_stands_behind_them(text: str, more: str) -> None:
    done = said(text)
    assert done is not None and done.words == f"{SHOWN}，{more}" and not done.goes


def test_what_is_learned_to_be_talk_is_written_behind_the_order_to_write_the_whole() -> None:
    done = said("改成：老人每天要量，能不能先寄新的", {"老人": "chat", "能不能": "ask"})
    assert done is not None and done.words == "老人每天要量，能不能先寄新的"


@pytest.mark.parametrize("text", ["能加快点吗", "能写快点吗", "我问过他了", "问题没解决"])
def test_what_only_sounds_like_an_order_to_write_is_none(text: str) -> None:
    done = said(text)
    assert done is None or done.words in (SHOWN, f"{SHOWN}，{text}")


@pytest.mark.parametrize(
    ("text", "asks"),
    [("运费你们出吗", False), ("请问几号能到", False), ("他会回吗", True), ("你啥时候转", True), ("蜜蜂等着用", False)],
)
def test_a_question_for_the_desk_is_told_from_the_wording_that_was_asked_for(text: str, asks: bool) -> None:
    assert asks_the_desk(text) is asks


@pytest.mark.parametrize(
    ("words", "bare"),
    [("寄过来的那趟呢", True), ("那灰的呢", True), ("运费谁出呢", False), ("几号能到呢", False), ("蜜蜂等着用", False),
     ("有没有现货呢", False), ("老人每天要量，能先寄吗", False)],
)
def test_a_bare_fragment_is_no_message(words: str, bare: bool) -> None:
    assert is_fragment(words) is bare


def test_what_is_missed_comes_back_from_what_was_told_before() -> None:
    done = said("前面写的冒烟咋都没了", known=["逆变器冒烟了", "药膏花了45"])
    assert done is not None and done.words == f"{SHOWN}，逆变器冒烟了"


def test_one_word_takes_the_place_of_another_where_that_stands_there() -> None:
    done = said("把快点改成今天之内", words="快点处理")
    assert done is not None and done.words == "今天之内处理"
    done = said("是十三天不是三天 改了发", words="等了三天")
    assert done is not None and done.words == "等了十三天"
    done = said("请转：这套书是不是正版", words="是否正版")
    assert done is not None and done.words == "这套书是不是正版"
    done = said("200改成一百", {"200": "set"}, words="快点处理")
    assert done is not None and done.undone and done.words == "快点处理"


@pytest.mark.parametrize(
    ("text", "acts"),
    [("发吧 我刚从地里回来", {"地里": "chat"}), ("可以 比我会说话多了", {"会说话": "chat"}), ("好 发 别问我了", {}),
     ("没有要改的 发", {}), ("可以 税号我晚点填", {}), ("可以 这样他们可能会快点", {}),
     ("写得挺好 就这么发 我等他消息", {"写得": "yes", "等他": "ack"})],
)
def test_talk_beside_a_yes_is_no_word_for_the_merchant(text: str, acts: dict[str, str]) -> None:
    done = said(text, acts)
    assert done is not None and done.goes and done.words == SHOWN


@pytest.mark.parametrize(
    ("text", "acts"),
    [("语气太软了", {"语气": "wrong"}), ("写得太啰嗦", {"啰嗦": "wrong"}),
     ("称呼换了 别叫亲", {"称呼": "set", "别叫": "set"}), ("投诉那句拿掉 不想闹僵", {})],
)
def test_what_cannot_be_done_is_known_and_nothing_is_made_of_it(text: str, acts: dict[str, str]) -> None:
    done = said(text, acts)
    assert done is not None and done.undone and done.words == SHOWN


def test_a_picture_is_no_word_of_it() -> None:
    done = said("把那张裂的图也发过去", {"图": "photo"})
    assert done is not None and done.picture and done.words == SHOWN


@pytest.mark.parametrize(
    ("text", "acts"), [("别发", {}), ("几天能到", {"几天": "ask"}), ("我要投诉", {"投诉": "complain"})]
)
def test_nothing_is_read_where_nothing_is_said_of_it(text: str, acts: dict[str, str]) -> None:
    assert said(text, acts) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [("另外是否正版，请务必替我问商家", "是否正版"),
     ("好好好那上门取的事你帮我问问那个商家啊快递员上不上楼", "快递员上不上楼"),
     ("那麻烦转告商家 取件电话用13800138021 另外问下能不能只寄气杆", "取件电话用13800138021，能不能只寄气杆"),
     ("那帮我问下商家30码有没有货呗", "30码有没有货")],
)
def test_whole_clauses_are_passed_on_without_the_bid(text: str, words: str) -> None:
    assert passed_on(clauses(text)) == words


@pytest.mark.parametrize(
    ("text", "looks"),
    [("请商家查件", True), ("先让商家跟快递核实", True), ("让商家把钱退了", False), ("商家查收了没", False)],
)
def test_what_the_merchant_is_to_look_into_is_known(text: str, looks: bool) -> None:
    assert asks_him_to_look(text) is looks
