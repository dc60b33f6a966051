"""Types and the few array idioms the engine leans on.

Sums over groups of rows come in two forms here: rows that stand together (`run_starts`, `sum_runs`)
and rows that do not (`tally`).
"""

from __future__ import annotations

from math import prod

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]
IntArray = npt.NDArray[np.int64]
BoolArray = npt.NDArray[np.bool_]

NOTHING = 1e-9
"""Amounts of days up to this count as none, and closer than this as ties (MODEL's intro)."""


def run_starts(*keys: IntArray) -> IntArray:
    """Where runs of rows with equal keys begin."""
    fresh = np.zeros(len(keys[0]), dtype=bool)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
    starts: IntArray = fresh.nonzero()[0]
    return starts


def sum_runs(values: FloatArray, starts: IntArray) -> FloatArray:
    """Sums runs of rows, (R, …) → (runs, …); may return `values` itself."""
    if not len(starts):
        return np.zeros((0, *values.shape[1:]))
    if len(starts) == len(values):
        return values
    total: FloatArray = np.add.reduceat(values, starts, axis=0)
    return total


def tally(cell: IntArray, weights: FloatArray, shape: tuple[int, ...]) -> FloatArray:
    """Adds weights up by cell of an array of a shape, cells being counted in C order."""
    size = prod(shape)
    if not len(cell):
        # bincount of nothing would be of integers.
        return np.zeros(shape)
    total: FloatArray = np.bincount(cell, weights=weights, minlength=size).astype(
        np.float64, copy=False
    )
    return total.reshape(shape)


def ranges(first: IntArray, count: IntArray) -> IntArray:
    """first[0] … first[0]+count[0]-1, first[1] …, one after the other."""
    ends = np.cumsum(count)
    total = int(ends[-1]) if len(ends) else 0
    numbers: IntArray = np.arange(total) + np.repeat(first - (ends - count), count)
    return numbers


def freeze(*arrays: npt.NDArray[np.generic]) -> None:
    """Makes arrays read-only."""
    for array in arrays:
        array.flags.writeable = False
