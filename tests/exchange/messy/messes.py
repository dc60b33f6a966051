"""What happens to a roster on its way to us, one small habit at a time.

Each mess is a function that changes how a page is written but not who is on it, or adds rows that
must be reported. They go by name, and any that do not exclude each other can be had together: at
most one of each group, all agreeing on the kind of file and on the letters it can hold.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from random import Random

from . import layout_messes, people_messes
from .files import File
from .page import Line, Page
from .truth import LANGUAGES, LATIN, truth_of

Act = Callable[[Page], None]
CHARSETS: dict[str, tuple[str, ...]] = {
    "cp1252": LATIN,
    "shift_jis": ("ja",),
    "gb18030": ("zh",),
}
"""The languages a narrow encoding can hold; the others hold all."""


@dataclass(frozen=True)
class Mess:
    """A habit: `kind` is “csv” or “xlsx” where it needs such a file, `language` where it is one.

    `clashes` are groups it can't be had with.
    """

    name: str
    group: str
    act: Act
    kind: str = ""
    language: str = ""
    encoding: str = ""
    clashes: frozenset[str] = frozenset()


def _setting(field: str, value: object) -> Act:
    return lambda page: setattr(page, field, value)


OTHER_ROWS = frozenset(
    (
        *("vacancies", "posts", "leavers", "repeated", "header again", "gap", "few", "blanks"),
        *("total", "subtotals"),
    )
)
SHARED_IDS = frozenset(("shared", "few", "blanks"))
_SHEETS = (
    Mess("a lookup sheet before it", "lookup", layout_messes.lookup, "xlsx"),
    Mess("a pivot sheet before it", "pivot", layout_messes.pivot, "xlsx"),
    Mess("a budget sheet before it", "budget", layout_messes.budget, "xlsx"),
    Mess("a readme sheet before it", "readme", layout_messes.readme, "xlsx"),
    Mess("last year's list on a hidden sheet", "hidden", layout_messes.hidden_list, "xlsx"),
    Mess(
        "a sheet called like a file", "sheet name", _setting("sheet", "Export 2025-12-31"), "xlsx"
    ),
)
_NAMES = (
    Mess("two name columns", "names", people_messes.two_columns),
    Mess("last name first", "names", _setting("names", "last_first")),
    Mess("last name first, initials", "names", people_messes.initials),
    Mess("LAST NAME FIRST", "names", people_messes.capitals("shouted")),
    Mess("last name first, wide", "names", _setting("names", "wide")),
    Mess("NAMES IN CAPITALS", "names", people_messes.capitals("capitals")),
    Mess("two people of one name", "namesakes", people_messes.namesakes),
    Mess("ids as numbers", "ids", _setting("ids", "number")),
    Mess("ids with leading zeros", "ids", _setting("ids", "padded")),
    Mess("ids with letters", "ids", _setting("ids", "prefixed")),
)
_ROWS = (
    Mess("vacancies", "vacancies", people_messes.vacancies),
    Mess("rows of posts", "posts", people_messes.posts),
    Mess("leavers", "leavers", people_messes.leavers),
    Mess("an id of two people", "shared", people_messes.shared_ids),
    Mess("the same row twice", "repeated", people_messes.repeated),
    Mess("blank cells", "blanks", people_messes.blanks),
    Mess("managers from elsewhere", "strangers", people_messes.strangers),
    Mess("managers by their ids", "strangers", _setting("bosses", "ids"), clashes=SHARED_IDS),
    Mess("teams as headings", "sections", people_messes.sections, clashes=OTHER_ROWS),
    Mess(
        "the header again in the middle",
        "header again",
        people_messes.header_again,
        clashes=frozenset(("header lines",)),
    ),
    Mess("blanks spelled out", "blanks", people_messes.spelled_out),
    Mess("a blank row in the middle", "gap", people_messes.gap),
    Mess("a total", "total", people_messes.total),
    Mess("subtotals", "subtotals", people_messes.subtotals),
    Mess("remarks below", "remarks", people_messes.remarks),
)
_DAYS = (
    *(
        Mess(f"days as {style.replace('_', ' ')}", "days", _setting("days", style))
        for style in (
            *("iso", "iso_time", "dots", "dots_short", "dots_two", "dmy", "dmy_dashes", "mdy"),
            *("mdy_short", "slashes", "packed", "month_named", "month_short", "month_two"),
            *("month_first", "kanji"),
        )
    ),
    *(
        Mess(f"days as {style.replace('_', ' ')}", "days", _setting("days", style), "xlsx")
        for style in ("stamp", "true_and_iso", "true_and_dots", "true_and_dmy")
    ),
    # A bare number is another day in a book that counts from 1904.
    Mess(
        "days as serial", "days", _setting("days", "serial"), "xlsx", clashes=frozenset(("file",))
    ),
    Mess("days and months swapped by a spreadsheet", "days", _setting("days", "swapped"), "xlsx"),
    Mess("days nobody can tell from months", "days", people_messes.short_days),
)
_SHARES = (
    *(
        Mess(f"full time as {style.replace('_', ' ')}", "shares", _setting("shares", style))
        for style in ("comma", "percent_text", "percent_number", "words")
    ),
    Mess("hours a week", "shares", people_messes.hours("hours_number")),
    Mess("hours a week with their unit", "shares", people_messes.hours("hours_text")),
)
_HEADERS = (
    *(
        Mess(f"headers {style.replace('_', ' ')}", "headers", _setting("header_style", style))
        for style in (
            *("capitals", "lower", "snake", "shouted_snake", "camel", "pascal", "lines"),
            *("padded", "starred", "bilingual"),
        )
    ),
    Mess("a band above the headers", "header lines", _setting("header_lines", "band")),
    Mess(
        "headers on two lines",
        "header lines",
        _setting("header_lines", "split"),
        clashes=frozenset(("headers",)),
    ),
)
_LAYOUT = (
    Mess("columns shuffled", "order", layout_messes.shuffled),
    Mess("few columns", "few", layout_messes.few),
    Mess("columns nobody wants", "extras", layout_messes.extras),
    Mess("a nameless index column", "index", layout_messes.index),
    Mess("titles above", "titles", layout_messes.titles),
    Mess("blank rows above", "blank rows", layout_messes.blank_rows),
    Mess("blank columns before", "left", _setting("left", 2)),
    Mess("a second table beside", "beside", layout_messes.beside),
)
_TEXTS = (
    *(
        Mess(f"cells with {kind.replace('_', ' ')}", kind, people_messes.noise(kind))
        for kind in ("spaces", "nbsp", "wide_blanks", "lines")
    ),
    Mess("cells in any case", "case", people_messes.case),
    Mess("garbled cells", "garbled", _setting("garbled", "cells")),
)


def _file(name: str, group: str, encoding: str = "", kind: str = "csv") -> Mess:
    return Mess(name, group, lambda _: None, kind, encoding=encoding)


_FILES = (
    _file("an xlsx", "file", kind="xlsx"),
    _file("an xlsx that counts days from 1904", "file", kind="xlsx"),
    _file("a csv with commas", "separator"),
    _file("a csv with semicolons", "separator"),
    _file("a csv with tabs", "separator"),
    _file("a csv with bars", "separator"),
    _file("a csv that states its separator", "separator"),
    _file("everything quoted", "quotes"),
    _file("Windows line ends", "line ends"),
    _file("old Mac line ends", "line ends"),
    _file("a byte order mark", "encoding", "utf-8-sig"),
    _file("UTF-16", "encoding", "utf-16"),
    _file("UTF-16 the other way round", "encoding", "utf-16-be"),
    _file("Windows-1252", "encoding", "cp1252"),
    _file("Shift JIS", "encoding", "shift_jis"),
    _file("GB 18030", "encoding", "gb18030"),
    _file("a garbled file", "encoding", "garbled"),
)
_LANGUAGES = tuple(
    Mess(f"in {language}", "language", lambda _: None, language=language)
    for language in LANGUAGES
    if language != "en"
)
MESSES: dict[str, Mess] = {
    mess.name: mess
    for group in (
        *(_LANGUAGES, _NAMES, _ROWS, _DAYS, _SHARES, _HEADERS, _LAYOUT, _TEXTS, _FILES, _SHEETS),
    )
    for mess in group
}
COLUMNS = ("order", "few", "extras", "index")
LATE = ("sections", "posts", "leavers", "repeated", "gap", "subtotals", "total")
"""Groups that change which columns there are come last but one, what needs to know them last."""


def compatible(names: Iterable[str]) -> tuple[str, ...]:
    """Of some messes those that can be had together, the earlier before the later."""
    kept: list[Mess] = []
    for name in dict.fromkeys(names):
        mess = MESSES[name]
        if all(_agree(mess, other) for other in kept):
            kept.append(mess)
    return tuple(mess.name for mess in kept)


def _agree(one: Mess, other: Mess) -> bool:
    if one.group == other.group or {one.kind, other.kind} == {"csv", "xlsx"}:
        return False
    if one.group in other.clashes or other.group in one.clashes:
        return False
    return _can_hold(one, other) and _can_hold(other, one)


def _can_hold(file: Mess, mess: Mess) -> bool:
    """Whether a narrow encoding, or garbling, can hold what another mess writes."""
    garbled = file.encoding == "garbled" or file.group == "garbled"
    held = LATIN if garbled else CHARSETS.get(file.encoding, LANGUAGES)
    if mess.language and mess.language not in held:
        return False
    if garbled and (mess.encoding or mess.group == "garbled"):
        return False
    letters = {
        "cells with nbsp": "\u00a0",
        "headers padded": "\u00a0",
        "cells with wide blanks": "\u3000",
        "days as kanji": "年",
    }
    if mess.name == "days as month named":
        return held != ("ja",) and held != ("zh",) and file.language not in ("ja", "zh")
    if mess.name not in letters:
        return True
    if garbled:  # a garbled blank is a letter of its own, with nothing to tell it by
        return False
    try:
        letters[mess.name].encode(file.encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def messy(seed: int, names: Iterable[str]) -> tuple[Page, File]:
    """A page and the kind of file it goes into: everything follows from the seed and the messes.

    Args:
        seed: Any number.
        names: Messes that are compatible.
    """
    dice = Random(seed)
    messes = [MESSES[name] for name in names]
    encoding = next((mess.encoding for mess in messes if mess.encoding), "utf-8")
    language = next((mess.language for mess in messes if mess.language), "")
    garbled = encoding == "garbled" or any(mess.group == "garbled" for mess in messes)
    if not language:
        options = CHARSETS.get(encoding, ("en",))
        # A garbled file without any letter beyond ASCII is none.
        language = dice.choice([each for each in options if each != "en"] or ["en"])
        language = dice.choice(("de", "fr", "pt")) if garbled else language
    guests = encoding not in CHARSETS and not garbled and dice.random() < 0.5
    truth = truth_of(dice, language, guests=guests)
    page = Page(truth, dice, [Line("person", who) for who in truth.people])
    late = [mess for mess in messes if mess.group in LATE]
    columns = [mess for mess in messes if mess.group in COLUMNS]
    early = [mess for mess in messes if mess not in late and mess not in columns]
    columns.sort(key=lambda mess: COLUMNS.index(mess.group))
    late.sort(key=lambda mess: LATE.index(mess.group))
    for mess in (*early, *columns, *late):
        mess.act(page)
    kind = next((mess.kind for mess in messes if mess.kind), dice.choice(("csv", "xlsx")))
    return page, File.of(kind, encoding, {mess.name for mess in messes}, language)
