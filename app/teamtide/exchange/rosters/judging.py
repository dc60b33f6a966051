"""Whether a rectangle of a sheet is a list of people, and what else it is where it is none.

A customer has a name, too. What only a list of staff has (titles, teams, managers, first days) is
held against what only other lists have.
"""

from __future__ import annotations

from collections.abc import Mapping

from teamtide.exchange.rosters.extents import Extent
from teamtide.exchange.rosters.guessing import Guess
from teamtide.exchange.rosters.headers import names_people
from teamtide.exchange.rosters.kinds import (
    foreign,
    is_log,
    is_pivot,
    is_projects,
    periods,
    staff_evidence,
)
from teamtide.exchange.rosters.layouts import Layout
from teamtide.exchange.rosters.profiles import Profile

BY_CELLS = 75.0
"""How sure a column of names is that only its cells speak for."""
_OF_STAFF = frozenset({"title", "team", "manager", "fte", "start", "end", "discipline"})


def judged(
    layout: Layout,
    guess: Guess,
    profiles: Mapping[int, Profile],
    extent: Extent,
    settled_by_user: bool,
) -> tuple[str, str]:
    """What a rectangle is: people, numbered people, posts, or something else (and what)."""
    headers = [layout.headers[c] for c in range(layout.left, layout.right)]
    columns = guess.columns
    if extent.last <= layout.header + 1:
        return "other", ""
    if names_people(columns):
        named = profiles[columns.get("name", columns.get("last_name", 0))]
        if settled_by_user and (named.text > 0 or not named.sampled):
            return "people", ""
        if not named.sampled and not named.filled:
            return "other", ""
        why = _not_people(headers, guess, named)
        if not why and guess.sure.get("name") == BY_CELLS and is_projects(headers):
            first = next((profiles[c] for c in sorted(profiles) if profiles[c].text > 0.5), None)
            if first is not None and first.distinct > 0.9:
                return "other", "a list of projects"
        return ("other", why) if why else ("people", "")
    known = (_OF_STAFF | {"location"}) & set(columns)
    if is_pivot(headers):
        return "other", "a pivot table, which sums people up"
    said, strange = foreign(headers)
    if "id" in columns and guess.sure["id"] >= 95 and {"title", "team"} & known:
        ids = profiles[columns["id"]]
        if ids.distinct > 0.97 and ids.sampled >= 3 and len(known) >= 2 and strange < 2:
            return "numbered", ""
    if is_projects(headers):
        return "other", "a list of projects"
    if periods(headers) >= 3:
        return "other", "a budget or forecast with a column for each period"
    if "title" in columns and ({"headcount", "fte"} & set(columns)) and strange < 3:
        return "posts", ""
    if "title" in columns and "team" in columns and strange == 0:
        return "posts", ""
    return "other", said if strange >= 2 else ""


def _not_people(headers: list[str], guess: Guess, named: Profile) -> str:
    """What a table with names is, where it is no list of staff; nothing where it is one."""
    said, strange = foreign(headers)
    staff = staff_evidence(guess.sure)
    if (
        is_log(headers)
        and (named.distinct < 0.9 or named.sampled < 10)
        and "title" not in (guess.columns)
    ):
        return "a time log (who worked on what, and when)"
    if is_pivot(headers):
        return "a pivot table, which sums people up"
    if periods(headers) >= 3 and staff <= 1:
        return "a budget or forecast with a column for each period"
    if strange >= 2 and (strange >= staff or (named.distinct < 0.9 and strange >= staff - 1)):
        return said
    if guess.sure.get("name") == BY_CELLS and strange and strange >= staff:
        return said
    two = {"first_name", "last_name"} <= set(guess.columns)
    borne = int(two and len(_OF_STAFF & set(guess.columns)) >= 2)
    if strange > borne and not staff:
        return said
    if staff:
        return ""
    if two and named.text > 0.5:
        return ""
    if "email" in guess.columns and named.named >= 0.35:
        return ""
    if named.named >= 0.55 or (named.people > 0.9 and named.named > 0.52):
        return ""
    unknown = len([h for h in headers if h]) - len(guess.columns)
    if unknown < 2 and len(guess.columns) >= 2 and named.people + named.named > 0.05:
        return ""
    return "a list of things with names, with nothing that says that they are people"
