"""Messages put together into few of WeChat's: nothing lost, the order kept, nothing over a limit, numbers read back."""

import json
import re
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from itertools import count
from typing import Any, Optional

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shouhou.cases.messages import AGENT, BOT, SYSTEM, Message
from shouhou.cases.outbox import Item
from shouhou.channels.delivery import Part
from shouhou.channels.wechat import wording
from shouhou.channels.wechat.wording import (
    MAX_HEAD,
    MAX_LABEL,
    MAX_LINES,
    MAX_TEXT,
    chosen_number,
    cut,
    fitting,
    menu_lines,
    plain,
    pressed_line,
    shortened,
    with_choices,
)

NOW = datetime(2026, 12, 2, 2, tzinfo=timezone.utc)
BEFORE = NOW - timedelta(seconds=9)
CHARACTER, EMOJI, FAMILY = "售", "😀", "👨‍👩‍👧"  # 3 bytes, 4, and 18 that look like one
_numbers = count(101)


def message(
    text: Optional[str] = "在的", *titles: str, sender: str = BOT, file_id: Optional[str] = None, at: datetime = NOW
) -> Message:
    """A message with buttons of these titles; what is said in one turn is said at one moment."""
    seq = next(_numbers)
    buttons = [{"title": title, "payload": f"/press_{title}"} for title in titles] or None
    return Message(seq, f"m{seq}", sender, at, text, buttons, file_id)


def parts(*messages: Message, menus: bool = True) -> list[Part]:
    return wording.parts([Item(number, 0, None, one) for number, one in enumerate(messages, 1)], menus)


def bodies(*messages: Message, menus: bool = True) -> list[dict[str, Any]]:
    return [part.body for part in parts(*messages, menus=menus)]


def numbers(many: Sequence[Part]) -> list[list[int]]:
    """Which of the messages each part holds, by their number."""
    return [[item.number for item in part.items] for part in many]


def size(text: str) -> int:
    return len(text.encode())


def offered(text: str) -> dict[int, str]:
    """The numbered lines of a text: what each number is the choice of."""
    return {int(number): label for number, label in re.findall(r"^([0-9]+)\. (.*)$", text, re.MULTILINE)}


# Few messages


@pytest.mark.parametrize("menus", [True, False])
def test_the_texts_of_a_turn_go_as_one_with_an_empty_line_between_them(menus: bool) -> None:
    assert bodies(message("一"), message("二"), message("三"), menus=menus) == [{"texts": ["一\n\n二\n\n三"]}]


def test_a_menu_ends_its_message_and_stands_under_all_that_was_said_before_it() -> None:
    first, second, third = message("一"), message("二", "是", "否"), message("三")
    assert bodies(first, second, third) == [
        {"texts": [], "head": "一\n\n二", "lines": menu_lines(second)}, {"texts": ["三"]},
    ]


def test_two_menus_are_two_messages() -> None:
    first, second = message("一", "是"), message("二", "否")
    assert [body["lines"] for body in bodies(first, second)] == [menu_lines(first), menu_lines(second)]


def test_without_menus_all_is_one_text_and_what_its_last_turn_offers_are_numbered_lines() -> None:
    said = (message("零", "旧", at=BEFORE), message("一", "好"), message("二", "是", "否"), message("三"))
    (body,) = bodies(*said, menus=False)
    (text,) = body["texts"]
    assert text.startswith("零\n\n一\n\n二\n\n三\n\n")
    assert offered(text) == {1: "好", 2: "是", 3: "否"}


def test_what_an_earlier_turn_offered_gets_no_numbers_which_nobody_would_read_back() -> None:
    late = message("一", "旧", at=BEFORE)
    assert bodies(late, message("二"), menus=False) == [{"texts": ["一\n\n二"]}]
    assert fitting([late, message("二")])[0] == "一\n\n二"


def test_a_turn_in_two_messages_has_its_numbers_in_the_last_alone() -> None:
    first, second = bodies(message(CHARACTER * 600, "旧"), message(CHARACTER * 600, "新"), menus=False)
    assert first == {"texts": [CHARACTER * 600]}
    assert offered(second["texts"][0]) == {1: "旧", 2: "新"}


