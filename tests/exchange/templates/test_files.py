"""Which files can be filled, under which name, and what becomes of damaged ones."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.books.grids import Unreadable
from teamtide.exchange.templates.fill import fill_template
from teamtide.exchange.templates.fitting import Unfit
from teamtide.exchange.templates.tables import Source
from teamtide.exchange.templates.template import Template
from teamtide.plan.rows import Person
from tests.exchange.templates.company import company_workbook
from tests.exchange.templates.filling import (
    OLE,
    book,
    filled,
    parts,
    rewritten,
    staff,
    values,
)
from tests.searching import searched

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")


def test_that_the_name_fits_the_kind_of_workbook(tmp_path: Path, source: Source) -> None:
    path = company_workbook(tmp_path / "company.xltx", ending="template")
    with pytest.raises(Unwritable, match=r"called out\.xlsx"):
        filled(source, path, name="out.xlsm")
    out, _ = filled(source, path)
    assert b"spreadsheetml.sheet.main+xml" in parts(out)["[Content_Types].xml"]
    load_workbook(out).close()


def test_that_macros_stay_and_need_their_ending(tmp_path: Path, source: Source) -> None:
    path = book(tmp_path, staff)
    macros = tmp_path / "macros.xlsm"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(macros, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "[Content_Types].xml":
                data = data.replace(
                    b"vnd.openxmlformats-officedocument.spreadsheetml.sheet.main",
                    b"vnd.ms-excel.sheet.macroEnabled.main",
                )
            new.writestr(entry, data)
        new.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macros")
    with pytest.raises(Unwritable, match=r"has macros.*out\.xlsm"):
        filled(source, macros, {"Staff": "people"})
    out, _ = filled(source, macros, {"Staff": "people"}, "out.xlsm")
    assert parts(out)["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macros"


def test_that_the_template_itself_is_not_overwritten(company: Path, source: Source) -> None:
    before = company.read_bytes()
    with pytest.raises(Unwritable, match="template itself"):
        filled(source, company, name=company.name)
    assert company.read_bytes() == before


def test_that_a_cancelled_filling_leaves_the_old_file(company: Path, source: Source) -> None:
    out = company.with_name("out.xlsx")
    out.write_bytes(b"the old one")

    def cancel(done: float) -> None:
        if done > 0.6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        fill_template(source, Template(company), out, {}, cancel)
    assert out.read_bytes() == b"the old one"
    assert sorted(p.name for p in company.parent.iterdir()) == ["company.xlsx", "out.xlsx"]


def test_that_one_template_can_be_filled_twice(company: Path, source: Source) -> None:
    template = Template(company)
    outs = [company.with_name(f"out{n}.xlsx") for n in (1, 2)]
    for out in outs:
        fill_template(source, template, out, {})
    assert parts(outs[0]) == parts(outs[1])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"Name;FTE\n", "no .xlsx"),
        (OLE + "Workbook".encode("utf-16-le"), "no .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
        (b"PK\x03\x04 nothing", "damaged"),
    ],
)
def test_that_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "own.xlsx"
    path.write_bytes(content)
    with pytest.raises(Unreadable, match=said):
        Template(path)
    with pytest.raises(Unreadable, match="can't be read"):
        Template(tmp_path / "none.xlsx")


def test_that_sheets_with_prefixed_names_are_filled_alike(tmp_path: Path, source: Source) -> None:
    def prefixed(data: bytes) -> bytes:
        data = re.sub(rb"<(/?)(?![?!x])", rb"<\1x:", data)
        return data.replace(b"xmlns=", b"xmlns:x=")

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", prefixed)
    out, _ = filled(source, path, {"Staff": "people"})
    names = [row.name for row in source.state.rows(Person)]
    assert [row[0] for row in values(out, "Staff", "B4:B17")] == names


def test_that_addresses_may_be_left_out(tmp_path: Path, source: Source) -> None:
    def bare(data: bytes) -> bytes:
        rows = b'<sheetData><row/><row spans="1:2"/><row><c/><c t="str"><v>Name</v></c></row>'
        rows += b'<row r="5" spans="2:2"/></sheetData>'
        return re.sub(rb"<sheetData>.*</sheetData>", rows, data)

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", bare)
    out, _ = filled(source, path, {"Staff": "people"})
    names = [row.name for row in source.state.rows(Person)]
    assert [row[0] for row in values(out, "Staff", "B4:B17")] == names


def test_that_a_part_with_entities_is_refused(tmp_path: Path, source: Source) -> None:
    def bomb(data: bytes) -> bytes:
        return b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>' + data

    path = rewritten(book(tmp_path, staff), "xl/worksheets/sheet1.xml", bomb)
    with pytest.raises(Unreadable, match="document type"):
        filled(source, path, {"Staff": "people"})


def test_that_a_signed_workbook_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path, staff)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<Signature/>")
    with pytest.raises(Unreadable, match="signed"):
        Template(path)


@pytest.fixture(scope="module")
def company_parts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return parts(company_workbook(tmp_path_factory.mktemp("parts") / "company.xlsx"))


PIECES = [b'"', b"<", b"/>", b"999999999", b"-1", b"A", b"&", b"</c>", b'r="ZZZZ9"', b"\xff", b""]


@searched(60)
@given(st.data())
def test_that_a_damaged_template_is_filled_or_refused_in_a_sentence(
    source: Source,
    company_parts: dict[str, bytes],
    tmp_path_factory: pytest.TempPathFactory,
    data: st.DataObject,
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    made = dict(company_parts)
    part = data.draw(st.sampled_from([p for p in made if p.endswith((".xml", ".rels"))]))
    if data.draw(st.booleans()):
        at = data.draw(st.integers(0, len(made[part]) - 1))
        gone = data.draw(st.sampled_from([0, 1, 3]))
        piece = data.draw(st.sampled_from(PIECES))
        made[part] = made[part][:at] + piece + made[part][at + gone :]
    else:
        del made[part]
    with zipfile.ZipFile(folder / "own.xlsx", "w") as archive:
        for name, content in made.items():
            archive.writestr(name, content)
    try:
        fill_template(source, Template(folder / "own.xlsx"), folder / "out.xlsx", {})
    except (Unfit, Unreadable, Unwritable) as reason:
        problem = str(reason)
        assert problem.endswith(".")
        assert not (folder / "out.xlsx").exists()
