"""How many requests arrive in a week: the inverse of a discrete distribution, for many draws.

Arrivals are Poisson or, where they come in clumps, gamma-Poisson, which counts as negative binomial
(MODEL section 5). A week's mean is the same for most weeks of a service, so the distribution is
tabulated once per mean and looked up per draw. The table is built outwards from the most likely
count by ratios of neighbours: no factorials, nothing that overflows, whatever the mean.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import FloatArray, IntArray
from teamtide.capacity.luck_gamma import gamma_quantile
from teamtide.capacity.luck_numbers import normal_quantile

LARGEST_TABLE = 2**20
_SIDE_SPREAD, _CLUMPS = 9.0, 40.0
_GUIDE, _MOST_CELLS = 8, 2**16
_MOST = 2.0**62


def draw_counts(mean: float, dispersion: float, u: FloatArray) -> IntArray:
    """Counts by inversion: for each u the least n with P(N ≤ n) ≥ u.

    Args:
        mean: Mean count, ≥ 0.
        dispersion: Variance over mean, ≥ 1; 1 is Poisson, more is negative binomial.
        u: (N,) numbers in (0, 1).

    Returns:
        (N,) counts. Beyond a million possible counts (means far above a million a week) they are
        rounded gamma draws of the same mean and variance instead, which nobody could tell apart.
    """
    if mean <= 0.0:
        return np.zeros(u.shape, dtype=np.int64)
    spread = float(np.sqrt(mean * dispersion))
    bottom = max(0, int(mean - _SIDE_SPREAD * spread - _CLUMPS))
    top = int(mean + _SIDE_SPREAD * spread + _CLUMPS * dispersion) + 1
    if top - bottom > LARGEST_TABLE:
        amount = gamma_quantile(np.full(u.shape, mean / dispersion), normal_quantile(u))
        rounded: IntArray = np.rint(np.minimum(amount * dispersion, _MOST)).astype(np.int64)
        return rounded
    return bottom + _look_up(_cumulative(mean, dispersion, bottom, top), u)


def _cumulative(mean: float, dispersion: float, bottom: int, top: int) -> FloatArray:
    """P(N ≤ n) for n = bottom … top, the little outside left out."""
    n = np.arange(bottom, top, dtype=np.float64)
    # P(n + 1) / P(n); of the negative binomial with r = mean / (φ - 1), written for any φ.
    ratio = (mean + n * (dispersion - 1.0)) / (dispersion * (n + 1.0))
    # The ratios cross 1 once, downwards, or are below it all along: there the likeliest count is.
    mode = int(np.searchsorted(-ratio, -1.0))
    weight = np.ones(top - bottom + 1)
    np.cumprod(ratio[mode:], out=weight[mode + 1 :])
    weight[:mode] = np.cumprod(1.0 / ratio[:mode][::-1])[::-1]
    total: FloatArray = np.cumsum(weight)
    total /= total[-1]
    return total


def _look_up(cumulative: FloatArray, u: FloatArray) -> IntArray:
    """`searchsorted` by a guide (Chen and Asau, 1974): most draws need no search at all."""
    cells = min(_MOST_CELLS, 1 << (len(cumulative) * _GUIDE).bit_length())
    edges = np.searchsorted(cumulative, np.arange(cells + 1) / cells)
    cell = (u * cells).astype(np.int64)
    low = edges[cell]
    (open_,) = np.nonzero(edges[cell + 1] > low)
    low[open_] = np.searchsorted(cumulative, u[open_])
    return low
