"""Yes and no as people say them: what is one, what is none, and what a clause of each does to the whole message."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.dialogue.beside_yes import puts_off
from shouhou.dialogue.message import Clause
from shouhou.dialogue.pictures import is_about_evidence
from shouhou.dialogue.yes_no import denies, leading_yes, read_yes_no, says_no, says_yes

CANCEL = "撤销掉|撤销|撤掉|撤回|撤|取消掉|取消"
APPLY = "提交上去|提交|交|申请|递|报|办"
FRAGMENTS = (
    "好", "的", "行", "吧", "嗯", "中", "可以", "不", "别", "撤", "撤销", "提交", "先", "那", "就", "这样", "算了",
    "要", "是", "对",
    "没", "吗", "?", "，", "我", "帮我", "退", "了", "想", "等", "会儿", "确认", "说", "没说", "谢谢", "呐", "莫", "甭",
    "再",
)


def clauses(*texts: str) -> list[Clause]:
    """Clauses of these words, one behind the other."""
    made, at = [], 0
    for text in texts:
        made.append(Clause(text, at, at + len(text), (("inform", 0.9),)))
        at += len(text) + 1
    return made


@pytest.mark.parametrize(
    "text",
    ["中", "嗯呐", "可以可以", "就这样", "行吧", "好的", "好", "好好好", "嗯", "嗯嗯", "是的", "是", "对", "对对对",
     "没错", "没问题", "没毛病",
     "可以", "可以的", "行", "行行行", "成", "得嘞", "要得", "好嘞", "好滴", "确认", "确定", "同意", "就这么办",
     "那行吧", "那就这样吧", "好的谢谢",
     "OK", "ok", "yes", "👌", "👍", "必须的", "当然", "照办", "好的，麻烦你了", "行，办吧", "那必须"],
)
def test_a_yes_in_whatever_dialect_is_a_yes_and_no_no(text: str) -> None:
    assert says_yes(text)
    assert not says_no(text)


@pytest.mark.parametrize(
    "text", ["撤吧", "撤撤撤", "撤", "帮我撤了吧", "那就撤掉", "确认撤销", "好的撤销吧", "对，撤了", "取消掉吧",
    "请帮我撤销", "你帮我撤回吧", "直接撤"]
)
def test_the_verb_of_what_was_asked_is_a_yes_to_that_question_alone(text: str) -> None:
    assert says_yes(text, CANCEL)
    assert not says_no(text, CANCEL)


@pytest.mark.parametrize("text", ["撤吧", "撤撤撤", "取消掉吧"])
def test_the_verb_of_another_question_is_no_yes(text: str) -> None:
    assert not says_yes(text, APPLY)


@pytest.mark.parametrize(
    "text",
    ["行吗", "可以吗？", "可以么", "行不行啊？", "是不是", "好了没", "好几天了", "多久", "谢谢", "谢谢啊", "麻烦了",
     "麻烦您", "辛苦了", "要",
     "想", "需要", "可以换货吗", "好像不太对", "嗯但是我想先问下运费", "好的那运费谁出", "", "  ", "，", "裂了", "换货",
     "为什么要确认", "凭什么"],
)
def test_a_question_a_courtesy_or_a_statement_is_no_yes(text: str) -> None:
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text", ["不用了", "不要", "不行", "不了", "不", "算了", "不是", "不对", "别", "没有", "莫", "甭", "不必", "不需要",
    "不同意", "拉倒", "no", "唔使"]
)
def test_a_no_in_whatever_dialect_is_a_no_and_no_yes(text: str) -> None:
    assert says_no(text)
    assert not says_yes(text)


@pytest.mark.parametrize(
    "text",
    ["别撤别撤", "先不撤", "先别撤", "别撤", "别撤了", "不撤了", "不想撤了", "没说要撤", "莫撤", "甭撤了", "先别取消",
     "不要撤销", "别给我撤了",
     "谁说要撤了", "我没让你撤", "不打算撤了", "还不想撤", "先别急着撤"],
)
def test_a_negated_verb_is_a_no_and_never_the_wish(text: str) -> None:
    assert says_no(text, CANCEL)
    assert not says_yes(text, CANCEL)
    assert read_yes_no(clauses(text), CANCEL).no
    assert not read_yes_no(clauses(text), CANCEL).yes


@pytest.mark.parametrize("negation", ["别", "不", "先不", "先别", "不要", "不想", "没说要", "莫", "甭", "不打算"])
@pytest.mark.parametrize("verb", ["撤", "撤销", "撤掉", "取消", "撤回"])
@pytest.mark.parametrize("tail", ["", "了", "吧", "啊", "！"])
def test_every_negation_of_every_verb_denies_the_wish(negation: str, verb: str, tail: str) -> None:
    text = f"{negation}{verb}{tail}"
    assert denies(text, CANCEL)
    assert not says_yes(text, CANCEL)


@pytest.mark.parametrize("text", ["撤", "撤了吧", "我要撤销", "能不能撤", "帮我取消", "撤销之后还能再申请吗",
    "不撤行吗"])
def test_a_wish_that_nobody_denies_stays_one(text: str) -> None:
    assert not denies(text, CANCEL)


def test_without_a_verb_nothing_is_denied() -> None:
    assert not denies("不撤了", "")


@pytest.mark.parametrize(
    "text", ["那算了不退了", "算了", "不办了", "不弄了", "拉倒吧", "算了不弄了", "那算了", "还是算了吧", "不退了",
    "不申请了", "唉算了", "取消吧", "退出"]
)
def test_giving_up_leaves_and_is_a_no(text: str) -> None:
    said = read_yes_no(clauses(text), APPLY)
    assert said.leaves and said.no and not said.yes


@pytest.mark.parametrize("text", ["你好", "您好", "你好啊", "您好！", "你好呀～"])
def test_a_greeting_is_no_yes(text: str) -> None:
    assert not read_yes_no(clauses(text), APPLY).yes


@pytest.mark.parametrize(
    "text", ["先别提交", "先不交", "等会儿再说", "等一下", "我再想想", "明天再说", "先放着", "先等等", "考虑一下",
    "我再考虑考虑", "回头再弄", "晚点再说"]
)
def test_not_now_pauses_and_neither_leaves_nor_agrees(text: str) -> None:
    said = read_yes_no(clauses(text), APPLY)
    assert said.pauses and not said.leaves and not said.yes


@pytest.mark.parametrize("text", ["不是我是说换货", "不对是白色的那个", "错了是少发了", "不要退货要换货"])
def test_a_no_with_what_is_meant_instead_sets_right_and_leaves_its_words_to_be_read(text: str) -> None:
    said = read_yes_no(clauses(text), APPLY)
    assert said.sets_right and said.no and not said.leaves and said.used == ()


def test_a_no_and_then_what_is_meant_is_a_no_whose_rest_can_be_read() -> None:
    first, second = clauses("不是", "我是说换货")
    said = read_yes_no([first, second], APPLY)
    assert said.no and not said.yes and second not in said.used


@pytest.mark.parametrize("texts", [("好的", "先别撤"), ("嗯", "不撤了"), ("行", "算了"), ("不", "好"), ("别撤",
    "可以")])
def test_a_no_outweighs_a_yes_wherever_it_stands(texts: tuple[str, ...]) -> None:
    said = read_yes_no(clauses(*texts), CANCEL)
    assert said.no and not said.yes


@pytest.mark.parametrize(
    ("text", "rest"), [("好那你快点", "那你快点"), ("行那就退吧", "那就退吧"), ("好的帮我撤", "帮我撤"),
    ("可以不过运费谁出", "不过运费谁出")]
)
def test_a_yes_in_front_of_more_words_is_heard(text: str, rest: str) -> None:
    assert text[leading_yes(text):] == rest
    assert read_yes_no(clauses(text)).yes


@pytest.mark.parametrize(
    ("text", "yes"), [("可以你就这么问吧", False), ("行你去跟他说", False), ("可以你帮我提交吧", True),
    ("好那你快点", True)]
)
def test_a_yes_to_something_else_that_is_done_is_none_to_the_summary(text: str, yes: bool) -> None:
    assert read_yes_no(clauses(text), "提交|交|申请|办").yes is yes
    assert read_yes_no(clauses("可以你就这么问吧"), "问|转").yes


@pytest.mark.parametrize("text", ["好像坏了", "行李箱裂了", "可以退吗", "中间那个", "成色不好", "裂了", ""])
def test_words_that_only_begin_like_a_yes_lead_with_none(text: str) -> None:
    assert leading_yes(text) == 0
    assert not read_yes_no(clauses(text)).yes


@pytest.mark.parametrize("text", ["没拍照", "没有照片", "发不了图", "照片晚点发", "不会拍", "截图有", "没有凭证"])
def test_talk_of_evidence_is_known(text: str) -> None:
    assert is_about_evidence(text)


@pytest.mark.parametrize("text", ["杯子裂了", "屏幕碎了", "好的", "没有了", "少发一件"])
def test_talk_of_goods_is_no_talk_of_evidence(text: str) -> None:
    assert not is_about_evidence(text)


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=6).map("".join), st.sampled_from(("", CANCEL, APPLY)))
def test_nothing_is_a_yes_and_a_no(text: str, verbs: str) -> None:
    assert not (says_yes(text, verbs) and says_no(text, verbs))


@given(st.lists(st.lists(st.sampled_from(FRAGMENTS), min_size=1, max_size=5).map("".join), max_size=4))
def test_no_message_is_read_as_yes_and_no_and_only_its_own_clauses_are_used(texts: list[str]) -> None:
    given_clauses = clauses(*texts)
    said = read_yes_no(given_clauses, CANCEL)
    assert not (said.yes and said.no)
    assert set(said.used) <= set(given_clauses)
    assert said.no or not said.leaves


@given(st.text(max_size=30))
def test_any_text_whatever_can_be_read(text: str) -> None:
    assert not (says_yes(text, CANCEL) and says_no(text, CANCEL))
    assert 0 <= leading_yes(text) <= len(text)


@given(st.sampled_from(("别", "先不", "先别", "不要", "没说要", "不想")),
    st.lists(st.sampled_from(FRAGMENTS), max_size=3).map("".join))
def test_a_message_that_begins_with_a_negated_wish_never_is_the_yes(negation: str, tail: str) -> None:
    assert not says_yes(f"{negation}撤{tail}", CANCEL)


WISHES = f"{APPLY}|换|退(?!款|货)|修|补"


@pytest.mark.parametrize(
    "said", [("行", "放着", "明天再说"), ("好", "先放一放吧"), ("嗯", "回头再弄"), ("可以", "过两天再交"),
             ("嗯", "要不我再想想吧", "先等等")]
)
def test_a_yes_that_puts_it_off_is_none(said: tuple[str, ...]) -> None:
    read = read_yes_no(clauses(*said), WISHES)
    assert (read.yes, read.pauses) == (False, True)


@pytest.mark.parametrize("said", [("哪来的一块钱", "不要钱", "要换"), ("要换", "3米线的")])
def test_the_verb_of_a_wish_beside_other_words_is_no_yes(said: tuple[str, ...]) -> None:
    assert not read_yes_no(clauses(*said), WISHES).yes


@pytest.mark.parametrize("said", [("换",), ("行", "换吧"), ("提交", "明天发照片给你"), ("好的", "退吧"),
                                  ("对的对的就这样弄吧那商家要是不给咋办",), ("我刚不是说了对嘛就这么交上去",)])
def test_the_verb_of_a_wish_by_itself_or_behind_a_yes_agrees(said: tuple[str, ...]) -> None:
    assert read_yes_no(clauses(*said), WISHES).yes


@pytest.mark.parametrize("text", ["好的那罐我留着喝", "好的几个留下"])
def test_the_good_ones_are_no_yes(text: str) -> None:
    assert leading_yes(text) == 0


def acting(*parts: tuple[str, str]) -> list[Clause]:
    """Clauses, each with what it surely does wherever it stands."""
    places = ("summary", "message", "more", "kind", "why", "open")
    plain = clauses(*(words for words, _ in parts))
    return [
        replace(clause, acts=dict.fromkeys(places, ((act, 0.95),)))
        for clause, (_, act) in zip(plain, parts, strict=True)
    ]


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((("批准", "yes"),), {"yes"}),
        ((("对着呢", "yes"),), {"yes"}),
        ((("我说提交啊", "yes"), ("第几遍了都", "rebuke")), {"yes"}),
        ((("我不退才怪", "yes"), ("交", "yes")), {"yes"}),
        ((("好", "yes"), ("明天下班再来看", "pause")), {"pauses"}),
        ((("先存着", "pause"), ("赶完集给他看", "pause")), {"pauses"}),
        ((("为这十几块钱不值当", "leave"), ("就这么着吧", "leave")), {"yes"}),
        ((("为这十几块钱不值当", "leave"),), {"no", "leaves"}),
        ((("为这十几块钱不值当", "leave"), ("退一半吧", "want")), set()),
        ((("我没提交过吧", "yes"),), {"no"}),
        ((("提交吗", "yes"),), set()),
        ((("现在还不交", "yes"),), {"no"}),
    ],
)
def test_words_that_no_pattern_knows_do_what_was_learned(parts: tuple[tuple[str, str], ...], said: set[str]) -> None:
    read = read_yes_no(acting(*parts), APPLY, "summary")
    assert {name for name in ("yes", "no", "pauses", "leaves") if getattr(read, name)} == said


@pytest.mark.parametrize("place", ["open", ""])
def test_where_nothing_is_asked_nothing_is_left_by_that_alone(place: str) -> None:
    assert not read_yes_no(acting(("为这十几块钱不值当", "leave")), "", place).leaves


@pytest.mark.parametrize(
    ("words", "act", "heard"),
    [("我说了好几遍了", "rebuke", True), ("孙子吵着要吃呢", "chat", True), ("我等他消息", "ack", True),
     ("娃在怀里闹", "chat", True), ("再写上没拆封", "add", False), ("今晚能到吗", "ask", False)],
)
def test_what_is_said_beside_a_yes_to_nobody_in_particular_is_not_read_on(words: str, act: str, heard: bool) -> None:
    read = read_yes_no(acting(("提交", "yes"), (words, act)), APPLY, "summary")
    assert read.yes and (len(read.used) == 2) is heard


@pytest.mark.parametrize("text", ["不提交算了", "不交了算了等他给我回话吧", "不交不交算了等他给我回话吧那盆我先放着"])
def test_a_denial_that_is_done_with_it_leaves(text: str) -> None:
    assert read_yes_no(clauses(text), APPLY).leaves


@pytest.mark.parametrize(
    ("text", "off"), [("明天下班再来看", True), ("明早再交", True), ("周末有空再弄吧", True), ("到家再说", True),
                      ("明天来拿", False), ("再写一句明天到", False), ("晚上没人", False)]
)
def test_words_that_put_it_off(text: str, off: bool) -> None:
    assert puts_off(text) is off


@pytest.mark.parametrize(
    ("said", "yes", "pauses"),
    [
        (("okok", "等我发个对比图"), False, True),
        (("好的", "等我拍张照"), False, True),
        (("等等", "我看看"), False, True),
        (("提交", "等我拍了照再补"), True, False),  # the deed itself is named
        (("可以的", "不过想先问下", "运费是我们出吗"), False, False),
        (("行", "再问一句", "要寄回去吗"), False, False),
        (("提交吧", "想问下运费谁出"), True, False),
        (("行", "帮我先问下商家", "能便宜点吗"), True, False),
        (("s会不会又太紧", "算了换吧", "来得及吗"), True, False),
        (("算了",), False, False),
    ],
)
def test_a_yes_that_waits_or_asks_first_is_none(said: tuple[str, ...], yes: bool, pauses: bool) -> None:
    read = read_yes_no(clauses(*said), APPLY + "|换|退(?!款|货)")
    assert (read.yes, read.pauses) == (yes, pauses)


@pytest.mark.parametrize("text", ["帮我问", "你帮我问下呗", "转告他一声", "催一下他"])
def test_what_is_for_the_merchant_is_no_yes_to_a_summary_however_likely(text: str) -> None:
    clause = Clause(text, 0, len(text), (), acts={"summary": (("yes", 0.99),)})
    assert not read_yes_no([clause], "提交|交", "summary").yes


@pytest.mark.parametrize("text", ["/affirm", '/affirm{"order_number": null}', "{affirm}"])
def test_a_typed_intent_is_no_yes_however_likely(text: str) -> None:
    clause = Clause(text, 0, len(text), (), acts={"summary": (("yes", 0.99),)})
    assert not read_yes_no([clause], "提交|交", "summary").yes


def likely(text: str, place: str = "summary") -> Clause:
    """Words of which a yes was learned to be all but sure."""
    return Clause(text, 0, len(text), (), acts={place: (("yes", 0.97),)})


VERBS = "提交|交|报|办|发|转|撤|取消|撤回|解绑"


@pytest.mark.parametrize(
    "text",
    ["谁让你交的", "怎么交", "凭啥要我交", "我交给快递了", "已经交了", "又交不上去", "我报警了",
     "不能就这么发", "这样不能发出去",
     "谁让你发的", "不用交", "莫交", "不提交", "／affirm", '/affirm{"a": null}'],
)
@pytest.mark.parametrize("place", ["summary", "message", "offer"])
def test_no_question_no_denial_and_no_other_deed_is_a_yes_however_likely(text: str, place: str) -> None:
    assert not read_yes_no([likely(text, place)], VERBS, place).yes


@pytest.mark.parametrize("texts", [["好吧", "不用交"], ["中", "莫交"], ["嗯嗯", "不提交"]])
def test_a_no_behind_a_yes_is_not_thrown_away(texts: list[str]) -> None:
    assert not read_yes_no([likely(text) for text in texts], VERBS, "summary").yes


@pytest.mark.parametrize("text", ["批准", "没啥要改的了 发射", "对着呢"])
def test_what_is_agreed_to_in_words_of_no_pattern_says_that_it_was_learned(text: str) -> None:
    said = read_yes_no([likely(text)], VERBS, "summary")
    assert said.yes and said.learned


def test_a_plain_yes_is_not_learned() -> None:
    assert not read_yes_no([likely("好的"), likely("批准")], VERBS, "summary").learned
