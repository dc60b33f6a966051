"""Where encrypted plans meet the rest: backups, restoring, salvage, merging, files changed
underneath, locks, and keys that must not stay. Nothing of a plan is ever readable on the way."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import sqlite3
import tempfile
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from teamtide.cli import run
from teamtide.exchange.books.findings import Unwritable
from teamtide.exchange.replacing import make_sure
from teamtide.plan.backups import BEFORE, DAILY, HOURLY, IMPORT, shelf_of
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.earlier import read_copy
from teamtide.plan.salvage import salvage, salvageable
from teamtide.plan.sealed.beside import left_behind, listed, of_another, plain_copies
from teamtide.plan.sealed.chain import whole_file
from teamtide.plan.sealed.keys import Key, PassphraseNeeded, all_at_hand, held
from teamtide.plan.sealed.layout import SECTOR, is_sealed
from teamtide.plan.sealed.vault import serialised
from teamtide.plan.store import StoreError, read_older
from teamtide.plan.underneath import Underneath
from teamtide.plan.validation import Refused
from tests.conftest import ticking
from tests.examples import small_state
from tests.plan.full_plan import VERSIONS, another_program, ended, full_state, heard, tell
from tests.plan.sealed.helpers import (
    PASSPHRASE,
    cheap_key,
    opened,
    readable,
    unlocked,
    words_of,
)

TODAY = datetime(2026, 3, 2, tzinfo=UTC).date()
Secret = Callable[[], None]


@pytest.fixture(autouse=True)
def no_key_stays(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("TEAMTIDE_PASSPHRASE", "TEAMTIDE_NEW_PASSPHRASE", "TEAMTIDE_KEYS"):
        monkeypatch.delenv(name, raising=False)
    yield
    assert all_at_hand() == ()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """An encrypted plan in a folder of its own."""
    made = tmp_path / "room" / "secret.teamtide"
    made.parent.mkdir()
    Document.create(made, full_state(), key=cheap_key()).close()
    return made


@pytest.fixture
def secret(tmp_path: Path, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Secret:
    """Call it to see that no name can be read, beside plans, among our own, or for a moment."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(scratch))
    words = words_of(full_state()) | {b"Renamed in secret", b"CREATE TABLE"}

    def look() -> None:
        assert readable(tmp_path, words) | readable(data_folder, words) == set()

    return look


@pytest.fixture
def word(tmp_path: Path) -> Path:
    """A file with the passphrase of now."""
    return word_file(tmp_path / "word.txt", PASSPHRASE)


def word_file(path: Path, *passphrases: str) -> Path:
    path.write_text("\n".join(passphrases), encoding="utf-8")
    return path


def rename(document: Document, name: str) -> None:
    document.apply(edit_plan(document.state, name=name))


def incoming(path: Path, other: Path) -> None:
    """Put another file in the place of a plan, as a cloud folder does."""
    copy = path.with_name("incoming")
    shutil.copy(other, copy)
    copy.replace(path)


# --- backups ----------------------------------------------------------------------------------


def test_that_backups_are_encrypted_and_read_under_the_same_key(path: Path, secret: Secret) -> None:
    with opened(path) as document:
        rename(document, "Renamed in secret")
        made = document.back_up(f"{BEFORE} {IMPORT}")
        secret()
        rename(document, "Later")
        document.back_up(DAILY)
        secret()
        assert made is not None
        state, history = read_older(made.path)
        assert state.plan.name == "Renamed in secret"
        assert len(history) == 1
    assert [is_sealed(one.path) for one in shelf_of(path).backups] == [True, True]
    assert plain_copies(path) == []
    with pytest.raises(PassphraseNeeded):
        read_older(made.path)
    secret()


