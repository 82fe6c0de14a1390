"""The talks that trainers keep in trainers/talks/: their lines are said, what must hold is looked for in each reply."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from shouhou.cases.export_kinds import Kind
from shouhou.cases.merchant import answer_consent
from shouhou.cases.transitions import set_case_status
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus
from tests.dialogues.talking import POLICY, png, records
from tests.shop import Buyer, Order, Reply, Shop

TALKS = Path(__file__).parents[2] / "trainers" / "talks"


def talks() -> Iterator[Any]:
    for path in sorted(TALKS.glob("*.yml")):
        for talk in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield pytest.param(talk, id=f"{path.stem}: {talk['talk']}")


@pytest.mark.parametrize("talk", talks())
def test_a_kept_talk_goes_as_it_should(shop: Shop, talk: Mapping[str, Any]) -> None:
    orders = [Order(**given) for given in talk["orders"]]
    buyer = shop.buyer(*orders)
    for turn in talk["turns"]:
        reply = _turn(shop, buyer, orders, turn)
        for words in turn.get("holds", ()):
            assert words in reply.text, f"{turn} was answered: {reply.text}"
        for words in turn.get("not", ()):
            assert words not in reply.text, f"{turn} was answered: {reply.text}"
    for kind, wanted in talk.get("records", {}).items():
        found = _records(shop, buyer, orders, kind)
        assert len(found) == len(wanted), found
        for record, values in zip(found, wanted, strict=True):
            assert {name: record[name] for name in values} == values


def _turn(shop: Shop, buyer: Buyer, orders: list[Order], turn: Mapping[str, Any]) -> Reply:
    if "says" in turn:
        return buyer.says(str(turn["says"]))
    if "presses" in turn:
        return buyer.presses(str(turn["presses"]))
    if "sends" in turn:
        return buyer.sends_file(png())
    if "staff" in turn:
        (case,) = _records(shop, buyer, orders, "cases")[-1:]
        status = CaseStatus(turn["staff"]["status"])
        set_case_status(
            shop.database, case["case_number"], status, Actor.MERCHANT, turn["staff"].get("why", ""), shop.now(), POLICY
        )
        return Reply(200, [])
    given = turn["consent"]
    words = given.get("words", "")
    answer_consent(shop.database, POLICY, orders[0].number, given["answer"] == "yes", words, shop.now())
    return Reply(200, [])


def _records(shop: Shop, buyer: Buyer, orders: list[Order], kind: str) -> list[dict[str, Any]]:
    """Everything of a kind that is this buyer's."""
    numbers = {order.number for order in orders}
    every = records(shop, Kind(kind))
    if kind == "handovers":
        return [each for each in every if each["buyer_id"] == buyer.buyer_id]
    return [each for each in every if each["order_number"] in numbers]
