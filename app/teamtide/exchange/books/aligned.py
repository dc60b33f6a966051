"""Tables that nothing but blanks hold together, as a terminal or an e-mail shows them.

Columns are where the blanks of every line stand above one another. Only texts that no separator
cuts come here: a comma in a name must not make two columns of one.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

from teamtide.exchange.books.limits import MOST_ROWS

_GAP = re.compile(r"\S {2,}(?=\S)")
_GAPS = re.compile(r" {2,}")
_RULES = re.compile(r"[-=]{2,}( +[-=]{2,})+")
_RULE = re.compile(r"[\s|+:=\-─│┼━┃╋├┤┌┐└┘┬┴]*[-=─━]{2,}[\s|+:=\-─│┼━┃╋├┤┌┐└┘┬┴]*")
_FEWEST_LINES = 2
_TABLE_SHARE = 0.6
_LOOKED_AT = 40_000
_WIDE = "\x00"
"""Stands after a letter as wide as two, while lines are laid above one another."""


def is_rule(line: str) -> bool:
    """Whether a line only separates others, such as `|---|:--:|` or `----+-----`."""
    return _RULE.fullmatch(line) is not None


def aligned_rows(text: str, separator: str) -> list[list[str]] | None:
    """The cells of an aligned table, line by line; None where it is none.

    Args:
        text: The table.
        separator: The one that fits best, should it not be aligned.
    """
    head = [line for line in text[:_LOOKED_AT].splitlines() if line.strip()]
    gapped = [line for line in head if _GAP.search(line) or is_rule(line)]
    if len(gapped) < _FEWEST_LINES or len(gapped) < _TABLE_SHARE * len(head):
        return None
    # A separator in the header means it; commas below it are those of names.
    meant = separator != "," or "," in gapped[0]
    if meant and any(separator in line for line in gapped[:2]):
        return None
    lines = [_spread(line) for line in islice(text.splitlines(), MOST_ROWS + 1)]
    cuts = _cuts([_spread(line) for line in gapped])
    if len(cuts) > 1:
        return [_cut(line, cuts) for line in lines if not is_rule(line.strip())]
    rows = [_GAPS.split(line.strip()) for line in lines if not is_rule(line.strip())]
    return [[cell.replace(_WIDE, "") for cell in row] for row in rows]


def _spread(line: str) -> str:
    line = line.expandtabs(8).replace("\u00a0", " ").rstrip()
    if line.isascii():
        return line
    return "".join(c + _WIDE if unicodedata.east_asian_width(c) in "WF" else c for c in line)


def _cuts(lines: list[str]) -> list[int]:
    """Where columns begin."""
    for line in lines:
        if _RULES.fullmatch(line.strip()):
            return [match.start() for match in re.finditer(r"[-=]+", line)]
    width = max(map(len, lines))
    filled = [False] * width
    for line in lines:
        for place, sign in enumerate(line):
            if sign != " ":
                filled[place] = True
    starts, blanks = [], 2
    for place, there in enumerate(filled):
        if there and blanks >= 2:
            starts.append(place)
        blanks = 0 if there else blanks + 1
    return starts


def _cut(line: str, cuts: list[int]) -> list[str]:
    ends = [*cuts[1:], len(line)]
    return [
        line[start:end].replace(_WIDE, "").strip() for start, end in zip(cuts, ends, strict=True)
    ]
