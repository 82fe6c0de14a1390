"""Lines of talks in one process: what the bot answers to them now.

    python -m tests.play.replay --at round a1 a2       # the lines and presses of the round's transcripts
    python -m tests.play.replay < lines.txt              # "# product|category|amount|days ; …", then a line a turn

A line `[按钮:title]` presses the newest button of that title, `[图片 …]` sends a picture; the rest is typed. The
replies are to the old lines, which the buyer might not have written after them: read where they part from the old
ones, not behind it.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml
from rasa.core.channels import UserMessage

from shouhou.cases.database import Database
from shouhou.cases.evidence import StoredFile, add_file
from shouhou.cases.export_kinds import Kind
from shouhou.cases.exports import export_lines
from shouhou.cases.schema import upgrade
from shouhou.evaluation.answers import _agent
from shouhou.models import newest_model
from tests.leading import NOW, Talk, add_order, begin
from tests.shop import Order

PRESSED, PICTURE = re.compile(r"\[按钮[:：](.+)\]$"), re.compile(r"\[图片")


@dataclass
class Played:
    """A talk whose lines the trained model reads."""

    talk: Talk
    agent: Any

    def line(self, text: str) -> None:
        print(f"买家: {text}")
        if (press := PRESSED.match(text)) is not None:
            try:
                self.talk.presses(press[1])
            except StopIteration:
                print("  (no such button)")
                return
        elif PICTURE.match(text):
            file_id = uuid.uuid4().hex
            file = StoredFile(file_id, self.talk.conversation, "image/png", 100)
            add_file(self.talk.database, file, self.talk.now)
            self.talk.sends_file(file_id)
        else:
            metadata = {"buyer_id": self.talk.owner(), "at": self.talk.now.isoformat()}
            said = UserMessage(text, sender_id=self.talk.conversation, metadata=metadata)
            parse = asyncio.get_event_loop().run_until_complete(self.agent.processor.parse_message(said))
            before = len(self.talk.said)
            self.talk._lead({**parse, "text": text})
            if len(self.talk.said) == before:
                print("  (silence)")
                return
        for each in self.talk.said[-self.talk._count :]:
            offered = f" [{'|'.join(button['title'] for button in each.buttons)}]" if each.buttons else ""
            print("  机: " + each.text.replace("\n", " / ") + offered)

    def records(self) -> None:
        """What was written."""
        for kind in (Kind.CASES, Kind.COMPLAINTS, Kind.MERCHANT_MESSAGES, Kind.HANDOVERS):
            for line in export_lines(self.talk.database, kind):
                kept = {k: v for k, v in line.items() if k in _SHOWN and v not in (None, "", [])}
                print(f"  == {kind.value}: {json.dumps(kept, ensure_ascii=False)}")


_SHOWN = {
    "order_number", "request_type", "status", "reason", "reason_class", "details", "amount", "problem", "words",
    "message", "summary", "evidence", "note",
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.play.replay", description=__doc__)
    parser.add_argument("--at", type=Path)
    parser.add_argument("stories", nargs="*")
    asked = parser.parse_args()
    model = newest_model()
    assert model is not None, "no model: make train"
    asyncio.set_event_loop(asyncio.new_event_loop())
    agent = _agent(model)
    with tempfile.TemporaryDirectory() as folder:
        database = Database(f"sqlite:///{folder}/shouhou.db")
        upgrade(database)
        try:
            for number, (orders, lines) in enumerate(_talks(asked)):
                buyer = f"r{number}"
                for place, order in enumerate(orders):
                    _add(database, f"26110{number}-{place:015d}", buyer, order)
                talk = begin(database, buyer=buyer, conversation=f"widget:buyer:{buyer}")
                played = Played(talk, agent)
                for line in lines:
                    played.line(line)
                print()
            played.records()
        finally:
            database.dispose()


def _talks(asked: Any) -> Iterator[tuple[Sequence[Order], Sequence[str]]]:
    if asked.at is not None:
        stories = yaml.safe_load((asked.at / "stories.yml").read_text("utf-8"))
        known = {each.name for each in fields(Order)}
        for story in asked.stories:
            orders = [Order(**{k: v for k, v in o.items() if k in known}) for o in stories[story]["orders"]]
            lines = (asked.at / f"{story}.txt").read_text("utf-8").splitlines()
            yield orders, [line.removeprefix("买家: ") for line in lines if line.startswith("买家: ")]
        return
    orders, lines = [], []
    for line in [*sys.stdin.read().splitlines(), "#"]:
        if line.startswith("#"):
            if lines:
                yield orders, lines
            orders, lines = [_order(each) for each in line[1:].split(";") if each.strip()], []
        elif line.strip():
            lines.append(line.strip())


def _order(text: str) -> Order:
    product, category, amount, days = (part.strip() for part in text.split("|"))
    shipped = not days
    return Order(product=product, category=category, amount=amount, received=None if shipped else float(days),
                 status="shipped" if shipped else "")


def _add(database: Database, number: str, buyer: str, order: Order) -> None:
    never = order.received is None
    paid = order.paid if order.paid is not None else (order.received or 0) + 3
    add_order(
        database, number, order.product, buyer, category=order.category, paid_amount=round(float(order.amount) * 100),
        paid_at=NOW - timedelta(days=paid),
        shipped_at=None if never and order.status != "shipped" else NOW - timedelta(days=paid - 1),
        received_at=None if never else NOW - timedelta(days=order.received or 0),
        status=order.status or ("paid" if never else "received"),
        warranty_days=int(order.warranty_days) if order.warranty_days else None,
        prior_cancellations=order.prior_cancellations,
    )


if __name__ == "__main__":
    main()
