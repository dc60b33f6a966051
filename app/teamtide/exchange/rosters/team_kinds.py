"""What kind of team a name suggests, by words that are easy to add to."""

from __future__ import annotations

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (
        "infrastructure",
        r"infra\w*|platform\w*|plattform\w*|sre|devops|dev ops|cloud|operations|ops|betrieb|"
        r"reliability|hosting|edv|it",
    ),
    (
        "enablement",
        r"enabl\w*|coaching|community of practice|centre of excellence|center of excellence|coe|"
        r"befähigung",
    ),
    ("squad", r"squads?|feature\w*|product|stream\w*|produkt|crew|tribe|pod"),
)


def team_kind(name: str) -> str:
    """squad, infrastructure or enablement where a word of the name says so, else other."""
    for kind, words in _WORDS:
        if re.search(rf"\b({words})\b", name, re.IGNORECASE):
            return kind
    return "other"
