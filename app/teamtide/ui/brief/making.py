"""A brief in the user's locale, from what was worked out: the same for window and command line."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from teamtide.advise.briefing import Brief, Known, Wish, brief_of, recommended, rival_of
from teamtide.advise.hinges import Search
from teamtide.plan.placing import day_text
from teamtide.plan.rows import Scenario
from teamtide.plan.state import State
from teamtide.plan.summary import BY_KEY
from teamtide.ui.compare.texts import amount_text
from teamtide.ui.hinges.words import sentence

_WHERE = "At the values assumed"
"""The reader of a page has set none."""


def make_brief(
    state: State,
    known: Known,
    wish: Wish,
    search: Search | None = None,
    *,
    searching: bool = False,
) -> Brief:
    """The brief, with what the choice hinges on where that was searched, or is being."""
    words = "Still being searched." if searching else ""
    if search is not None:
        search = _named(search, state, known, wish)
        words = hinge_words(search, ended=not searching)
    return brief_of(state, known, wish, words, _amount)


def _named(search: Search, state: State, known: Known, wish: Wish) -> Search:
    """The search in the names of this reading of the plan."""
    one = recommended(state, known, wish)
    rival = rival_of(state, known, one)
    names = tuple(state.get(Scenario, each).name for each in (rival or one, one))
    return replace(search, names=(names[0], names[1]))


def made_today() -> str:
    """The day on which a page is made, for its foot."""
    return day_text(date.today())


def report_words(scenario: str, wish: Wish, seconds: float, *, codes: bool) -> list[str]:
    """The command that writes the report of a page, without its files.

    Args:
        scenario: The name of what is recommended.
        wish: What the lead chose beside it.
        seconds: How long to search what it hinges on.
        codes: Codes for people.
    """
    words = ["brief", "--report", "--progress", f"--hinges={seconds:g}"]
    words += [f"--recommend={scenario}", f"--words={wish.words}"]
    words += [f"--measure={key}" for key in wish.measures]
    return [*words, "--discreet"] if codes else words


def hinge_words(search: Search, *, ended: bool) -> str:
    """Who wins by which measure, and what would change that; how far it got where it ended."""
    label = BY_KEY[search.measure].label.partition(",")[0]
    return (
        f"By {label[0].lower()}{label[1:]}: {_small(sentence(search, ended=ended, where=_WHERE))}"
    )


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


def _amount(value: float | None, unit: str, whole: bool) -> str:
    return amount_text(value, unit, whole=whole)
