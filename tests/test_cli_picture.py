"""`teamtide picture`: the board and curves, at any scale."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from teamtide.cli import run
from teamtide.plan.document import Document
from tests.drawings import words_of
from tests.examples import small_state
from tests.pdf_text import text_of


@pytest.fixture(autouse=True)
def scale(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command sets its scale for its process; other tests must not inherit it."""
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    file = tmp_path / "plan.teamtide"
    Document.create(file, small_state()).close()
    return file


def test_that_the_board_is_as_many_pixels_as_its_scale_says(plan: Path, tmp_path: Path) -> None:
    out = tmp_path / "board.png"
    words = ["picture", plan, out, "--size", "1100x700", "--scale", 2, "--projected"]
    subprocess.run(
        [sys.executable, "-m", "teamtide", *map(str, words)], check=True, capture_output=True
    )
    image = QImage(str(out))
    assert (image.width(), image.height()) == (2200, 1400)


@pytest.mark.parametrize("ending", ["png", "svg", "pdf"])
def test_that_the_board_is_drawn_on_paper_with_its_bands(
    plan: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"board.{ending}"
    words = ["picture", str(plan), str(out), "--paper", "--scenario", "Split", "--size", "900x500"]
    assert run([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(out)}
    seen = [out.read_bytes()]
    for more in (["--scale", "2"], ["--dark"], ["--as-of", "2026-02-02"], ["--projected"]):
        assert run([*words, *more]) == 0
        seen.append(out.read_bytes())
    assert run([*words, "--projected", "--samples", "0"]) == 0
    seen.append(out.read_bytes())
    if ending == "pdf":
        assert "Ana Silva" in text_of(seen[0])
        return
    assert len(set(seen)) == len(seen)
    if ending == "png":
        assert [QImage.fromData(one).width() for one in seen] == [900, 1800, *[900] * 4]
        return
    for one, day, sure in zip(
        (seen[0], seen[3], seen[4], seen[5]),
        (5, 2, 5, 5),
        ("expected", "expected", "projected load", "without a band"),
        strict=True,
    ):
        said = words_of(one)
        assert "Ana Silva" in said
        assert f"as of {day} " in said[1]
        assert sure in said[1]
        assert ("8 of 10 runs" in said) == (one is seen[4])


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_that_a_teams_curve_is_written(
    plan: Path, tmp_path: Path, ending: str, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / f"squad.{ending}"
    words = [str(plan), str(out), "--team", "squad", "--scale", "2", "--scenario", "Split"]
    assert run(["picture", *words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"file": str(out)}
    light = out.read_bytes()
    if ending == "png":
        image = QImage(str(out))
        assert (image.width(), image.height()) == (1920, 840)
    else:
        assert b"Split" in light
        assert b'viewBox="0 0 960 420"' in light
    for option in ("--dark", "--projected"):
        assert run(["picture", *words, option]) == 0
        assert out.read_bytes() != light
    banded = out.read_bytes()
    assert run(["picture", *words, "--projected", "--samples", "0"]) == 0
    assert out.read_bytes() != banded
    if ending == "svg":
        assert b"8 of 10 runs" in banded
        assert b"without a band" in out.read_bytes()


@pytest.mark.parametrize(
    ("words", "said", "code"),
    [
        (("board.gif",), "call it board.png", 2),
        (("board.svg", "--as-of", "soon"), "not a date", 2),
        (("missing/board.svg",), "choose another", 1),
        (("board.png", "--paper", "--size", "9000x500", "--scale", "4"), "Choose 1x", 1),
        (("squad.gif", "--team", "Squad"), "call it squad.png", 2),
        (("squad.png", "--team", "Nobody"), "There is no team “Nobody”", 1),
        (("missing/squad.png", "--team", "Squad"), "choose another", 1),
    ],
)
def test_that_what_cannot_be_drawn_is_a_sentence(
    plan: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    said: str,
    code: int,
) -> None:
    assert run(["picture", str(plan), str(tmp_path / words[0]), *words[1:]]) == code
    assert said in capsys.readouterr().err
    assert [one.name for one in tmp_path.iterdir()] == ["plan.teamtide"]
