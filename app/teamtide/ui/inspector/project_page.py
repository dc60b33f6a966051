"""A project: what it is, what this scenario says of it, and its chunks in time."""

from __future__ import annotations

from datetime import date
from typing import Any

from teamtide.plan.assigning import set_project
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit, reorder
from teamtide.plan.overlay import project_change, project_settings
from teamtide.plan.rows import (
    STATUSES,
    Chunk,
    Goal,
    Project,
    ProjectId,
)
from teamtide.plan.state import State
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import labelled
from teamtide.ui.fields.widgets import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    number_field,
)
from teamtide.ui.inspector.chunks import bars_of, effort_text
from teamtide.ui.inspector.drawing import Timeline
from teamtide.ui.inspector.expected import project_lines
from teamtide.ui.inspector.form import small_button
from teamtide.ui.inspector.rows_list import RowsList
from teamtide.ui.inspector.work_pages import RowPage, add_owner
from teamtide.ui.session import Selection, Session
from teamtide.ui.tables import specs


class ProjectPage(RowPage):
    """A project and its chunks."""

    cls = Project

    def __init__(self, session: Session, project: ProjectId) -> None:
        """The page of `project`."""
        super().__init__(session, project)
        self.project = project
        near = session.state.plan.start
        add_owner(self.form, session, ("project", project))
        self._add_said("Status", "status", ChoiceField("Status", [(s, s) for s in STATUSES]))
        priority = number_field("Priority", whole=True, placeholder="none")
        self._add_said("Priority", "priority", priority, tip="1 comes first")
        shift = LineField("Shift", show=texts.number_text, read=texts.parse_number, blank=0.0)
        self._add_said(
            "Shift",
            "shift_weeks",
            shift,
            tip="Weeks later (or, with a minus, earlier) than planned",
        )
        self.add("Deadline", "deadline", DateField("Deadline", near=near, blank="none"))
        goal = ChoiceField("Goal")
        self.add(
            "Goal",
            "goal",
            goal,
            options=lambda: goal.set_options(
                [("none", None), *((g.name, g.id) for g in session.state.rows(Goal))]
            ),
        )
        self.timeline = Timeline()
        self.timeline.moved.connect(self._moved)
        self.timeline.chosen.connect(self._open)
        self.chunks = RowsList(
            session,
            specs.CHUNKS,
            ("Chunk", "Likely", "Done", "Start", "Weeks"),
            keep=lambda row: row.project == project,
            hidden={"project": project},
            widths=(62, 42, 42, 82, 48),
        )
        up = small_button("↑", "Move the selected chunk up")
        down = small_button("↓", "Move the selected chunk down")
        up.clicked.connect(lambda: self._reorder(-1))
        down.clicked.connect(lambda: self._reorder(1))
        self.section("Chunks", up, down, *self.chunks.buttons())
        self.column.addWidget(self.timeline)
        self.column.addWidget(self.chunks)
        self.finish()

    def _add_said(self, words: str, key: str, field: Field, *, tip: str = "") -> None:
        session, project = self.session, self.project

        def get() -> Any:
            return getattr(project_settings(session.state, session.scenario, project), key)

        def said() -> bool:
            own = project_change(session.state, session.scenario, project)
            option = session.scenario != session.state.today
            return option and own is not None and getattr(own, key) is not None

        def change(state: State, value: Any) -> ChangeSet:
            return set_project(state, scenario=session.scenario, projects=[project], **{key: value})

        def reset(state: State) -> ChangeSet:
            return change(state, getattr(project_settings(state, state.today, project), key))

        self.form.add(words, field, get=get, change=change, said=said, reset=reset, tip=tip)

    def expected_lines(self) -> tuple[str, ...]:
        """When it will be done, and how sure that is."""
        return project_lines(self.session, self.project)

    def refresh(self) -> None:
        """Show the project and its chunks as they are now."""
        super().refresh()
        state = self.session.state
        rows = state.where(Chunk, "project", self.project)
        count = f"{len(rows)} {'chunk' if len(rows) == 1 else 'chunks'}"
        self.subtitle.setText(f"{count} · {effort_text(rows)}" if rows else count)
        self.timeline.show_bars(bars_of(self.session, rows), state.plan.start, state.plan.weeks)
        self.timeline.setVisible(bool(rows))
        self.chunks.refresh()

    def _moved(self, told: tuple[int, date, float]) -> None:
        key, first, weeks = told

        def command(state: State) -> ChangeSet:
            row = state.get(Chunk, key)
            # What is on screen is shifted in this scenario; the chunk's own start is not.
            bar = next(b for b in bars_of(self.session, (row,)))
            values: dict[str, Any] = {}
            if first != bar.first:
                values["start"] = (row.start or bar.first) + (first - bar.first)
            if weeks != row.weeks:
                values["weeks"] = weeks
            return labelled(edit(state, row, **values), f"Moved {row.name} in time")

        self.session.run(command)

    def _open(self, key: int) -> None:
        self.session.select(Selection("chunk", (key,)))

    def _reorder(self, step: int) -> None:
        chosen = self.chunks.view.chosen_rows()
        rows = self.session.state.where(Chunk, "project", self.project)
        if len(chosen) != 1 or not 0 <= chosen[0] + step < len(rows):
            return
        row = rows[chosen[0]]
        place = chosen[0] + (step if step < 0 else step + 1)
        before = rows[place] if place < len(rows) else None
        if before is None:
            order = self.session.state.rows(Chunk)
            at = next(i for i, one in enumerate(order) if one.id == rows[-1].id) + 1
            before = order[at] if at < len(order) else None
        if self.session.run(lambda state: reorder(state, row, before=before)):
            self.chunks.refresh()
            self.chunks.view.selectRow(chosen[0] + step)
