"""Encrypted plans on the command line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from teamtide.cli import run
from teamtide.plan.document import Document
from teamtide.plan.sealed.keys import all_at_hand
from teamtide.plan.sealed.layout import is_sealed
from tests.examples import small_state
from tests.plan.sealed.helpers import PASSPHRASE, cheap_key, opened, readable, words_of


@pytest.fixture(autouse=True)
def no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TEAMTIDE_PASSPHRASE", "TEAMTIDE_NEW_PASSPHRASE", "TEAMTIDE_KEYS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted plan."""
    made = tmp_path / "secret.teamtide"
    Document.create(made, small_state(), key=cheap_key()).close()
    return made


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A file with its passphrase."""
    made = tmp_path / "word.txt"
    made.write_text(f"{PASSPHRASE}\n", encoding="utf-8")
    return made


def test_that_each_command_that_opens_a_plan_takes_a_passphrase(
    path: Path, word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "tables"
    for words in (
        ["info", str(path)],
        ["check", str(path)],
        ["load", str(path)],
        ["explain", str(path), "--team", "Squad", "--week", "2026-01-05"],
        ["compare", str(path), "--with", str(path)],
        ["export", str(path), str(out), "--csv", "--hinges", "0"],
        ["roll", str(path), "--to", "2026-01-12", "--dry-run"],
    ):
        assert run(words) == 1
        assert "secret.teamtide is encrypted. Give its passphrase" in capsys.readouterr().err
        assert run([*words, "--passphrase-file", str(word)]) == 0, capsys.readouterr().err
        assert all_at_hand() == ()
    capsys.readouterr()


def test_that_an_option_for_a_passphrase_is_where_a_plan_is_opened(
    capsys: pytest.CaptureFixture[str],
) -> None:
    opening = ("info", "check", "roll", "fill", "import", "export", "load", "explain", "compare")
    for command in (*opening, "brief", "picture", "new", "template", "sample"):
        assert run([command, "--help"]) == 0
        told = capsys.readouterr().out
        assert ("--passphrase-file" in told) is (command not in ("new", "template", "sample"))
        assert "--passphrase " not in told


def test_that_the_environment_may_have_the_passphrase(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TEAMTIDE_PASSPHRASE", PASSPHRASE)
    assert run(["info", str(path), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["people"] > 0
    monkeypatch.setenv("TEAMTIDE_PASSPHRASE", "wrong")
    assert run(["info", str(path)]) == 1
    said = capsys.readouterr().err
    assert said.startswith("That is not the passphrase of secret.teamtide.")
    assert "wrong" not in said


def test_that_a_file_may_have_passphrases_of_several_plans(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.teamtide"
    Document.create(other, small_state(), key=cheap_key("of the other")).close()
    words = tmp_path / "words.txt"
    words.write_bytes(f"\ufeffof the other\r\n{PASSPHRASE}\r\n".encode())
    given = ["--passphrase-file", str(words)]
    assert run(["compare", str(path), "--with", str(other), *given]) == 0
    words.write_bytes(b"\n\n")
    assert run(["info", str(path), *given]) == 1
    assert "There is no passphrase in words.txt" in capsys.readouterr().err
    words.write_bytes(b"\xff\xfe\x00")
    assert run(["info", str(path), *given]) == 1
    assert "not a text in UTF-8" in capsys.readouterr().err
    words.unlink()
    assert run(["info", str(path), *given]) == 1
    assert "words.txt can't be read" in capsys.readouterr().err


def test_that_a_passphrase_is_set_changed_and_removed(
    tmp_path: Path, word: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.teamtide"
    Document.create(path, small_state()).close()
    (tmp_path / "plan.teamtide.version-1.bak").write_bytes(path.read_bytes())
    new = tmp_path / "new.txt"
    new.write_text("four short words", encoding="utf-8")
    old, fresh = ["--passphrase-file", str(word)], ["--new-passphrase-file", str(word)]

    assert run(["passphrase", "change", str(path), *fresh]) == 1
    assert "is not encrypted" in capsys.readouterr().err
    assert run(["passphrase", "set", str(path), *fresh]) == 0
    said = capsys.readouterr().out
    assert "plan.teamtide is encrypted." in said
    assert "plan.teamtide.version-1.bak" in said
    (tmp_path / "plan.teamtide.version-1.bak").unlink()
    assert readable(tmp_path, words_of(small_state())) == set()
    assert run(["passphrase", "set", str(path), *old, *fresh]) == 1
    assert "is encrypted already" in capsys.readouterr().err

    change = ["passphrase", "change", str(path), "--new-passphrase-file", str(new)]
    assert run(change) == 1
    assert run([*change, *old, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": str(path),
        "encrypted": True,
        "plain_copies": [],
        "other_passphrase": [],
    }
    with opened(path, "four short words") as document:
        assert document.state == small_state()

    assert run(["passphrase", "remove", str(path), *old]) == 1
    assert is_sealed(path)
    assert run(["passphrase", "remove", str(path), "--passphrase-file", str(new)]) == 0
    assert not is_sealed(path)
    Document.open(path).close()


def test_that_a_new_plan_can_be_encrypted_from_the_beginning(
    tmp_path: Path, word: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.teamtide"
    assert run(["new", str(path), "--new-passphrase-file", str(word)]) == 0
    assert is_sealed(path)
    with opened(path) as document:
        assert document.state.plan.name == "new"


def test_that_without_a_terminal_nobody_is_asked_for_a_new_passphrase(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "plan.teamtide"
    Document.create(path, small_state()).close()
    monkeypatch.setattr(sys, "stdin", None)
    assert run(["passphrase", "set", str(path)]) == 1
    assert "Give the new passphrase" in capsys.readouterr().err
    assert not is_sealed(path)


@pytest.mark.skipif(sys.platform == "win32", reason="has no such terminals")
def test_that_whoever_is_at_a_terminal_is_asked_and_what_they_type_is_not_shown(
    path: Path,
) -> None:
    ours, theirs = os.openpty()
    asking = subprocess.Popen(
        [sys.executable, "-m", "teamtide", "info", str(path)],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=_take_terminal,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[1] / "app")},
    )
    os.close(theirs)
    said = b""
    while b"Passphrase of secret.teamtide: " not in said:
        said += os.read(ours, 1000)
    os.write(ours, f"{PASSPHRASE}\n".encode())
    try:
        while part := os.read(ours, 1000):
            said += part
    except OSError:  # what Linux says once the other side is gone
        pass
    os.close(ours)
    assert asking.wait(30) == 0
    assert b"people" in said
    assert PASSPHRASE.encode() not in said


def _take_terminal() -> None:
    import fcntl
    import termios

    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def test_that_a_discreet_picture_leaves_nothing_plain_behind_meanwhile(
    path: Path, word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The plan with codes for names is a file while it is drawn; that is encrypted, too."""
    from teamtide import answers

    seen = []
    real = answers.opened

    def looked_at(made: Path, *, write: bool = False) -> object:
        seen.append(is_sealed(made))
        return real(made, write=write)

    monkeypatch.setattr("teamtide.export_report.opened", looked_at)
    words = ["picture", str(path), str(tmp_path / "out.png"), "--discreet"]
    assert run([*words, "--passphrase-file", str(word)]) == 0
    assert seen == [True]
    assert all_at_hand() == ()
