"""Elementary functions that give the same bits on every machine.

`numpy.exp` and `numpy.log` are computed by whatever the processor does best, and differ in the
last digit from one machine to the next. A plan sent to a colleague must meet the same luck there,
so the draws of the bands use these instead: nothing but additions, multiplications, divisions and
square roots, which IEEE 754 defines to the last bit, in an order that is written down. They are
good to about two units in the last place, and fast enough by working in place.
"""

from __future__ import annotations

import numpy as np

from teamtide.capacity.arrays import FloatArray

_LOG2E = 1.4426950408889634
# ln 2 in two parts: the first has so few digits that small integers times it are exact.
_LN2_HIGH = 0.693147180369123816490
_LN2_LOW = 1.90821492927058770002e-10
_SQRT_HALF = 0.7071067811865476
_FAR = 700.0
_EXPONENT_BIAS, _EXPONENT_SHIFT = 1023, 52

_FACTORIALS = (1.0, 1.0, 2.0, 6.0, 24.0, 120.0, 720.0, 5040.0, 40320.0, 362880.0, 3628800.0)
_EXP = tuple(1.0 / value for value in (*_FACTORIALS, 39916800.0, 479001600.0, 6227020800.0))
# atanh s = s + s³/3 + s⁵/5 + …
_ATANH = tuple(1.0 / (2 * k + 1) for k in range(12))

# Wichura, Algorithm AS 241 (PPND16), Applied Statistics 37 (1988): numerators and denominators,
# constant term first, for the middle, the tails and the far tails.
_MIDDLE = (
    (
        3.3871328727963666080e0,
        1.3314166789178437745e2,
        1.9715909503065514427e3,
        1.3731693765509461125e4,
        4.5921953931549871457e4,
        6.7265770927008700853e4,
        3.3430575583588128105e4,
        2.5090809287301226727e3,
    ),
    (
        1.0,
        4.2313330701600911252e1,
        6.8718700749205790830e2,
        5.3941960214247511077e3,
        2.1213794301586595867e4,
        3.9307895800092710610e4,
        2.8729085735721942674e4,
        5.2264952788528545610e3,
    ),
)
_TAIL = (
    (
        1.42343711074968357734e0,
        4.63033784615654529590e0,
        5.76949722146069140550e0,
        3.64784832476320460504e0,
        1.27045825245236838258e0,
        2.41780725177450611770e-1,
        2.27238449892691845833e-2,
        7.74545014278341407640e-4,
    ),
    (
        1.0,
        2.05319162663775882187e0,
        1.67638483018380384940e0,
        6.89767334985100004550e-1,
        1.48103976427480074590e-1,
        1.51986665636164571966e-2,
        5.47593808499534494600e-4,
        1.05075007164441684324e-9,
    ),
)
_FAR_TAIL = (
    (
        6.65790464350110377720e0,
        5.46378491116411436990e0,
        1.78482653991729133580e0,
        2.96560571828504891230e-1,
        2.65321895265761230930e-2,
        1.24266094738807843860e-3,
        2.71155556874348757815e-5,
        2.01033439929228813265e-7,
    ),
    (
        1.0,
        5.99832206555887937690e-1,
        1.36929880922735805310e-1,
        1.48753612908506148525e-2,
        7.86869131145613259100e-4,
        1.84631831751005468180e-5,
        1.42151175831644588870e-7,
        2.04426310338993978564e-15,
    ),
)
_MIDDLE_WIDTH, _MIDDLE_SQUARE = 0.425, 0.180625
_TAIL_REACH, _TAIL_CENTRE = 5.0, 1.6


def polynomial(coefficients: tuple[float, ...], x: FloatArray) -> FloatArray:
    """Value of a polynomial, constant coefficient first."""
    value: FloatArray = x * coefficients[-1]
    value += coefficients[-2]
    for coefficient in coefficients[-3::-1]:
        value *= x
        value += coefficient
    return value


def exponential(x: FloatArray) -> FloatArray:
    """e to the x; arguments beyond ±700 count as ±700."""
    near = np.clip(x, -_FAR, _FAR)
    power = np.rint(near * _LOG2E)
    rest = near - power * _LN2_HIGH
    rest -= power * _LN2_LOW
    value = polynomial(_EXP, rest)
    value *= ((power.astype(np.int64) + _EXPONENT_BIAS) << _EXPONENT_SHIFT).view(np.float64)
    return value


def logarithm(x: FloatArray) -> FloatArray:
    """Natural logarithm of positive numbers."""
    mantissa, power = np.frexp(x)
    low = mantissa < _SQRT_HALF
    mantissa = np.where(low, 2.0 * mantissa, mantissa)
    exponent = (power - low).astype(np.float64)
    s = (mantissa - 1.0) / (mantissa + 1.0)
    value = polynomial(_ATANH, s * s)
    value *= 2.0 * s
    value += exponent * _LN2_LOW
    value += exponent * _LN2_HIGH
    return value


def normal_quantile(u: FloatArray) -> FloatArray:
    """The z below which a standard normal lies with probability u, 0 < u < 1 (AS 241)."""
    q = u - 0.5
    z = _ratio(_MIDDLE, _MIDDLE_SQUARE - q * q)
    z *= q
    (tails,) = np.nonzero(np.abs(q) > _MIDDLE_WIDTH)
    if len(tails):
        part = u[tails]
        r = np.sqrt(-logarithm(np.minimum(part, 1.0 - part)))
        size = _ratio(_TAIL, r - _TAIL_CENTRE)
        (far,) = np.nonzero(r > _TAIL_REACH)
        if len(far):
            size[far] = _ratio(_FAR_TAIL, r[far] - _TAIL_REACH)
        z[tails] = np.copysign(size, q[tails])
    return z


def _ratio(pair: tuple[tuple[float, ...], tuple[float, ...]], x: FloatArray) -> FloatArray:
    value = polynomial(pair[0], x)
    value /= polynomial(pair[1], x)
    return value
