"""The worked example of the help page: two teams, and a piece of work that comes late.

As the sheets of a plan workbook, which both the slow twin and the engine can read.
"""

from __future__ import annotations

from datetime import date

from tests.capacity.twin import HEADERS, Row, Sheets

START = date(2026, 1, 5)


def second_example() -> Sheets:
    """Platform prepares a cluster; Product moves to it, then trains its users."""

    def rows(sheet: str, *lines: dict[str, object]) -> list[Row]:
        return [{header: line.get(header) for header in HEADERS[sheet]} for line in lines]

    settings = {
        "Name": "Second example",
        "Start": START,
        "Weeks": 8,
        "Today": "Today",
        "disciplines": "software; infrastructure",
    }
    people = (("pat", "infrastructure", 1.0), ("rae", "software", 1.0), ("sam", "software", 0.8))
    homes = {"pat": "Platform", "rae": "Product", "sam": "Product"}
    software = {"Project": "Rollout", "Kind": "structured", "Discipline": "software"}
    return {
        "Plan": rows("Plan", *({"Setting": k, "Value": v} for k, v in settings.items())),
        "Scenarios": rows("Scenarios", {"Scenario": "Today"}),
        "People": rows(
            "People",
            *(
                {"ID": who, "Name": who, "Discipline": what, "FTE": fte}
                for who, what, fte in people
            ),
        ),
        "Teams": rows(
            "Teams",
            {"Team": "Platform", "Kind": "infrastructure", "Ceremony hours": 1},
            {"Team": "Product", "Kind": "squad", "Ceremony hours": 2.5},
        ),
        "Projects": rows("Projects", {"Project": "Rollout", "Team": "Product"}),
        "Chunks": rows(
            "Chunks",
            {
                "Project": "Rollout",
                "Chunk": "Cluster",
                "Kind": "infrastructure",
                "Discipline": "infrastructure",
                "Likely": 10,
                "Start": START,
                "Weeks": 2,
                "Team": "Platform",
            },
            {
                **software,
                "Chunk": "Move",
                "Likely": 12,
                "Weeks": 2,
                "After": "Cluster",
                "Max people": 1,
            },
            {**software, "Chunk": "Train", "Likely": 9, "Weeks": 2, "After": "Move", "Lag": 1},
            {**software, "Chunk": "Report", "Likely": 8, "Start": START, "Weeks": 4},
        ),
        "Services": rows(
            "Services",
            {
                "Service": "Tickets",
                "Kind": "support",
                "Discipline": "infrastructure",
                "Arrivals per week": 2,
                "Days each": 0.5,
                "Dispersion": 1,
                "Team": "Platform",
            },
        ),
        "Placements": rows(
            "Placements",
            *(
                {"Scenario": "Today", "Person": who, "Team": team, "Share": 1}
                for who, team in homes.items()
            ),
        ),
    }
