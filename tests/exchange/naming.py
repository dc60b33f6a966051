"""A plan full of awkward names, and a way to look for them in anything that was written."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any
from xml.sax.saxutils import unescape

from teamtide.plan import commands
from teamtide.plan.rows import Imported, Person
from teamtide.plan.state import State
from tests.exchange.helpers import empty, merged, plan_book

NAMES = (
    "Jürgen Müller-Lüdenscheidt",
    "O'Neil & Söhne",
    "Quentin",
    "Quentina Vorderstraße",
    "BJÖRK GUÐMUNDSDÓTTIR",
    unicodedata.normalize("NFD", "Zoé Châtelet"),
    "Łucja <Wiśniewska>",
    "=HYPERLINK Mallory",
    '"Slim" Pickensworth',
    "李娜",
)
MANAGER = "Sieglinde Ötztaler"


def awkward() -> State:
    """A plan in which everything is called after somebody, in every spelling."""
    people: list[dict[str, Any]] = [
        {
            "ID": f"HR-7081{number}",
            "Name": name,
            "Email": f"vip.{number}.mailbox@secret-corp.example",
            "Title": f"Chief of {name}",
            "Location": f"Haus {name}",
            "Manager": NAMES[number - 1] if number else MANAGER,
            "Team": "Squad",
        }
        for number, name in enumerate(NAMES)
    ]
    upper = [name.upper() for name in NAMES]
    plain = ["Juergen Mueller Luedenscheidt", *NAMES[1:]]
    sheets: dict[str, Any] = {
        "Plan": [
            {"Setting": "Name", "Value": f"Plan of {NAMES[0]} and {MANAGER}"},
            {"Setting": "Start", "Value": date(2026, 1, 5)},
            {"Setting": "Weeks", "Value": 6},
            {"Setting": "Today", "Value": f"Today with {upper[4]}"},
            {"Setting": "disciplines", "Value": f"software; {NAMES[2]}isms"},
        ],
        "Scenarios": [
            {"Scenario": f"Today with {upper[4]}", "Description": " & ".join(NAMES)},
            {"Scenario": f"{NAMES[1]} leave", "Description": f"HR-70813 goes, says {MANAGER}"},
        ],
        "People": people,
        "Holidays": [
            {"Location": f"Haus {NAMES[3]}", "Date": date(2026, 1, 6), "Name": f"{NAMES[3]} day"}
        ],
        "Teams": [
            {"Team": "Squad", "Lead": "HR-70810"},
            {"Team": f"{NAMES[8]}'s team", "Lead": "HR-70818"},
        ],
        "Goals": [{"Goal": f"Please {NAMES[5]}", "Rank": 1}],
        "Projects": [
            {"Project": f"{plain[0]} dashboards", "Team": "Squad", "Goal": f"Please {NAMES[5]}"}
        ],
        "Chunks": [
            {
                "Project": f"{plain[0]} dashboards",
                "Chunk": f"Ask {NAMES[6]} (vip.6.mailbox@secret-corp.example)",
                "Discipline": "software",
                "Likely": 9,
                "Who": "HR-70816",
            }
        ],
        "Services": [
            {
                "Service": f"Desk of {upper[7]}",
                "Discipline": f"{NAMES[2]}isms",
                "Arrivals per week": 2,
                "Days each": 1,
                "Team": "Squad",
            }
        ],
        "Placements": [
            {
                "Scenario": f"{NAMES[1]} leave",
                "Person": "HR-70814",
                "Team": f"{NAMES[8]}'s team",
                "From": date(2026, 1, 19),
            }
        ],
        "Pins": [{"Person": "HR-70812", "Team": "Squad", "Reason": f"{NAMES[2]} insists"}],
        "Pairs": [
            {
                "Person": "HR-70810",
                "Other": "HR-70811",
                "Wish": "apart",
                "Reason": f"{NAMES[0]} hates {NAMES[1]}",
            }
        ],
        "Notes": [
            {"Type": "person", "Item": "HR-70813", "Note": f"{NAMES[3]} is leaving"},
            {"Type": "team", "Item": "Squad", "Note": f"{NAMES[9]} would rather not"},
        ],
    }
    state = merged(empty(), plan_book(sheets))
    first = state.rows(Person)[0]
    said = f'{{"name": "{first.name}", "email": "{first.email}"}}'
    return state.apply(commands.add(state, Imported, person=first.id, said=said))


def shown(text: str) -> str:
    """A text as it is searched: without escapes, accents and capitals."""
    for _ in range(2):  # an attribute may be escaped twice
        text = unescape(text, {"&apos;": "'", "&quot;": '"'})
    spread = unicodedata.normalize("NFKD", text)
    return "".join(c for c in spread if not unicodedata.combining(c)).casefold()


def secrets(state: State) -> list[str]:
    """All that must not be found: names and their parts, ids, addresses, as `shown` has them."""
    found = {MANAGER, *MANAGER.split()}
    for person in state.rows(Person):
        found |= {person.name, person.code, person.email}
        found |= set(person.name.replace("-", " ").replace("&", " ").split())
    words = {shown(word).strip("=<>\"'") for word in found}
    # HYPERLINK is what spreadsheets themselves speak of.
    return sorted(w for w in words if (len(w) > 3 or w == "李娜") and w != "hyperlink")
