"""What a column says of its load in a few words: badges, and what a drop would change. No Qt."""

from __future__ import annotations

from datetime import date

import numpy as np

from teamtide.capacity.arrays import FloatArray
from teamtide.capacity.results import TeamLoad
from teamtide.plan.rows import Plan
from teamtide.ui.board.cards import Badge, ColumnPreview, PersonCard, WorkCard
from teamtide.ui.charts.data import PreviewLines
from teamtide.ui.charts.words import NBSP, Words
from teamtide.workers.outlook import TeamOutlook

WORTH_SAYING = 0.05
FAR_OVER = 1.3


def severity_of(ratio: float) -> str:
    """How bad a load is: "good" up to 100 %, "warn" above, "bad" far above or infinite."""
    if round(ratio, 2) <= 1:
        return "good"
    return "warn" if ratio <= FAR_OVER else "bad"


def badge_of(load: TeamLoad, plan: Plan, words: Words) -> Badge:
    """A team's peak and when it comes, weeks in which nobody is there, or a skill gap."""
    badge = _badge(load.demand, load.load, load.peak, plan, words)
    calm = badge.severity == "good"
    if calm and float(load.overload.sum()) > WORTH_SAYING:
        return Badge(f"{badge.text} · skill gap", "skill gap", "warn")
    return badge


def projected_badge(outlook: TeamOutlook, plan: Plan, words: Words) -> Badge:
    """A team's projected peak and when it comes, or weeks in which nobody is there."""
    return _badge(outlook.wants, outlook.load, outlook.peak, plan, words)


def _badge(
    asked: FloatArray, load: FloatArray, peak: tuple[float, int] | None, plan: Plan, words: Words
) -> Badge:
    if not asked.any():
        return Badge("no work yet", "no work", "neutral")
    nobody = int(np.count_nonzero(np.isinf(load)))
    if nobody or peak is None:
        weeks = f"{nobody}{NBSP}wk"
        return Badge(f"nobody for {weeks}", f"nobody {weeks}", "bad")
    ratio, week = peak
    text = f"peak {words.percent(ratio)}"
    if round(ratio, 2) > 1:
        when = words.day(monday(plan, week))
        return Badge(f"{text} · {when}", words.percent(ratio), severity_of(ratio))
    return Badge(text, words.percent(ratio), "good")


def preview_of(before: TeamLoad, after: TeamLoad, words: Words) -> ColumnPreview:
    """What a column shows while something hovers that would change its load."""
    change = change_text(before, after, words)
    ratio = np.inf if after.nobody_weeks else (after.peak or (0.0, 0))[0]
    badge = Badge(change, change, severity_of(float(ratio)))
    return ColumnPreview(badge, PreviewLines(after.capacity, after.demand))


def projected_preview(
    now: TeamOutlook, would_be: TeamOutlook | None, after: TeamLoad, words: Words, *, touched: bool
) -> ColumnPreview | None:
    """The same where curves are projected: capacity at once, work once that is computed.

    Until then `touched` teams, whose planned figures would be others, are marked as updating.
    """
    if would_be is None:
        if not touched:
            return None
        badge = Badge("updating…", "…", "neutral")
        return ColumnPreview(badge, PreviewLines(after.capacity, now.wants))
    same = np.array_equal(would_be.wants, now.wants)
    if same and np.array_equal(would_be.capacity, now.capacity):
        return None
    ratio = np.inf if np.isinf(would_be.load).any() else (would_be.peak or (0.0, 0))[0]
    old, new = _outlook_text(now, words), _outlook_text(would_be, words)
    text = f"{old} → {new}" if old != new else f"{old}, as before"
    badge = Badge(text, text, severity_of(float(ratio)))
    return ColumnPreview(badge, PreviewLines(would_be.capacity, would_be.wants))


def _outlook_text(outlook: TeamOutlook, words: Words) -> str:
    if np.isinf(outlook.load).any():
        return "nobody"
    return words.percent((outlook.peak or (0.0, 0))[0])


def change_text(before: TeamLoad, after: TeamLoad, words: Words) -> str:
    """What changes about a team: its peak, or else the work that finds nobody."""
    old, new = peak_text(before, words), peak_text(after, words)
    if old != new:
        return f"{old} → {new}"
    unmet, left = float(before.overload.sum()), float(after.overload.sum())
    if abs(unmet - left) > WORTH_SAYING:
        return f"unmet {words.number(unmet)} → {words.days(left)}"
    return f"{old}, as before"


def peak_text(load: TeamLoad, words: Words) -> str:
    """A team's peak as one figure; "nobody" where only that can be said."""
    if load.nobody_weeks:
        return "nobody"
    return words.percent((load.peak or (0.0, 0))[0])


def effect_text(effects: list[tuple[str, TeamLoad, TeamLoad]], words: Words) -> str:
    """What a drop would do, by (team, before, after): "Enablement peak 121 % → 93 %, Squad …"."""
    told = []
    for number, (name, before, after) in enumerate(effects):
        change = change_text(before, after, words)
        noun = " peak" if number == 0 and change[0].isdigit() else ""
        told.append(f"{name}{noun} {change}")
    return ", ".join(told)


def names_of(cards: tuple[PersonCard | WorkCard, ...]) -> str:
    """What is being dragged, in a few words."""
    if len(cards) == 1:
        return cards[0].name
    people = sum(isinstance(card, PersonCard) for card in cards)
    work = sum(isinstance(card, WorkCard) for card in cards)
    parts = []
    if people:
        parts.append(f"{people} people" if people > 1 else "1 person")
    if work:
        parts.append(f"{work} pieces of work" if work > 1 else "1 piece of work")
    return ", ".join(parts)


def monday(plan: Plan, week: int) -> date:
    """The first day of a week of the plan."""
    return date.fromordinal(plan.start.toordinal() + 7 * week)
