"""Every text that a buyer was given, read at the end: simplified Chinese, filled, and without machine words."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

import pytest
from opencc import OpenCC
from ruamel.yaml import YAML

from shouhou.cases.export_kinds import Kind
from shouhou.settings import HOME
from shouhou.shared.uploads import KINDS, MAX_FILE
from tests.dialogues.talking import FACT_TYPES, applies, file_case, records
from tests.shop import Order, Shop

# Digits that are no amounts: the steps of a list, the end of a day, the one case that an order may have, counted ways,
# the largest file.
PLAIN_DIGITS = re.compile(r"^\d\. |24 点|1 张售后单|4 种办法|10 MB", re.MULTILINE)
BLANK = re.compile(r"\{\w+\}")
NAMES = re.compile(r"(?:AS|CP|MM)\d{6}-[0-9A-Z]{8}|App|JPG|PNG|WebP|GIF|MB")


@pytest.fixture(scope="module")
def said(shop: Shop) -> list[tuple[dict[str, Any], str]]:
    """Every message of bot and system, with all that the buyer of its talk had written."""
    order = Order()
    buyer = shop.buyer(order)
    for question in ("你好", "我这单还能撤销几次", "这个订单还能退吗", "售后期是多久", "怎么投诉商家", "退款多久到账"):
        buyer.says(question)
    file_case(shop, shop.buyer(other := Order()), other)
    applies(buyer)
    messages = records(shop, Kind.CONVERSATIONS)
    written: dict[str, str] = {}
    for message in messages:
        if message["from"] in ("buyer", "agent"):
            written[message["conversation_id"]] = written.get(message["conversation_id"], "") + str(message["text"])
    return [
        (message, written.get(message["conversation_id"], ""))
        for message in messages if message["from"] in ("bot", "system")
    ]


def test_texts_are_simplified_chinese(said: list[tuple[dict[str, Any], str]]) -> None:
    for message, written in said:
        for char in message["text"]:
            assert char in written or simplified(char) == char, f"{char} in {message['text']}"


def test_no_text_has_an_unfilled_blank_or_a_value_of_the_program(said: list[tuple[dict[str, Any], str]]) -> None:
    for message, written in said:
        for word in ("{", "}", "None", "True", "False", "Traceback", "Error", "utter_", "nan"):
            assert word not in message["text"] or word in written, message["text"]


def test_no_text_has_an_english_word_but_the_apps_name_and_what_the_buyer_wrote(
    said: list[tuple[dict[str, Any], str]]
) -> None:
    for message, written in said:
        for word in re.findall(r"[A-Za-z_]{2,}", NAMES.sub("", message["text"])):
            assert word.lower() in written.lower(), f"{word} in {message['text']}"


def test_facts_have_the_contracts_names_and_types_and_days_left_are_those_of_the_text(
    said: list[tuple[dict[str, Any], str]]
) -> None:
    for message, _ in said:
        for name, value in (message["facts"] or {}).items():
            assert name in FACT_TYPES and type(value) in FACT_TYPES[name], (name, value)
        for days in re.findall(r"还剩 (\d+) 天", message["text"]):
            assert message["facts"]["days_left"] == int(days), message["text"]


def test_the_domain_holds_no_number_that_policy_or_database_should_give() -> None:
    for name, text in domain_texts():
        bare = PLAIN_DIGITS.sub("", BLANK.sub("", text))
        assert not re.search(r"\d", bare), f"{name}: {text}"


def test_which_pictures_are_taken_is_told_as_uploads_are_read() -> None:
    (text,) = [text for name, text in domain_texts() if name == "utter_unreadable_picture"]
    assert f"{MAX_FILE // 2**20} MB" in text
    pictures = {ending for kind, ending in KINDS.items() if kind.startswith("image/")}
    assert set(re.findall(r"[A-Z][A-Za-z]+[A-Z]", text)) - {"MB"} == {
        {"jpg": "JPG", "png": "PNG", "webp": "WebP", "gif": "GIF"}[ending] for ending in pictures
    }


def test_what_is_said_often_has_variants() -> None:
    texts = list(domain_texts())
    for name in ("utter_greet", "utter_cancellations_left", "utter_ask_which_order", "utter_not_understood",
                 "utter_apologise_first", "utter_form_reason"):
        assert len([text for other, text in texts if other == name]) > 1, name


def domain_texts() -> Iterator[tuple[str, str]]:
    """Each text of the domain with its response's name."""
    domain = YAML(typ="safe").load(HOME / "domain.yml")
    for name, variants in domain["responses"].items():
        for variant in variants:
            yield name, variant["text"]


@cache
def simplified(char: str) -> str:
    """A character's simplified form."""
    text: str = converter().convert(char)
    return text


@lru_cache(maxsize=1)
def converter() -> OpenCC:
    """From traditional to simplified."""
    return OpenCC("t2s")
