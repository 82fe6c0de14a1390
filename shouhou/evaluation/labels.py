"""Labelled sentences: what a model should have understood.

A line of a file: {"text", "intent", "alt"?, "was"?, "entities": [{"entity", "start", "end", "optional"?, "norm"?}],
"style", "pair"?}. Spans marked optional are neither rewarded nor punished; two lines of one pair differ in the words
that decide. `alt` names further intents that are right too; `was` what the sentence was before the scope widened.
A line {"text", "tells"} without an intent says of a clause whether it tells the merchant something of the matter, a
line {"text", "about", "start", "end"} what the stretch of a text asks about within a talk (language/asked.py).
"""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Optional

# A file may name a type of request as the desk's forms do; the bot's own value is compared.
_TYPES = {
    "仅退款": "refund_only",
    "退货退款": "return_refund",
    "换货": "exchange",
    "维修": "repair",
    "补寄": "resend",
    "补发": "resend",
}


class LabelError(ValueError):
    """A file of labels cannot be used; the message names the file, and the line if one is to blame."""


@dataclass(frozen=True)
class Span:
    """A stretch of a text that means something: [start, end) in characters."""

    kind: str
    start: int
    end: int
    optional: bool = False
    norm: Optional[str] = None

    def same_as(self, other: "Span") -> bool:
        """Whether both are of one kind and stand in one place."""
        return (self.kind, self.start, self.end) == (other.kind, other.start, other.end)

    def touches(self, other: "Span") -> bool:
        """Whether both are of one kind and share a character."""
        return self.kind == other.kind and self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class Label:
    """A sentence and what it means; `pair` is None for a sentence without a counterpart.

    also: intents that are right too. was: the intent before the scope widened, None where that changed nothing.
    tells: of a clause, whether it tells something of the matter; about: what `asking` asks about in the middle of a
    talk. Such labels have no intent, and count alone.
    """

    text: str
    intent: str
    spans: tuple[Span, ...] = ()
    style: str = ""
    pair: Optional[str] = None
    also: tuple[str, ...] = ()
    was: Optional[str] = None
    tells: Optional[bool] = None
    about: Optional[str] = None
    asking: tuple[int, int] = (0, 0)

    @property
    def of_clause(self) -> bool:
        """Whether it says something of a clause, and no intent."""
        return self.tells is not None or self.about is not None

    @property
    def right(self) -> tuple[str, ...]:
        """All intents that are right, the best first."""
        return self.intent, *self.also


def read_labels(paths: Iterable[Path], intents: Collection[str]) -> list[Label]:
    """The sentences of JSON Lines files, in order. `intents` are those that a label may name.

    Raises LabelError naming the file and line that cannot be read, or a file without sentences.
    """
    labels: list[Label] = []
    for path in paths:
        before = len(labels)
        # Not splitlines: a sentence may hold a line separator of Unicode's, which is no end of a line of JSON.
        for number, line in enumerate(_text(path).split("\n"), start=1):
            if line.strip():
                try:
                    labels.append(_label(json.loads(line), path, intents))
                except json.JSONDecodeError as error:
                    raise LabelError(f"{path}:{number}: not JSON: {error.msg}") from error
                except (ValueError, KeyError, TypeError, RecursionError) as error:
                    raise LabelError(f"{path}:{number}: {_plain(error)}") from error
        if len(labels) == before:
            raise LabelError(f"{path}: it holds no sentences")
    return labels


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise LabelError(f"{path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise LabelError(f"{path}: not UTF-8: {error.reason} at byte {error.start}") from error


def _plain(error: Exception) -> str:
    return f"{error} is missing" if isinstance(error, KeyError) else str(error)


def _label(line: Any, path: Path, intents: Collection[str]) -> Label:
    if not isinstance(line, dict):
        raise ValueError("not an object with text and intent")
    if isinstance(line.get("tells"), bool) and "intent" not in line:
        return Label(_string(line, "text"), "", tells=line["tells"])
    if "about" in line and "intent" not in line:
        text = _string(line, "text")
        asking = _span({"entity": "asking", "start": line["start"], "end": line["end"]}, len(text))
        return Label(text, "", about=_string(line, "about"), asking=(asking.start, asking.end))
    text, intent, pair = _string(line, "text"), _string(line, "intent"), line.get("pair")
    also, was = _strings(line.get("alt")), None if line.get("was") is None else _string(line, "was")
    if intent not in intents:
        raise ValueError(f"the domain has no intent {intent!r}")
    spans = line.get("entities", [])
    if not isinstance(spans, list):
        raise ValueError("entities is not a list")
    found = tuple(_span(span, len(text)) for span in spans)
    # Numbers of pairs begin anew in each file.
    numbered = None if pair is None else f"{path}#{pair}"
    # A file of sentences outlives an intent: what no answer can be is passed over.
    also = tuple(name for name in also if name in intents)
    return Label(text, intent, found, str(line.get("style") or ""), numbered, also, was)


def _strings(names: Any) -> tuple[str, ...]:
    """One name or several."""
    listed = [] if names is None else [names] if isinstance(names, str) else names
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        raise ValueError("alt is not a list of intents")
    return tuple(listed)


def _span(span: Any, length: int) -> Span:
    if not isinstance(span, dict):
        raise ValueError("an entity is not an object")
    kind, start, end, norm = _string(span, "entity"), span["start"], span["end"], span.get("norm")
    if not all(type(place) is int for place in (start, end)) or not 0 <= start < end <= length:
        raise ValueError(f"the {kind} from {start!r} to {end!r} does not stand in the text")
    value = None if norm is None else _TYPES.get(str(norm), str(norm))
    return Span(kind, start, end, bool(span.get("optional")), value)


def _string(line: dict[str, Any], key: str) -> str:
    if not isinstance(line[key], str):
        raise ValueError(f"{key} is not a string")
    return str(line[key])
