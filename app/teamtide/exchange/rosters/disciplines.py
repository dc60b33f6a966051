"""The discipline a job title suggests, by rules in order; the first that fits counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from teamtide.exchange.books.references import folded

TITLE_RULES: tuple[tuple[str, str], ...] = (
    (
        r"data scien\w*|data analy\w*|analyst\w*|machine learning|\bml\b|\bai\b|statisti\w*|"
        r"research scientist|quant\w*|datenwissenschaft\w*|datenanaly\w*",
        "data science",
    ),
    (
        r"platform\w*|plattform\w*|\bsre\b|reliability|dev\W?ops|infrastructure|infrastruktur|"
        r"cloud|system\w* (engineer|admin\w*)|sysadmin|systemadmin\w*|network|kubernetes|\bdba\b",
        "infrastructure",
    ),
)
"""(pattern, discipline); a title that no pattern fits is software."""


def discipline_of_title(
    title: str,
    disciplines: Sequence[str],
    rules: Sequence[tuple[str, str]] = TITLE_RULES,
) -> str:
    """One of `disciplines`: what the rules say, where the plan has it, else its first."""
    return _guess(title.casefold(), tuple(disciplines), tuple(rules))


@lru_cache(maxsize=8192)
def _guess(title: str, disciplines: tuple[str, ...], rules: tuple[tuple[str, str], ...]) -> str:
    known = {folded(d): d for d in disciplines}
    for pattern, discipline in (*rules, ("", "software")):
        if re.search(pattern, title):
            return known.get(folded(discipline), disciplines[0])
    return disciplines[0]
