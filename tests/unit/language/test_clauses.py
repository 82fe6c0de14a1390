import pytest

from shouhou.language.clauses import LONGEST, MOST, clauses
from shouhou.language.normalise import normalise


def cut(text: str) -> list[str]:
    text = normalise(text)
    return [text[start:end] for start, end in clauses(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("你好。盒子扔了还能退吗", ["你好", "盒子扔了还能退吗"]),
        ("灯退掉 锅换新的", ["灯退掉", "锅换新的"]),
        ("退货吧另外运费谁出", ["退货吧", "另外运费谁出"]),
        ("怎么退货", ["怎么退货"]),
        ("note 8坏了", ["note 8坏了"]),
        ("顺丰 SF1390 2233 4455 6", ["顺丰 sf1390 2233 4455 6"]),
        ("用顺丰 寄回去了", ["用顺丰", "寄回去了"]),
        ("提交吧臭了的还要寄回去吗", ["提交吧", "臭了的还要寄回去吗"]),
        ("提交提交我说了好几遍了", ["提交提交", "我说了好几遍了"]),
        ("哎对对对就这么办那师傅啥时候来", ["哎对对对就这么办", "那师傅啥时候来"]),
        ("报嘛报嘛你们年轻人利索", ["报嘛报嘛", "你们年轻人利索"]),
        ("先交图明天补", ["先交", "图明天补"]),
        ("好好的东西坏了", ["好好的东西坏了"]),
        ("提交吧谢谢", ["提交吧谢谢"]),
        ("对对对没错", ["对对对没错"]),
        ("可以退货吗", ["可以退货吗"]),
    ],
)
def test_a_message_is_cut_at_stops_and_blanks_but_not_inside_a_number(text: str, parts: list[str]) -> None:
    assert cut(text) == parts


def test_a_long_story_is_not_cut_and_many_clauses_end_in_one() -> None:
    assert cut("退货,怎么" * LONGEST) == ["退货,怎么" * LONGEST]
    assert len(cut("一,二,三,四,五,六,七,八,九,十,百")) == MOST
