"""What `teamtide roll` does and says: a plan rolled forward, and what became of its work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from teamtide.answers import CouldNot, keep_before, opened, say
from teamtide.plan.backups import ROLL
from teamtide.plan.changes import ChangeSet
from teamtide.plan.placing import day_text
from teamtide.plan.rolling import (
    CONTINUE,
    DONE,
    DROP,
    FINISHED,
    LATE,
    LEAVE,
    RUNNING,
    Answer,
    Begun,
    problem_with,
    roll,
    state_of,
    survey,
    this_monday,
)
from teamtide.plan.rows import Chunk, ChunkId
from teamtide.plan.state import State

_BECOMES = {
    CONTINUE: "the rest goes on from there",
    DONE: "counted as done after all",
    DROP: "the rest is dropped",
    LEAVE: "stays where it was planned",
}


def roll_file(
    file: Path,
    *,
    to: date | None,
    keep: str,
    late: str,
    done: Sequence[str],
    as_said: bool,
    options_begin_now: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Roll a plan file forward and say what that made of it.

    Raises:
        CouldNot: the day will not do, or `done` names no such chunk.
    """
    to = this_monday(date.today()) if to is None else to
    with opened(file, write=not dry_run) as document:
        state = document.state
        problem = problem_with(state, to, keep)
        if problem:
            raise CouldNot(problem)
        begun = survey(state, to, as_said=as_said)
        answers = _answers(begun, done, late)
        change = roll(
            state,
            to=to,
            keep=keep,
            answers=answers,
            options_begin_now=options_begin_now,
            known=begun,
        )
        after = state.apply(change)
        if not dry_run:
            keep_before(document, ROLL)
            document.apply(change)
    value = _report(begun, answers, change, after)
    say(value, as_json, lambda: _lines(value, change, dry_run))


def _answers(begun: Sequence[Begun], done: Sequence[str], late: str) -> dict[ChunkId, Answer]:
    answers = {one.chunk: Answer(one.done, late) for one in begun}
    named = {one.name.casefold(): one.chunk for one in begun}
    for text in done:
        name, cross, days = text.rpartition("=")
        chunk = named.get(name.strip().casefold())
        if not cross or chunk is None:
            names = ", ".join(f"“{one.name}”" for one in begun) or "none"
            raise CouldNot(
                f"“{text}” names no chunk planned before that day, as “Project / Chunk=DAYS” "
                f"does; there are {names}."
            )
        try:
            worked = float(days)
        except ValueError:
            worked = -1.0
        if not 0.0 <= worked <= 1e7:
            raise CouldNot(f"“{days}” is not a number of days; write “{name}=12.5”.")
        answers[chunk] = Answer(worked, late)
    return answers


def _report(
    begun: Sequence[Begun], answers: dict[ChunkId, Answer], change: ChangeSet, after: State
) -> dict[str, Any]:
    found: dict[str, list[dict[str, Any]]] = {FINISHED: [], RUNNING: [], LATE: []}
    for one in begun:
        answer = answers[one.chunk]
        now = state_of(one, answer.done)
        line: dict[str, Any] = {
            "chunk": one.name,
            "done": answer.done,
            "planned": one.planned,
            "effort": one.effort,
        }
        if now == LATE:
            line["becomes"] = answer.fate
            line["why"] = one.why
            start = after.get(Chunk, one.chunk).start
            line["start"] = None if start is None else start.isoformat()
        found[now].append(line)
    plan = after.plan
    return {
        "start": plan.start.isoformat(),
        "weeks": plan.weeks,
        **found,
        "changes": len(change.changes),
        "notes": list(change.notes),
    }


def _lines(value: dict[str, Any], change: ChangeSet, dry_run: bool) -> Iterator[str]:
    start = day_text(date.fromisoformat(value["start"]))
    would = "would start" if dry_run else "starts"
    yield f"The plan {would} on {start} and has {value['weeks']} weeks."
    for what in (FINISHED, RUNNING, LATE):
        if value[what]:
            yield f"{what.capitalize()}:"
        for line in value[what]:
            more = ""
            if what == LATE:
                why = f" ({line['why']})" if line["why"] else ""
                more = f"{why}; {_BECOMES[line['becomes']]}"
            days = f"{line['done']:.4g} of {line['effort']:.4g} d done"
            yield f"  {line['chunk']}: {days}, {line['planned']:.4g} planned by then{more}"
    yield from change.notes
