"""What trainers wrote, read as plain text: the examples of data/ and the domain's intents."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ruamel.yaml import YAML

from shouhou.settings import HOME

_MARKS = re.compile(r"\[([^\]]+)\]\([^)]+\)")


@dataclass(frozen=True)
class Example:
    """A sentence as a buyer would write it, without marks, and where it stands."""

    text: str
    intent: str
    file: str

    def __str__(self) -> str:
        return f"{self.file}: {self.intent}: {self.text}"


def examples() -> Iterator[Example]:
    """All examples, file by file; those of retrieval intents by their full names (`faq/huabei`)."""
    for path in sorted((HOME / "data").rglob("*.yml")):
        content = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
        for block in content.get("nlu") or []:
            if "intent" not in block:  # synonyms, lookup tables
                continue
            for line in str(block.get("examples", "")).splitlines():
                if line.startswith("- "):
                    yield Example(_MARKS.sub(r"\1", line[2:].strip()), block["intent"], path.name)


def domain_intents() -> set[str]:
    """The intents that the domain names; of retrieval intents only the family (`faq`)."""
    domain: dict[str, Any] = YAML(typ="safe").load((HOME / "domain.yml").read_text(encoding="utf-8"))
    return {next(iter(intent)) if isinstance(intent, dict) else intent for intent in domain["intents"]}


def known_intents() -> set[str]:
    """All that a sentence can mean: the domain's intents, and the retrieval intents that have examples."""
    return domain_intents() | {example.intent for example in examples()}
