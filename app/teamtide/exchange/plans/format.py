"""The plan workbook's sheets and header words: the format other programs may rely on.

Kept apart from reading and writing because both, the blank template and the tests go by it.
"""

from __future__ import annotations

from dataclasses import dataclass

from teamtide.capacity.assumptions import ASSUMPTIONS

SETTING_KEYS: tuple[str, ...] = tuple(one.key for one in ASSUMPTIONS)
WHOLE_SETTINGS = frozenset(one.key for one in ASSUMPTIONS if one.whole)


@dataclass(frozen=True, slots=True)
class SheetFormat:
    """A sheet: its header words in order, those it can't do without, and how wide they are."""

    headers: tuple[str, ...]
    required: tuple[str, ...]
    widths: tuple[int, ...]


FORMAT: dict[str, SheetFormat] = {
    "Plan": SheetFormat(("Setting", "Value"), ("Setting", "Value"), (18, 44)),
    "Scenarios": SheetFormat(("Scenario", "Description"), ("Scenario",), (30, 70)),
    "People": SheetFormat(
        (
            *("ID", "Name", "Email", "Title", "Discipline", "Skills", "FTE", "Location"),
            *("Start", "End", "Team", "Share", "Manager"),
        ),
        ("Name",),
        (10, 26, 30, 28, 16, 34, 7, 14, 12, 12, 20, 8, 24),
    ),
    "Leave": SheetFormat(("Person", "From", "To", "Fraction"), ("Person",), (26, 12, 12, 10)),
    "Holidays": SheetFormat(("Location", "Date", "Name"), ("Location", "Date"), (18, 12, 34)),
    "Teams": SheetFormat(
        ("Team", "Kind", "Lead", "Ceremony hours", "Interrupts"),
        ("Team",),
        (26, 16, 24, 18, 12),
    ),
    "Team changes": SheetFormat(
        ("Scenario", "Team", "Lead", "Ceremony hours", "Interrupts"),
        ("Scenario", "Team"),
        (30, 26, 24, 18, 12),
    ),
    "Goals": SheetFormat(("Goal", "Rank", "Wanted share"), ("Goal",), (40, 8, 15)),
    "Projects": SheetFormat(
        ("Project", "Team", "Goal", "Priority", "Status", "Deadline"),
        ("Project",),
        (34, 22, 30, 10, 11, 12),
    ),
    "Chunks": SheetFormat(
        (
            *("Project", "Chunk", "Kind", "Discipline", "Low", "Likely", "High", "Start"),
            *("Weeks", "Shape", "After", "Lag", "Max people", "Team", "Who", "Done"),
        ),
        ("Project", "Chunk", "Likely"),
        (30, 28, 14, 16, 8, 8, 8, 12, 8, 14, 28, 7, 14, 20, 24, 8),
    ),
    "Services": SheetFormat(
        (
            *("Service", "Kind", "Discipline", "Arrivals per week", "Days each", "Dispersion"),
            "Team",
        ),
        ("Service", "Arrivals per week", "Days each"),
        (30, 14, 16, 20, 12, 13, 20),
    ),
    "Surges": SheetFormat(
        ("Service", "From", "To", "Factor"), ("Service", "Factor"), (30, 12, 12, 8)
    ),
    "Placements": SheetFormat(
        ("Scenario", "Person", "From", "Team", "Share"),
        ("Scenario", "Person", "Team"),
        (30, 26, 12, 22, 8),
    ),
    "Owners": SheetFormat(
        ("Scenario", "Type", "Item", "Team"), ("Scenario", "Type", "Item"), (30, 10, 44, 22)
    ),
    "Project changes": SheetFormat(
        ("Scenario", "Project", "Status", "Priority", "Shift weeks"),
        ("Scenario", "Project"),
        (30, 34, 11, 10, 14),
    ),
    "Pins": SheetFormat(("Person", "Team", "Reason"), ("Person", "Team"), (26, 22, 50)),
    "Pairs": SheetFormat(
        ("Person", "Other", "Wish", "Reason"), ("Person", "Other", "Wish"), (26, 26, 12, 50)
    ),
    "Notes": SheetFormat(("Type", "Item", "Note"), ("Type", "Item", "Note"), (10, 44, 80)),
}
