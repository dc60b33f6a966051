"""What hangs on one person in a team, and how its stand-ups fit, in a few lines."""

from __future__ import annotations

from teamtide.capacity.measures.attention import Thin, ceremonies, covers
from teamtide.plan.rows import TeamId
from teamtide.ui.fields import texts
from teamtide.ui.session import Session

MOST = 3
"""Times that are named for each skill."""


def cover_lines(session: Session, team: TeamId) -> list[str]:
    """Skills asked of a team that at most one person there can do, who and in which weeks."""
    load, number = session.load, session.team_index(team)
    found = []
    for cover in covers(load, number):
        if not cover.thin:
            continue
        told = [_time(session, thin) for thin in cover.thin[:MOST]]
        if len(cover.thin) > MOST:
            told.append(f"{len(cover.thin) - MOST} more times")
        skill = load.inputs.disciplines[cover.discipline].capitalize()
        found.append(f"▲ {skill}: {'; '.join(told)}")
    return found


def _time(session: Session, thin: Thin) -> str:
    start = session.state.plan.start
    who = "nobody" if thin.who is None else f"only {session.load.inputs.people[thin.who].name}"
    first, last = texts.week_text(start, thin.first), texts.week_text(start, thin.last)
    when = f"in the week of {first}" if first == last else f"from the week of {first} to {last}"
    return f"{who} {when}"


def standup_line(session: Session, team: TeamId) -> str:
    """The part of a team's ceremonies paid by people who have news; blank where it has none."""
    quiet, whole = ceremonies(session.load, session.team_index(team))
    if not whole:
        return ""
    part = texts.number_text(100 * (1 - quiet / whole), 0)
    return f"{part} % of its ceremony time is paid by people with a day of work or more that week"
