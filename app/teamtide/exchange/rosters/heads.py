"""Whether a row is one of headers, told by how it differs from the rows below it.

A header that names no field of a roster is a header all the same: it is text above numbers and
days, its words come up nowhere below it, and it is not somebody's name above names.
"""

from __future__ import annotations

from collections.abc import Sequence

from teamtide.exchange.books.cells import text_of
from teamtide.exchange.books.grids import Cell, Grid
from teamtide.exchange.rosters.headers import header_words, scores
from teamtide.exchange.rosters.kinds import foreign
from teamtide.exchange.rosters.names import looks_named, tidy
from teamtide.exchange.rosters.profiles import profile_of

_BELOW = 60
_WIDEST = 64
_LISTED = (
    "name names date datum data fecha time zeit heure hora hour id no nr code type typ total "
    "sum summe amount price value status state country city address phone telephone telefon "
    "telefono mobile email mail age sex gender nome nom nombre naam title description desc "
    "class section year month day number tag from to start end cost rate level group category "
    "日期 名称 编号 番号 合計"
)
_WORDS = frozenset(_LISTED.split())
"""Words above columns of anything."""


def is_header(grid: Grid, place: int) -> bool:
    """Whether a row of a sheet, by its index, is a header of the rows below it."""
    row = grid.rows[place]
    rows = [r for r in grid.rows[place + 1 : place + 1 + _BELOW] if r.count(None) < len(r)]
    if not rows:
        return False
    cells = enumerate(row[:_WIDEST])
    return sum(_vote(cell, column, rows) for column, cell in cells if cell is not None) > 0


def _vote(cell: Cell, column: int, rows: Sequence[Sequence[Cell]]) -> int:
    """How much a cell speaks for a header (above 0) or for a row of data (below 0)."""
    below = profile_of(rows, column)
    own = profile_of([[cell]], 0)
    if not below.sampled:
        return 0
    if not own.text or own.mail or own.day:
        year = own.number and not own.day and 1990 <= own.most <= 2050
        return 0 if year and below.middle != own.most else -1
    text = tidy(text_of(cell))
    meant = _is_word(text)
    if below.number > 0.7 or below.day > 0.7 or below.mail > 0.7:
        return 1
    if below.people > 0.6:
        like = looks_named(text)
        return (1 if meant or like < 0.3 else -1) if like < 0.6 else (0 if meant else -2)
    same = [r[column] for r in rows if r[column] is not None]
    if text.casefold() in {tidy(text_of(other)).casefold() for other in same}:
        return -2
    if below.code > 0.7:
        return -1 if own.code else 1
    return int(meant)


def _is_word(text: str) -> bool:
    words = header_words(text)
    return bool(_WORDS & set(words.split()) or scores(text) or foreign([text])[1])
