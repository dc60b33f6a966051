"""Pages of work: a chunk, a service, a rule for a kind; and what pages of one row share."""

from __future__ import annotations

from typing import Any

from teamtide.capacity.inputs import KINDS
from teamtide.plan.assigning import assign, item_name
from teamtide.plan.changes import ChangeSet
from teamtide.plan.commands import edit
from teamtide.plan.overlay import Item, Owners, owner_rows
from teamtide.plan.row_rules import CONTOURS
from teamtide.plan.rows import (
    Chunk,
    ChunkId,
    Person,
    Project,
    Row,
    Service,
    ServiceId,
)
from teamtide.plan.state import State
from teamtide.ui.fields import texts
from teamtide.ui.fields.attempts import attempt, labelled
from teamtide.ui.fields.people import chunk_label, person_labels
from teamtide.ui.fields.pickers import ManyField
from teamtide.ui.fields.style import label
from teamtide.ui.fields.widgets import (
    ChoiceField,
    DateField,
    Field,
    LineField,
    number_field,
    text_field,
)
from teamtide.ui.inspector.chunks import bars_of, effort_text
from teamtide.ui.inspector.drawing import ShapeDrawing
from teamtide.ui.inspector.expected import chunk_lines
from teamtide.ui.inspector.form import Form, Page, quiet_button
from teamtide.ui.inspector.person_page import disciplines, team_options
from teamtide.ui.inspector.rows_list import RowsList
from teamtide.ui.session import Selection, Session
from teamtide.ui.tables import specs

KIND_OPTIONS: list[tuple[str, Any]] = [(kind, kind) for kind in KINDS]


class RowPage(Page):
    """A page of one row with a name: heading, subtitle, form."""

    cls: type[Row]

    def __init__(self, session: Session, row_id: int) -> None:
        """The page of the row of that id."""
        super().__init__(session)
        self.row_id = row_id
        self.name = text_field("Name")
        self.name.line.setProperty("role", "heading")
        self.name.line.setTextMargins(-3, 0, 0, 0)
        font = self.name.line.font()
        font.setPointSizeF(font.pointSizeF() * 1.2)
        self.name.line.setFont(font)
        self.name.commit = lambda value: attempt(
            session, lambda state: self.edit(state, "name", value, "name")
        )
        self.subtitle = label("", "muted", wrap=True)
        self.expected = label("", "", wrap=True)
        self.form = Form(session)
        for widget in (self.name, self.subtitle, self.expected, self.form):
            self.column.addWidget(widget)

    @property
    def row(self) -> Any:
        """The row as it is now."""
        return self.session.state.get(self.cls, self.row_id)

    def alive(self) -> bool:
        """Whether it is still in the plan."""
        return self.session.state.find(self.cls, self.row_id) is not None

    def edit(self, state: State, key: str, value: Any, words: str) -> ChangeSet:
        """One value of the row changed."""
        row: Any = state.get(self.cls, self.row_id)
        return labelled(edit(state, row, **{key: value}), f"Changed {words} of {row.name}")

    def add(
        self, words: str, key: str, field: Field, *, tip: str = "", options: Any = None
    ) -> None:
        """A field of a value of the row itself."""
        self.form.add(
            words,
            field,
            get=lambda: getattr(self.row, key),
            change=lambda state, value: self.edit(state, key, value, words.lower()),
            options=options,
            tip=tip,
        )

    def finish(self) -> None:
        """The note on it, and nothing below."""
        self.add_note(self.cls.TABLE, self.row_id)
        super().finish()

    def expected_lines(self) -> tuple[str, ...]:
        """What is to be expected of it, where anything is known."""
        return ()

    def refresh(self) -> None:
        """Show the row as it is now."""
        self.name.show_value(self.row.name)
        lines = self.expected_lines()
        self.expected.setText("\n".join(lines))
        self.expected.setVisible(bool(lines))
        self.form.refresh()


def add_owner(form: Form, session: Session, item: Item) -> None:
    """A field of who owns an item in the scenario on screen."""
    field = ChoiceField("Owner")

    def options() -> None:
        field.set_options([("nobody", None), *team_options(session.state)])

    def give(state: State, team: Any) -> ChangeSet:
        return assign(state, scenario=session.scenario, items=[item], team=team)

    def said() -> bool:
        option = session.scenario != session.state.today
        return option and item in owner_rows(session.state, session.scenario)

    form.add(
        "Owner",
        field,
        get=lambda: Owners(session.state, session.scenario).of(item),
        change=give,
        options=options,
        said=said,
        reset=lambda state: give(state, Owners(state, state.today).of(item)),
        tip="The team that does it, in this scenario",
    )


