"""What `teamtide import` does: settle what was said on the command line, preview, apply, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from teamtide.answers import CouldNot, create, keep_before, opened, say
from teamtide.exchange.rosters.choices import Choices
from teamtide.plan.backups import IMPORT

if TYPE_CHECKING:
    from teamtide.exchange.importing import Import
    from teamtide.plan.state import State

SWAP = "swap"
WAYS = (
    "On the command line --map Header=name says which column is what, --sheet and --header where "
    "the list is, and --headcount makes people of posts."
)
DAY_ORDERS = ("ymd", "dmy", "mdy", SWAP)


def settled(
    *,
    columns: Iterable[str],
    sheet: str,
    header: int | None,
    teams: Iterable[str],
    titles: Iterable[str],
    orders: Iterable[str],
    full_time: float | None,
    leavers: bool,
    headcount: bool,
) -> Choices:
    """What the options of the command settle.

    Raises:
        typer.BadParameter: one of them is not of its form.
    """
    days = dict(_pairs(orders, "--days", "Header=dmy"))
    for order in days.values():
        if order not in DAY_ORDERS:
            raise typer.BadParameter(
                f"“{order}” is none of {', '.join(DAY_ORDERS)}", param_hint="--days"
            )
    if full_time is not None and not 1 <= full_time <= 80:
        raise typer.BadParameter("expected 1 to 80 hours a week", param_hint="--full-time")
    return Choices(
        sheet=sheet,
        header=header,
        columns=dict(_pairs(columns, "--map", "Header=field")),
        full_time=full_time,
        orders={column: order for column, order in days.items() if order != SWAP},
        swapped=frozenset(column for column, order in days.items() if order == SWAP),
        teams=dict(_pairs(teams, "--team", "Spelling=Team", blank=True)),
        titles=tuple(_pairs(titles, "--title", "words=discipline")),
        leavers=leavers,
        headcount=headcount,
    )


def _pairs(
    entries: Iterable[str], option: str, form: str, *, blank: bool = False
) -> Iterator[tuple[str, str]]:
    for entry in entries:
        left, equals, right = entry.rpartition("=")
        if not equals or not left or not (right or blank):
            raise typer.BadParameter(f"“{entry}” is not {form}", param_hint=option)
        yield left, right


@dataclass(frozen=True, slots=True)
class Answers:
    """What to answer to what an import asks.

    Args:
        same: {row: the name, ID or e-mail of the person of the plan it is, or `new`}.
        take_file: Whether the file's value counts where the plan was changed since the last import.
    """

    same: Mapping[int, str]
    take_file: bool


def same_rows(entries: Iterable[str]) -> dict[int, str]:
    """What `--same` says, by row.

    Raises:
        typer.BadParameter: an entry is not ROW=PERSON.
    """
    found = {}
    for row, person in _pairs(entries, "--same", "ROW=PERSON"):
        if not row.isdecimal():
            raise typer.BadParameter(f"“{row}” is not the number of a row", param_hint="--same")
        found[int(row)] = person
    return found


def import_sheet(
    sheet: Path, plan: Path, choices: Choices, answers: Answers, *, dry_run: bool, as_json: bool
) -> None:
    """Bring a spreadsheet into a plan, or say what that would change.

    Raises:
        CouldNot: the file or the plan can't be used; the text says why and what to do.
    """
    from teamtide.plan.fresh import blank

    today = date.today()
    if plan.exists():
        with opened(plan, write=not dry_run) as document:
            found = _preview(document.state, sheet, choices, today, answers)
            if not dry_run and not found.refused and found.change:
                keep_before(document, IMPORT)
                document.apply(found.change)
    else:
        empty = blank(name=plan.stem, start=today)
        found = _preview(empty, sheet, choices, today, answers)
        if found.kind != "plan workbook":
            raise CouldNot(f"{plan.name} is not there; make it first with `teamtide new {plan}`.")
        if not dry_run and not found.refused:
            create(plan, empty)
            with opened(plan, write=True) as document:
                document.apply(found.change)
    say(found.as_json(), as_json, lambda: _lines(found, sheet.name, dry_run))
    if found.refused:
        raise CouldNot(found.sentence())


def _preview(state: State, sheet: Path, choices: Choices, today: date, answers: Answers) -> Import:
    from teamtide.exchange.books.grids import Unreadable
    from teamtide.workers.reader import NotUnderstood, ReaderProcess

    people = {row: _person(state, name) for row, name in answers.same.items()}
    # Nobody looked at the conflicts yet who could have settled them.
    choices = replace(choices, people=people, ask_again=True)
    try:
        with ReaderProcess() as reader:
            found = reader.ask(sheet, state, choices, today)
            if answers.take_file and found.details is not None and found.details.conflicts:
                everything = frozenset((c.person, c.field) for c in found.details.conflicts)
                found = reader.ask(sheet, state, replace(choices, take=everything), today)
    except NotUnderstood as error:
        raise CouldNot(f"{error} {WAYS}") from error
    except Unreadable as error:
        raise CouldNot(str(error)) from error
    return found


def _person(state: State, name: str) -> int:
    """The id of somebody of the plan; 0 for `new`."""
    from teamtide.plan.rows import Person

    if name.strip().casefold() == "new":
        return 0
    wanted = name.strip().casefold()
    found = [
        person
        for person in state.rows(Person)
        if wanted in (person.name.casefold(), person.code.casefold(), person.email.casefold())
    ]
    if len(found) != 1:
        several = "several people" if found else "nobody"
        raise CouldNot(
            f"--same: {several} in the plan can be meant by “{name}”. Use a name, an ID or an "
            "e-mail address that one person has, or `new`."
        )
    return int(found[0].id)


def _lines(found: Import, name: str, dry_run: bool) -> Iterator[str]:
    verb = "Nothing was imported from" if found.refused else "Imported"
    verb = "Would import" if dry_run and not found.refused else verb
    yield (
        f"{verb} {name} ({found.kind}): {found.create} new, {found.update} updated, "
        f"{found.unchanged} unchanged, {found.skipped} skipped"
    )
    for problem in found.problems:
        yield f"  {problem.cell}: {problem.value!r}: {problem.problem}"
    if found.details is not None:
        for conflict in found.details.conflicts:
            which = "taken" if conflict.taken else "not taken"
            yield (
                f"  {conflict.cell}: {conflict.field} of {conflict.name}: “{conflict.plan}” in the "
                f"plan, “{conflict.file}” in the file ({which})"
            )
        for question in found.details.questions:
            close = " or ".join(name for _, name in question.candidates)
            yield f"  row {question.row}: is {question.name} the same person as {close}?"
    for warning in found.warnings:
        yield f"  note: {warning}"
