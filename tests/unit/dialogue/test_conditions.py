"""What hangs on a condition or would do too, beside the first wish."""

import pytest

from shouhou.dialogue.conditions import as_written, conditions
from shouhou.dialogue.sums import claims_loss
from tests.unit.dialogue.test_edits import said


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("ok 但是30要是没货就直接退钱吧", "30要是没货就直接退钱吧"),
        ("先换30 没货再退", "没货再退"),
        ("我先要那五个 没有货了才退钱", "没有货了才退钱"),
        ("兄弟60不行40也成 实在不给钱 好歹给我补个新螺母吧", "60不行40也成，实在不给钱，好歹给我补个新螺母吧"),
        ("退60 最低40 都不给才补螺母", "最低40，都不给才补螺母"),
        ("差价退给我，不肯的话就全部退货", "不肯的话就全部退货"),
        ("不同意退差价的话，我就整袋退回去全退", "不同意退差价的话，我就整袋退回去全退"),
        ("换黑的 要不退钱也中", "要不退钱也中"),
        ("补五个 要不就退五个的钱", "要不就退五个的钱"),
        ("80退不了70也行", "80退不了70也行"),
        ("他要说没货 那就退钱嘛", "他要说没货，那就退钱嘛"),
        ("对 再写上没货就退五个的钱 几天能寄来", "没货就退五个的钱"),
        ("想换个大一号的 没大的就退", "没大的就退"),
        ("白色没货就给我黑的", "白色没货就给我黑的"),
        ("就修下子，要不然换那一节行不", "要不然换那一节"),
    ],
)
def test_what_hangs_on_a_condition_is_taken_as_said(text: str, written: str) -> None:
    assert as_written(conditions(said(text))) == written


@pytest.mark.parametrize(
    "text",
    [
        "没货了咋办", "店家说没货 那就退吧", "不换了 直接退", "再拒我就投诉", "用不了 给我退了", "不行就算了",
        "三天没动静就给我转成投诉", "不合适就退给你们吧？", "没用几次就坏了", "行 不退就不退 补吧", "要是送到了呢",
    ],
)
def test_facts_questions_and_words_to_the_desk_hang_on_nothing(text: str) -> None:
    assert conditions(said(text)) == []


def test_surely_learned_words_of_a_condition_are_taken() -> None:
    told = said("换 除非粉色没了 没了才退钱")
    sure = [type(c)(**{**vars(c), "acts": {"summary": (("fallback", 0.9),)}}) for c in told[1:]]
    assert as_written(conditions([told[0], *sure], "summary")) == "除非粉色没了，没了才退钱"


@pytest.mark.parametrize("text", ["诊所186你们出", "误工费也要赔", "另赔三倍4998", "药膏45报销", "退一赔三 写上"])
def test_what_is_lost_besides_is_claimed_beyond_the_price(text: str) -> None:
    assert claims_loss(text)


@pytest.mark.parametrize("text", ["赔我30块就行", "退我50", "误了三天", "医院用的垫子", "两倍大"])
def test_part_of_the_price_is_no_loss_besides(text: str) -> None:
    assert not claims_loss(text)
