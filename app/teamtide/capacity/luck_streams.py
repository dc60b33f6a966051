"""Random numbers that can be looked up instead of drawn in turn.

Comparing two scenarios is fair only if both meet the same luck: the same chunk turns out just as
big in each, whatever else stands in the plan and in whichever order or process it is computed. So
every item has streams of its own, keyed by what it is called, and a number of a stream is found by
sample and week, never by how many were drawn before (common random numbers, MODEL section 5).

The generator is Philox4x64-10 (Salmon and others, “Parallel random numbers: as easy as 1, 2, 3”,
2011), which turns a key and a counter into four words; numpy fixes its output for good.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import Any

import numpy as np
import numpy.typing as npt

from teamtide.capacity.arrays import FloatArray

PER_COUNTER = 4
SAMPLES_A_BLOCK = 64
"""Weekly streams are laid out in blocks of so many samples, all weeks of a block together."""

_DROP, _STEP = 12, 2.0**-52
_WORD = 2**64


def item_key(seed: int, kind: str, path: tuple[str, ...]) -> int:
    """The 64-bit key of an item: BLAKE2b of the plan's seed, the item's type and its name path.

    The parts are hashed as netstrings (length, colon, UTF-8 text, comma), so that no two different
    paths run into the same text. Items of the same type and name path share their luck.
    """
    digest = blake2b(digest_size=8)
    for part in (str(seed), kind, *path):
        text = part.encode()
        digest.update(b"%d:%b," % (len(text), text))
    return int.from_bytes(digest.digest(), "little")


class Streams:
    """Looks numbers up by key, stream, sample and week. Holds scratch memory, no state."""

    def __init__(self) -> None:
        """Any generator does; its state is set for every look-up."""
        self._philox = np.random.Philox(key=0)
        self._state: Any = self._philox.state

    def words(self, key: tuple[int, int], counter: tuple[int, int], count: int) -> _Words:
        """`count` consecutive words from a counter's first word on.

        Args:
            key: The item's key and the number of the stream.
            counter: Lower and higher word of the counter; its other two words are 0.
            count: How many words.
        """
        # numpy steps the counter before it uses it.
        before = (counter[0] + _WORD * counter[1] - 1) % 2**256
        state = self._state
        inner = state["state"]
        inner["counter"][:] = [before >> shift & (_WORD - 1) for shift in (0, 64, 128, 192)]
        inner["key"][:] = key
        state["buffer_pos"] = PER_COUNTER
        self._philox.state = state
        words: _Words = self._philox.random_raw(count)
        return words

    def by_sample(self, key: tuple[int, int], samples: range) -> _Words:
        """(S,) words, one for each sample: word `sample mod 4` of counter (sample div 4, 0)."""
        counter, skip = divmod(samples.start, PER_COUNTER)
        return self.words(key, (counter, 0), skip + len(samples))[skip:]

    def by_week(self, key: tuple[int, int], samples: range, weeks: int) -> _Words:
        """(W, S) words, one for each week and sample.

        With `place = 64 · week + sample mod 64`, it is word `place mod 4` of counter
        (place div 4, sample div 64): independent of the horizon and of the samples asked for.
        """
        found = np.empty((weeks, len(samples)), dtype=np.uint64)
        begin = samples.start
        while begin < samples.stop:
            block, first = divmod(begin, SAMPLES_A_BLOCK)
            last = min(first + samples.stop - begin, SAMPLES_A_BLOCK)
            words = self.words(key, (0, block), weeks * SAMPLES_A_BLOCK)
            column = begin - samples.start
            found[:, column : column + last - first] = words.reshape(weeks, -1)[:, first:last]
            begin += last - first
        return found


_Words = npt.NDArray[np.uint64]


def uniforms(words: _Words) -> FloatArray:
    """Words as numbers strictly between 0 and 1: the middles of 2**52 equal steps."""
    numbers: FloatArray = (words >> np.uint64(_DROP)).astype(np.float64)
    numbers += 0.5
    numbers *= _STEP
    return numbers
