"""The rows of a roster that are nobody by their name alone, and headings between the rows.

They are told before anything else of them is read, so that a total's hours or a vacancy's dates
never count.
"""

from __future__ import annotations

import re
from collections import Counter

from teamtide.exchange.books.findings import Findings
from teamtide.exchange.rosters.columns import text_column
from teamtide.exchange.rosters.names import looks_named
from teamtide.exchange.rosters.nobody import is_footer, is_nobody, is_undisclosed
from teamtide.exchange.rosters.tables import Table

SAYS_NOTHING = frozenset(
    ("n/a", "na", "n/d", "nd", "-", "–", "—", "--", "none", "null", "nan", "#n/a", ".", "?", "nil")
)
_BROKEN = re.compile(r"#(¡?valor!|value!|ref!|n/a|name\?|wert!|bezug!|nome\?|div/0!)", re.I)
_NAMES = ("id", "name", "first_name", "last_name", "middle_name", "second_last_name", "infix")
VACANT = ("this is a post and not a person; the row was left out", "posts without a holder")


class Sifted:
    """The rows of a table, and of them those that may be people or posts.

    Attributes:
        rows: Rows of the grid in which a column that is used holds anything.
        kept: Those of them that may be people or posts.
        raw: The names of those as they are written, in one piece.
        heading: {row: heading above it}, for tables without a column of teams.
        headings: Those headings.
        said: How many rows were left out, by kind.
        name_at: The column that names a row.
    """

    def __init__(self, table: Table, findings: Findings) -> None:
        """Sift a table; what is left out is noted in `findings`."""
        self.table = table
        self.grid = table.grid
        self.findings = findings
        self.used = sorted(set(table.columns.values()))
        self.name_at = _name_column(table)
        self.said: Counter[str] = Counter()
        self.heading: dict[int, str] = {}
        self.headings: list[str] = []
        self.raw: list[str] = []
        self._bare = False
        self.rows = rows_of(table)
        names = self._names(self.rows)
        seen = [name for name in names[:80] if name]
        self._single = sum(" " not in name for name in seen) * 2 > len(seen)
        self.kept = self._kept(names)

    def filled(self, row: int) -> int:
        """How many of the columns that are used hold something in a row."""
        cells = self.grid.rows[row]
        return sum(cells[column] is not None for column in self.used)

    def problem(self, row: int, column: int, said: str, kind: str = "") -> None:
        """Note what is wrong with a row, and the kind to sum it up under."""
        cell = self.grid.rows[row][column]
        self.findings.problem(self.grid.address(row, column), cell, said)
        if kind:
            self.said[kind] += 1

    def _names(self, rows: list[int]) -> list[str]:
        texts, columns = (
            {name: text_column(self.table, name, rows) for name in _NAMES},
            self.table.columns,
        )
        whole = texts["name"]
        if self.table.sort == "numbered":
            return [
                f"Employee {code}" if code and not is_footer(code) else code for code in texts["id"]
            ]
        if not ("first_name" in columns and "last_name" in columns):
            if "second_last_name" not in self.table.beside:
                return whole
            pairs = zip(whole, texts["second_last_name"], strict=True)
            return [f"{first} {second}".strip() for first, second in pairs]
        names = []
        for place, first in enumerate(texts["first_name"]):
            if whole[place]:
                names.append(whole[place])
                continue
            last = texts["last_name"][place]
            parts = [
                *(first, texts["middle_name"][place], texts["infix"][place], last),
                texts["second_last_name"][place],
            ]
            parts = [part for part in parts if part and not _BROKEN.fullmatch(part)]
            if first and first == last:
                parts = [first]
            full = " ".join(parts)
            names.append(" ".join(full.replace(",", " ").split()) if "," in full else full)
        return names

    # --- rows that are nobody by their name -------------------------------------------------

    def _kept(self, names: list[str]) -> list[int]:
        """The rows that may be people or posts; the others are reported."""
        kept = []
        heading = ""
        rows = self.grid.rows
        width = self.grid.width
        lonely = sum(rows[row].count(None) >= width - 1 for row in self.rows)
        self._bare = lonely * 2 > len(self.rows)
        for place, row in enumerate(self.rows):
            raw = names[place]
            if rows[row].count(None) >= width - 1:
                alone = self._alone(place, raw)
                if alone:
                    heading = heading if alone == "-" else alone
                    continue
            if self.table.sort != "posts" and (wrong := self._nobody(row, raw)):
                self.problem(row, self.name_at, *wrong)
                continue
            kept.append(row)
            self.raw.append(raw)
            if heading:
                self.heading[row] = heading
        return kept

    def _nobody(self, row: int, raw: str) -> tuple[str, str] | None:
        """Why a row is no person by its name, and the kind to sum it up under; None where it is."""
        if not raw:
            texts = [cell.strip() for cell in self.grid.rows[row] if isinstance(cell, str)]
            if any(is_footer(text) for text in texts):
                return "this is a total or a remark and not a person; the row was left out", ""
            if any(is_nobody(text) for text in texts if text.casefold() not in SAYS_NOTHING):
                return VACANT
            return "expected a name; the row was left out", "without a name"
        if is_undisclosed(raw):
            return None
        if is_nobody(raw):
            return VACANT
        if len(raw) > 200:
            return "expected a name; this is a long text, and the row was left out", ""
        if not (raw[0].isalpha() or any(map(str.isalpha, raw))):
            return "expected a name with letters; the row was left out", ""
        if is_footer(raw) and self.filled(row) <= max(2, len(self.used) // 2):
            return "this is a total or a remark and not a person; the row was left out", ""
        return None

    def _alone(self, place: int, raw: str) -> str:
        """What a lone text among rows is: a heading (its text), a remark (“-”), or a person."""
        row = self.rows[place]
        cells = self.grid.rows[row]
        if len(cells) < 3 or len(self.used) < 2:
            return ""
        column = next((c for c, cell in enumerate(cells) if cell is not None), 0)
        cell = cells[column]
        if not isinstance(cell, str):
            return ""
        text = " ".join(cell.split())
        if is_nobody(text) or is_footer(text) or not any(map(str.isalpha, text)):
            return ""
        named = looks_named(text)
        if column == self.name_at and raw:
            least = 0.5 if self._bare else 0.6
            if named >= least or (self._bare and self._single and named > 0):
                return ""
        after = self.rows[place + 1] if place + 1 < len(self.rows) else None
        above = after is not None and len(cells) - self.grid.rows[after].count(None) >= 2
        if above and len(text) <= 60 and "team" not in self.table.columns:
            self.headings.append(text)
            self.problem(
                row, column, "this is a heading; the people below it were put into that team"
            )
            return text
        what = "heading" if above else "remark"
        self.problem(row, column, f"this is a {what} and not a person; the row was left out")
        return "-"


def rows_of(table: Table) -> list[int]:
    """The rows of a table in which a column that is used holds anything."""
    used = sorted(set(table.columns.values()))
    first, *others = [_name_column(table), *(c for c in used if c != _name_column(table))]
    rows = table.grid.rows
    found = []
    for index in range(table.header + 1, table.end):
        row = rows[index]
        if row[first] is None and not any(row[column] is not None for column in others):
            if table.right is None or row.count(None) == len(row) or "team" in table.columns:
                continue
            inside = row[table.left : table.right]
            if not any(isinstance(cell, str) for cell in inside):
                continue
        if index not in table.skipped:
            found.append(index)
    return found


def _name_column(table: Table) -> int:
    for name in ("name", "last_name", "id", "title", "team"):
        if name in table.columns:
            return table.columns[name]
    return 0
