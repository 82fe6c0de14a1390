"""A shop for played buyers, and their hands: `python -m tests.play --help`."""

import argparse
import json
import signal
import sys
import uuid
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from shouhou.channels.tokens import make_token
from tests.pictures import png
from tests.shop import SECRET, Buyer, Order, Reply, Shop

DAY, EVENING = 11, 22
TOKEN_SECONDS = 24 * 3600


def serve(folder: Path, stories: Path) -> None:
    """Serve a shop by day and one after closing time, with the orders of the stories, until Ctrl-C.

    `buyers.json` in the folder then says where each buyer talks; a story says `evening: true`, or the day is meant.
    """
    told: dict[str, dict[str, Any]] = yaml.safe_load(stories.read_text("utf-8"))
    folder.mkdir(parents=True, exist_ok=True)
    shops = {}
    for name, hour in (("day", DAY), ("evening", EVENING)):
        var = folder / name
        var.mkdir(exist_ok=True)
        shops[name] = Shop(var, hour)
        shops[name].start()
    buyers = {}
    for story, about in told.items():
        name = "evening" if about.get("evening") else "day"
        shop = shops[name]
        buyer_id = f"p-{story}-{uuid.uuid4().hex[:6]}"
        known = {each.name for each in fields(Order)}
        orders = [Order(**{key: value for key, value in order.items() if key in known}) for order in about["orders"]]
        shop.import_orders(*orders, buyer_id=buyer_id)
        buyers[story] = {
            "base": shop.base, "buyer_id": buyer_id, "orders": [order.number for order in orders],
            "token": make_token(SECRET, buyer_id=buyer_id, ttl=TOKEN_SECONDS),
        }
    (folder / "buyers.json").write_text(json.dumps(buyers, ensure_ascii=False, indent=1), "utf-8")
    print(f"ready: {len(buyers)} buyers", flush=True)
    try:
        signal.pause()
    except KeyboardInterrupt:
        for shop in shops.values():
            shop.stop()


class Hand:
    """One buyer's hand: what is typed, pressed and sent, written down with what came back."""

    def __init__(self, folder: Path, story: str) -> None:
        about = json.loads((folder / "buyers.json").read_text("utf-8"))[story]
        self.about = about
        self.transcript = folder / f"{story}.txt"
        self.state = folder / f"{story}.json"
        shop = Shop.__new__(Shop)
        shop.base = about["base"]
        self.buyer = Buyer(shop, about["token"], about["buyer_id"])
        self.offered: dict[str, str] = json.loads(self.state.read_text("utf-8")) if self.state.exists() else {}

    def say(self, text: str) -> None:
        self._done(f"买家: {text}", self.buyer.says(text))

    def press(self, title: str) -> None:
        if title not in self.offered:
            sys.exit(f"no button {title!r}; there are {list(self.offered)}")
        message = {"id": uuid.uuid4().hex, "payload": self.offered[title]}
        self._done(f"买家: [按钮:{title}]", self.buyer._post(message))

    def photo(self, note: str) -> None:
        self._done(f"买家: [图片 {note}]", self.buyer.sends_file(png()))

    def look(self) -> None:
        """The whole talk, notices of the shop's people included."""
        for message in self.buyer.history()["messages"]:
            print(f"{message.get('from', '')}: {message.get('text', '')}")

    def _done(self, line: str, reply: Reply) -> None:
        lines = [line]
        for message in reply.messages:
            text = message.get("text", "").replace("\n", " / ")
            if text:
                lines.append(f"  {message['from']}: {text}")
        offered = dict(self.offered)
        if reply.buttons:
            lines.append("  [" + "|".join(reply.buttons) + "]")
            # A button pressed later is an old one: it stays in the talk's sight, as in the widget.
            offered |= reply.buttons
        self.state.write_text(json.dumps(offered, ensure_ascii=False), "utf-8")
        if reply.status != 200:
            lines.append(f"  (answered with status {reply.status})")
        with self.transcript.open("a", encoding="utf-8") as out:
            out.write("\n".join(lines) + "\n")
        print("\n".join(lines))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.play", description=__doc__)
    parser.add_argument("--at", type=Path, required=True, help="folder of the round: transcripts, databases")
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("serve", help="serve shops with the stories' orders").add_argument("stories", type=Path)
    for act, what in (("say", "type a line"), ("press", "press a button by its title"), ("photo", "send a picture")):
        hand = acts.add_parser(act, help=what)
        hand.add_argument("story")
        hand.add_argument("words")
    acts.add_parser("look", help="read the whole talk").add_argument("story")
    asked = parser.parse_args()
    if asked.act == "serve":
        serve(asked.at, asked.stories)
    elif asked.act == "look":
        Hand(asked.at, asked.story).look()
    else:
        getattr(Hand(asked.at, asked.story), asked.act)(asked.words)


if __name__ == "__main__":
    main()
