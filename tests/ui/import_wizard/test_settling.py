"""What each control does to the choices, without a window."""

from __future__ import annotations

from teamtide.exchange.rosters.choices import Choices
from teamtide.exchange.rosters.details import Conflict, Question, Spelling
from teamtide.ui.import_wizard import settling


def test_that_a_column_is_one_field_and_a_field_one_column() -> None:
    one = settling.with_column(Choices(), "Town", "location")
    both = settling.with_column(one, "Office", "location")
    assert dict(both.columns) == {"Office": "location"}
    unused = settling.with_column(settling.with_column(both, "Town", ""), "Site", "")
    assert dict(unused.columns) == {"Office": "location", "Town": "", "Site": ""}


def test_that_another_sheet_or_header_forgets_columns_but_not_teams() -> None:
    said = Choices(
        header=3,
        columns={"Town": "location"},
        orders={"Start": "dmy"},
        swapped=frozenset({"Start"}),
        teams={"Data": "Squad"},
        people={7: 1},
        full_time=38.0,
    )
    kept = Choices(teams={"Data": "Squad"}, full_time=38.0)
    assert settling.with_sheet(said, "Alumni") == Choices(
        sheet="Alumni", teams=kept.teams, full_time=38.0
    )
    assert settling.with_header(said, 4) == Choices(
        header=4, teams=kept.teams, full_time=38.0, people={7: 1}
    )
    assert settling.with_header(said, 3) is said


def test_that_the_others_are_those_nobody_settled_and_the_board_has_no_column_for() -> None:
    spellings = (
        Spelling("Squad", 9, "Squad", False),
        Spelling("Data", 8, "Data", True),
        Spelling("Ops", 7, "", False),
        Spelling("Infra", 6, "Infrastructure", False),
        Spelling("Web", 5, "Web", True),
    )
    assert settling.others(Choices(teams={"Web": "Web"}), spellings) == ["Data", "Ops"]


def test_that_a_rule_for_a_title_stands_before_those_that_are_there() -> None:
    rules = (("engineer", "software"),)
    said = settling.with_title(Choices(titles=rules), ["Data engineer", "ML"], "data science")
    assert said.titles == (
        ("Data engineer", "data science"),
        ("ML", "data science"),
        ("engineer", "software"),
    )
    again = settling.with_title(said, ["data engineer"], "software")
    assert again.titles[0] == ("data engineer", "software")
    assert len(again.titles) == 3
    assert settling.with_title(again, ["Data Engineer", "ml"], None).titles == rules
    assert settling.rule_for(said.titles, "Senior Data Engineer") == 0
    assert settling.rule_for(said.titles, "Chef") is None


def test_that_a_rule_needs_words() -> None:
    said = settling.with_rules(Choices(), ((" ", "software"), (" chef ", "software")))
    assert said.titles == (("chef", "software"),)


def test_that_conflicts_are_taken_and_given_back() -> None:
    one, other = (Conflict(n, "", "fte", "", "1", "0.5", "0.8", taken=False) for n in (1, 2))
    taken = settling.with_taken(Choices(), [one, other], True)
    assert taken.take == {(1, "fte"), (2, "fte")}
    assert settling.with_taken(taken, [one], False).take == {(2, "fte")}


def test_that_nobody_is_the_closest_of_two_rows() -> None:
    ana, bo = (1, "Ana"), (2, "Bo")
    questions = [
        Question(5, "Anna", (ana,)),
        Question(6, "Ana S", (ana, bo)),
        Question(7, "A", (ana,)),
    ]
    assert dict(settling.closest(Choices(), questions).people) == {5: 1, 6: 2}
    kept = settling.closest(Choices(people={7: 1}), questions)
    assert dict(kept.people) == {7: 1, 6: 2}


def test_that_what_is_settled_is_counted() -> None:
    assert settling.settled(Choices()) == 0
    assert settling.settled(Choices(columns={"A": "", "B": "id"}, header=2, leavers=True)) == 4
