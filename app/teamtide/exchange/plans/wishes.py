"""What the lead asked for beside the numbers: who stays, who goes together, notes on cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from teamtide.plan.rows import NOTED_TYPES, WISHES, Note, Pair, Pin

if TYPE_CHECKING:
    from teamtide.exchange.draft import Draft
    from teamtide.exchange.plans.lines import Line
    from teamtide.plan.rows import PersonId, Row, TeamId
    from teamtide.plan.state import State


class WishesMerge:
    """The sheets Pins, Pairs and Notes; each thing they are about has one row."""

    if TYPE_CHECKING:
        state: State
        draft: Draft

        def lines(self, name: str) -> list[Line]: ...
        def note(self, row: Row, line: Line) -> None: ...
        def person(self, line: Line, header: str) -> PersonId | None: ...
        def person_called(self, line: Line, header: str, text: str) -> PersonId | None: ...
        def known_team(self, line: Line, header: str) -> TeamId | None: ...
        def item_called(self, kind: str, item: str) -> int | str | None: ...

    def read_pins(self) -> None:
        """The Pins sheet; a blank team is the bench."""
        self._kept: set[tuple[type[Row], int]] = set()
        old: dict[object, Row] = {(r.person, r.team): r for r in self.state.rows(Pin)}
        for line in self.lines("Pins"):
            person = self.person(line, "Person") if line.named("Person") else None
            team = self.known_team(line, "Team")
            if person is None or (team is None and line.text("Team")):
                continue
            values: dict[str, Any] = {"person": person, "team": team, "reason": line.text("Reason")}
            self._keep(Pin, old, (person, team), line, "Person", values)

    def read_pairs(self) -> None:
        """The Pairs sheet; either of the two may stand first."""
        old: dict[object, Row] = {frozenset((r.first, r.second)): r for r in self.state.rows(Pair)}
        for line in self.lines("Pairs"):
            named = [bool(line.named(header)) for header in ("Person", "Other", "Wish")]
            first = self.person(line, "Person") if named[0] else None
            second = self.person(line, "Other") if named[1] else None
            wish = line.choice("Wish", WISHES) if named[2] else None
            if first is None or second is None or wish is None:
                continue
            key = frozenset((first, second))
            values: dict[str, Any] = {"wish": wish, "reason": line.text("Reason")}
            if key not in old:
                values |= {"first": first, "second": second}
            self._keep(Pair, old, key, line, "Other", values)

    def read_notes(self) -> None:
        """The Notes sheet."""
        old: dict[object, Row] = {r.item: r for r in self.state.rows(Note)}
        for line in self.lines("Notes"):
            named = [line.named(header) for header in ("Type", "Item", "Note")]
            kind = line.choice("Type", NOTED_TYPES) if named[0] else None
            if kind is None or not named[1] or not named[2]:
                continue
            found = self._noted(kind, line, named[1])
            if found is not None:
                values = {"text": named[2], kind: found}
                self._keep(Note, old, (kind, found), line, "Item", values)

    def _noted(self, kind: str, line: Line, item: str) -> int | str | None:
        if kind == "person":
            return self.person_called(line, "Item", item)
        found = self.known_team(line, "Item") if kind == "team" else self.item_called(kind, item)
        if found is None and kind != "team":
            line.problem("Item", f"expected a {kind} of this workbook")
        return found

    def _keep(
        self,
        cls: type[Row],
        old: dict[object, Row],
        key: object,
        line: Line,
        header: str,
        values: dict[str, Any],
    ) -> None:
        """Edit the row about `key`, or add it; a key for the second time is a problem."""
        row = old.get(key)
        if row is None:
            kept = self.draft.add(cls, **values)
        elif (cls, row.id) in self._kept:
            line.problem(header, "expected only one row about the same")
            return
        else:
            said = {name: value for name, value in values.items() if value not in ("", None)}
            kept = self.draft.edit(row, **said)
        old[key] = kept
        self._kept.add((cls, kept.id))
        self.note(kept, line)
