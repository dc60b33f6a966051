"""A list merged into a plan that has moved on since the last one: who is right, and who is who."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from teamtide.exchange.books.grids import Book, grid_of
from teamtide.exchange.importing import Import, preview_book
from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.records import decide
from teamtide.plan.commands import add, edit, remove
from teamtide.plan.document import Document
from teamtide.plan.placing import move_people
from teamtide.plan.rows import Imported, Leave, Person, Placement, Team
from teamtide.plan.state import State
from teamtide.plan.validation import check
from tests.exchange.helpers import START, empty, people, seats

HEADERS = ["Employee ID", "Name", "E-mail", "Job title", "Team", "FTE", "Location", "Start date"]
ANA = ["E1", "Ana Lima", "ana@example.org", "Engineer", "Squad", 1.0, "Lisbon", date(2020, 1, 6)]
BO = ["E2", "Bo Berg", "bo@example.org", "Data scientist", "Squad", 0.8, "Oslo", date(2021, 5, 3)]
CY = ["E3", "Cy Young", "cy@example.org", "SRE", "Platform", 1.0, "Oslo", date(2022, 9, 1)]
Cells = list[Any]


def roster(*rows: Cells, headers: Cells = HEADERS) -> Book:
    return Book("staff.xlsx", (grid_of("Staff", [headers, *rows]),))


def seen(state: State, book: Book, choices: Choices | None = None) -> Import:
    found = preview_book(state, book, choices)
    check(state.apply(found.change), found.change)
    return found


def after(state: State, book: Book, choices: Choices | None = None) -> State:
    return state.apply(seen(state, book, choices).change)


def with_value(row: Cells, header: str, value: object) -> Cells:
    return [value if h == header else v for h, v in zip(HEADERS, row, strict=True)]


def typed(state: State, who: str, **values: object) -> State:
    """The plan after somebody typed other values."""
    return state.apply(edit(state, people(state)[who], **values))


FIRST = after(empty(), roster(ANA, BO, CY))

CHANGES: dict[str, tuple[str, object, str, object]] = {
    # field: header, what the file says next, column, what the plan says meanwhile
    "title": ("Job title", "Staff engineer", "title", "Tech lead"),
    "fte": ("FTE", 0.6, "fte", 0.5),
    "location": ("Location", "Porto", "location", "Faro"),
    "start": ("Start date", date(2020, 2, 3), "start", date(2020, 3, 2)),
    "email": ("E-mail", "lima@example.org", "email", "a.lima@example.org"),
    "name": ("Name", "Ana Lima Sousa", "name", "Ana M. Lima"),
}


@pytest.mark.parametrize("field", CHANGES)
def test_that_a_value_nobody_changed_in_the_plan_follows_the_file(field: str) -> None:
    header, said, column, _ = CHANGES[field]
    found = seen(FIRST, roster(with_value(ANA, header, said), BO, CY))
    assert (found.create, found.update, found.unchanged) == (0, 1, 2)
    assert found.details is not None
    assert not found.details.conflicts
    state = FIRST.apply(found.change)
    ana = next(p for p in state.rows(Person) if p.code == "E1")
    assert getattr(ana, column) == said


@pytest.mark.parametrize("field", CHANGES)
def test_that_a_value_changed_on_both_sides_is_a_conflict_with_both_values(field: str) -> None:
    header, said, column, mine = CHANGES[field]
    state = typed(FIRST, "Ana Lima", **{column: mine})
    book = roster(with_value(ANA, header, said), BO, CY)
    found = seen(state, book)
    assert found.details is not None
    (conflict,) = found.details.conflicts
    assert conflict.field == field
    assert (conflict.plan, conflict.file) == tuple(
        v.isoformat() if isinstance(v, date) else str(v) for v in (mine, said)
    )
    assert conflict.cell == f"Staff!{'ABCDEFGH'[HEADERS.index(header)]}2"
    assert not conflict.taken
    assert found.table is not None
    assert found.table.outcomes == ("conflict", "unchanged", "unchanged")
    kept = next(p for p in state.apply(found.change).rows(Person) if p.code == "E1")
    assert getattr(kept, column) == mine
    taking = Choices(take=frozenset({(conflict.person, field)}))
    taken = next(p for p in after(state, book, taking).rows(Person) if p.code == "E1")
    assert getattr(taken, column) == said


@pytest.mark.parametrize("field", CHANGES)
def test_that_a_conflict_that_was_settled_is_not_asked_again(field: str) -> None:
    header, said, column, mine = CHANGES[field]
    state = typed(FIRST, "Ana Lima", **{column: mine})
    book = roster(with_value(ANA, header, said), BO, CY)
    for choices in (None, Choices(take=frozenset({(int(people(FIRST)["Ana Lima"].id), field)}))):
        once = after(state, book, choices)
        again = seen(once, book)
        assert not again.change
        assert again.details is not None
        assert not again.details.conflicts


def test_that_a_change_of_the_plan_stands_where_the_file_says_what_it_said() -> None:
    state = typed(FIRST, "Ana Lima", title="Tech lead", fte=0.5)
    found = seen(state, roster(ANA, BO, CY))
    assert not found.change
    assert any("2 values were changed in the plan since" in warning for warning in found.warnings)


def test_that_a_value_cleared_in_the_plan_is_not_filled_again() -> None:
    state = typed(FIRST, "Ana Lima", location="")
    assert not seen(state, roster(ANA, BO, CY)).change


def test_that_blanks_never_wipe() -> None:
    blank = ["E1", "Ana Lima", None, "", " ", None, "", None]
    found = seen(FIRST, roster(blank, BO, CY))
    assert not found.change
    assert found.unchanged == 3


def test_that_what_a_second_file_first_speaks_of_is_taken() -> None:
    narrow = Book("a.csv", (grid_of("a", [["Name", "Team"], ["Ana Lima", "Squad"]]),))
    state = after(empty(), narrow)
    wide = Book("b.csv", (grid_of("b", [["Name", "Title", "FTE"], ["Ana Lima", "SRE", 0.5]]),))
    found = seen(state, wide)
    assert found.update == 1
    ana = people(state.apply(found.change))["Ana Lima"]
    assert (ana.title, ana.fte) == ("SRE", 0.5)


def test_that_somebody_typed_by_hand_takes_what_the_first_file_says() -> None:
    state = FIRST.apply(remove(FIRST, list(FIRST.rows(Imported))))
    state = typed(state, "Ana Lima", title="?")
    found = seen(state, roster(ANA, BO, CY))
    assert found.details is not None
    assert not found.details.conflicts
    assert people(state.apply(found.change))["Ana Lima"].title == "Engineer"


TEXTS = st.sampled_from(["", "a", "b", "c"])


@given(TEXTS, TEXTS.filter(bool), st.none() | TEXTS)
def test_that_three_values_are_settled_as_a_merge_of_three_is(
    plan: str, file: str, before: str | None
) -> None:
    verdict = decide(plan, file, before)
    assert (verdict == "conflict") == (before is not None and len({plan, file, before}) == 3)
    if verdict == "take":
        assert plan in (before, plan if before is None else before)
        assert file != plan
    # Once settled either way, the same file has nothing more to say.
    now = file if verdict == "take" else plan
    assert decide(now, file, file) == "keep"


# --- teams ----------------------------------------------------------------------------------


def moved(state: State, name: str, team: str, as_of: date = START) -> State:
    person = people(state)[name]
    target = next(t for t in state.rows(Team) if t.name == team)
    source = state.where(Placement, "person", person.id)[0].team
    change = move_people(
        state,
        scenario=state.today,
        people=[person.id],
        source=source,
        target=target.id,
        as_of=as_of,
    )
    return state.apply(change)


def test_that_a_new_team_in_the_file_moves_whoever_the_plan_left_where_they_were() -> None:
    found = seen(FIRST, roster(with_value(ANA, "Team", "Platform"), BO, CY))
    assert found.update == 1
    assert seats(FIRST.apply(found.change))["Ana Lima"] == "Platform"


def test_that_somebody_moved_in_the_plan_and_in_the_file_is_a_conflict() -> None:
    state = moved(FIRST, "Ana Lima", "Platform")
    book = roster(with_value(ANA, "Team", "Research"), BO, CY)
    found = seen(state, book)
    assert found.details is not None
    (conflict,) = found.details.conflicts
    assert (conflict.field, conflict.plan, conflict.file) == ("team", "Platform", "Research")
    assert seats(state.apply(found.change))["Ana Lima"] == "Platform"
    taken = after(state, book, Choices(take=frozenset({(conflict.person, "team")})))
    assert seats(taken)["Ana Lima"] == "Research"


def test_that_a_later_move_planned_in_today_outlives_an_import() -> None:
    state = moved(FIRST, "Ana Lima", "Platform", date(2026, 3, 2))
    found = seen(state, roster(with_value(ANA, "Team", "Research"), BO, CY))
    placed = [
        (row.start, state.apply(found.change).get(Team, row.team).name)
        for row in state.apply(found.change).where(
            Placement, "person", people(state)["Ana Lima"].id
        )
        if row.team is not None
    ]
    assert set(placed) == {(date(2026, 3, 2), "Platform"), (None, "Research")}


def test_that_seventeen_spellings_go_where_they_are_told() -> None:
    spelt = ["R&D", "r & d", "Research", "Res. & Dev.", *(f"Dept {n}" for n in range(13))]
    rows = [[f"E{n}", f"Person {chr(65 + n)}x", team] for n, team in enumerate(spelt)]
    book = roster(*rows, headers=["Employee ID", "Name", "Department"])
    found = seen(empty(), book)
    assert found.details is not None
    assert [s.text for s in found.details.spellings if not s.team] == [
        s.text for s in found.details.spellings
    ]
    assert any("too many for columns of the board" in warning for warning in found.warnings)
    mapping = {text: "Squad" if n < 4 else "" for n, text in enumerate(spelt)}
    told = seen(empty(), book, Choices(teams=mapping))
    assert told.details is not None
    assert {s.team for s in told.details.spellings} == {"Squad", ""}
    assert not any("too many" in warning for warning in told.warnings)
    state = empty().apply(told.change)
    assert [team.name for team in state.rows(Team)] == ["Squad"]
    assert set(seats(state)) == {"Person Ax", "Person Bx", "Person Cx", "Person Dx"}


def test_that_spellings_that_differ_in_blanks_and_dashes_are_one_team() -> None:
    rows = [
        ["Ana Lima", "Data-Science"],
        ["Bo Berg", "data science"],
        ["Cy Young", "DATA SCIENCE "],
    ]
    state = after(empty(), roster(*rows, headers=["Name", "Team"]))
    assert [team.name for team in state.rows(Team)] == ["Data-Science"]


# --- disciplines ----------------------------------------------------------------------------


def test_that_a_rule_for_titles_goes_before_the_usual_guess() -> None:
    rules = (("engineer", "infrastructure"), ("scientist", "Biology"))
    found = seen(empty(), roster(ANA, BO, CY), Choices(titles=rules))
    state = empty().apply(found.change)
    assert {name: p.discipline for name, p in people(state).items()} == {
        "Ana Lima": "infrastructure",
        "Bo Berg": "Biology",
        "Cy Young": "infrastructure",
    }
    assert found.details is not None
    guessed = {t.title: t.discipline for t in found.details.titles}
    assert guessed["SRE"] == "infrastructure"
    assert "Biology" in state.plan.disciplines


# --- who is who -----------------------------------------------------------------------------


def test_that_an_address_finds_somebody_whose_id_has_changed() -> None:
    found = seen(FIRST, roster(with_value(ANA, "Employee ID", "N-77"), BO, CY))
    assert (found.create, found.update) == (0, 1)
    assert people(FIRST.apply(found.change))["Ana Lima"].code == "N-77"


def test_that_an_address_given_to_somebody_else_finds_nobody() -> None:
    other = ["E9", "Zoe Quick", "ana@example.org", "SRE", "Squad", 1.0, "Oslo", date(2025, 1, 1)]
    found = seen(FIRST, roster(BO, CY, other))
    assert found.create == 1


def test_that_a_shared_mailbox_makes_nobody_of_anybody() -> None:
    rows = [["Ana Lima", "office@example.org"], ["Bo Berg", "office@example.org"]]
    state = after(empty(), roster(*rows, headers=["Name", "E-mail"]))
    found = seen(state, roster(*reversed(rows), headers=["Name", "E-mail"]))
    assert not found.change


NAMES_ONLY = ["Name", "Team"]


@pytest.mark.parametrize(
    ("there", "here"),
    [
        ("Jon Smith", "John Smith"),
        ("Björn Müller", "Bjorn Mueller"),
        ("Ana Lima", "Lima Ana"),
        ("José Núñez", "Jose Nunez"),
        ("Katarzyna Nowak", "Katarzyna Nowak-Lis"),
    ],
)
def test_that_a_close_name_is_asked_and_new_until_answered(there: str, here: str) -> None:
    state = after(empty(), roster([there, "Squad"], headers=NAMES_ONLY))
    book = roster([here, "Squad"], headers=NAMES_ONLY)
    found = seen(state, book)
    assert found.details is not None
    (question,) = found.details.questions
    person = people(state)[there].id
    assert (question.row, question.name, question.answer) == (2, here, None)
    assert question.candidates == ((person, there),)
    assert found.create == 1
    same = seen(state, book, Choices(people={2: int(person)}))
    assert (same.create, same.update) == (0, 1)
    assert set(people(state.apply(same.change))) == {here}
    other = seen(state, book, Choices(people={2: 0}))
    assert other.create == 1
    assert other.details is not None
    assert other.details.questions[0].answer == 0


@pytest.mark.parametrize("here", ["Jane Smith", "John Smart", "Wei Wang"])
def test_that_another_name_is_no_question(here: str) -> None:
    state = after(empty(), roster(["John Smith", "Squad"], headers=NAMES_ONLY))
    found = seen(state, roster([here, "Squad"], headers=NAMES_ONLY))
    assert found.details is not None
    assert not found.details.questions


def test_that_people_with_other_ids_are_not_asked_about() -> None:
    headers = ["Employee ID", "Name"]
    state = after(empty(), roster(["E1", "Jon Smith"], headers=headers))
    found = seen(state, roster(["E2", "John Smith"], headers=headers))
    assert found.details is not None
    assert not found.details.questions


def test_that_a_row_that_could_be_two_people_waits_for_an_answer() -> None:
    headers = ["Employee ID", "Name"]
    state = after(empty(), roster(["E1", "Ana Lima"], ["E2", "Ana Lima"], headers=headers))
    book = roster(["Ana Lima", "Squad"], headers=NAMES_ONLY)
    found = seen(state, book)
    assert not found.change
    assert found.details is not None
    (question,) = found.details.questions
    assert [name for _, name in question.candidates] == ["Ana Lima (E1)", "Ana Lima (E2)"]
    second = question.candidates[1][0]
    told = state.apply(seen(state, book, Choices(people={2: second})).change)
    (placed,) = told.rows(Placement)
    assert placed.person == second


def test_that_a_number_that_lost_its_zeros_is_the_same_id() -> None:
    headers = ["Employee ID", "Name"]
    state = after(empty(), roster(["00123", "Ana Lima"], ["00124", "Bo Berg"], headers=headers))
    found = seen(state, roster([123, "Ana Lima"], [124, "Bo Berg"], headers=headers))
    assert (found.create, found.update) == (0, 2)
    assert {p.code for p in state.apply(found.change).rows(Person)} == {"123", "124"}


def test_that_the_very_name_with_another_id_is_a_question() -> None:
    headers = ["Employee ID", "Name"]
    state = after(empty(), roster(["E1", "Ana Lima"], headers=headers))
    book = roster(["N-9", "Ana Lima"], headers=headers)
    found = seen(state, book)
    assert found.details is not None
    assert [q.candidates[0][1] for q in found.details.questions] == ["Ana Lima (E1)"]
    same = seen(state, book, Choices(people={2: int(people(state)["Ana Lima"].id)}))
    assert (same.create, same.update) == (0, 1)


def test_that_an_answer_gives_way_to_the_row_with_the_id() -> None:
    headers = ["Employee ID", "Name"]
    book = roster(["", "Anna Lima"], ["E1", "Ana Lima"], headers=headers)
    ana = int(people(FIRST)["Ana Lima"].id)
    found = seen(FIRST, book, Choices(people={2: ana}))
    names = {p.code: p.name for p in FIRST.apply(found.change).rows(Person)}
    assert names["E1"] == "Ana Lima"


def test_that_numbers_in_brackets_are_ids_only_where_they_tell_people_apart() -> None:
    rows = [["Jane Doe (100)"], ["John Roe (100)"], ["Ann Poe (80)"]]
    state = after(empty(), roster(*rows, headers=["Name"]))
    assert {p.code for p in state.rows(Person)} == {""}
    rows = [["Jane Doe (101)"], ["John Roe (102)"], ["Ann Poe (103)"]]
    state = after(empty(), roster(*rows, headers=["Name"]))
    assert {p.code for p in state.rows(Person)} == {"101", "102", "103"}


# --- who has left, and who comes again -------------------------------------------------------

DATED = ["Name", "Team", "Start date", "End date"]


def test_that_a_leaver_without_an_id_ends_in_the_plan() -> None:
    state = after(empty(), roster(["Ana Lima", "Squad", None, None], headers=DATED))
    gone = roster(["Ana Lima", "Squad", None, date(2025, 11, 30)], headers=DATED)
    found = seen(state, gone)
    assert found.update == 1
    assert people(state.apply(found.change))["Ana Lima"].end == date(2025, 11, 30)
    leavers = Choices(leavers=True)
    once = after(state, gone, leavers)
    assert not seen(once, gone, leavers).change


def test_that_who_comes_again_has_no_end_before_the_start() -> None:
    state = after(empty(), roster(["Ana Lima", "Squad", None, date(2026, 3, 31)], headers=DATED))
    again = roster(["Ana Lima", "Squad", date(2026, 6, 1), None], headers=DATED)
    found = seen(state, again)
    ana = people(state.apply(found.change))["Ana Lima"]
    assert (ana.start, ana.end) == (date(2026, 6, 1), None)
    assert any("starts again on 2026-06-01" in warning for warning in found.warnings)


def test_that_an_end_before_the_start_in_the_plan_is_a_problem_of_its_cell() -> None:
    state = after(empty(), roster(["Ana Lima", "Squad", date(2026, 6, 1), None], headers=DATED))
    wrong = roster(["Ana Lima", "Squad", None, date(2026, 3, 31)], headers=DATED)
    found = seen(state, wrong)
    assert [problem.cell for problem in found.problems] == ["Staff!D2"]
    assert people(state.apply(found.change))["Ana Lima"].end is None


# --- leave ----------------------------------------------------------------------------------


def on_leave(first: date, last: date) -> Book:
    return roster(["Ana Lima", first, last], headers=["Name", "Leave start", "Leave end"])


def leaves(state: State) -> set[tuple[date | None, date | None]]:
    return {(row.first, row.last) for row in state.rows(Leave)}


JULY, AUGUST = (date(2026, 7, 1), date(2026, 7, 14)), (date(2026, 8, 3), date(2026, 8, 14))
MAY = (date(2026, 5, 4), date(2026, 5, 8))


def test_that_leave_follows_the_file_and_what_was_typed_stays_beside_it() -> None:
    state = after(empty(), roster(["Ana Lima", "Squad"], headers=NAMES_ONLY))
    ana = people(state)["Ana Lima"].id
    state = state.apply(add(state, Leave, person=ana, first=MAY[0], last=MAY[1]))
    state = after(state, on_leave(*JULY))
    assert leaves(state) == {MAY, JULY}
    assert not seen(state, on_leave(*JULY)).change
    state = after(state, on_leave(*AUGUST))
    assert leaves(state) == {MAY, AUGUST}


def test_that_leave_changed_on_both_sides_is_a_conflict() -> None:
    state = after(empty(), on_leave(*JULY))
    (row,) = state.rows(Leave)
    state = state.apply(edit(state, row, last=date(2026, 7, 21)))
    found = seen(state, on_leave(*AUGUST))
    assert found.details is not None
    assert [conflict.field for conflict in found.details.conflicts] == ["leave"]
    assert leaves(state.apply(found.change)) == {(date(2026, 7, 1), date(2026, 7, 21))}


# --- teams that changed in the plan ---------------------------------------------------------


def test_that_somebody_put_on_the_bench_stays_there() -> None:
    ana = people(FIRST)["Ana Lima"].id
    state = FIRST.apply(remove(FIRST, list(FIRST.where(Placement, "person", ana))))
    found = seen(state, roster(ANA, BO, CY))
    assert not found.change
    moved_on = seen(state, roster(with_value(ANA, "Team", "Platform"), BO, CY))
    assert moved_on.details is not None
    assert [conflict.field for conflict in moved_on.details.conflicts] == ["team"]


def test_that_a_team_renamed_in_the_plan_is_known_by_its_people() -> None:
    squad = next(team for team in FIRST.rows(Team) if team.name == "Squad")
    state = FIRST.apply(edit(FIRST, squad, name="Churn squad"))
    assert not seen(state, roster(ANA, BO, CY)).change
    new = ["E4", "Di Ray", "di@example.org", "Engineer", "Squad", 1.0, "Oslo", None]
    state = after(state, roster(ANA, BO, CY, new))
    assert {team.name for team in state.rows(Team)} == {"Churn squad", "Platform"}
    assert seats(state)["Di Ray"] == "Churn squad"
    assert not seen(state, roster(ANA, BO, CY, new)).change


def test_that_a_team_removed_from_the_plan_does_not_come_back() -> None:
    squad = next(team for team in FIRST.rows(Team) if team.name == "Squad")
    state = FIRST.apply(remove(FIRST, [squad]))
    assert not seen(state, roster(ANA, BO, CY)).change


def test_that_a_team_settled_on_the_bench_takes_its_people_there() -> None:
    state = after(FIRST, roster(ANA, BO, CY), Choices(teams={"Squad": ""}))
    assert seats(state) == {"Cy Young": "Platform"}
    assert not seen(state, roster(ANA, BO, CY), Choices(teams={"Squad": ""})).change


def test_that_a_rule_of_the_very_title_goes_before_one_it_contains() -> None:
    rows = [["Ana Lima", "Engineer"], ["Bo Berg", "Data Engineer"], ["Cy Young", "QA Engineer"]]
    book = roster(*rows, headers=["Name", "Title"])
    rules = (("Engineer", "infrastructure"), ("Data Engineer", "data science"))
    state = after(empty(), book, Choices(titles=rules))
    assert {p.name: p.discipline for p in state.rows(Person)} == {
        "Ana Lima": "infrastructure",
        "Bo Berg": "data science",
        "Cy Young": "infrastructure",
    }


def test_that_a_conflict_nobody_looked_at_is_told_again() -> None:
    state = typed(FIRST, "Ana Lima", title="Tech lead")
    book = roster(with_value(ANA, "Job title", "Staff engineer"), BO, CY)
    once = after(state, book, Choices(ask_again=True))
    found = seen(once, book, Choices(ask_again=True))
    assert found.details is not None
    (conflict,) = found.details.conflicts
    taken = Choices(take=frozenset({(conflict.person, "title")}), ask_again=True)
    assert people(after(once, book, taken))["Ana Lima"].title == "Staff engineer"


def test_that_a_very_long_text_is_known_again() -> None:
    state = after(empty(), roster(["Ana Lima", "x" * 3000], headers=["Name", "Title"]))
    assert not seen(state, roster(["Ana Lima", "x" * 3000], headers=["Name", "Title"])).change
    assert len(state.rows(Imported)[0].said) < 200


# --- the file -------------------------------------------------------------------------------


def test_that_an_import_is_one_step_which_undo_takes_back(tmp_path: Path) -> None:
    Document.create(tmp_path / "plan.teamtide", empty()).close()
    document = Document.open(tmp_path / "plan.teamtide")
    start = document.state
    document.apply(seen(document.state, roster(ANA, BO, CY)).change)
    assert len(document.history) == 1
    assert len(document.state.rows(Imported)) == 3
    document.undo()
    assert document.state == start
    document.redo()
    document.close()
    again = Document.open(tmp_path / "plan.teamtide")
    assert not seen(again.state, roster(ANA, BO, CY)).change
    again.close()


def test_that_somebody_removed_takes_what_was_said_of_them_along() -> None:
    state = FIRST.apply(remove(FIRST, [people(FIRST)["Ana Lima"]]))
    assert len(state.rows(Imported)) == 2


EDITS: list[Callable[[State], State]] = [
    lambda state: typed(state, "Ana Lima", title="Tech lead"),
    lambda state: typed(state, "Bo Berg", fte=0.4),
    lambda state: typed(state, "Bo Berg", location=""),
    lambda state: moved(state, "Cy Young", "Squad"),
    lambda state: typed(state, "Cy Young", discipline="software"),
    lambda state: typed(state, "Ana Lima", manager="Bo Berg"),
]


@given(st.lists(st.sampled_from(EDITS), max_size=5), st.permutations([ANA, BO, CY]), st.booleans())
def test_that_the_same_file_twice_changes_nothing_whatever_was_changed_before(
    edits: list[Callable[[State], State]], rows: list[Cells], take: bool
) -> None:
    state = FIRST
    for one in edits:
        state = one(state)
    book = roster(with_value(rows[0], "Location", "Elsewhere"), *rows[1:])
    found = preview_book(state, book)
    assert found.details is not None
    everything = frozenset((c.person, c.field) for c in found.details.conflicts)
    once = after(state, book, Choices(take=everything) if take else None)
    assert not seen(once, book).change
    # The order of the rows changes nothing.
    swapped = replace(book, sheets=(roster(*reversed(book.sheets[0].rows[1:])).sheets[0],))
    assert not seen(once, swapped).change
