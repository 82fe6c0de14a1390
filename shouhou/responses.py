"""What the domain says to buyers, for faces that speak without a turn of Rasa's (staff taking a conversation over)."""

from functools import lru_cache
from typing import Any, Optional

from ruamel.yaml import YAML

from shouhou.settings import HOME


def response(name: str, **values: str) -> str:
    """The text of a response of domain.yml, its blanks filled. Raises KeyError for a response that is not there."""
    text: str = _responses()[name][0]["text"]
    return text.format(**values)


def buttons(name: str) -> Optional[list[dict[str, str]]]:
    """A response's buttons as `title` and `payload`; None for one without. Raises KeyError as `response`."""
    return [dict(button) for button in _responses()[name][0].get("buttons", [])] or None


@lru_cache(maxsize=1)
def _responses() -> dict[str, list[dict[str, Any]]]:
    domain: dict[str, Any] = YAML(typ="safe").load((HOME / "domain.yml").read_text(encoding="utf-8"))
    responses: dict[str, list[dict[str, Any]]] = domain["responses"]
    return responses
