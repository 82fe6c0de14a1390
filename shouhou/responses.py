"""What the domain says to buyers: every response of domain.yml, of the topics and FAQs in data/, and its variations.

Read from the files as they stand: a changed word needs a restart and no training.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Optional

from ruamel.yaml import YAML

from shouhou.settings import HOME

_TOP_LEVEL = re.compile(r"^[a-z_]+:", re.MULTILINE)
_RESPONSES = re.compile(r"^responses:", re.MULTILINE)


@dataclass(frozen=True)
class Variation:
    """One wording of a response; `metadata` is where its contents come from, for an answer that is data."""

    text: str
    buttons: tuple[Mapping[str, str], ...] = ()
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_sure(self) -> bool:
        """Whether it has a firm source, or claims nothing that needs one."""
        return self.metadata.get("confidence") not in ("low", "none")


def response(name: str, **values: str) -> str:
    """The text of a response's first variation, its blanks filled. Raises KeyError for a response that is not there."""
    return variations(name)[0].text.format(**values)


def buttons(name: str) -> Optional[list[dict[str, str]]]:
    """The buttons of a response's first variation; None for one without. Raises KeyError as `response`."""
    return [dict(button) for button in variations(name)[0].buttons] or None


def variations(name: str) -> list[Variation]:
    """A response's variations. Raises KeyError for a response that is not there."""
    return _all()[name]


@lru_cache(maxsize=1)
def titles() -> dict[str, str]:
    """What each button's title begins, of those that begin the same wherever they stand; a title of two things is none.

    Buttons that answer a question are not among them: they mean something only there.
    """
    begins: dict[str, set[str]] = {}
    for wordings in _all().values():
        for wording in wordings:
            for button in wording.buttons:
                begins.setdefault(button["title"], set()).add(button["payload"])
    return {title: next(iter(payloads)) for title, payloads in begins.items() if len(payloads) == 1}


def exists(name: str) -> bool:
    """Whether there is such a response."""
    return name in _all()


def response_files() -> list[Path]:
    """The files that responses stand in."""
    return [HOME / "domain.yml", *sorted((HOME / "data").rglob("*.yml"))]


def responses_in(path: Path) -> dict[str, list[dict[str, Any]]]:
    """The responses of a file as they are written; only that part of it is read, for examples are many."""
    text = path.read_text(encoding="utf-8")
    begins = _RESPONSES.search(text)
    if begins is None:
        return {}
    ends = _TOP_LEVEL.search(text, begins.end())
    part = text[begins.start() : ends.start() if ends else len(text)]
    return dict(YAML(typ="safe").load(part)["responses"] or {})


@lru_cache(maxsize=1)
def _all() -> dict[str, list[Variation]]:
    return {
        name: [_variation(each) for each in written]
        for path in response_files() for name, written in responses_in(path).items()
    }


def _variation(written: Mapping[str, Any]) -> Variation:
    given = tuple({"title": str(each["title"]), "payload": str(each["payload"])} for each in _buttons(written))
    return Variation(str(written.get("text") or ""), given, dict(written.get("metadata") or {}))


def _buttons(written: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from (each for each in written.get("buttons") or [] if each.get("payload"))


@lru_cache(maxsize=1)
def answering_rules() -> dict[str, str]:
    """The response or action that a rule in data/rules/ gives to an intent by itself, as trainers write them."""
    found: dict[str, str] = {}
    for path in sorted((HOME / "data" / "rules").glob("*.yml")):
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        for rule in document.get("rules") or []:
            steps = rule.get("steps") or []
            if len(steps) == 2 and "intent" in steps[0] and "action" in steps[1]:
                found[steps[0]["intent"]] = steps[1]["action"]
    return found