@pytest.mark.parametrize("menus", [True, False])
def test_a_picture_goes_alone(menus: bool) -> None:
    picture = message(None, file_id="file-1")
    assert bodies(message("一"), picture, message("二"), message("三"), menus=menus) == [
        {"texts": ["一"]}, {"picture": "file-1"}, {"texts": ["二\n\n三"]},
    ]
    assert bodies(picture, picture, menus=menus) == [{"picture": "file-1"}] * 2


@pytest.mark.parametrize("menus", [True, False])
def test_a_persons_words_stand_apart_from_the_bots_and_the_systems(menus: bool) -> None:
    said = [(BOT, "请稍等"), (SYSTEM, "小王来了"), (AGENT, "您好"), (AGENT, "我看看"), (BOT, "在")]
    assert bodies(*(message(text, sender=sender) for sender, text in said), menus=menus) == [
        {"texts": ["请稍等\n\n小王来了"]}, {"texts": ["您好\n\n我看看"]}, {"texts": ["在"]},
    ]


def test_texts_go_together_up_to_what_one_message_holds_and_not_a_byte_further() -> None:
    half = "a" * (MAX_TEXT // 2 - 2)  # with the empty line after each, two fill a message
    assert numbers(parts(message(half), message(half))) == [[1, 2]]
    assert numbers(parts(message(half), message(half + "a"))) == [[1], [2]]
    assert numbers(parts(message(half), message("b" * len(half)), message("c"))) == [[1, 2], [3]]


def test_a_menus_head_that_is_too_long_begins_as_a_text_and_ends_as_the_head() -> None:
    lines = [f"第{number}行，{CHARACTER * 30}。" for number in range(20)]
    (body,) = bodies(message("\n".join(lines), "是"))
    assert len(body["texts"]) == 2 and body["lines"]
    assert "\n".join([*body["texts"], body["head"]]).split("\n") == lines
    assert all(size(text) <= MAX_HEAD for text in [*body["texts"], body["head"]])


# Byte limits


@pytest.mark.parametrize("character", ["a", "é", CHARACTER, EMOJI])
def test_a_text_that_fills_a_message_is_one_and_a_character_more_is_two(character: str) -> None:
    most = MAX_TEXT // size(character)
    rest = "a" * (MAX_TEXT - most * size(character))
    assert cut(character * most + rest, MAX_TEXT) == [character * most + rest]
    assert cut(character * (most + 1) + rest, MAX_TEXT) == [character * most, character + rest]


@pytest.mark.parametrize("character", ["a", "é", CHARACTER, EMOJI])
@pytest.mark.parametrize("before", range(4))
def test_no_character_is_cut_in_two_wherever_the_limit_falls(character: str, before: int) -> None:
    text = "a" * before + character * 1500
    pieces = cut(text, MAX_TEXT)
    assert "".join(pieces) == text
    assert all(MAX_TEXT - 3 <= size(piece) <= MAX_TEXT for piece in pieces[:-1])


def test_a_text_is_cut_where_a_line_or_a_sentence_ends() -> None:
    sentence = f"{CHARACTER * 100}。"
    full = sentence * 6 + "a" * (MAX_TEXT - size(sentence * 6))
    assert cut(full, MAX_TEXT) == [full]
    assert cut(full + "a", MAX_TEXT) == [sentence * 6, full.removeprefix(sentence * 6) + "a"]
    assert cut(sentence * 10, MAX_TEXT) == [sentence * 6, sentence * 4]
    line = f"{CHARACTER * 100}\n"
    assert cut(line * 10, MAX_TEXT) == [(line * 6).rstrip("\n"), line * 4]


def test_a_sentence_end_so_near_the_beginning_is_not_waited_for() -> None:
    text = f"好。{CHARACTER * 1000}"
    assert size(cut(text, MAX_TEXT)[0]) > MAX_TEXT - 3


def test_many_empty_lines_make_no_empty_message() -> None:
    assert cut("\n" * 5000, MAX_TEXT) == []
    assert cut("一" + "\n" * 5000 + "二", MAX_TEXT) == ["一", "二"]
    assert bodies(message("\n" * 5000)) == [{"texts": []}]


@pytest.mark.parametrize("character", ["a", "é", CHARACTER, EMOJI, FAMILY])
def test_a_label_that_is_too_long_ends_in_dots_within_the_limit(character: str) -> None:
    most = MAX_LABEL // size(character)
    ((_, whole),) = menu_lines(message("选", character * most))
    assert whole == character * most
    ((_, short),) = menu_lines(message("选", character * (most + 1)))
    assert short.endswith("…") and size(short) <= MAX_LABEL
    assert (character * (most + 1)).startswith(short[:-1]) and size(short) > MAX_LABEL - 3 - 4


def test_only_ten_buttons_become_lines_since_a_menu_holds_no_more() -> None:
    many = message("选", *(f"第{number}个" for number in range(1, 13)))
    for menus in (True, False):
        (body,) = bodies(many, menus=menus)
        shown = [label for _, label in body["lines"]] if menus else list(offered(body["texts"][0]).values())
        assert shown == [f"第{number}个" for number in range(1, MAX_LINES + 1)]


# What JSON would escape


@pytest.mark.parametrize("character", [chr(code) for code in (*range(32), 127, *range(128, 160))])
def test_no_control_character_but_line_ends_and_tabs_is_sent(character: str) -> None:
    kept = character if character in "\n\t" else ""
    assert plain(f"一{character}二") == f"一{kept}二"
    (body,) = bodies(message(f"一{character}二", f"三{character}四"))
    assert "\\u" not in json.dumps(body, ensure_ascii=False)
    assert body["head"] == f"一{kept}二"
    assert body["lines"][0][1] == f"三{kept}四"


# Presses and numbers read back


def test_a_pressed_line_leads_back_to_the_message_and_the_button() -> None:
    many = message("选", *(f"第{number}个" for number in range(1, 11)))
    read = [pressed_line(name) for name, _ in menu_lines(many)]
    assert read == [(many.seq, index) for index in range(10)]


@pytest.mark.parametrize("menu_id", ["", "abc", "-1", "1.5", " 101", "101\n", "１０１", "9" * 16, "0x10"])
def test_an_id_that_is_not_ours_is_no_line(menu_id: str) -> None:
    assert pressed_line(menu_id) is None


@pytest.mark.parametrize(
    "text, number",
    [
        ("1", 1), ("１", 1), ("2.", 2), ("2。", 2), ("２、", 2), (" 3 ", 3), ("3\n", 3), ("第3个", 3), ("第 3 个", 3),
        ("(4)", 4), ("（4）", 4), ("【5】", 5), ("⑥", 6), ("10", 10), ("12", 12), ("7号", 7), ("0", 0), ("01", 1),
    ],
)
def test_a_number_that_chooses_is_read(text: str, number: int) -> None:
    assert chosen_number(text) == number


@pytest.mark.parametrize(
    "text",
    ["", " ", "13912345678", "3天", "第三个", "一", "100", "1 2", "1和2", "1.5", "-1", "选1", "1吧", "#1", "1/3", "a1",
     "2026", "第", "个", "12月7日", "3个月", "50元", "1?", "٣"],
)
def test_anything_else_chooses_nothing(text: str) -> None:
    assert chosen_number(text) is None


def test_choices_are_numbered_from_one_under_the_text() -> None:
    assert offered(with_choices("选哪个", ["甲", "乙"])) == {1: "甲", 2: "乙"}
    assert with_choices("选哪个", ["甲"]).startswith("选哪个\n\n")
    assert offered(with_choices("", ["甲"])) == {1: "甲"} and not with_choices("", ["甲"]).startswith("\n")


# As the answer to a push


def test_a_passive_answer_holds_all_that_fits_with_the_choices_of_the_last_turn_and_leaves_pictures_out() -> None:
    many = [message("一", "旧", at=BEFORE), message("二", "是", "否"), message("三")]
    text, told = fitting([many[0], message(None, file_id="file-1"), *many[1:]])
    assert told == many
    assert text.startswith("一\n\n二\n\n三\n\n") and offered(text) == {1: "是", 2: "否"}


def test_what_does_not_fit_any_more_is_left_for_the_next_with_all_that_follows() -> None:
    long, short = message("长" * 400), message("短")
    text, told = fitting([long, long, short])
    assert (text, told) == (long.text, [long])
    assert fitting([long, short, long])[1] == [long, short]


def test_choices_that_would_go_over_the_limit_take_their_message_to_the_next() -> None:
    long, asks = message("a" * (MAX_TEXT - 20)), message("选", "甲", "乙")
    assert fitting([long, asks])[1] == [long]


def test_choices_are_numbered_only_when_they_are_the_last_on_the_table() -> None:
    # A number is read back as one of the last buttons, so those before them must not be shown with numbers.
    first, last = message("一", "旧"), message("长" * 660, "新")
    text, told = fitting([first, last])
    assert told == [first]
    assert offered(text) == {}
    assert offered(fitting([last])[0]) == {1: "新"}


def test_one_message_that_is_too_long_for_an_answer_is_cut() -> None:
    long = message("长" * 1000)
    text, told = fitting([long])
    assert told == [long] and text.endswith("…") and size(text) <= MAX_TEXT
    assert fitting([]) == ("", [])


def test_the_choices_of_a_message_that_is_too_long_are_not_cut_off_with_its_end() -> None:
    text, told = fitting([message("长" * 1000, *(f"{number}" * 128 for number in range(10)))])
    assert len(told) == 1 and size(text) <= MAX_TEXT
    assert list(offered(text)) == list(range(1, 11))
    assert "长…\n" in text


# Whatever is said

WORDS = st.text(st.one_of(st.sampled_from(f"售后。！？\n \t{EMOJI}\x07\x85é{CHARACTER}"), st.characters(
    blacklist_categories=("Cs",))), min_size=1, max_size=40)
TEXTS = st.one_of(WORDS, st.builds(lambda words, times: words * times, WORDS, st.integers(1, 120)))
MESSAGES = st.builds(
    lambda text, titles, sender, file_id: message(None, file_id=file_id) if file_id else message(
        text, *titles, sender=sender),
    TEXTS, st.lists(WORDS, max_size=12), st.sampled_from([BOT, SYSTEM, AGENT]),
    st.sampled_from([None, None, None, "file-1"]),
)
BLANK = re.compile(r"\s+")


def without_blanks(text: str) -> str:
    return BLANK.sub("", text)


@given(st.lists(MESSAGES, max_size=8), st.booleans())
def test_nothing_is_lost_nothing_changes_places_and_no_piece_is_over_its_limit(
    messages: list[Message], menus: bool
) -> None:
    made = parts(*messages, menus=menus)
    assert [item.message for part in made for item in part.items] == messages
    for part in made:
        said = [item.message for item in part.items if item.message is not None]
        if said[0].file_id:
            assert len(said) == 1 and part.body == {"picture": said[0].file_id}
            continue
        head, lines = part.body.get("head", ""), part.body.get("lines", [])
        assert all(0 < size(text) <= MAX_TEXT for text in part.body["texts"])
        assert size(head) <= MAX_HEAD
        assert len(lines) <= MAX_LINES and all(size(label) <= MAX_LABEL for _, label in lines)
        shown = without_blanks("".join([*part.body["texts"], head]))
        wanted = without_blanks("".join(plain(one.text or "") for one in said))
        assert shown == wanted if menus else shown.startswith(wanted)
        for one in said[:-1]:
            assert not (menus and one.buttons)
        if menus and said[-1].buttons:
            titles = [plain(button["title"]) for button in said[-1].buttons][:MAX_LINES]
            assert [label for _, label in lines] == [shortened(title, MAX_LABEL) for title in titles]


@given(st.lists(MESSAGES, max_size=8), st.booleans())
def test_the_same_items_of_a_part_make_the_same_part_again(messages: list[Message], menus: bool) -> None:
    made = parts(*messages, menus=menus)
    if menus or len(made) == 1:
        assert [wording.parts(part.items, menus) for part in made] == [[part] for part in made]
    else:
        assert [numbers(wording.parts(part.items, menus)) for part in made] == [numbers([part]) for part in made]


@given(TEXTS, st.integers(4, 300))
def test_a_text_cut_in_pieces_is_the_same_text(text: str, most: int) -> None:
    pieces = cut(text, most)
    assert all(0 < size(piece) <= most for piece in pieces)
    assert "".join(pieces).replace("\n", "") == text.replace("\n", "")


@given(TEXTS, st.integers(3, 300))
def test_a_shortened_text_is_within_its_limit_and_is_its_beginning(text: str, most: int) -> None:
    short = shortened(text, most)
    assert size(short) <= most
    assert short == text or (short.endswith("…") and text.startswith(short[:-1]))


@given(st.lists(MESSAGES, max_size=8))
def test_answers_one_after_the_other_tell_everything_once_in_order(messages: list[Message]) -> None:
    left, told = [one for one in messages if one.text], []
    while left:
        text, some = fitting(left)
        assert some and size(text) <= MAX_TEXT
        told += some
        left = left[len(some) :]
    assert told == [one for one in messages if one.text]
