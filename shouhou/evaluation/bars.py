"""What a model must reach: a file of bars, one number for each figure that matters."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from shouhou.evaluation.figures import HIGHER_IS_BETTER, LOWER_IS_BETTER

_SECTIONS = {"at_least": HIGHER_IS_BETTER, "at_most": LOWER_IS_BETTER}


class BarsError(ValueError):
    """A file of bars cannot be used; the message names the file, the line and the key."""


@dataclass(frozen=True)
class Bar:
    """The least or the most that a figure may be."""

    figure: str
    limit: float
    at_least: bool

    def holds(self, value: float) -> bool:
        """Whether a value is good enough."""
        return value >= self.limit if self.at_least else value <= self.limit


def read_bars(path: Path) -> list[Bar]:
    """The bars of a YAML file with `at_least` and `at_most`, each figure: number. Raises BarsError."""
    try:
        content = YAML().load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BarsError(f"{path}: {getattr(error, 'strerror', None) or 'not UTF-8'}") from error
    except YAMLError as error:
        problem = getattr(error, "problem", None) or "unreadable"
        raise BarsError(f"{path}{_line_of(error)}: not YAML: {problem}") from error
    if not isinstance(content, dict):
        raise BarsError(f"{path}: wanted are {' and '.join(_SECTIONS)}, with figures and numbers under them")
    return [bar for section in content for bar in _section(path, content, section)]


def _section(path: Path, content: Any, section: Any) -> list[Bar]:
    place = f"{path}:{content.lc.key(section)[0] + 1}"
    if section not in _SECTIONS:
        raise BarsError(f"{place}: {section} is unknown; wanted are {' and '.join(_SECTIONS)}")
    if not isinstance(content[section], dict):
        raise BarsError(f"{place}: {section} holds no figures")
    bars = []
    for figure, limit in content[section].items():
        place = f"{path}:{content[section].lc.key(figure)[0] + 1}"
        if not _is_known(str(figure), _SECTIONS[section]):
            known = ", ".join(f"{name}NAME" if name.endswith(".") else name for name in _SECTIONS[section])
            raise BarsError(f"{place}: {section} knows no figure {figure}; it knows {known}")
        if isinstance(limit, bool) or not isinstance(limit, (int, float)) or not math.isfinite(limit):
            raise BarsError(f"{place}: {figure} must be a number, not {limit!r}")
        bars.append(Bar(str(figure), float(limit), section == "at_least"))
    return bars


def _is_known(figure: str, known: Mapping[str, str]) -> bool:
    family, dot, member = figure.partition(".")
    return family + dot in known and bool(member) == bool(dot)


def _line_of(error: YAMLError) -> str:
    mark = error.problem_mark if isinstance(error, MarkedYAMLError) else None
    return f":{mark.line + 1}" if mark else ""


def missed(bars: Sequence[Bar], figures: Mapping[str, float]) -> list[str]:
    """The bars that the figures miss, each with both numbers; a figure that was not measured misses its bar."""
    lines = []
    for bar in bars:
        wanted = f"{'at least' if bar.at_least else 'at most'} {bar.limit:.4g} is wanted"
        value = figures.get(bar.figure)
        if value is None:
            lines.append(f"{bar.figure} is not measured by any sentence; {wanted}")
        elif not bar.holds(value):
            lines.append(f"{bar.figure} is {value:.4g}; {wanted}")
    return lines
