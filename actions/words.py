"""The names and formats that responses are filled with, from words.yml."""

from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

from shouhou.cases.orders import OrderRecord
from shouhou.dialogue.beside_yes import bids_go_on
from shouhou.dialogue.pictures import says_only_this
from shouhou.rules.kinds import Actor
from shouhou.rules.lifecycle import CaseStatus, NextStep
from shouhou.rules.policy import Entry, Period
from shouhou.rules.window import SHANGHAI

_TRY_AGAIN = (CaseStatus.REFUSED, CaseStatus.CLOSED)


@lru_cache(maxsize=1)
def _words() -> dict[str, Any]:
    words: dict[str, Any] = YAML(typ="safe").load(Path(__file__).with_name("words.yml"))
    return words


def word(group: str, name: str, **values: Any) -> str:
    """A word of a group, its blanks filled."""
    text: str = _words()[group][name]
    return text.format(**values) if values else text


def has_word(group: str, name: str) -> bool:
    """Whether a group has a word of that name."""
    return name in _words()[group]


def word_or_empty(group: str, name: str) -> str:
    """The word of that name in a group; empty where the group has none."""
    return word(group, name) if has_word(group, name) else ""


def label_of(intent: str) -> str:
    """What an intent is called where it is offered: our word for it, the title that its answer carries, or its name."""
    if has_word("ask", intent):
        return word("ask", intent)
    from actions import knowledge

    return str(knowledge.metadata_of(intent).get("title") or intent.rpartition("/")[2].replace("_", " "))


def order_label(order: OrderRecord) -> str:
    """How the bot calls an order: its product, and the end of its number."""
    return word("format", "order", product=order.product or order.order_number, tail=order.order_number[-4:])


SPOKEN_LENGTH = 14  # characters of a product's title that are said where it is only named again


def spoken_label(order: OrderRecord) -> str:
    """The label as one says it: a long title is cut, the tail stays."""
    product = order.product or order.order_number
    if len(product) > SPOKEN_LENGTH:
        words = product[:SPOKEN_LENGTH].rsplit(" ", 1)[0]
        product = words if " " in product[:SPOKEN_LENGTH] and len(words) > SPOKEN_LENGTH // 2 else f"{product[:12]}…"
    return word("format", "order", product=product, tail=order.order_number[-4:])


def class_said(text: str) -> Optional[str]:
    """The class of reason that typed words name; None when they name none, or more than one."""
    names: dict[str, str] = _words()["reason_class_said"]
    said = [name for name, words in names.items() if any(each in text for each in words.split())]
    return said[0] if len(said) == 1 else None


def is_enough(text: str) -> bool:
    """Whether typed words say that there is no more to come."""
    bare = text.strip(word("format", "punctuation"))
    return bare in word("format", "enough").split() or says_only_this(bare) or bids_go_on(bare)


def day_text(day: date, today: Optional[date] = None) -> str:
    """A day as people say it; with its year when that is not today's."""
    name = "day" if today is not None and day.year == today.year else "day_of_year"
    return word("format", name, year=day.year, month=day.month, day=day.day)


def moment_text(moment: datetime) -> str:
    """A moment in Shanghai, to the minute."""
    local = moment.astimezone(SHANGHAI)
    return word("format", "moment", month=local.month, day=local.day, hour=local.hour, minute=local.minute)


def money_text(fen: int) -> str:
    """An amount of fen in yuan."""
    return word("format", "money", yuan=f"{fen // 100}.{fen % 100:02d}")


def period_text(period: Period) -> str:
    """A span in its own units."""
    parts = [word("period", unit, count=count) for unit, count in period.dict().items() if count]
    return "".join(parts)


def caveat_of(*entries: Entry[Any]) -> str:
    """What the bot adds to a number whose entry has no firm source; empty when all have one."""
    return word("caveat", "order_page") if any(entry.source is None for entry in entries) else ""


def next_step_text(status: CaseStatus, step: NextStep, addressed: bool = False) -> str:
    """Who must act next on a case, and by when; `addressed`: the merchant has said where the goods go back to."""
    by = _words()["by"].format(moment=moment_text(step.due_at)) if step.due_at is not None else ""
    if step.actor is None:
        return word("next_step", status.value if status in _TRY_AGAIN else "final")
    name = "agreed_return" if status is CaseStatus.AGREED and step.actor is Actor.BUYER else status.value
    if addressed and name == "agreed_return":
        name = "agreed_told"
    return word("next_step", name).format(by=by)
