"""A team's curves stacked by something other than kind of work. No Qt."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from teamtide.capacity.inputs import KINDS
from teamtide.capacity.results import Load
from teamtide.ui.charts.data import ChartData, Layer

WAYS = ("kind", "project", "person")
MOST = 8
REST = "everything else"


def stacked(load: Load, team: int, chart: ChartData, way: str) -> ChartData:
    """`chart` of a team, stacked by "kind", "project" or "person".

    By project, services stand for themselves. By person it is the time asked of each: what they
    spend, and their part of what is unmet in their discipline; what nobody there could do is
    not in it.

    Raises:
        ValueError: `way` is none of these.
    """
    if way == "kind":
        layers = tuple(Layer(kind, kind) for kind in KINDS)
        return replace(chart, layers=layers, stack=load.teams[team].by_kind)
    if way == "project":
        layers, stack = _largest(_by_project(load, team), chart.weeks)
        return replace(chart, layers=layers, stack=stack)
    if way == "person":
        layers, stack = _largest(_by_person(load, team), chart.weeks)
        asked = stack.sum(axis=0)
        unmet = np.maximum(0.0, asked - load.teams[team].used)
        return replace(chart, layers=layers, stack=stack, demand=asked, overload=unmet, ghost=None)
    raise ValueError(f"no such stack: {way}")


def _by_project(load: Load, team: int) -> dict[tuple[str, int], tuple[str, NDArray[np.float64]]]:
    inputs = load.inputs
    found: dict[tuple[str, int], tuple[str, NDArray[np.float64]]] = {}
    for item in load.teams[team].items:
        if item.what == "chunk":
            key = ("project", inputs.chunks[item.index].project)
            name = inputs.projects[key[1]].name
        else:
            key = ("service", item.index)
            name = inputs.services[item.index].name
        known = found.get(key)
        found[key] = (name, item.demand if known is None else known[1] + item.demand)
    return found


def _by_person(load: Load, team: int) -> dict[tuple[str, int], tuple[str, NDArray[np.float64]]]:
    found: dict[tuple[str, int], tuple[str, NDArray[np.float64]]] = {}
    for person in load.teams[team].people:
        ratio = load.person_load(person, team)
        days = np.where(np.isfinite(ratio), ratio, 0.0) * load.person_days(person, team)
        found["person", person] = (load.inputs.people[person].name, days)
    return found


def _largest(
    found: dict[tuple[str, int], tuple[str, NDArray[np.float64]]], weeks: int
) -> tuple[tuple[Layer, ...], NDArray[np.float64]]:
    """The largest few as layers, the largest at the bottom, and all others together on top."""
    ranked = sorted(found.values(), key=lambda entry: -float(entry[1].sum()))
    if not ranked:
        return (), np.zeros((0, weeks))
    shown, rest = ranked[:MOST], ranked[MOST:]
    layers = [Layer(name, None, number) for number, (name, _) in enumerate(shown)]
    rows = [days for _, days in shown]
    if rest:
        layers.append(Layer(f"{REST} ({len(rest)})", None, MOST))
        rows.append(np.sum([days for _, days in rest], axis=0))
    return tuple(layers), np.array(rows)
