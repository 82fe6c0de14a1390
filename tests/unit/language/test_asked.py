"""The file that questions in the middle of a talk are learned from, and what is made of it."""

from pathlib import Path

import pytest

from shouhou.language import asked
from shouhou.language.around import Example


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def read(*lines: str) -> list[Example]:
        path = tmp_path / "asked.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(asked, "_FILE", path)
        asked.examples.cache_clear()
        return list(asked.examples())

    yield read
    asked.examples.cache_clear()


def test_a_question_knows_the_clauses_next_to_it(reads) -> None:  # type: ignore[no-untyped-def]
    asked_for = Example("那还有货没", "换吧", "周末要穿", "", "ask_in_stock")
    assert reads("ask_in_stock 行 换吧 【那还有货没】 周末要穿") == [asked_for]


def test_a_line_without_marks_asks_as_a_whole(reads) -> None:  # type: ignore[no-untyped-def]
    assert reads("faq/is_it_harmful 喝了一口 有事没") == [Example("喝了一口 有事没", "", "", "", "faq/is_it_harmful")]


@pytest.mark.parametrize(("text", "meant"), [
    ("不是问多久 我问的是要不要寄", "要不要寄"), ("不是 我是说地址", "地址"), ("我没问钱 我说的是几号到", "几号到"),
    ("不是很明白", "不是很明白"), ("不是我要的颜色", "不是我要的颜色"),
    ("我是问运费谁出", "运费谁出"), ("我问你几时到", "几时到"), ("我说", "我说"),
])
def test_what_is_said_not_to_be_meant_is_not_weighed(text: str, meant: str) -> None:
    assert asked.to_the_point(text) == meant


@pytest.mark.parametrize("line", ["运费谁出", "ask_why", "ask_why 【】 好", "ask_why 好 【那为啥"])
def test_any_other_line_is_named_with_its_number(reads, line: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"asked\.txt:2"):
        reads("# a comment", line)


def test_every_matter_that_is_learned_has_an_answer() -> None:
    from actions.answering import can_answer

    names = {each.label for each in asked.examples()} - {asked.NOTHING}
    assert sorted(name for name in names if not can_answer(name)) == []
