"""What a complaint demands of the merchant, beside what it tells; and a complaint wished for beside something else."""

import pytest

from shouhou.dialogue.demands import demanded, wants_complaint, with_demand
from shouhou.dialogue.message import Clause
from shouhou.language.clauses import clauses
from shouhou.language.normalise import normalise


def cut(text: str) -> list[Clause]:
    plain = normalise(text)
    return [Clause(text[start:end], start, end, (), normal=plain[start:end]) for start, end in clauses(plain)]


@pytest.mark.parametrize(
    ("text", "words", "anew"),
    [
        ("诉求写清楚：退款688元，并三倍赔偿2064元。", "退款688元，并三倍赔偿2064元", True),
        ("诉求：退一赔三，合计2752元。改好我再确认。", "退一赔三，合计2752元", True),
        ("请把“要求退一赔三”写入，去掉“请更正”。", "要求退一赔三", False),
        ("仍未写入我的要求：退一赔三。", "退一赔三", True),
        ("检测报告显示为镀金，要求退一赔三", "要求退一赔三", False),
        ("再加一句：要求换全新的并道歉", "要求换全新的并道歉", False),
        ("杯盖裂了，三天不回消息", "", False),
        ("他们不肯赔我", "", False),
        ("能不能赔我三倍？", "", False),
    ],
)
def test_a_demand_is_read_beside_what_is_told(text: str, words: str, anew: bool) -> None:
    found = demanded(cut(text))
    assert (found.words, found.anew) == (words, anew)


def test_a_demand_stands_behind_the_problem() -> None:
    assert with_demand("杯盖裂了", "退一赔三") == "杯盖裂了；要求退一赔三"
    assert with_demand("杯盖裂了", "要求退一赔三") == "杯盖裂了；要求退一赔三"
    assert with_demand(
        "杯盖裂了，退一赔三", "退一赔三") == "杯盖裂了，退一赔三" and with_demand("杯盖裂了", "") == "杯盖裂了"


@pytest.mark.parametrize("text", ["他们骗我撤销这事我还要投诉", "我要投诉商家", "还有投诉呢", "另外也要投诉"])
def test_a_complaint_is_wished_for(text: str) -> None:
    assert wants_complaint(text)


@pytest.mark.parametrize(
    "text", ["不退我就投诉", "再不发我就要投诉", "怎么投诉", "先不投诉", "我要撤投诉",
                                  "回头我还想投诉一下", "投诉到哪了?"])
def test_a_threat_or_a_question_wishes_for_none(text: str) -> None:
    assert not wants_complaint(text)
