"""The file that what clauses do is learned from, and what is made of it."""

from pathlib import Path

import pytest

from shouhou.language import acts


@pytest.fixture
def reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    def read(*lines: str) -> list[acts.Example]:
        path = tmp_path / "acts.txt"
        path.write_text("\n".join(lines), encoding="utf-8")
        monkeypatch.setattr(acts, "_FILE", path)
        acts.examples.cache_clear()
        return list(acts.examples())

    yield read
    acts.examples.cache_clear()


def test_each_clause_knows_the_ones_around_it_and_the_place(reads) -> None:  # type: ignore[no-untyped-def]
    assert reads("S [yes]行 [ask]运费谁出") == [
        acts.Example("行", "", "运费谁出", "summary", "yes"), acts.Example("运费谁出", "行", "", "summary", "ask"),
    ]


def test_a_clause_that_holds_several_parts_does_what_most_of_it_does(reads) -> None:  # type: ignore[no-untyped-def]
    examples = reads("S [yes]好[ask]那运费到底是谁来出呢")
    assert acts.Example("好那运费到底是谁来出呢", "", "", "summary", "ask") in examples
    assert acts.Example("好", "", "那运费到底是谁来出呢", "summary", "yes") in examples


def test_a_question_mark_belongs_to_the_clause_before_it() -> None:
    assert acts.clause_texts("提交？行", [(0, 2), (3, 4)]) == ["提交?", "行"]


@pytest.mark.parametrize("line", ["Z [yes]行", "S 行", "S [maybe]行", "S [yes] [ask]几天"])
def test_any_other_line_is_named_with_its_number(reads, line: str) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match=r"acts\.txt:2"):
        reads("# a comment", line)


def test_every_act_and_every_place_has_examples() -> None:
    known = acts.examples()
    assert {each.label for each in known} == acts.ACTS
    assert {each.place for each in known} == set(acts.PLACES.values())
