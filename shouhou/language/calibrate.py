"""How sure to be: the temperature under which held-back examples are least surprising."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Optional

import numpy as np
from scipy.optimize import minimize_scalar

from shouhou.language.features import Features
from shouhou.language.softmax import Softmax, fit_softmax, softmax

# Every n-th example is held back: no chance is involved, so training twice gives the same model.
_HELD_BACK = 6
_BOUNDS = (0.3, 3.0)


def fit_calibrated(rows: Features, names: Sequence[str], strength: float, iterations: int) -> Softmax:
    """A model of all rows, with the temperature that suited those of which a part was held back."""
    # The held-back part tells how sure to be of a model as well trained as the whole one: it gets most of the work.
    part = calibrated(rows, names, strength, iterations)
    if part is None:
        return fit_softmax(rows, names, strength, iterations)
    softmax = fit_softmax(rows, names, strength, iterations // 2, part)
    return replace(softmax, temperature=part.temperature)


def calibrated(rows: Features, names: Sequence[str], strength: float, iterations: int) -> Optional[Softmax]:
    """A model of a part of the rows with the temperature that suits the rest; None with too few to hold any back."""
    index = np.arange(len(names))
    held, kept = index[index % _HELD_BACK == 0], index[index % _HELD_BACK != 0]
    known = {names[row] for row in kept}
    held = np.array([row for row in held if names[row] in known], dtype=int)
    if len(held) == 0 or len(known) < 2:
        return None
    model = fit_softmax(rows.rows(kept), [names[row] for row in kept], strength, iterations)
    logits = model.logits(rows.rows(held))
    truth = [model.labels.index(names[row]) for row in held]

    def surprise(temperature: float) -> float:
        chances = softmax(logits / np.float32(temperature))
        return -float(np.log(chances[np.arange(len(truth)), truth] + 1e-12).mean())

    return replace(model, temperature=float(minimize_scalar(surprise, bounds=_BOUNDS, method="bounded").x))

