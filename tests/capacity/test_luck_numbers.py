"""The functions beneath the draws, against scipy and against slow readings of their definitions."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pytest
from scipy import special, stats

from teamtide.capacity.luck_counts import LARGEST_TABLE, draw_counts
from teamtide.capacity.luck_gamma import gamma_from_rows, gamma_quantile, gamma_rows
from teamtide.capacity.luck_numbers import exponential, logarithm, normal_quantile
from teamtide.capacity.luck_streams import Streams, item_key, uniforms

RANDOM = np.random.default_rng(20260105)
U = np.concatenate([RANDOM.uniform(size=20_000), 10.0 ** -np.arange(1.0, 16.0), [2.0**-53]])
U = np.concatenate([U, 1.0 - U])
Z = RANDOM.uniform(-5.0, 5.0, 20_000)

# Random123's known answers for Philox4x64-10 (Salmon and others, 2011): counter, key, words.
ZERO, ONES = 0, 2**64 - 1
KNOWN = [
    (
        (ZERO,) * 4,
        (ZERO,) * 2,
        (0x16554D9ECA36314C, 0xDB20FE9D672D0FDC, 0xD7E772CEE186176B, 0x7E68B68AEC7BA23B),
    ),
    (
        (ONES,) * 4,
        (ONES,) * 2,
        (0x87B092C3013FE90B, 0x438C3C67BE8D0224, 0x9CC7D7C69CD777B6, 0xA09CAEBF594F0BA0),
    ),
    (
        (0x243F6A8885A308D3, 0x13198A2E03707344, 0xA4093822299F31D0, 0x082EFA98EC4E6C89),
        (0x452821E638D01377, 0xBE5466CF34E90C6C),
        (0xA528F45403E61D95, 0x38C72DBD566E9788, 0xA5A1610E72FD18B5, 0x57BD43B5E52B7FE6),
    ),
]


def slow_philox(counter: tuple[int, ...], key: tuple[int, ...]) -> tuple[int, ...]:
    """Philox4x64-10 as the paper writes it, in plain integers."""
    c, k = list(counter), list(key)
    for _ in range(10):
        high0, low0 = divmod(0xD2E7470EE14C6C93 * c[0], 2**64)
        high1, low1 = divmod(0xCA5A826395121157 * c[2], 2**64)
        c = [high1 ^ c[1] ^ k[0], low1, high0 ^ c[3] ^ k[1], low0]
        k = [(k[0] + 0x9E3779B97F4A7C15) % 2**64, (k[1] + 0xBB67AE8584CAA73B) % 2**64]
    return tuple(c)


@pytest.mark.parametrize(("counter", "key", "words"), KNOWN)
def test_that_the_plain_philox_gives_the_published_words(
    counter: tuple[int, ...], key: tuple[int, ...], words: tuple[int, ...]
) -> None:
    assert slow_philox(counter, key) == words


@pytest.mark.parametrize("counter", [(0, 0), (1, 0), (0, 1), (ONES, 7), (123, 456), (ONES, ONES)])
def test_that_streams_are_philox_at_a_counter(counter: tuple[int, int]) -> None:
    key = (item_key(1, "service", ("EKS",)), 1)
    drawn = Streams().words(key, counter, 8).tolist()
    after = counter[0] + 2**64 * counter[1] + 1
    following = tuple(after >> shift & ONES for shift in (0, 64, 128, 192))
    expected = (*slow_philox((*counter, 0, 0), key), *slow_philox(following, key))
    assert tuple(drawn) == expected


def test_that_a_sample_and_a_week_have_their_place_in_a_stream() -> None:
    streams, key = Streams(), (99, 0)
    found = streams.by_week(key, range(50, 200), 20)
    for sample, week in ((50, 0), (63, 19), (64, 0), (127, 3), (199, 19)):
        place = 64 * week + sample % 64
        words = slow_philox((place // 4, sample // 64, 0, 0), key)
        assert found[week, sample - 50] == words[place % 4]
    alone = streams.by_sample(key, range(5, 11))
    assert alone.tolist() == [slow_philox((n // 4, 0, 0, 0), key)[n % 4] for n in range(5, 11)]


def test_that_no_two_paths_hash_alike_by_running_together() -> None:
    paths = [("ab", "c"), ("a", "bc"), ("abc",), ("a", "b", "c"), ("ab,1:c",)]
    keys = {item_key(1, "chunk", path) for path in paths}
    keys |= {item_key(2, "chunk", paths[0]), item_key(1, "service", paths[2])}
    assert len(keys) == len(paths) + 2
    text = b"1:1,5:chunk,5:Churn,7:Explore,"
    key = int.from_bytes(blake2b(text, digest_size=8).digest(), "little")
    assert item_key(1, "chunk", ("Churn", "Explore")) == key


def test_that_numbers_lie_strictly_between_0_and_1() -> None:
    ends = uniforms(np.array([0, ONES], dtype=np.uint64))
    assert ends.tolist() == [2.0**-53, 1.0 - 2.0**-53]


def test_that_numbers_are_uniform() -> None:
    u = uniforms(Streams().by_week((12345, 0), range(1000), 50))
    assert stats.kstest(u.ravel(), "uniform").pvalue > 0.01
    # Neither neighbouring weeks nor neighbouring samples know of one another.
    assert abs(np.corrcoef(u[:-1].ravel(), u[1:].ravel())[0, 1]) < 3 / np.sqrt(u.size)
    assert abs(np.corrcoef(u[:, :-1].ravel(), u[:, 1:].ravel())[0, 1]) < 3 / np.sqrt(u.size)


def test_that_exponential_and_logarithm_are_good_to_the_last_digits() -> None:
    x = RANDOM.uniform(-690.0, 690.0, 50_000)
    np.testing.assert_allclose(exponential(x), np.exp(x), rtol=5e-16)
    y = np.concatenate([np.exp(x), RANDOM.uniform(0.5, 2.0, 50_000)])
    np.testing.assert_allclose(logarithm(y), np.log(y), rtol=1e-15)
    assert logarithm(np.ones(1))[0] == 0.0
    assert exponential(np.zeros(1))[0] == 1.0


def test_that_normal_quantiles_are_exact() -> None:
    np.testing.assert_allclose(normal_quantile(U), special.ndtri(U), rtol=3e-15, atol=1e-16)


@pytest.mark.parametrize("shape", [1, 2, 3, 7, 24, 25, 26, 40, 99, 300, 511, 512])
def test_that_gamma_quantiles_at_whole_shapes_are_exact_to_1e_10(shape: int) -> None:
    drawn = gamma_from_rows(gamma_rows(512), np.full(Z.shape, shape), Z)
    np.testing.assert_allclose(drawn, true_gamma(shape, Z), rtol=1e-10)


@pytest.mark.parametrize("shape", [25.0, 25.3, 600.0, 12_345.6])
def test_that_gamma_quantiles_at_any_large_shape_are_exact_to_1e_10(shape: float) -> None:
    drawn = gamma_quantile(np.full(Z.shape, shape), Z)
    np.testing.assert_allclose(drawn, true_gamma(shape, Z), rtol=1e-10)


def test_that_gamma_quantiles_at_huge_shapes_are_the_cornish_fisher_expansion() -> None:
    shape, v = 1e8, 1e-4
    drawn = gamma_quantile(np.full(Z.shape, shape), Z) / shape
    terms = (Z * v, (Z**2 - 1.0) / 3.0 * v**2, (Z**3 - 7.0 * Z) / 36.0 * v**3)
    np.testing.assert_allclose(drawn, 1.0 + sum(terms), rtol=1e-13)


def true_gamma(shape: float, z: np.ndarray) -> np.ndarray:
    below = special.gammaincinv(shape, special.ndtr(z))
    found: np.ndarray = np.where(z < 0.0, below, special.gammainccinv(shape, special.ndtr(-z)))
    return found


def test_that_gamma_quantiles_rise_with_their_chance_and_their_shape() -> None:
    z = np.linspace(-8.25, 8.25, 3000)
    rows = gamma_rows(40)
    drawn = np.array([gamma_from_rows(rows, np.full(z.shape, n), z) for n in range(41)])
    assert (drawn[0] == 0.0).all()
    assert (np.diff(drawn[1:], axis=1) > 0.0).all()
    assert (np.diff(drawn, axis=0) > 0.0).all()


@pytest.mark.parametrize(
    ("mean", "dispersion"),
    [(1e-6, 1), (0.3, 1), (4, 1), (26.8, 1), (5e5, 1), (0.3, 1.5), (4, 2), (26.8, 6.7), (3, 50)],
)
def test_that_counts_are_the_exact_inverse(mean: float, dispersion: float) -> None:
    if dispersion == 1:
        truth = stats.poisson.ppf(U, mean)
    else:
        truth = stats.nbinom.ppf(U, mean / (dispersion - 1.0), 1.0 / dispersion)
    drawn = draw_counts(mean, dispersion, U)
    # At 1 - 2**-53 a rounding of the sum decides; everywhere else they are the same.
    middle = (U > 1e-12) & (U < 1.0 - 1e-12)
    np.testing.assert_array_equal(drawn[middle], truth[middle])
    assert (drawn >= 0).all()


def test_that_a_mean_of_nothing_brings_nothing() -> None:
    assert not draw_counts(0.0, 3.0, U).any()


def test_that_absurdly_many_arrivals_are_still_drawn() -> None:
    mean, dispersion = 1e12, 100.0
    assert 18.0 * np.sqrt(mean * dispersion) > LARGEST_TABLE
    drawn = draw_counts(mean, dispersion, np.array([0.1, 0.5, 0.9]))
    spread = stats.norm.ppf(0.9) * np.sqrt(mean * dispersion)
    np.testing.assert_allclose(drawn, [mean - spread, mean, mean + spread], atol=1000.0)
    assert draw_counts(1e30, 1.0, np.array([0.5])).tolist() == [2**62]
