"""A found piece of text, and how found pieces that overlap are settled."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Optional


@dataclass(frozen=True)
class Mention:
    """Characters start to end of a message mean `value`, which is of the given kind."""

    kind: str
    start: int
    end: int
    value: Any
    group: Optional[str] = None
    confidence: Optional[float] = None

    def overlaps(self, other: "Mention") -> bool:
        """Whether both claim a character."""
        return self.start < other.end and other.start < self.end


def settle(mentions: Iterable[Mention]) -> list[Mention]:
    """Those that stay when each character may belong to one mention: earlier in the list wins. In text order."""
    kept: list[Mention] = []
    for mention in mentions:
        if mention.start < mention.end and not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return sorted(kept, key=lambda mention: mention.start)
