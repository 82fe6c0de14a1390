"""What buyers say of the text that is to be written: what is added, replaced, struck, brought back, never written."""

import pytest

from shouhou.cases.database import Database
from shouhou.dialogue.contact import contact_told
from shouhou.dialogue.edits import edits
from shouhou.dialogue.message import read_message
from shouhou.dialogue.refused_offer import refused_offer
from shouhou.dialogue.sizes import wanted_instead
from shouhou.language.clauses import clauses as cut
from shouhou.language.normalise import normalise
from tests.leading import Talk
from tests.unit.talk.talks import cases, file_case, summed_up, tells


def draft(talk: Talk) -> dict[str, object]:
    assert talk.state.draft is not None
    return talk.state.draft.fields


def said(text: str) -> tuple:  # type: ignore[type-arg]
    parts = [{"start": start, "end": end, "ranking": [{"name": "inform", "confidence": 0.9}]}
             for start, end in cut(normalise(text))]
    return read_message({"text": text, "plain": normalise(text), "clauses": parts, "intent_ranking": []}).clauses


def with_details(talk: Talk, words: str = "倒热水也漏") -> Talk:
    summed_up(talk)
    tells(talk, f"说明写{words}", "change_request")
    assert draft(talk)["details"] == words
    return talk


@pytest.mark.parametrize("words", ["说明写：新的寄到店里", "说明里写上新的寄到店里", "备注补一句新的寄到店里"])
def test_what_is_dictated_stands_beside_what_is_written(one: Talk, words: str) -> None:
    tells(with_details(one), words, "change_request")
    assert draft(one)["details"] == "倒热水也漏；新的寄到店里"


@pytest.mark.parametrize(
    "words",
    ["说明改成新的寄到店里", "说明重新写 写新的寄到店里", "说明就写新的寄到店里", "说明不对呀重写吧就写新的寄到店里"],
)
def test_a_word_of_replacing_replaces(one: Talk, words: str) -> None:
    tells(with_details(one), words, "change_request")
    assert draft(one)["details"] == "新的寄到店里"


@pytest.mark.parametrize("words", ["别删啊 两个都写", "前面的都要留着", "原来的也要写", "都要写上"])
def test_what_was_written_over_comes_back_beside_the_new(one: Talk, words: str) -> None:
    tells(with_details(one), "说明改成新的寄到店里", "change_request")
    tells(one, words, "inform", acts={"删": "strike"})
    assert draft(one)["details"] == "倒热水也漏；新的寄到店里"


def test_a_strike_in_a_run_on_is_carried_out_and_what_follows_is_written(one: Talk) -> None:
    tells(with_details(one, "要快递员上门拿走"), "前面上门拿走那一句你给我去掉啊我就是问问的杯底也有一道缝", "inform")
    assert draft(one)["details"] == "杯底也有一道缝"


def test_a_strike_of_what_is_not_there_says_so_and_shows_the_draft(one: Talk) -> None:
    with_details(one)
    assert "utter_not_written" in tells(one, "发票那句去掉", "inform", acts={"去掉": "strike"})
    assert one.last.response.startswith("utter_confirm_application")
    assert draft(one)["details"] == "倒热水也漏"


@pytest.mark.parametrize(
    ("words", "details"),
    [("你给写上月底前要用", "月底前要用"), ("你把补两个盖子写上去噻", "补两个盖子"), ("漏水那句 加到说明里", "漏水"),
     ("医药费260你也帮我写给商家", "请商家赔医药费260元")],
)
def test_the_order_s_own_words_never_go_in(one: Talk, words: str, details: str) -> None:
    summed_up(one)
    tells(one, words, "inform")
    assert draft(one)["details"] == details


def test_address_number_and_name_go_in_together(one: Talk) -> None:
    summed_up(one)
    tells(one, "要上门取件 地址是我妈家 无锡市梁溪区人民路8号301 电话13700001111 李梅", "inform")
    details = str(draft(one)["details"])
    assert all(each in details for each in ("上门取件", "人民路8号301", "13700001111", "李梅"))
    tells(one, "电话13700001111 是我妈的 打她电话", "ask_service_hours")
    assert str(draft(one)["details"]).count("13700001111") == 1 and "utter_service_hours" not in one.last.response


def test_a_number_without_more_is_a_contact_only_where_one_is_spoken_of() -> None:
    assert contact_told(said("快递单号773300112233")) is None
    told = contact_told(said("号码怎么没写上 13700001111"))
    assert told is not None and told.number == "13700001111"


def test_a_refused_offer_is_told_and_sets_no_sum(one: Talk) -> None:
    summed_up(one, "return_refund")
    tells(one, "卖家说只给我补15 我没答应 15也太少了", "inform", amount=1500)
    assert draft(one)["amount"] is None and "补15" in str(draft(one)["details"])
    assert refused_offer(said("商家说补15 我要退15")) == []


@pytest.mark.parametrize(("words", "size"), [("我侄子22号结婚", None), ("22号要穿的", None), ("换22号的", "22码"),
    ("我要L码", "L码")])
def test_a_day_is_no_size(words: str, size: str | None) -> None:
    assert wanted_instead(words, loosely=True) == size


def test_what_was_told_the_other_way_round_is_put_right(one: Talk) -> None:
    summed_up(one, "exchange", "发错了，我要的红盖，来的是蓝盖")
    tells(one, "说反了 我要的是蓝盖 来的是红盖", "inform")
    assert draft(one)["reason"] == "发错了，我要的是蓝盖，来的是红盖"
    assert "反" not in f"{draft(one)['reason']}{draft(one)['details']}"


@pytest.mark.parametrize("words", ["还好没给我妈用 她最爱喝热水", "我不是没收到"])
def test_talk_after_filing_changes_nothing(one: Talk, database: Database, words: str) -> None:
    file_case(database)
    tells(one, words, "inform", reason=words.split()[0], group="goods")
    assert "utter_confirm_change" not in [each.response for each in one.said]


def test_a_goodbye_confirms_no_change(one: Talk, database: Database) -> None:
    file_case(database)
    tells(one, "说明里加一句盖子也歪了", "change_request")
    assert one.last.response == "utter_confirm_change"
    tells(one, "好的姑娘 辛苦你了 我等着", "thank")
    assert cases(database)[0].details == "" and one.state.draft is None


def test_it_says_so_only_where_all_of_it_stands(one: Talk, database: Database) -> None:
    file_case(database, reason="杯盖裂了")
    tells(one, "说明写新的寄到店里", "change_request")
    assert "utter_it_says_so" not in tells(one, "杯盖裂了 新的寄到店里 再送两个垫圈", "nlu_fallback")


def test_a_run_on_dictation_is_one_order() -> None:
    (order,) = edits(said("说明不对呀重新写吧就写一拧就响换了垫圈也响"))
    assert order.words == "一拧就响换了垫圈也响"
