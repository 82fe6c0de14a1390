"""Whether a clause tells the merchant something of the matter, or is only said to the desk.

Learned from told.txt, with what the intent classifier sees of a text. Patterns of what is *not* told never end; what a
buyer who fills in a form may say to the desk is as wide as the language.
"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Optional

from shouhou.language.calibrate import fit_calibrated
from shouhou.language.features import Features, Featurizer, canonical
from shouhou.language.softmax import Softmax

TOLD, DESK = "told", "desk"
_FILE = Path(__file__).with_name("told.txt")
# What is left out is missed; what stands too much in a summary is seen there. Measured (docs/language.md).
_SURE, _SURE_OF_FAULT = 0.45, 0.1
_SIGNS = {"+": TOLD, "-": DESK}


@lru_cache(maxsize=1)
def examples() -> tuple[tuple[str, str], ...]:
    """Clauses with their label, TOLD or DESK, in the order of the file. Raises ValueError on any other line."""
    found = []
    for number, line in enumerate(_FILE.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        sign, _, text = line.partition(" ")
        if sign not in _SIGNS or not text.strip():
            raise ValueError(f"{_FILE.name}:{number}: expected `+ words` or `- words`: {line!r}")
        found.append((text.strip(), _SIGNS[sign]))
    return tuple(found)


def fit_told(featurizer: Featurizer, strength: float, iterations: int) -> Softmax:
    """A weighing of the two labels over a featurizer that knows its n-grams."""
    texts, labels = zip(*examples(), strict=True)
    rows = featurizer.transform([canonical(text) for text in texts])
    return fit_calibrated(rows, labels, strength, iterations)


def is_told(chance: float, group: Optional[str]) -> bool:
    """Whether words that tell something so likely are held to tell it; `group`: the class of reason that they name."""
    return chance >= _SURE or (group is not None and chance >= _SURE_OF_FAULT)


def told_chances(softmax: Softmax, rows: Features) -> Sequence[float]:
    """How likely each row tells something of the matter."""
    chances: Sequence[float] = softmax.probabilities(rows)[:, softmax.labels.index(TOLD)].tolist()
    return chances
