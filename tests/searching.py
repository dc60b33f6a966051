"""How long the property tests look: a few seconds in the suite, for hours by hand.

`make torture TORTURE=search` runs every property test with the profile `long`; one alone, or to see
the least example of one that failed: `pytest TEST --hypothesis-profile long`.
"""

from __future__ import annotations

from collections.abc import Collection

from hypothesis import HealthCheck, settings

settings.register_profile("long", max_examples=2000, print_blob=True)


def longer() -> float:
    """How many times as many examples as in the suite the profile in use asks for."""
    profile = settings.get_profile(settings.get_current_profile_name())
    return profile.max_examples / 100


def searched(examples: int, excused: Collection[HealthCheck] = ()) -> settings:
    """So many examples in the suite, and as many more in a long search as that is longer."""
    return settings(
        max_examples=max(2, round(examples * longer())),
        deadline=None,
        suppress_health_check=excused,
    )
