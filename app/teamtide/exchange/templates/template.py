"""A lead's own workbook: its sheets, names and tables, looked at and not yet touched."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.books.packages import OLE, ZIP, check_package, damaged
from teamtide.exchange.templates.areas import Area, area_of
from teamtide.exchange.templates.sheet_part import SheetPart
from teamtide.exchange.templates.xml_bytes import Garbled, Node, cell_text, parse, text_in

MOST_UNPACKED = 64 * 2**20
"""Bytes of XML; what is larger is a data file and no template."""


@dataclass(frozen=True, slots=True)
class SheetAt:
    """A sheet: its name, the part that holds it, and whether it is hidden."""

    name: str
    part: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A name of the workbook; `area` is None where it is a formula or several areas."""

    name: str
    text: str
    area: Area | None
    node: Node


@dataclass(frozen=True, slots=True)
class ExcelTable:
    """A table that Excel knows as one (Insert ▸ Table): header row, rows, perhaps a total row."""

    name: str
    part: str
    area: Area
    total: bool
    header: bool


class Template:
    """A workbook that is to be filled. Nothing here changes it."""

    def __init__(self, path: Path) -> None:
        """Open `path`.

        Raises:
            Unreadable: it is none, or none that can be filled without loss; the message says why.
        """
        self.path = path
        self.name = path.name
        self._sheets: dict[str, SheetPart] = {}
        try:
            data = path.read_bytes()
        except OSError as error:
            reason = error.strerror or "it could not be opened"
            raise Unreadable(f"{self.name} can't be read: {reason}.") from None
        if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable(
                f"{self.name} is protected by a password. Save a copy without one and choose that."
            )
        if data.startswith(ZIP):
            check_package(self.name, data, apart=False)
        if b"[Content_Types].xml" not in data or b"xl/workbook.bin" in data:
            raise Unreadable(
                f"{self.name} is no .xlsx or .xlsm workbook. Open it in a spreadsheet program and "
                "save it as .xlsx."
            )
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.entries = self.archive.infolist()
        self.parts = {entry.filename for entry in self.entries}
        size = sum(entry.file_size for entry in self.entries if entry.filename.endswith(".xml"))
        if size > MOST_UNPACKED:
            raise Unreadable(
                f"{self.name} holds {size / 2**20:,.0f} MB of cells, too much for a template. Keep "
                "only the sheets that are to be filled."
            )
        if any(name.startswith("_xmlsignatures/") for name in self.parts):
            raise Unreadable(
                f"{self.name} is signed, and a filled copy would no longer be what was signed. "
                "Remove the signature (File ▸ Info in Excel) and choose it again."
            )
        try:
            self._open()
        except Unreadable:
            raise
        except (Garbled, KeyError, ValueError, zipfile.BadZipFile, RuntimeError):
            raise Unreadable(damaged(self.name)) from None

    def _open(self) -> None:
        if "xl/workbook.xml" in self.parts:
            self.workbook_part = "xl/workbook.xml"
        else:
            found = self._related("", "_rels/.rels", "officeDocument")
            if not found:
                raise Garbled("there is no workbook in it")
            self.workbook_part = found[0]
        self.workbook_xml = self.read(self.workbook_part)
        self.workbook = parse(self.workbook_xml)
        places = self._relations(self.workbook_part)
        sheets = self.workbook.child("sheets")
        self.sheets = tuple(
            SheetAt(
                node.attributes["name"], part, node.attributes.get("state", "").endswith("idden")
            )
            for node in (sheets.all("sheet") if sheets is not None else ())
            if (part := places.get(_id_of(node), ("", ""))[1]) in self.parts
            and places[_id_of(node)][0].endswith("/worksheet")
        )
        properties = self.workbook.child("workbookPr")
        self.from_1904 = properties is not None and properties.attributes.get("date1904") in (
            "1",
            "true",
        )

    def read(self, part: str) -> bytes:
        """The bytes of a part.

        Raises:
            Unreadable: the archive is broken there.
        """
        try:
            return self.archive.read(part)
        except (zipfile.BadZipFile, zlib.error, EOFError, KeyError, RuntimeError):
            raise Unreadable(damaged(self.name)) from None

    def parsed(self, part: str) -> Node:
        """The root element of a part.

        Raises:
            Unreadable: it is no XML we may touch.
        """
        try:
            return parse(self.read(part))
        except Garbled as error:
            raise Unreadable(
                f"{part} in {self.name} can't be read: {error}. Open the workbook in a spreadsheet "
                "program and save it again as .xlsx."
            ) from None

    def sheet(self, name: str) -> SheetPart:
        """A sheet's cells.

        Raises:
            Unreadable: its XML is nothing we may touch.
        """
        if name not in self._sheets:
            part = next(sheet.part for sheet in self.sheets if sheet.name == name)
            try:
                self._sheets[name] = SheetPart(name, self.read(part), lambda: self._strings)
            except (Garbled, KeyError, ValueError) as error:
                raise Unreadable(
                    f"The sheet {name} of {self.name} can't be changed without loss: {error}. "
                    "Open it in a spreadsheet program and save it again as .xlsx."
                ) from None
        return self._sheets[name]

    def sheet_named(self, name: str) -> str | None:
        """The name of a sheet as the workbook writes it."""
        wanted = name.strip().casefold()
        return next((s.name for s in self.sheets if s.name.casefold() == wanted), None)

    @cached_property
    def macros(self) -> bool:
        """Whether its kind is one that has macros."""
        return b"sheet.macroEnabled" in self.content_types or (
            b"template.macroEnabled" in self.content_types
        )

    @cached_property
    def content_types(self) -> bytes:
        """The part that says what every part is."""
        return self.read("[Content_Types].xml")

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """The names the workbook defines, in order."""
        found = self.workbook.child("definedNames")
        made = []
        order = self.workbook.child("sheets")
        titles = [n.attributes.get("name", "") for n in order.all("sheet")] if order else []
        for node in found.all("definedName") if found is not None else ():
            text = text_in(self.workbook_xml, node).strip().removeprefix("=")
            area = area_of(text)
            scope = node.whole("localSheetId", len(titles))
            if area is not None and not area.sheet and scope < len(titles):
                area = Area(titles[scope], area.top, area.left, area.bottom, area.right)
            made.append(DefinedName(node.attributes.get("name", ""), text, area, node))
        return tuple(made)

    @cached_property
    def tables(self) -> tuple[ExcelTable, ...]:
        """The tables of all sheets."""
        made = []
        for sheet in self.sheets:
            for part in self.related(sheet.part, "/table"):
                root = self.parsed(part)
                area = area_of(root.attributes.get("ref", ""))
                if area is None:
                    continue
                made.append(
                    ExcelTable(
                        root.attributes.get("displayName", root.attributes.get("name", "")),
                        part,
                        Area(sheet.name, area.top, area.left, area.bottom, area.right),
                        root.whole("totalsRowCount") > 0,
                        root.attributes.get("headerRowCount", "1") != "0",
                    )
                )
        return tuple(made)

    def drawn(self, sheet: str) -> list[tuple[str, Area]]:
        """Pictures, charts and shapes of a sheet, and the cells they cover."""
        part = next(one.part for one in self.sheets if one.name == sheet)
        made = []
        for drawing in self.related(part, "/drawing"):
            data = self.read(drawing)
            for node in self.parsed(drawing).children:
                first, last = node.child("from"), node.child("to")
                if first is None:
                    continue
                top, left = _corner(data, first)
                bottom, right = _corner(data, last) if last is not None else (top, left)
                kinds = {inner.name for inner in node.walk()}
                what = "chart" if "graphicFrame" in kinds else "picture or shape"
                made.append((what, Area(sheet, top, left, bottom, right)))
        return made

    def related(self, part: str, kind: str) -> list[str]:
        """The parts that a part points to, of a kind such as `/table`."""
        return [
            p for k, p in self._relations(part).values() if k.endswith(kind) and p in self.parts
        ]

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        folder, name = posixpath.split(part)
        relations = f"{folder}/_rels/{name}.rels".lstrip("/")
        if relations not in self.parts:
            return {}
        found = {}
        for node in self.parsed(relations).all("Relationship"):
            if node.attributes.get("TargetMode") == "External":
                continue
            target = node.attributes.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
            kind = node.attributes.get("Type", "")
            found[node.attributes.get("Id", "")] = (kind, posixpath.normpath(path))
        return found

    def _related(self, folder: str, relations: str, kind: str) -> list[str]:
        if relations not in self.parts:
            return []
        return [
            posixpath.normpath(
                posixpath.join(folder, node.attributes.get("Target", "").lstrip("/"))
            )
            for node in self.parsed(relations).all("Relationship")
            if node.attributes.get("Type", "").endswith("/" + kind)
        ]

    @cached_property
    def _strings(self) -> list[str]:
        found = self.related(self.workbook_part, "/sharedStrings")
        if not found:
            return []
        data = self.read(found[0])
        texts = []
        for item in self.parsed(found[0]).all("si"):
            parts = [n for n in item.children if n.name == "t"]
            for run in item.all("r"):
                parts += run.all("t")
            texts.append(cell_text("".join(text_in(data, n) for n in parts)))
        return texts


def _id_of(node: Node) -> str:
    return next((v for k, v in node.attributes.items() if k.rpartition(":")[2] == "id"), "")


def _corner(data: bytes, node: Node) -> tuple[int, int]:
    row, column = node.child("row"), node.child("col")
    numbers = (text_in(data, one).strip() for one in (row, column))
    first, second = (int(one) + 1 if one.isdigit() else 1 for one in numbers)
    return first, second
