"""Figures that the help page on the model quotes, beside those its own tests check."""

from __future__ import annotations

import re

from teamtide.capacity.engine import compute
from teamtide.capacity.inputs import Settings
from teamtide.capacity.luck import BOUNDS, EXPLORATORY_BOUNDS
from teamtide.paths import resource
from tests.capacity.engine_plans import START, person, placed, plan


def page() -> str:
    return re.sub(r"\s+", " ", resource("help", "model.md").read_text(encoding="utf-8"))


def test_that_the_page_names_the_bands_constants() -> None:
    settings = Settings()
    for words in (
        f"computed many times, {settings.samples} unless you say otherwise",
        f"is {BOUNDS[0]:g} times and {BOUNDS[1]:g} times the likely effort",
        f"exploratory work {EXPLORATORY_BOUNDS[0]:g} times and {EXPLORATORY_BOUNDS[1]:g} times",
        f"at most {5 * (1 - settings.overhead):g} days a week",
    ):
        assert words in page(), words


def test_that_the_page_is_right_about_small_footholds() -> None:
    newcomers = tuple(person(f"new {n}", start=START) for n in range(4))
    settled = person("settled", where=(placed((0, 0.1)),))
    alone = compute(plan(newcomers)).teams[0].capacity[0]
    held = compute(plan((*newcomers, settled))).teams[0].capacity[0]
    assert compute(plan((settled,))).teams[0].capacity[0] < 0.2
    words = f"four newcomers alone give {alone:.1f} days in their first week, but {held:.1f} if"
    assert words in page()
