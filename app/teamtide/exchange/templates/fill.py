"""A lead's own workbook, filled with tables of a plan.

Only the parts that hold filled cells are changed, and in them only those cells; everything else in
the file is copied byte by byte. openpyxl would read the workbook and write what it knows of it, and
lose shapes, sparklines, slicers, form controls and whatever a chart has beyond its own model.
"""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from pathlib import Path

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import replacing
from teamtide.exchange.templates.areas import Area, area_of
from teamtide.exchange.templates.fitting import Fit, Unfit, fit
from teamtide.exchange.templates.new_styles import Styles
from teamtide.exchange.templates.places import Place, place_called, places_of, table_called
from teamtide.exchange.templates.reaching import References
from teamtide.exchange.templates.sheet_part import CellPart
from teamtide.exchange.templates.sheet_writing import SheetWriting
from teamtide.exchange.templates.tables import TITLES, Source, Table, make_table
from teamtide.exchange.templates.template import Template
from teamtide.exchange.templates.xml_bytes import Edits, parse

Progress = Callable[[float], None]


@dataclass(frozen=True)
class Filling:
    """What is to be written where, worked out and held against the workbook."""

    template: Template
    fits: tuple[Fit, ...]
    stale: Mapping[str, list[CellPart]]
    notes: tuple[str, ...]


def chosen_places(template: Template, wanted: Mapping[str, str]) -> list[tuple[Place, str]]:
    """The places to fill, each with the name of its table.

    Args:
        template: The workbook.
        wanted: Tables by place as the user says it; an empty table leaves a place out. Places that
            say themselves what they want are filled too.

    Raises:
        Unfit: a name means nothing in this workbook, or no table; or nothing is to be filled.
    """
    places = places_of(template)
    chosen = {place: place.table for place in places if place.table}
    for name, table in wanted.items():
        place = place_called(template, name, places)
        if place is None:
            raise Unfit(
                f"{template.name} has no name, table, sheet or cell “{name}”. It has "
                f"{_some([one.name for one in places])}; a cell is written Sheet1!B4."
            )
        known = table_called(table)
        if table and not known:
            raise Unfit(f"There is no table “{table}”. There are {', '.join(TITLES)}.")
        chosen[place] = known
    lost = [place for place in places if place.marker and not place.table and place not in chosen]
    if lost:
        raise Unfit(
            f"{lost[0].name} asks for a table that there is not. There are {', '.join(TITLES)}."
        )
    filled = [(place, table) for place, table in chosen.items() if table]
    if not filled:
        raise Unfit(
            f"{template.name} does not say where a table goes. Give a cell the name teamtide_moves "
            "(in Excel: the box left of the formula), write {{teamtide:moves}} into a cell, or use "
            f"--map Sheet1=moves. There are {', '.join(TITLES)}."
        )
    return filled


def plan_filling(source: Source, template: Template, wanted: Mapping[str, str]) -> Filling:
    """Work out what goes where, and whether all of it may.

    Raises:
        Unfit: something does not fit; the message names all of it.
        Unreadable: a sheet can't be changed without loss.
    """
    made: dict[str, Table] = {}
    fits: list[Fit] = []
    problems: list[str] = []
    for place, name in chosen_places(template, wanted):
        if name not in made:
            made[name] = make_table(source, name)
        try:
            fits.append(fit(template, place, made[name]))
        except Unfit as problem:
            problems.append(_begun(str(problem)))
    problems += _overlapping(fits)
    references = References(template)
    problems += dict.fromkeys(references.check(fits))
    if problems:
        more = f" There are {len(problems) - 5} more." if len(problems) > 5 else ""
        raise Unfit(" ".join(problems[:5]) + more)
    notes = [note for one in fits for note in one.notes]
    notes += _printed(template, fits)
    stale = references.stale(fits)
    count = sum(len(cells) for cells in stale.values())
    if count:
        formulas = "1 formula refers" if count == 1 else f"{count} formulas may refer"
        notes.append(
            f"{formulas} to what is filled: calculated as soon as the workbook is opened, and "
            "blank in a preview that does not calculate."
        )
    return Filling(template, tuple(fits), stale, tuple(dict.fromkeys(notes)))


def fill_template(
    source: Source,
    template: Template,
    out: Path,
    wanted: Mapping[str, str],
    progress: Progress | None = None,
) -> Filling:
    """Fill a workbook and write it as another.

    Args:
        source: The plan, and the loads of the scenarios wanted.
        template: The workbook; it stays as it is.
        out: Where to; an existing file is replaced when the new one is whole.
        wanted: Tables by place; see `chosen_places`.
        progress: Told the part that is done; an exception it raises leaves the old file.

    Returns:
        What was filled, with what one should know of it.

    Raises:
        Unfit: something does not fit.
        Unreadable: a sheet can't be changed without loss.
        Unwritable: the name or the folder of `out` won't do.
    """
    tell = progress or (lambda _: None)
    _check_name(template, out)
    tell(0.1)
    filling = plan_filling(source, template, wanted)
    tell(0.4)
    changed = changed_parts(filling)
    tell(0.7)
    with replacing(out) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for entry in template.entries:
            # A folder is an entry too, and an entry keeps its date and its compression.
            data = changed.get(entry.filename) or template.read(entry.filename)
            archive.writestr(copy(entry), data)
    tell(1.0)
    return filling


