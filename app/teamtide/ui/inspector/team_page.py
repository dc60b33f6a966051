"""A team: its name, kind and colour, and how it works in this scenario."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap

from teamtide.capacity.inputs import KINDS
from teamtide.plan.assigning import as_today_rules, set_rules, set_team
from teamtide.plan.changes import ChangeSet
from teamtide.plan.overlay import Owners, team_change, team_settings
from teamtide.plan.rows import INTERRUPTS, TEAM_KINDS, Person, ScenarioId, Team, TeamId
from teamtide.plan.state import State
from teamtide.ui import theme
from teamtide.ui.cover_words import cover_lines, standup_line
from teamtide.ui.fields import texts
from teamtide.ui.fields.people import person_labels
from teamtide.ui.fields.pickers import ManyField
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import ChoiceField, Field, LineField
from teamtide.ui.inspector.work_pages import RowPage
from teamtide.ui.session import Session

COLOURS: tuple[tuple[str, str], ...] = (
    ("none", ""),
    ("blue", "#0072B2"),
    ("sky", "#56B4E9"),
    ("green", "#009E73"),
    ("yellow", "#F0E442"),
    ("orange", "#E69F00"),
    ("vermilion", "#D55E00"),
    ("pink", "#CC79A7"),
    ("grey", "#8C9BA5"),
)
POLICIES = {"everyone": "reach everyone", "rota": "one person on call (rota)"}


class TeamPage(RowPage):
    """One column of the board."""

    cls = Team

    def __init__(self, session: Session, team: TeamId) -> None:
        """The page of `team`."""
        super().__init__(session, team)
        self.team = team
        self.add("Kind", "kind", ChoiceField("Kind", [(kind, kind) for kind in TEAM_KINDS]))
        colour = ChoiceField("Colour", COLOURS)
        for number, (_, value) in enumerate(COLOURS):
            colour.box.setItemIcon(number, _swatch(value))
        self.add("Colour", "colour", colour, tip="A mark in the column's head")
        lead = ChoiceField("Lead")
        self._add_said("Lead", "lead", lead, options=lambda: lead.set_options(self._people()))
        hours = LineField("Ceremonies", show=_hours_text, read=_read_hours, blank=None)
        self._add_said(
            "Ceremonies", "ceremony_hours", hours, tip="Stand-ups and the like, hours a week each"
        )
        policy = ChoiceField("Interrupts", [(POLICIES[one], one) for one in INTERRUPTS])
        self._add_said(
            "Interrupts",
            "interrupts",
            policy,
            tip="Who is interrupted by support and services: everyone, or one on call at a time",
        )
        self._add_rules()
        self.peak = label("", "muted", wrap=True)
        self.section("Load, in this scenario")
        self.column.addWidget(self.peak)
        self.cover = label("", "warn", wrap=True)
        self.fit = label("", "muted", wrap=True)
        self.section("Cover and stand-ups")
        self.column.addWidget(self.cover)
        self.column.addWidget(self.fit)
        self.finish()

    def _people(self) -> list[tuple[str, Any]]:
        state = self.session.state
        labels = person_labels(state)
        members = set(self.session.team_load(self.team).people)
        here: list[tuple[str, Any]] = []
        others: list[tuple[str, Any]] = []
        for number, row in enumerate(state.rows(Person)):
            (here if number in members else others).append((labels[row.id], row.id))
        return [("nobody", None), *here, *others]

    def _add_said(
        self, words: str, key: str, field: Field, *, options: Any = None, tip: str = ""
    ) -> None:
        session, team = self.session, self.team

        def said() -> bool:
            own = team_change(session.state, session.scenario, team)
            option = session.scenario != session.state.today
            return option and own is not None and getattr(own, key) is not None

        def change(state: State, value: Any) -> ChangeSet:
            return set_team(state, scenario=session.scenario, team=team, **{key: value})

        def reset(state: State) -> ChangeSet:
            return change(state, getattr(team_settings(state, state.today, team), key))

        self.form.add(
            words,
            field,
            get=lambda: getattr(team_settings(session.state, session.scenario, team), key),
            change=change,
            options=options,
            said=said,
            reset=reset,
            tip=tip,
        )

    def _add_rules(self) -> None:
        """Kinds of work that come here by a rule, in the scenario on screen."""
        session, team = self.session, self.team
        kinds = ManyField("All work of kind", nothing="no kind")

        def here(state: State, scenario: ScenarioId) -> tuple[str, ...]:
            owners = Owners(state, scenario)
            return tuple(kind for kind in KINDS if owners.of(("kind", kind)) == team)

        def options() -> None:
            owners = Owners(session.state, session.scenario)
            kinds.set_options([(self._kind_words(owners, kind), kind) for kind in KINDS])

        def change(state: State, value: Any) -> ChangeSet:
            return set_rules(state, scenario=session.scenario, team=team, kinds=value)

        self.form.add(
            "All work of",
            kinds,
            get=lambda: here(session.state, session.scenario),
            change=change,
            options=options,
            said=lambda: (
                here(session.state, session.scenario) != here(session.state, session.state.today)
            ),
            reset=lambda state: as_today_rules(state, scenario=session.scenario, team=team),
            tip="Kinds of work that come here by a rule, whatever project they are for",
        )

    def _kind_words(self, owners: Owners, kind: str) -> str:
        """A kind, and which other team has it now."""
        owner = owners.of(("kind", kind))
        if owner is None or owner == self.team:
            return kind
        return f"{kind}, now {self.session.state.get(Team, owner).name}"

    def refresh(self) -> None:
        """Show the team as it is now."""
        super().refresh()
        session = self.session
        load = session.team_load(self.team)
        people = len(load.people)
        self.subtitle.setText(f"{people} {'person' if people == 1 else 'people'} over the plan")
        self.peak.setText("\n".join(load_lines(session, self.team)))
        thin = cover_lines(session, self.team)
        self.cover.setText("\n".join(thin))
        self.cover.setVisible(bool(thin))
        covered = "" if thin else "Two people or more cover everything that is asked."
        fit = standup_line(session, self.team)
        self.fit.setText("\n".join(line for line in (covered, fit) if line))


def load_lines(session: Session, team: TeamId) -> list[str]:
    """What the figures of a team come to, in a few lines."""
    load = session.team_load(team)
    found = []
    peak = load.peak
    if peak is None:
        found.append("No load yet.")
    else:
        ratio, week = peak
        monday = texts.week_text(session.state.plan.start, week)
        found.append(f"Peak {ratio * 100:.0f} % in the week of {monday}")
    found.append(f"{texts.days_text(float(load.overload.sum()))} of work find nobody")
    found.append(f"{texts.days_text(float(load.idle.sum()))} idle")
    if load.nobody_weeks:
        found.append(f"{load.nobody_weeks} weeks with work and nobody there")
    return found


def _hours_text(hours: float) -> str:
    return f"{texts.number_text(hours)} h a week"


def _read_hours(text: str) -> float:
    return texts.parse_number(text.split("h")[0])


def _swatch(colour: str) -> QIcon:
    pixmap = QPixmap(12, 12)
    pixmap.fill(QColor(0, 0, 0, 0))
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.current().line)
    painter.setBrush(QColor(colour) if colour else QColor(0, 0, 0, 0))
    painter.drawRoundedRect(1, 1, 10, 10, 3, 3)
    painter.end()
    return QIcon(pixmap)