def test_that_an_encrypted_plan_that_has_not_changed_is_not_kept_again(path: Path) -> None:
    with opened(path) as document:
        assert document.back_up(HOURLY, unless_same=True) is not None
        assert document.back_up(HOURLY, unless_same=True) is None
        rename(document, "Another")
        assert document.back_up(HOURLY, unless_same=True) is not None
        assert document.back_up(HOURLY, unless_same=True) is None
    with opened(path) as document:  # folded, and read again
        assert document.back_up(HOURLY, unless_same=True) is None
        document.reseal(cheap_key("another"))
        assert document.back_up(HOURLY, unless_same=True) is not None
        assert document.back_up(HOURLY, unless_same=True) is None
    assert len(shelf_of(path).backups) == 3


def test_that_an_older_version_in_an_encrypted_plan_is_kept_encrypted(
    path: Path, secret: Secret, data_folder: Path
) -> None:
    path.unlink()
    raw = sqlite3.connect(VERSIONS / "v1.teamtide")
    path.write_bytes(whole_file(cheap_key(), serialised(raw))[0])
    raw.close()
    with opened(path) as document:
        words = words_of(document.state)
        assert readable(path.parent, words) | readable(data_folder, words) == set()
    (kept,) = shelf_of(path).backups
    assert kept.reason == "before update"
    assert is_sealed(kept.path)
    with held(unlocked(kept.path)):
        assert read_older(kept.path)[0] == document.state
    assert readable(data_folder, words) == set()
    secret()


