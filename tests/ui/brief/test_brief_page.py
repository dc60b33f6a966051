"""The page of a brief: one page, its words on it, and room for any plan."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from teamtide.advise.brief_facts import Group, Lead, MoveDay
from teamtide.advise.briefing import Brief, Reason
from teamtide.capacity.measures.paired import Spread
from teamtide.ui import theme
from teamtide.ui.application import make_application
from teamtide.ui.brief.output import brief_pdf, brief_picture
from teamtide.ui.brief.page import paint_brief, scale_to
from teamtide.ui.brief.words import Fit, sections
from teamtide.ui.saving import Unwritable, png_of, write_whole
from tests.pdf_text import pages_of, text_of

LONG = "Platform Reliability & Data Enablement of the Northern Region <Phase Two>, formerly Squad "


@pytest.fixture(autouse=True)
def light(qapp: object) -> None:
    theme.apply(make_application(["teamtide"]), "light")


def reason(label: str = "Turnaround", verdict: str = "better") -> Reason:
    return Reason(
        key="turnaround",
        label=label,
        ours="12.1 weeks",
        theirs="14.4 weeks",
        against="Today",
        change="−2.3 weeks",
        verdict=verdict,
        range="−3.1 to −1.4 weeks",
        sure="practically sure: better in 97 % of 1,000 samples",
        apart=Spread(-3.1, -2.3, -1.4, -1.4, 0.97, 0.03),
        unit="weeks",
    )


def brief(**more: object) -> Brief:
    page = Brief(
        plan="Spring",
        period="5 Jan 2026 to 2 Aug 2026, 30 weeks",
        scenario="Split",
        description="Two teams.",
        proposed="Split",
        why="Its turnaround is less than Today's in 97 % of the samples.",
        reasons=(reason(), reason("Peak load", "worse"), reason("Backlog", "level")),
        costs=("2 people move",),
        against=("Today is better in peak load (110 % against 140 %).",),
        moves=(MoveDay(date(2026, 2, 2), "2 Feb 2026", (Group(("Bo", "Di"), "Squad", "Infra"),)),),
        leads=(Lead("Squad", "Ana", 3), Lead("Infra", "Bo", 2, "nobody")),
        short=("At the most 1.2 people short.",),
        hinges="By turnaround: Split wins by 2.3 weeks.",
        unknown=("All 11 assumptions are Teamtide's defaults, not measured here.",),
    )
    return replace(page, **more)  # type: ignore[arg-type]


def crowded(teams: int, options: int) -> Brief:
    """More of everything than a page holds, with names as long as they come."""
    people = tuple(f"{LONG}{number}" for number in range(40))
    groups = tuple(Group(people, f"{LONG}{n}", f"{LONG}{n + 1}") for n in range(teams))
    return brief(
        plan=LONG * 3,
        scenario=LONG * 3,
        description=LONG * 20,
        words=LONG * 20,
        why=LONG * 20,
        warnings=(LONG * 20, LONG * 20),
        too_few="On one measure asked first is it better than " + LONG * 3,
        costs=(LONG,) * 6,
        reasons=tuple(replace(reason(), label=LONG, against=LONG, sure=LONG) for _ in range(3)),
        moves=tuple(MoveDay(date(2026, 1, 5), f"{n} Jan 2026", groups) for n in range(1, 20)),
        leads=tuple(Lead(f"{LONG}{n}", LONG, n + 1, LONG) for n in range(teams)),
        against=tuple(f"{n} {LONG * 9}" for n in range(options)),
        short=tuple(f"{n} {LONG * 9}" for n in range(teams)),
        hinges=LONG * 20,
        unknown=tuple(LONG * 9 for _ in range(6)),
    )


def fits(page: Brief) -> bool:
    image = QImage(595, 842, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    scale_to(painter, image.width())
    found = paint_brief(painter, page)
    painter.end()
    return found


def test_that_a_pdf_is_one_page_and_holds_every_part(qtbot: QtBot) -> None:
    pdf = brief_pdf(brief(words="Sooner for customers."), "27 Nov 2026")
    assert pages_of(pdf) == 1
    text = text_of(pdf)
    for words in (
        *("Recommended Split", "Sooner for customers.", "Its turnaround is less than Today's"),
        *("Turnaround −2.3 weeks better", "8 of 10 samples: −3.1 to −1.4 weeks", "worse", "level"),
        *("12.1 weeks against 14.4 weeks (Today)", "better in 97 % of 1,000 samples"),
        *("2 Feb 2026 : 2 people Squad → Infra: Bo, Di", "What it takes: 2 people move."),
        *("Squad : Ana, 3 people", "Infra : Bo (today nobody), 2 people"),
        *("At the most 1.2 people short.", "Today is better in peak load", "27 Nov 2026"),
        *("By turnaround: Split wins by 2.3 weeks.", "All 11 assumptions are Teamtide's defaults"),
    ):
        assert words in text, words


@pytest.mark.parametrize(("teams", "options"), [(3, 1), (12, 4), (60, 10)])
def test_that_everything_finds_room_however_much_there_is(
    qtbot: QtBot, teams: int, options: int
) -> None:
    page = crowded(teams, options)
    assert fits(page)
    pdf = brief_pdf(page)
    assert pages_of(pdf) == 1
    assert "and " in text_of(pdf)


def test_that_what_is_left_out_is_counted(qtbot: QtBot) -> None:
    page = brief(
        moves=(
            MoveDay(
                date(2026, 1, 5),
                "From the beginning",
                (Group(tuple("ABCDEFGHI"), "Squad", "Infra"),),
            ),
        ),
        leads=tuple(Lead(f"Team {n}", "" if n % 2 else "Ana", 2) for n in range(10)),
        against=tuple(f"Option {n} is better." for n in range(7)),
    )
    told = {one.title: one.lines for one in sections(page, Fit(9.0, 4, 3))}
    assert told["Moves by date"][-1] == "Squad → Infra: A, B, C and 6 others"
    last = told["Leads and spans on the last day"][-1].replace("\u00a0", " ")
    assert last == "<i>and 6 more teams of 12 people, 3 of them without a lead</i>"
    assert told["What speaks against it"][-1] == "• <i>and 5 more options</i>"


def test_that_days_left_out_say_how_many_people_move_then(qtbot: QtBot) -> None:
    one = (Group(("Bo", "Di"), "Squad", "Infra"),)
    moves = tuple(MoveDay(date(2026, 1, n), f"{n} Jan 2026", one) for n in range(1, 6))
    told = {s.title: s.lines for s in sections(brief(moves=moves), Fit(9.0, 4, 3))}
    last = told["Moves by date"][-1].replace("\u00a0", " ")
    assert last == "<i>and 6 people on 3 more days, the last on 5 Jan 2026</i>"


def test_that_warnings_stand_on_the_page(qtbot: QtBot) -> None:
    pdf = brief_pdf(brief(warnings=("Split is outdone: Rota is at least as good.",)))
    assert "Note: Split is outdone: Rota is at least as good." in text_of(pdf)


def test_that_an_empty_plan_is_a_page_that_says_what_to_do(qtbot: QtBot) -> None:
    text = text_of(brief_pdf(brief(empty="There is nobody in this plan yet. Import a list.")))
    assert "Nothing to recommend yet" in text
    assert "There is nobody in this plan yet. Import a list." in text
    assert "Recommended" not in text


def test_that_names_that_look_like_html_stay_as_they_are(qtbot: QtBot) -> None:
    page = brief(leads=(Lead("<b>R&D</b>", "A & <i>B</i>", 2),))
    assert "<b>R&D</b> : A & <i>B</i>, 2 people" in text_of(brief_pdf(page))


def test_that_the_picture_has_two_pixels_a_point_and_is_white_in_the_dark(qtbot: QtBot) -> None:
    theme.apply(make_application(["teamtide"]), "dark")
    image = brief_picture(brief())
    assert (image.width(), image.height()) == (1190, 1684)
    assert image.pixelColor(2, 2) == QColor("#ffffff")
    light = brief_picture(brief())
    theme.apply(make_application(["teamtide"]), "light")
    assert brief_picture(brief()) == light


def test_that_verdicts_differ_in_words_not_only_in_colour(qtbot: QtBot) -> None:
    grey = [
        brief_picture(brief(reasons=(reason(verdict=one),))).convertToFormat(
            QImage.Format.Format_Grayscale8
        )
        for one in ("better", "worse")
    ]
    assert grey[0] != grey[1]
    assert "better" in text_of(brief_pdf(brief(reasons=(reason(),))))


def test_that_a_file_is_replaced_whole_or_not_at_all(qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "brief.png"
    out.write_bytes(b"before")
    write_whole(out, png_of(brief_picture(brief(), 1.0)))
    assert QImage(str(out)).width() == 595
    with pytest.raises(Unwritable, match="choose another"):
        write_whole(tmp_path / "missing" / "brief.png", b"after")
    (tmp_path / "folder").mkdir()
    with pytest.raises(Unwritable):
        write_whole(tmp_path / "folder", b"after")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["brief.png", "folder"]
