"""Which examples repeat or contradict each other, and which pairs only look alike."""

import time

import pytest

from shouhou.near_duplicates import contradicting, repeated
from shouhou.settings import HOME
from shouhou.training_examples import Example, domain_intents, examples
from shouhou.validating.examples import reviewed

ASKS = ("怎么退货", "怎么退款", "怎么换货", "怎么申请退货", "怎么取消订单", "怎么退掉这件衣服", "怎么办理维修")
WISHES = ("我要退货", "我要退款", "我要换货", "我要申请退货", "我要取消订单", "我要退掉这件衣服", "我要办理维修")


def made(intent: str, *texts: str) -> list[Example]:
    return [Example(text, intent, "made.yml") for text in texts]


def texts_of(pairs: list[tuple[Example, Example]]) -> list[set[str]]:
    return [{example.text for example in pair} for pair in pairs]


@pytest.mark.parametrize(
    "one, other",
    [
        ("帮我撤销售后", "帮我撤销售后！"),
        ("帮我撤销售后", "帮我撤销售后啦～"),
        ("帮我 撤销售后", "帮我撤销售后"),
        ("我要退货", "我要退貨"),
        ("ＯＫ", "ok"),
        ("???", "？？？"),
    ],
)
def test_examples_that_differ_by_form_or_particles_repeat(one: str, other: str) -> None:
    (group,) = repeated(made("affirm", one, other, "另一句话"))
    assert [example.text for example in group] == [one, other]


def test_an_example_under_two_intents_repeats() -> None:
    assert len(repeated([*made("deny", "不用啦谢谢"), *made("thank", "不用了谢谢")])) == 1


@pytest.mark.parametrize("one, other", [("是的", "是呀"), ("谢谢", "谢谢🙏"), ("怎么退货", "我要退货"), ("🙏", "👋")])
def test_short_answers_emoji_and_other_words_do_not_repeat(one: str, other: str) -> None:
    assert repeated(made("affirm", one, other)) == []


def test_examples_that_differ_in_the_words_that_decide_may_be_as_like_as_they_are() -> None:
    assert contradicting([*made("ask_how_to_apply", *ASKS), *made("request_aftersales", *WISHES)]) == []


def test_examples_that_nothing_tells_apart_contradict() -> None:
    given = [
        *made("ask_how_to_apply", *ASKS, "我要换货，麻烦快点"),
        *made("request_aftersales", *WISHES, "我要换货，麻烦快一点"),
    ]
    assert {"我要换货，麻烦快点", "我要换货，麻烦快一点"} in texts_of(contradicting(given))


def test_a_pair_that_was_looked_at_is_not_told_again() -> None:
    asks, wishes = made("ask_how_to_apply", *ASKS, "麻烦快点"), made("request_aftersales", *WISHES, "麻烦快一点")
    assert texts_of(contradicting([*asks, *wishes])) == [{"麻烦快点", "麻烦快一点"}]
    assert contradicting([*asks, *wishes], {frozenset({"麻烦快一点", "麻烦快点"})}) == []


def test_one_intent_cannot_contradict_itself() -> None:
    assert contradicting(made("affirm", "好的好的", "好的好的呀")) == []
    assert contradicting([]) == []


def test_ten_thousand_examples_take_a_few_seconds() -> None:
    given = list(examples())
    begun = time.perf_counter()
    repeated(given)
    contradicting(given)
    assert time.perf_counter() - begun < 20  # some 3 s alone; other work may stand beside it


def test_the_reviewed_pairs_still_stand_in_the_data() -> None:
    texts = {example.text for example in examples()}
    for pair in reviewed(HOME):
        assert len(pair) == 2
        assert pair <= texts, f"trainers/alike.yml names a pair that is gone: {set(pair)}"


def test_examples_carry_no_marks_and_name_intents_of_the_domain() -> None:
    given = list(examples())
    assert not any("](" in example.text for example in given)
    assert {example.intent.partition("/")[0] for example in given} <= domain_intents()
