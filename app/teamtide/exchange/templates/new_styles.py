"""Styles that a filled workbook needs beside those it has: the same look, with another format.

A day in a cell without a format would show as 46,000, and a text that begins like a formula would
become one when it is edited. Styles are only added at the end; those that are there stay.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from teamtide.exchange.templates.xml_bytes import Edits, Node, parse

_FORMATS = {"day": 14, "percent": 9, "days": 164}
"""Built-in formats; that of `days`, `#,##0.0`, is none and gets a number of its own."""
_DAYS_CODE = "#,##0.0"


@dataclass
class Styles:
    """The styles of a workbook, and those added to it."""

    data: bytes
    _made: dict[tuple[int, str, bool], int] = field(default_factory=dict)
    _added: list[bytes] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read what is there."""
        self._root = parse(self.data)
        self._formats = self._root.child("cellXfs")
        self._known: list[Node] = self._formats.all("xf") if self._formats is not None else []
        numbers = self._root.child("numFmts")
        self._numbers = numbers
        used = [n.whole("numFmtId") for n in numbers.all("numFmt")] if numbers else []
        self._days_number = max([163, *used]) + 1
        self._days_used = False

    def style(self, base: int, kind: str, *, quoted: bool = False) -> int:
        """A style that looks like `base` and shows a value of `kind`.

        Args:
            base: The number of a style of the workbook.
            kind: `day`, `percent`, `days`, or another word where any format will do.
            quoted: For text that begins like a formula.
        """
        if base >= len(self._known):
            return base
        general = self._known[base].attributes.get("numFmtId", "0") == "0"
        wanted = kind if general and kind in _FORMATS else ""
        if not wanted and not quoted:
            return base
        key = (base, wanted, quoted)
        if key not in self._made:
            self._made[key] = len(self._known) + len(self._added)
            self._added.append(self._like(self._known[base], wanted, quoted))
        return self._made[key]

    def _like(self, node: Node, kind: str, quoted: bool) -> bytes:
        raw = self.data[node.start : node.end]
        edits = Edits(raw)
        own = Node(node.tag, node.attributes, 0, node.inner - node.start)
        if kind:
            number = self._days_number if kind == "days" else _FORMATS[kind]
            self._days_used = self._days_used or kind == "days"
            edits.attribute(own, "numFmtId", str(number))
            edits.attribute(own, "applyNumberFormat", "1")
        if quoted:
            edits.attribute(own, "quotePrefix", "1")
        return edits.done()

    def done(self) -> bytes:
        """The part with the added styles; the same bytes where none was."""
        if not self._added or self._formats is None:
            return self.data
        edits = Edits(self.data)
        edits.insert(self._formats.after, b"".join(self._added))
        count = len(self._known) + len(self._added)
        edits.attribute(self._formats, "count", str(count))
        if self._days_used:
            self._add_format(edits)
        return edits.done()

    def _add_format(self, edits: Edits) -> None:
        prefix = self._root.prefix
        made = (
            f'<{prefix}numFmt numFmtId="{self._days_number}" formatCode="{_DAYS_CODE}"/>'
        ).encode()
        if self._numbers is None:
            whole = b"<" + prefix.encode() + b'numFmts count="1">' + made
            whole += b"</" + prefix.encode() + b"numFmts>"
            edits.insert(self._root.inner, whole)
        elif self._numbers.empty:
            whole = b"<" + prefix.encode() + b'numFmts count="1">' + made
            whole += b"</" + prefix.encode() + b"numFmts>"
            edits.replace(self._numbers.start, self._numbers.end, whole)
        else:
            edits.insert(self._numbers.after, made)
            count = len(self._numbers.children) + 1
            edits.attribute(self._numbers, "count", str(count))
