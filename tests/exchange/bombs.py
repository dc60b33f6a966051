"""Files that mean harm, built where they are needed: archives by hand, so that they can lie."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
LAUGHS = (
    '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)
"""Ten letters, ten times over, ten times: &j; is ten thousand million of them."""


def cell(reference: str, text: str) -> str:
    return f'<c r="{reference}" t="inlineStr"><is><t>{text}</t></is></c>'


def people(count: int) -> str:
    """Rows of a sheet with that many people."""
    head = f'<row r="1">{cell("A1", "Name")}{cell("B1", "Team")}</row>'
    return head + "".join(
        f'<row r="{r}">{cell(f"A{r}", f"Ana Lima {r}")}{cell(f"B{r}", "Ops")}</row>'
        for r in range(2, count + 2)
    )


FAR = (
    f'<row r="1">{cell("A1", "Name")}</row><row r="1048576">{cell("XFD1048576", "far away")}</row>'
)
"""Two cells with 17 thousand million between them."""


def xlsx(
    path: Path, sheets: Sequence[str], *, strings: str = "", before_workbook: str = ""
) -> Path:
    """A workbook from the rows of its sheets as XML, and the shared strings as XML."""
    names = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"/>' for n in range(1, len(sheets) + 1)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    if strings:
        links += f'<Relationship Id="rs" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{before_workbook}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheets>{names}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f"{links}</Relationships>",
    }
    if strings:
        parts["xl/sharedStrings.xml"] = strings
    for number, rows in enumerate(sheets, 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = (
            f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}' if "<?xml" not in text else text)
    return path


def ods(path: Path, tables: str, *, encrypted: bool = False) -> Path:
    """A document of OpenOffice from its tables as XML."""
    key = "<manifest:encryption-data/>" if encrypted else ""
    space = "urn:oasis:names:tc:opendocument:xmlns"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "META-INF/manifest.xml",
            f'<manifest:manifest xmlns:manifest="{space}:manifest:1.0"><manifest:file-entry '
            'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
            f'spreadsheet"/><manifest:file-entry manifest:full-path="content.xml">{key}'
            "</manifest:file-entry></manifest:manifest>",
        )
        archive.writestr(
            "content.xml",
            f'<office:document-content xmlns:office="{space}:office:1.0" '
            f'xmlns:table="{space}:table:1.0" xmlns:text="{space}:text:1.0"><office:body>'
            f"<office:spreadsheet>{tables}</office:spreadsheet></office:body>"
            "</office:document-content>",
        )
    return path


def ods_table(rows: int, columns: int) -> str:
    """One cell, repeated."""
    return (
        f'<table:table table:name="A"><table:table-row table:number-rows-repeated="{rows}">'
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{columns}">'
        "<text:p>x</text:p></table:table-cell></table:table-row></table:table>"
    )


def blown(text: bytes, times: int, *, last: bool = True) -> bytes:
    """A deflated stream of a text many times over, made as fast as one of it.

    Where it is not the `last`, another may be laid behind it.
    """
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    once = machine.compress(text) + machine.flush(zlib.Z_FULL_FLUSH)
    end = zlib.compressobj(9, zlib.DEFLATED, -15).flush() if last else b""
    return once * times + end


def checksum(text: bytes, times: int, found: int) -> int:
    """Of a text many times over, after something whose checksum is `found`."""
    for _ in range(times):
        found = zlib.crc32(text, found)
    return found


def archive(path: Path, parts: Iterable[tuple[str, bytes, int, int]]) -> Path:
    """An archive of parts: a name, a deflated stream, its checksum, and the size it claims."""
    out, directory, count = bytearray(), bytearray(), 0
    for name, packed, crc, claimed in parts:
        label = name.encode()
        fields = struct.pack(
            "<HHHHHIIIHH", 20, 0, 8, 0, 33, crc, len(packed), claimed, len(label), 0
        )
        directory += b"PK\x01\x02" + struct.pack("<H", 20) + fields
        directory += struct.pack("<HHHII", 0, 0, 0, 0, len(out)) + label
        out += b"PK\x03\x04" + fields + label + packed
        count += 1
    end = struct.pack("<HHHHIIH", 0, 0, count, count, len(directory), len(out), 0)
    path.write_bytes(bytes(out) + bytes(directory) + b"PK\x05\x06" + end)
    return path
