"""Finding the least value of a smooth function of a matrix: L-BFGS that starts from a guess of the curvature.

scipy's own starts from one number for all weights, works in double precision, and needed three times the rounds
(docs/language.md).
"""

from collections import deque
from collections.abc import Callable

import numpy as np

from shouhou.language.embed import Matrix

_REMEMBERED = 6  # past steps that tell of the curvature
_ENOUGH = 1e-4  # of the fall that the slope promises
_SHORTEST = 1e-4
_FIRST = 0.02  # of the step that the guess suggests, while nothing else is known: it saves some rounds of shortening
Loss = Callable[[Matrix], tuple[float, Matrix]]


def minimise(loss: Loss, newton: Callable[[Matrix], Matrix], first: Matrix, iterations: int) -> Matrix:
    """The point reached from `first` after so many steps, or before when none leads further down.

    `loss` tells value and slope; `newton` takes a slope to the step that the guessed curvature suggests.
    """
    point, past = first, deque[tuple[Matrix, Matrix, float]](maxlen=_REMEMBERED)
    value, slope = loss(point)
    scale = _FIRST
    for _ in range(iterations):
        step = _step(slope, past, newton, scale)
        promised = -_product(slope, step)
        length = 1.0
        while True:
            next_point = point - np.float32(length) * step
            next_value, next_slope = loss(next_point)
            gained = next_value - value
            if gained <= _ENOUGH * length * promised or length < _SHORTEST:
                break
            parabola = -promised * length * length / (2 * (gained - promised * length))
            length = min(0.5 * length, max(0.1 * length, parabola))
        if gained >= 0:
            break
        moved, bent = next_point - point, next_slope - slope
        curvature = _product(moved, bent)
        if curvature > 0:
            past.append((moved, bent, 1.0 / curvature))
            scale = curvature / _product(bent, newton(bent))
        point, value, slope = next_point, next_value, next_slope
    return point


def _step(
    slope: Matrix, past: "deque[tuple[Matrix, Matrix, float]]", newton: Callable[[Matrix], Matrix], scale: float
) -> Matrix:
    """The two-loop recursion."""
    step, shares = slope.copy(), []
    for moved, bent, weight in reversed(past):
        shares.append(weight * _product(moved, step))
        step -= np.float32(shares[-1]) * bent
    step = newton(step) * np.float32(scale)
    for (moved, bent, weight), share in zip(past, reversed(shares), strict=True):
        step += np.float32(share - weight * _product(bent, step)) * moved
    return step


def _product(one: Matrix, other: Matrix) -> float:
    return float(one.ravel() @ other.ravel())
