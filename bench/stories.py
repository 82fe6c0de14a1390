"""Stories for the stock bot. This project needs rules alone; TED and memoization learn from stories, so each rule that
holds anywhere becomes a story of the same steps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml


def stories_of(rules: Path) -> str:
    """The rules of a folder as a Rasa stories file. Raises ValueError when there are none."""
    stories = list(_stories(rules))
    if not stories:
        raise ValueError(f"{rules} holds no rule without a condition: the stock bot would have nothing to learn from")
    content = {"version": "3.1", "stories": stories}
    return str(yaml.safe_dump(content, allow_unicode=True, sort_keys=False))


def _stories(rules: Path) -> Iterator[dict[str, Any]]:
    for path in sorted(rules.rglob("*.yml")):
        for rule in yaml.safe_load(path.read_text(encoding="utf-8")).get("rules", []):
            # A rule with a condition starts in the middle of a form: as a story it would have no beginning.
            if "condition" not in rule and not rule.get("conversation_start"):
                yield {"story": rule["rule"], "steps": rule["steps"]}
