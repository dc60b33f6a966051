"""`teamtide load`, `explain` and `compare`: figures, as the command line asks for them."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from teamtide.answers import CouldNot, opened, say, scenario_of, team_of
from teamtide.cli_export import without_names
from teamtide.cli_options import AsJson, Discreet, InScenario, PlanFile, Scenarios, day_of

_ONE_PLAN = "is for one plan, and not for --as-of or --with"
_BESIDE = {
    "--as-of": "give a day or a file (--with), not both",
    "--discreet": "codes are for one plan; compare earlier plans with names",
    "--why": _ONE_PLAN,
    "--against": _ONE_PLAN,
    "--pairs": _ONE_PLAN,
    "--csv": _ONE_PLAN,
}
"""Why an option can't go with an earlier plan, or another file."""


def load(
    file: PlanFile,
    scenario: InScenario = None,
    projected: Annotated[bool, typer.Option("--projected", help="With carry-over.")] = False,
    bands: Annotated[
        int | None,
        typer.Option("--bands", metavar="N", min=1, max=10_000, help="Ranges, of N runs."),
    ] = None,
    csv: Annotated[bool, typer.Option("--csv", help="Print CSV.")] = False,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Each team's capacity, demand and load per week."""
    from teamtide.load_report import forecast_report, load_csv, load_lines, progress_line

    with opened(file) as document:
        state = document.state
    chosen = scenario_of(state, scenario).id
    value = forecast_report(
        state,
        chosen,
        projected=projected,
        samples=bands,
        tell=progress_line("Samples"),
        shown=without_names(state) if discreet else None,
    )
    if csv and not as_json:
        print(load_csv(value), end="")
        return
    say(value, as_json, lambda: load_lines(value))


def explain(
    file: PlanFile,
    team: Annotated[str, typer.Option("--team", metavar="NAME", help="A team.")],
    week: Annotated[str, typer.Option("--week", metavar="DATE", help="A day of that week.")],
    scenario: InScenario = None,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Where one week's figures of a team come from, term by term."""
    from teamtide.reports import explain_lines, explain_report

    day = day_of(week, "--week")
    with opened(file) as document:
        state = document.state
    plan = state.plan
    index = team_of(state, team)
    number = (day - plan.start).days // 7
    if not 0 <= number < plan.weeks:
        raise CouldNot(f"{day} is outside the plan, which runs from {plan.start} to {plan.end}.")
    chosen = scenario_of(state, scenario).id
    shown = without_names(state) if discreet else state
    value = explain_report(shown, chosen, index, number)
    say(value, as_json, lambda: explain_lines(value))


def compare(
    file: PlanFile,
    scenario: Scenarios = None,
    samples: Annotated[
        int | None,
        typer.Option(
            "--samples",
            metavar="N",
            min=0,
            max=10_000,
            help="Runs with other luck; as the plan says unless given.",
        ),
    ] = None,
    why: Annotated[
        str | None,
        typer.Option("--why", metavar="MEASURE", help="Which changes make its difference."),
    ] = None,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="NAME", help="Compare with this one, not with Today."),
    ] = None,
    pairs: Annotated[bool, typer.Option("--pairs", help="Name the pairs of people.")] = False,
    csv: Annotated[bool, typer.Option("--csv", help="Print the measures as CSV.")] = False,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", metavar="DATE", help="Beside the plan as it was on that day."),
    ] = None,
    other: Annotated[
        Path | None,
        typer.Option("--with", metavar="OTHER", help="Beside the plan in another file."),
    ] = None,
    discreet: Discreet = False,
    as_json: AsJson = False,
) -> None:
    """Every measure of every scenario, and what differs."""
    from teamtide.advise.reasons import DIVIDED
    from teamtide.compare_report import compare, full_report, reworded
    from teamtide.compare_text import compare_csv, compare_lines
    from teamtide.load_report import progress_line

    if as_of is not None or other is not None:
        given = {"--as-of": as_of is not None and other is not None, "--discreet": discreet}
        given |= {"--why": why is not None, "--against": against is not None}
        given |= {"--pairs": pairs, "--csv": csv}
        for option, is_given in given.items():
            if is_given:
                raise typer.BadParameter(_BESIDE[option], param_hint=option)
    day = None if as_of is None else day_of(as_of, "--as-of")
    if why is not None and why not in DIVIDED:
        raise typer.BadParameter(f"use one of {', '.join(DIVIDED)}", param_hint="--why")
    with opened(file) as document:
        state = document.state
        wanted = [scenario_of(state, name).id for name in scenario or ()]
        if day is not None or other is not None:
            from teamtide.earlier_report import say_held

            count = state.plan.samples if samples is None else samples
            say_held(document, wanted, day, other, samples=count, as_json=as_json)
            return
    count = state.plan.samples if samples is None else samples
    reference = None if against is None else scenario_of(state, against).id
    found = compare(state, wanted, count, reference, progress_line("Figures"))
    if discreet:
        found = reworded(found, without_names(state))
    if csv and not as_json:
        print(compare_csv(found), end="")
        return
    say(
        full_report(found, why, pairs=pairs) if as_json else {},
        as_json,
        lambda: iter(list(compare_lines(found, why, pairs=pairs))),
    )
