"""The example rows of the blank plan workbook: a plan of three people that can be imported.

One row a sheet wherever one is enough, so that whoever fills it in sees how the sheets refer to
one another. Every name says that it is an example, so that one left behind is found on the board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from teamtide.capacity.assumptions import ASSUMPTIONS
from teamtide.exchange.books.grids import Cell
from teamtide.plan.fresh import DISCIPLINES, ENGINEERING, monday_of

README = "Read me"
"""The first sheet of the template, by which it is told from other plan workbooks."""
TODAY, OPTION = "Today", "Two teams"
ADA, BEN, CLEO = "Ada Example", "Ben Example", "Cleo Example"
SQUAD, PLATFORM = "Example squad", "Example platform"
PROJECT, SERVICE, GOAL = "Example project", "Example requests", "Example goal"

Example = Mapping[str, Cell]


def settings(start: date) -> list[tuple[str, Cell]]:
    """The settings of the sheet Plan, in order."""
    return [
        ("Name", "Example plan"),
        ("Start", monday_of(start)),
        ("Weeks", 26),
        ("Today", TODAY),
        ("disciplines", "; ".join(DISCIPLINES)),
        ("engineering", "; ".join(ENGINEERING)),
        *((one.key, int(one.default) if one.whole else one.default) for one in ASSUMPTIONS),
    ]


def examples(start: date) -> dict[str, list[Example]]:
    """The rows of every sheet by header word, for a plan from the Monday of `start`."""
    first = monday_of(start)

    def week(number: int, day: int = 0) -> date:
        return first + timedelta(weeks=number, days=day)

    software, science, infrastructure = DISCIPLINES
    return {
        "Plan": [{"Setting": key, "Value": value} for key, value in settings(start)],
        "Scenarios": [
            {"Scenario": TODAY, "Description": "As it is now"},
            {"Scenario": OPTION, "Description": "Requests go to a team of their own"},
        ],
        "People": [
            {
                **{"ID": "001", "Name": ADA, "Email": "ada@example.com", "Title": "Engineer"},
                **{"Discipline": software, "Skills": f"{infrastructure} 0.6; {science} 0.2"},
                **{"FTE": 1, "Location": "Berlin", "Start": week(-52), "End": week(23, 4)},
                **{"Team": SQUAD, "Share": 1, "Manager": BEN},
            },
            {
                **{"ID": "002", "Name": BEN, "Title": "Data scientist", "Discipline": science},
                **{"FTE": 0.8, "Team": SQUAD},
            },
            {
                **{"ID": "003", "Name": CLEO, "Discipline": infrastructure, "FTE": 1},
                **{"Team": SQUAD},
            },
        ],
        "Leave": [{"Person": ADA, "From": week(5), "To": week(6, 4), "Fraction": 1}],
        "Holidays": [{"Location": "Berlin", "Date": week(12), "Name": "Example holiday"}],
        "Teams": [
            {
                **{"Team": SQUAD, "Kind": "squad", "Lead": ADA, "Ceremony hours": 3},
                **{"Interrupts": "everyone"},
            },
            {"Team": PLATFORM, "Kind": "infrastructure"},
        ],
        "Team changes": [
            {
                **{"Scenario": OPTION, "Team": PLATFORM, "Lead": CLEO, "Ceremony hours": 1},
                **{"Interrupts": "rota"},
            }
        ],
        "Goals": [{"Goal": GOAL, "Rank": 1, "Wanted share": 0.6}],
        "Projects": [
            {
                **{"Project": PROJECT, "Team": SQUAD, "Goal": GOAL, "Priority": 1},
                **{"Status": "active", "Deadline": week(20)},
            }
        ],
        "Chunks": [
            {
                **{"Project": PROJECT, "Chunk": "Explore", "Kind": "exploratory"},
                **{"Discipline": science, "Low": 8, "Likely": 12, "High": 25},
                **{"Start": first, "Weeks": 4, "Shape": "flat", "Who": BEN, "Done": 0},
            },
            {
                **{"Project": PROJECT, "Chunk": "Build", "Kind": "structured"},
                **{"Discipline": software, "Low": 15, "Likely": 20, "High": 32, "Weeks": 6},
                **{"Shape": "bell", "After": "Explore", "Lag": 1, "Max people": 2, "Team": SQUAD},
            },
        ],
        "Services": [
            {
                **{"Service": SERVICE, "Kind": "support", "Discipline": infrastructure},
                **{"Arrivals per week": 4, "Days each": 0.5, "Dispersion": 1.5, "Team": SQUAD},
            }
        ],
        "Surges": [{"Service": SERVICE, "From": week(8), "To": week(9, 4), "Factor": 2}],
        "Placements": [
            {
                **{"Scenario": OPTION, "Person": CLEO, "From": week(4), "Team": PLATFORM},
                **{"Share": 1},
            }
        ],
        "Owners": [
            {"Scenario": OPTION, "Type": "service", "Item": SERVICE, "Team": PLATFORM},
        ],
        "Project changes": [
            {
                **{"Scenario": OPTION, "Project": PROJECT, "Status": "active", "Priority": 1},
                **{"Shift weeks": 1},
            }
        ],
        "Pins": [{"Person": ADA, "Team": SQUAD, "Reason": "She leads it"}],
        "Pairs": [
            {
                **{"Person": ADA, "Other": BEN, "Wish": "together"},
                **{"Reason": "She learns his models"},
            }
        ],
        "Notes": [{"Type": "project", "Item": PROJECT, "Note": "Ask finance before it starts"}],
    }