def changed_parts(filling: Filling) -> dict[str, bytes]:
    """The parts that differ from the template's, by name."""
    template, fits, stale = filling.template, filling.fits, filling.stale
    part_of = {sheet.name: sheet.part for sheet in template.sheets}
    style_part = next(iter(template.related(template.workbook_part, "/styles")), "")
    if style_part:
        template.parsed(style_part)  # which says what is wrong with it
    styles = Styles(template.read(style_part) if style_part else b"<styleSheet/>")
    changed: dict[str, bytes] = {}
    for name, part in part_of.items():
        here = [one for one in fits if one.place.area.sheet == name]
        if here or name in stale:
            writing = SheetWriting(template.sheet(name), styles, template.from_1904)
            changed[part] = writing.write(here, stale.get(name, []))
    if style_part:
        changed[style_part] = styles.done()
    for one in fits:
        if one.place.excel is not None and not one.place.excel.total:
            part = one.place.excel.part
            changed[part] = _resized(template, template.read(part), one)
    if stale:
        changed[template.workbook_part] = _calculated_on_opening(template)
    changed["[Content_Types].xml"] = _no_template(template.content_types)
    return {k: v for k, v in changed.items() if v != template.read(k)}


def _overlapping(fits: list[Fit]) -> list[str]:
    return [
        f"{one.place.name} and {other.place.name} would be filled over one another. Move one of "
        "them in the template."
        for number, one in enumerate(fits)
        for other in fits[:number]
        if one.place.area.sheet == other.place.area.sheet and one.area.meets(other.area)
    ]


def _printed(template: Template, fits: list[Fit]) -> Iterator[str]:
    """A sentence for every sheet that is printed only in part."""
    for name in template.names:
        area = name.area
        if name.name != "_xlnm.Print_Area" or area is None:
            continue
        for one in fits:
            if area.sheet == one.place.area.sheet and area.bottom < one.last:
                yield (
                    f"{area.sheet} is printed down to row {area.bottom} only, and the table "
                    f"{one.table.name} goes to row {one.last}."
                )


def _resized(template: Template, data: bytes, one: Fit) -> bytes:
    """A table of Excel that reaches to the last row written, and to whatever the lead has below."""
    root = parse(data)
    area = one.place.area
    sheet = template.sheet(area.sheet)
    others = [c for c in range(area.left, area.right + 1) if c not in one.columns]
    bottom = next(
        (
            row
            for row in range(area.bottom, one.last, -1)
            if any(sheet.holds(row, column) for column in others)
        ),
        one.last,
    )
    edits = Edits(data)
    # Its own cells, and those that it filters and sorts.
    for node in root.walk():
        old = area_of(node.attributes.get("ref", ""))
        if old is not None and old.bottom == area.bottom:
            ref = str(Area("", old.top, old.left, bottom, old.right))
            edits.attribute(node, "ref", ref)
    return edits.done()


def _calculated_on_opening(template: Template) -> bytes:
    edits = Edits(template.workbook_xml)
    node = template.workbook.child("calcPr")
    prefix = template.workbook.prefix
    if node is not None:
        edits.attribute(node, "fullCalcOnLoad", "1")
        return edits.done()
    # The schema wants it after the names, or else after the sheets and what may follow them.
    before = ("definedNames", "externalReferences", "functionGroups", "sheets")
    last = next(n for name in before if (n := template.workbook.child(name)) is not None)
    edits.insert(last.end, f'<{prefix}calcPr fullCalcOnLoad="1"/>'.encode())
    return edits.done()


def _no_template(content_types: bytes) -> bytes:
    """What a workbook made of a template file (.xltx) says it is."""
    return content_types.replace(
        b"spreadsheetml.template.main+xml", b"spreadsheetml.sheet.main+xml"
    ).replace(
        b"vnd.ms-excel.template.macroEnabled.main+xml", b"vnd.ms-excel.sheet.macroEnabled.main+xml"
    )


def _check_name(template: Template, out: Path) -> None:
    if out.exists() and out.samefile(template.path):
        raise Unwritable(
            f"{out.name} is the template itself; choose another name, so that it can be filled "
            "again."
        )
    wanted = ".xlsm" if template.macros else ".xlsx"
    if out.suffix.lower() != wanted:
        why = "has macros" if template.macros else "has no macros"
        raise Unwritable(
            f"{template.name} {why}, so the filled workbook has to be called "
            f"{out.stem}{wanted}; Excel would not open it as {out.name}."
        )


def _begun(sentence: str) -> str:
    """A sentence that may begin with what a table is called."""
    return "T" + sentence[1:] if sentence.startswith("the table ") else sentence


def _some(names: list[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:8])
    return shown + (f" and {len(names) - 8} more" if len(names) > 8 else "")
