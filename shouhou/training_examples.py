"""What trainers wrote, read as plain text: the examples of data/nlu/ and the domain's intents."""

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
    """All examples, file by file."""
    for path in sorted((HOME / "data" / "nlu").glob("*.yml")):
        for block in YAML(typ="safe").load(path.read_text(encoding="utf-8")).get("nlu", []):
            for line in str(block.get("examples", "")).splitlines():
                if line.startswith("- "):
                    yield Example(_MARKS.sub(r"\1", line[2:].strip()), block["intent"], path.name)


def domain_intents() -> set[str]:
    """The intents that the domain names."""
    domain: dict[str, Any] = YAML(typ="safe").load((HOME / "domain.yml").read_text(encoding="utf-8"))
    return set(domain["intents"])