class ChunkPage(RowPage):
    """One chunk, every field of it."""

    cls = Chunk

    def __init__(self, session: Session, chunk: ChunkId) -> None:
        """The page of `chunk`."""
        super().__init__(session, chunk)
        state, near = session.state, session.state.plan.start
        self.up = quiet_button("", "Show the project")
        self.up.setProperty("role", "link")
        self.up.clicked.connect(self._open_project)
        self.column.insertWidget(2, self.up)
        self.add("Kind", "kind", ChoiceField("Kind", KIND_OPTIONS), tip=KIND_TIP)
        self.add("Discipline", "discipline", ChoiceField("Discipline", disciplines(state)))
        self.add("Likely days", "likely", _needed("Likely days"), tip="Person-days")
        self.add("Low", "low", number_field("Low", placeholder="none"), tip=LOW_TIP)
        self.add("High", "high", number_field("High", placeholder="none"), tip=HIGH_TIP)
        done = number_field("Done", placeholder="nobody said")
        self.add("Done", "done", done, tip=specs.DONE_TIP)
        self.add("Start", "start", DateField("Start", near=near, blank="as early as can be"))
        self.add("Weeks", "weeks", _needed("Weeks"), tip="From its first day to its last")
        shape = LineField("Shape", suggestions=specs.SHAPES, read=_shape, blank="flat")
        self.add("Shape", "shape", shape, tip=f"One of {', '.join(CONTOURS)}, or burst 4/1")
        self.drawing = ShapeDrawing()
        self.form.add_widget(self.drawing)
        after = ManyField("After", nothing="nothing")
        self.add("After", "after", after, options=lambda: after.set_options(self._others()))
        self.add("Lag", "lag", number_field("Lag", placeholder="0"), tip="Weeks after those")
        who = ManyField("Who", nothing="anyone of the owner")
        self.add(
            "Who",
            "who",
            who,
            tip="People who do it, whatever team they are in",
            options=lambda: who.set_options(_people(session.state)),
        )
        self.add(
            "At most",
            "max_people",
            number_field("Max people", placeholder="no limit"),
            tip="People who can work on it at once",
        )
        add_owner(self.form, session, ("chunk", chunk))
        self.finish()

    def _others(self) -> list[tuple[str, Any]]:
        state, row = self.session.state, self.row
        mine = [(c.name, c.id) for c in state.where(Chunk, "project", row.project)]
        others = [
            (chunk_label(state, c), c.id) for c in state.rows(Chunk) if c.project != row.project
        ]
        return [option for option in (*mine, *others) if option[1] != row.id]

    def _open_project(self) -> None:
        self.session.select(Selection("project", (self.row.project,)))

    def expected_lines(self) -> tuple[str, ...]:
        """When it will be done."""
        return chunk_lines(self.session, ChunkId(self.row_id))

    def refresh(self) -> None:
        """Show the chunk as it is now."""
        super().refresh()
        row, state = self.row, self.session.state
        name = state.get(Project, row.project).name.replace("&", "&&")
        self.up.setText(f"‹ {name}")
        self.drawing.show_shape(row.shape, row.weeks, row.kind)
        bar = bars_of(self.session, (row,))[0]
        first, last = texts.date_text(bar.first), texts.date_text(bar.last)
        self.subtitle.setText(f"{effort_text((row,))} · {first} – {last}")


KIND_TIP = "Colour on the board; engagement and support interrupt other work"
LOW_TIP = "Days in the best of ten cases"
HIGH_TIP = "Days in the worst of ten cases"


def _needed(name: str) -> LineField:
    def read(text: str) -> float:
        return texts.parse_number(text)

    return LineField(name, show=texts.number_text, read=read, blank=0.0)


def _shape(text: str) -> str:
    return " ".join(text.split()).casefold()


def _people(state: State) -> list[tuple[str, Any]]:
    labels = person_labels(state)
    return [(labels[row.id], row.id) for row in state.rows(Person)]


class ServicePage(RowPage):
    """Work that never ends, and its surges."""

    cls = Service

    def __init__(self, session: Session, service: ServiceId) -> None:
        """The page of `service`."""
        super().__init__(session, service)
        add_owner(self.form, session, ("service", service))
        self.add("Kind", "kind", ChoiceField("Kind", KIND_OPTIONS), tip=KIND_TIP)
        self.add("Discipline", "discipline", ChoiceField("Discipline", disciplines(session.state)))
        self.add("A week", "arrivals", _needed("Arrivals a week"), tip="Requests per week")
        self.add("Days each", "days_each", _needed("Days each"), tip="Person-days per request")
        spread = LineField("Dispersion", show=texts.number_text, read=texts.parse_number, blank=1.0)
        self.add(
            "Dispersion",
            "dispersion",
            spread,
            tip="Variance over mean of weekly requests: 1 is steady luck, real desks 2 to 7",
        )
        self.surges = RowsList(
            session,
            specs.SURGES,
            ("From", "To", "Factor"),
            keep=lambda row: row.service == service,
            hidden={"service": service},
        )
        self.section("Surges", *self.surges.buttons())
        self.column.addWidget(self.surges)
        self.finish()

    def refresh(self) -> None:
        """Show the service as it is now."""
        super().refresh()
        row = self.row
        days = texts.number_text(row.arrivals * row.days_each, 2)
        self.subtitle.setText(f"service · {days} d a week")
        self.surges.refresh()


class KindPage(Page):
    """Who owns all work of a kind in this scenario."""

    def __init__(self, session: Session, kind: str) -> None:
        """The page of the rule for `kind`."""
        super().__init__(session)
        self.kind = kind
        item: Item = ("kind", kind)
        self.column.addWidget(label(item_name(session.state, item).capitalize(), "title"))
        words = "A rule: work of this kind goes to one team, whatever project it is for."
        self.column.addWidget(label(words, "muted", wrap=True))
        self.form = Form(session)
        self.column.addWidget(self.form)
        add_owner(self.form, session, item)
        self.finish()

    def refresh(self) -> None:
        """Show the rule as it is now."""
        self.form.refresh()