def test_that_backups_from_before_a_passphrase_are_listed_with_what_lies_beside(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.teamtide"
    shutil.copy(VERSIONS / "v1.teamtide", path)
    shutil.copy(VERSIONS / "v1.teamtide", tmp_path / "plan.teamtide.version-1.bak")
    document = Document.open(path)
    document.back_up(DAILY)
    document.reseal(cheap_key())
    document.back_up(HOURLY)
    found = plain_copies(path)
    assert listed(found, path) == "2 backups, plan.teamtide.version-1.bak"
    assert listed(found[:1], path) in ("1 backup", "plan.teamtide.version-1.bak")
    assert of_another(path, document.key) == []
    document.close()


def test_that_backups_under_the_passphrase_of_before_are_said_and_open_with_it(path: Path) -> None:
    before = unlocked(path)
    with opened(path) as document:
        document.back_up(DAILY)
        assert left_behind(path, document.key) == ""
        document.reseal(cheap_key("another"))
        assert left_behind(path, document.key).startswith("1 backup of it from before is encrypted")
        document.back_up(HOURLY)
        (old,) = of_another(path, document.key)
        with pytest.raises(PassphraseNeeded):
            read_older(old.path)
        document.reseal(None)
        assert left_behind(path, None).startswith("2 backups of it from before are encrypted")
    assert before.lock == unlocked(old.path).lock
    with held(unlocked(old.path)):
        assert read_older(old.path)[0] == document.state


def test_that_the_command_line_restores_backups_with_the_passphrase_they_have(
    path: Path,
    word: Path,
    tmp_path: Path,
    secret: Secret,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with opened(path) as document:
        rename(document, "Renamed in secret")
        document.back_up(DAILY)
        document.reseal(cheap_key("another"))
        document.back_up(HOURLY)
        state = document.state
    assert run(["backups", str(path), "--json"]) == 0
    new, old = (one["backup"] for one in json.loads(capsys.readouterr().out)["backups"])
    back = tmp_path / "back.teamtide"
    restore = ["restore", str(path), old, "--out", str(back)]
    assert run(restore) == 1
    assert "is encrypted. Give its passphrase" in capsys.readouterr().err
    wrong = word_file(tmp_path / "wrong.txt", "another")
    assert run([*restore, "--passphrase-file", str(wrong)]) == 1
    assert "That is not the passphrase" in capsys.readouterr().err
    assert not back.exists()
    assert run([*restore, "--passphrase-file", str(word)]) == 0, capsys.readouterr().err
    assert is_sealed(back)
    secret()
    with opened(back) as found:
        assert found.state == state
    back.unlink()
    both = word_file(tmp_path / "both.txt", PASSPHRASE, "another")
    latest = ["restore", str(path), "latest", "--out", str(back)]
    assert run([*latest, "--passphrase-file", str(both)]) == 0, capsys.readouterr().err
    with opened(back, "another") as found:
        assert found.state == state
    assert new != old


def test_that_the_command_line_says_which_backups_have_the_passphrase_of_before(
    path: Path, word: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with opened(path) as document:
        document.back_up(DAILY)
    fresh = word_file(tmp_path / "fresh.txt", "another")
    words = ["--passphrase-file", str(word), "--new-passphrase-file", str(fresh)]
    assert run(["passphrase", "change", str(path), *words]) == 0
    assert "1 backup of it from before is encrypted" in capsys.readouterr().out
    assert run(["passphrase", "remove", str(path), *words[:1], str(fresh), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["other_passphrase"] == [str(one.path) for one in shelf_of(path).backups]


# --- salvage ----------------------------------------------------------------------------------


def test_that_salvage_says_why_not_and_names_the_backups(
    path: Path, tmp_path: Path, secret: Secret, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.teamtide"
    with pytest.raises(StoreError, match=r"is encrypted.* no backup of it on this computer"):
        salvage(path, out, today=TODAY)
    with opened(path) as document:
        kept = document.back_up(DAILY)
    assert kept is not None
    damaged = bytearray(path.read_bytes())
    damaged[3 * SECTOR] ^= 1
    path.write_bytes(damaged)
    assert not salvageable(path)
    assert run(["salvage", str(path), "--out", str(out)]) == 1
    said = capsys.readouterr().err
    assert f"Nothing can be salvaged of {path.name}: it is encrypted" in said
    assert kept.name in said
    assert path.read_bytes() == damaged
    assert not out.exists()
    secret()


# --- merging and comparing --------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", [PASSPHRASE, "theirs"])
def test_that_an_encrypted_copy_is_merged_on_the_command_line(
    path: Path,
    tmp_path: Path,
    secret: Secret,
    capsys: pytest.CaptureFixture[str],
    passphrase: str,
) -> None:
    theirs = tmp_path / "theirs.teamtide"
    with opened(path) as document:
        document.copy_to(theirs)
    with opened(theirs) as document:
        rename(document, "Renamed in secret")
        if passphrase != PASSPHRASE:
            document.reseal(cheap_key(passphrase))
    words = word_file(tmp_path / "words.txt", PASSPHRASE, passphrase)
    assert run(["merge", str(path), str(theirs), "--passphrase-file", str(words)]) == 0
    capsys.readouterr()
    with opened(path) as document:
        assert document.state.plan.name == "Renamed in secret"
    assert is_sealed(path)
    assert is_sealed(theirs)
    assert [is_sealed(one.path) for one in shelf_of(path).backups] == [True]
    secret()


def test_that_a_workbook_is_made_without_a_temporary_file(
    path: Path, word: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "there is no such folder"))
    out = tmp_path / "out.xlsx"
    words = ["export", str(path), str(out), "--hinges", "0", "--passphrase-file", str(word)]
    assert run(words) == 0
    assert out.stat().st_size > 0


def test_that_looking_at_an_encrypted_copy_keeps_no_key(path: Path) -> None:
    with held(unlocked(path)):
        assert read_copy(path).state == full_state()


# --- a file changed underneath ----------------------------------------------------------------


def changed_underneath(path: Path, tmp_path: Path, key: Key | None) -> tuple[Document, bytes]:
    """An open encrypted plan in whose place stands another of its versions; and its bytes."""
    other = tmp_path / "other.teamtide"
    with held(unlocked(path)):
        document = Document.open(path)
    rename(document, "Renamed in secret")
    Document.create(other, small_state(), key=key).close()
    incoming(path, other)
    other.unlink()
    return document, path.read_bytes()


def test_that_a_passphrase_is_not_changed_over_a_file_that_is_not_ours(
    path: Path, tmp_path: Path
) -> None:
    document, theirs = changed_underneath(path, tmp_path, cheap_key("theirs"))
    for key in (cheap_key("new"), None):
        with pytest.raises(Underneath):
            document.reseal(key)
    with pytest.raises(Underneath):
        rename(document, "Again")
    assert path.read_bytes() == theirs
    document.close()
    assert path.read_bytes() == theirs


@pytest.mark.parametrize("sealed", [True, False])
def test_that_what_was_here_is_saved_encrypted_whatever_the_file_is_by_now(
    path: Path, tmp_path: Path, secret: Secret, sealed: bool
) -> None:
    theirs = cheap_key("theirs")
    document, _ = changed_underneath(path, tmp_path, theirs if sealed else None)
    copy, before = path.with_name("copy.teamtide"), path.with_name("before.teamtide")
    document.copy_to(copy)
    if sealed:
        with pytest.raises(PassphraseNeeded):
            document.reload()
        assert document.key is not None
        secret()
    with held(unlocked(path, "theirs") if sealed else cheap_key()):
        document.reload()
    assert (document.key is not None) is sealed
    document.save_before(before)
    path.unlink()
    secret()
    document.close()
    for saved in (copy, before):
        with opened(saved) as found:
            assert found.state.plan.name == "Renamed in secret"


def test_that_a_plan_put_back_is_encrypted(path: Path, secret: Secret) -> None:
    with opened(path) as document:
        rename(document, "Renamed in secret")
        path.unlink()
        document.put_back()
        secret()
        rename(document, "Later")
        assert document.writable
    with opened(path) as document:
        assert [entry.label for entry in document.history][-1].endswith("Later")
    assert is_sealed(path)


def test_that_a_plan_whose_file_could_not_be_opened_again_still_saves_encrypted_copies(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path, secret: Secret
) -> None:
    document, _ = changed_underneath(path, tmp_path, cheap_key("theirs"))
    no_folder = tmp_path / "no folder"
    no_folder.touch()
    with held(unlocked(path, "theirs")):
        monkeypatch.setenv("TEAMTIDE_DATA", str(no_folder))
        with pytest.raises(StoreError, match="own folder can't be used"):
            document.reload()
        monkeypatch.setenv("TEAMTIDE_DATA", str(data_folder))
    copy = path.with_name("copy.teamtide")
    document.copy_to(copy)
    secret()
    document.close()
    with opened(copy) as found:
        assert found.state.plan.name == "Renamed in secret"


# --- locks and descriptors --------------------------------------------------------------------

ANOTHER = """
import sys
from pathlib import Path
from teamtide.plan.document import Document
from teamtide.plan.sealed.keys import held, received

for line in sys.stdin:
    with held(received(line)):
        document = Document.open(Path(sys.argv[1]))
    print("writes" if document.writable else "reads", document.state.plan.name, flush=True)
    document.close()
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="locks of open files are on Linux only")
def test_that_another_computer_is_kept_off_however_often_the_file_was_replaced(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_folder: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"  # so that only the file itself can say that it is held
    monkeypatch.setenv("TEAMTIDE_DATA", str(elsewhere))
    other = another_program(ANOTHER, str(path))
    monkeypatch.setenv("TEAMTIDE_DATA", str(data_folder))

    def ask(document: Document) -> str:
        assert document.key is not None
        tell(other, document.key.handed())
        return heard(other)

    with opened(path) as document:
        rename(document, "One")
        assert ask(document) == "reads One"
        document.reseal(cheap_key("another"))
        assert ask(document) == "reads One"
        document.reseal(None)
        document.reseal(cheap_key("third"))
        rename(document, "Two")
        assert ask(document) == "reads Two"
        vault = document._store._vault if document._store is not None else None
        assert vault is not None
        vault._whole_next = True
        rename(document, "Folded")
        assert ask(document) == "reads Folded"
        key = document.key
        assert key is not None
        tell(other, key.handed())
        assert heard(other) == "reads Folded"
        line = key.handed()
    tell(other, line)
    assert heard(other) == "writes Folded"
    assert ended(other) == 0


LOOKS = """
import sqlite3, sys
raw = sqlite3.connect(sys.argv[1])
print(raw.execute("SELECT name FROM plan").fetchone()[0], flush=True)
raw.close()
"""


@pytest.mark.skipif(os.name != "posix", reason="only there a look gives locks back")
@pytest.mark.parametrize("look", ["export over it", "salvage", "by another name", "list copies"])
def test_that_a_plan_that_is_open_keeps_its_locks_whoever_looks_at_its_file(
    tmp_path: Path, look: str
) -> None:
    path, name = tmp_path / "plan.teamtide", tmp_path / "name.teamtide"
    document = Document.create(path, small_state(), clock=ticking())
    rename(document, "In the log")
    name.hardlink_to(path)
    if look == "export over it":
        with pytest.raises(Unwritable, match="is a plan"):
            make_sure(path)
    elif look == "salvage":
        assert salvageable(path)
    elif look == "by another name":
        second = Document.open(name)
        assert not second.writable
        second.close()
    else:
        assert plain_copies(path) == []
    other = another_program(LOOKS, str(path))
    assert heard(other) == "In the log"
    assert ended(other) == 0
    # Had it found nobody else there, it had put the log into the file and taken it away.
    assert path.with_name("plan.teamtide-wal").stat().st_size > 0
    document.close()


def test_that_nothing_is_exported_over_an_encrypted_plan(path: Path) -> None:
    with pytest.raises(Unwritable, match="is a plan"):
        make_sure(path)


def descriptors() -> set[str]:
    folder = Path("/proc/self/fd")
    return {str(one.readlink()) for one in folder.iterdir() if one.is_symlink()}


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="no list of descriptors")
@pytest.mark.parametrize("place", [0, 20, 3 * SECTOR, -1])
def test_that_a_plan_that_can_t_be_opened_leaves_nothing_behind(path: Path, place: int) -> None:
    key = unlocked(path)
    whole = path.read_bytes()
    damaged = bytearray(whole)
    damaged[place] ^= 1
    path.write_bytes(damaged)
    with held(key):
        with pytest.raises(StoreError):
            Document.open(path)
        with pytest.raises(StoreError):
            read_older(path)
        assert not any(str(path) in one or one.endswith(".lock") for one in descriptors())
    assert all_at_hand() == ()
    path.write_bytes(whole)
    with opened(path) as document:
        assert document.writable


# --- keys and what the database is allowed ----------------------------------------------------


def test_that_a_key_that_was_wiped_seals_nothing() -> None:
    key = cheap_key()
    with held(key):
        pass
    with pytest.raises(PassphraseNeeded), held(key):
        pass
    with pytest.raises(PassphraseNeeded):
        whole_file(key, b"a plan")


def test_that_a_plan_may_be_closed_while_its_backup_is_written(path: Path, secret: Secret) -> None:
    with held(unlocked(path)):
        document = Document.open(path)
    rename(document, "Renamed in secret")

    def back_up() -> None:
        with contextlib.suppress(Refused, StoreError):
            document.back_up(DAILY)

    thread = threading.Thread(target=back_up)
    thread.start()
    document.close()
    thread.join()
    secret()
    for one in shelf_of(path).backups:  # none, where closing was first
        with opened(one.path) as found:
            assert found.state == document.state


def test_that_what_commits_change_is_noted_though_triggers_of_files_are_off(path: Path) -> None:
    with opened(path) as document:
        store = document._store
        assert store is not None
        raw = store._connection
        if hasattr(raw, "getconfig"):  # Python 3.12
            assert not raw.getconfig(getattr(sqlite3, "SQLITE_DBCONFIG_ENABLE_TRIGGER"))  # noqa: B009
        inode = path.stat().st_ino
        for number in range(3):
            rename(document, f"Name {number}")
        document.undo()
        assert path.stat().st_ino == inode  # appended, not written anew


def test_that_keys_that_are_none_are_not_said(
    path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    words = word_file(tmp_path / "typed", "correct horse nine ten eleven twelve")
    monkeypatch.setenv("TEAMTIDE_KEYS", "stdin")
    with words.open() as stdin:
        monkeypatch.setattr("sys.stdin", stdin)
        assert run(["info", str(path)]) == 1
    said = capsys.readouterr().err
    assert "is no key" in said
    assert "correct" not in said
