"""The effort of n requests: the inverse of the gamma distribution, for millions of draws.

Solving for each draw would cost seconds. But the cube root of a gamma quantile over its shape,
`w = (x / n)^(1/3)`, is a very smooth function of the normal quantile z (Wilson and Hilferty, 1931:
nearly a straight line), so it is solved exactly on a grid of z and interpolated between the nodes
by polynomials of degree five that share value, slope and curvature there. For shapes up to 24 each
has a table; above that, w is smooth in `v = n^(-1/2)` as well and is interpolated over a few v,
negative ones included: flipping the signs of both v and z changes nothing in the expansion of
Cornish and Fisher (1937). The error stays below 1e-10 of the value wherever a draw may fall.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray, freeze
from teamtide.capacity.luck_numbers import exponential, logarithm

_REACH, _PER_UNIT = 8.25, 16
_CELLS = int(2 * _REACH * _PER_UNIT)
_DEGREE = 5
_OWN_TABLES = 24
_SMOOTH_FROM = 25.0
_SMOOTH_NODES = 14
_SERIES_UP_TO_Z = 2.0
_STIRLING = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188)
_SHIFT = 16
_LN_TWO_PI = 1.8378770664093453
_TINY = 1e-300


class _Tables(NamedTuple):
    """Coefficients of w on each cell of z, constant first.

    Args:
        own: (24, cells, 6) for shapes 1 … 24.
        v: (K,) values of v, symmetric about 0.
        smooth: (K, cells, 6) of (w - 1) / v at those v.
        weight: (K,) barycentric weights.
    """

    own: FloatArray
    v: FloatArray
    smooth: FloatArray
    weight: FloatArray


def gamma_rows(most: int) -> FloatArray:
    """Tables for the shapes 0 … `most` and perhaps a few more, for `gamma_from_rows`.

    Returns:
        (≥ most + 1, cells, 6) coefficients; made once per process and size.
    """
    return _rows(max(_OWN_TABLES + 1, 1 << max(0, most).bit_length()))


@cache
def _rows(count: int) -> FloatArray:
    tables = gamma_tables()
    rows = np.zeros((count, _CELLS, _DEGREE + 1))
    rows[1 : _OWN_TABLES + 1] = tables.own
    v = 1.0 / np.sqrt(np.arange(_OWN_TABLES + 1, count, dtype=np.float64))
    smooth = rows[_OWN_TABLES + 1 :]
    for part, table in zip((_blend(tables, v) * v[:, None]).T, tables.smooth, strict=True):
        smooth += part[:, None, None] * table
    smooth[:, :, 0] += 1.0
    freeze(rows)
    return rows


def gamma_from_rows(rows: FloatArray, shape: IntArray, z: FloatArray) -> FloatArray:
    """Quantiles of the gamma distribution of scale 1 at whole shapes.

    Args:
        rows: `gamma_rows` of the largest shape.
        shape: (N,) shapes; 0 gives 0.
        z: (N,) normal quantiles, such as `normal_quantile(u)`.
    """
    cell, t = _cell(z)
    cell += shape * _CELLS
    w = _horner(rows.reshape(-1, _DEGREE + 1).take(cell, axis=0), t)
    value: FloatArray = w * w
    value *= w
    value *= shape
    return value


def gamma_quantile(shape: FloatArray, z: FloatArray) -> FloatArray:
    """The same at any shapes, (N,) and (N,), without a table for each; less exact below 25."""
    tables = gamma_tables()
    v = 1.0 / np.sqrt(shape)
    cell, t = _cell(z)
    slope = np.zeros_like(z)
    for part, table in zip(_blend(tables, v).T, tables.smooth, strict=True):
        slope += part * _horner(table.take(cell, axis=0), t)
    w = 1.0 + v * slope
    value: FloatArray = shape * (w * w * w)
    return value


def _cell(z: FloatArray) -> tuple[IntArray, FloatArray]:
    """The cell of the grid each z lies in, and how far into it, 0 … 1."""
    place = np.clip((z + _REACH) * _PER_UNIT, 0.0, _CELLS - 1e-9)
    cell = place.astype(np.int64)
    return cell, place - cell


def _horner(coefficients: FloatArray, t: FloatArray) -> FloatArray:
    value: FloatArray = coefficients[:, _DEGREE] * t
    for degree in range(_DEGREE - 1, 0, -1):
        value += coefficients[:, degree]
        value *= t
    value += coefficients[:, 0]
    return value


def _blend(tables: _Tables, v: FloatArray) -> FloatArray:
    """(N, K) weights of the smooth tables at each v (barycentric Lagrange)."""
    distance = v[:, None] - tables.v
    exact = distance == 0.0
    distance[exact] = 1.0
    part = tables.weight / distance
    part[exact.any(axis=1)] = 0.0
    part[exact] = 1.0
    total = np.zeros(len(v))
    for column in part.T:
        total += column
    blend: FloatArray = part / total[:, None]
    return blend


@cache
def gamma_tables() -> _Tables:
    """Solves the grid, once per process (some ten milliseconds)."""
    z = np.arange(_CELLS + 1) / _PER_UNIT - _REACH
    k = np.arange(_SMOOTH_NODES, dtype=np.float64)
    # Chebyshev nodes, from their squares so that they are symmetric to the last bit.
    half = _SMOOTH_NODES // 2
    v = _cosines(2.0 * k[:half] + 1.0, 2.0 * _SMOOTH_NODES) / np.sqrt(_SMOOTH_FROM)
    shapes = np.concatenate([np.arange(1.0, _OWN_TABLES + 1.0), 1.0 / (v * v)])
    w, first, second = _solve(shapes, z)
    own = _hermite(w[:_OWN_TABLES], first[:_OWN_TABLES], second[:_OWN_TABLES])
    over = v[:, None]
    value = (w[_OWN_TABLES:] - 1.0) / over
    slope, bend = first[_OWN_TABLES:] / over, second[_OWN_TABLES:] / over
    # Odd under flipping both signs: so is the value, its slope is even, its curvature odd.
    smooth = _hermite(
        np.concatenate([value, -value[::-1, ::-1]]),
        np.concatenate([slope, slope[::-1, ::-1]]),
        np.concatenate([bend, -bend[::-1, ::-1]]),
    )
    nodes = np.concatenate([v, -v[::-1]])
    weight = np.sqrt(1.0 - np.minimum(1.0, nodes * nodes * _SMOOTH_FROM)) * (1.0 - 2.0 * (k % 2))
    freeze(own, nodes, smooth, weight)
    return _Tables(own, nodes, smooth, weight)


def _cosines(number: FloatArray, over: float) -> FloatArray:
    """cos(π · number / over) for angles up to a right one, by its series."""
    square = (3.141592653589793 * number / over) ** 2
    term = np.ones_like(square)
    total = np.ones_like(square)
    for n in range(1, 14):
        term = -term * square / ((2 * n - 1) * (2 * n))
        total += term
    return total


def _hermite(value: FloatArray, slope: FloatArray, bend: FloatArray) -> FloatArray:
    """(K, cells, 6) coefficients in t from value, slope and curvature in z at the nodes."""
    step = 1.0 / _PER_UNIT
    f, g, h = value, slope * step, bend * (step * step / 2.0)
    rise = f[:, 1:] - f[:, :-1] - g[:, :-1] - h[:, :-1]
    turn = g[:, 1:] - g[:, :-1] - 2.0 * h[:, :-1]
    curl = h[:, 1:] - h[:, :-1]
    return np.stack(
        [
            f[:, :-1],
            g[:, :-1],
            h[:, :-1],
            10.0 * rise - 4.0 * turn + curl,
            -15.0 * rise + 7.0 * turn - 2.0 * curl,
            6.0 * rise - 3.0 * turn + curl,
        ],
        axis=2,
    )


def _solve(shapes: FloatArray, z: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
    """(K, Z) w and its first two derivatives in z."""
    n = shapes[:, None]
    log_tail = _log_lower_normal(-np.abs(z))
    middle = z <= _SERIES_UP_TO_Z
    log_x = np.empty((len(shapes), len(z)))
    # Below z = 2 solve ln P(x) = ln Φ(z), above it ln Q(x) = ln Φ(-z): each keeps all digits.
    log_below = np.where(z < 0.0, log_tail, logarithm(1.0 - exponential(log_tail)))
    log_x[:, middle] = _newton(n, log_below[middle], z[middle], lower=True)
    log_x[:, ~middle] = _newton(n, log_tail[~middle], z[~middle], lower=False)
    # d ln x / dz = φ(z) / (x · density at x).
    rate = exponential(-0.5 * (z * z + _LN_TWO_PI) - logarithm(n) - _log_front(n, log_x))
    change = rate * (-z - (n - exponential(log_x)) * rate)
    w = exponential((log_x - logarithm(n)) / 3.0)
    return w, w * rate / 3.0, w * (change / 3.0 + rate * rate / 9.0)


def _newton(n: FloatArray, target: FloatArray, z: FloatArray, *, lower: bool) -> FloatArray:
    """(K, Z) ln x at which ln P or ln Q is the target."""
    guess = 1.0 - 1.0 / (9.0 * n) + z / (3.0 * np.sqrt(n))
    if lower:
        # Far down, P(x) is x^n / n! and little else.
        log_x = (target + _log_factorial(n)) / n
        rough = n * guess * guess * guess
        log_x = np.where(guess > 0.6, logarithm(np.maximum(rough, _TINY)), log_x)
    else:
        log_x = logarithm(n * guess * guess * guess)
    for _ in range(40):
        front = _log_front(n, log_x)
        x = exponential(log_x)
        if lower:
            log_mass = front + logarithm(_series(n, x))
            step = (target - log_mass) / (n * exponential(front - log_mass))
        else:
            log_mass = front + logarithm(n * _fraction(n, x))
            step = (log_mass - target) / (n * exponential(front - log_mass))
        log_x = log_x + np.clip(step, -1.0, 1.0)
        if np.abs(step).max() < 1e-9:
            break  # Newton doubles the digits: this step has already made them all right.
    return log_x


def _log_lower_normal(z: FloatArray) -> FloatArray:
    """ln Φ(z) for z ≤ 0: half the upper incomplete gamma of shape ½ at z²/2."""
    x = np.maximum(0.5 * z * z, _TINY)
    half = np.full_like(x, 0.5)
    front = _log_front(half, logarithm(x))
    near = x < 1.5
    result = np.empty_like(x)
    below = exponential(front[near] + logarithm(_series(half[near], x[near])))
    result[near] = logarithm(0.5 * (1.0 - below))
    far = ~near
    result[far] = front[far] + logarithm(0.25 * _fraction(half[far], x[far]))
    return result


def _log_front(n: FloatArray, log_x: FloatArray) -> FloatArray:
    """ln of x^n e^-x / Γ(n + 1), by differences that stay small where n is large."""
    log_ratio = log_x - logarithm(n)
    large = n * (log_ratio + 1.0 - exponential(log_ratio))
    large = large - 0.5 * (_LN_TWO_PI + logarithm(n)) - _stirling(n)
    small = n * log_x - exponential(log_x) - _log_factorial(n)
    return np.where(n < _SMOOTH_FROM, small, large)


def _log_factorial(n: FloatArray) -> FloatArray:
    """ln Γ(n + 1), by Stirling's series sixteen steps up."""
    up = n + _SHIFT
    product = np.ones_like(n)
    for step in range(1, _SHIFT + 1):
        product = product * (n + step)
    whole = up * (logarithm(up) - 1.0) + 0.5 * (_LN_TWO_PI + logarithm(up)) + _stirling(up)
    result: FloatArray = whole - logarithm(product)
    return result


def _stirling(n: FloatArray) -> FloatArray:
    square = 1.0 / (n * n)
    value = np.full_like(n, _STIRLING[-1])
    for coefficient in _STIRLING[-2::-1]:
        value = value * square + coefficient
    result: FloatArray = value / n
    return result


def _series(n: FloatArray, x: FloatArray) -> FloatArray:
    """Σ x^k / ((n+1) … (n+k)): the lower incomplete gamma over its front (DLMF 8.7.1)."""
    term, total = np.ones_like(x), np.ones_like(x)
    k = 0
    while term.max() > 1e-17:
        k += 1
        term *= x / (n + k)
        total += term
    return total


def _fraction(n: FloatArray, x: FloatArray) -> FloatArray:
    """Γ(n, x) / (x^n e^-x): a continued fraction (DLMF 8.9.2), evaluated by Lentz's method."""
    b = x + 1.0 - n
    c = np.full_like(x, 1.0 / _TINY)
    d = 1.0 / b
    value = d.copy()
    for k in range(1, 5000):
        a = -k * (k - n)
        b = b + 2.0
        d = 1.0 / (a * d + b)
        c = b + a / c
        factor = c * d
        value *= factor
        if np.abs(factor - 1.0).max() < 4e-16:
            break
    return value
