"""Copies of a plan that stay readable when it is encrypted: which there are, in few words."""

from __future__ import annotations

from pathlib import Path

from teamtide.plan.backups import DAILY, HOURLY
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.plan.intake import MAGIC
from teamtide.plan.sealed.beside import listed, plain_copies
from tests.examples import small_state
from tests.plan.sealed.helpers import cheap_key


def test_that_plain_backups_are_counted_and_copies_beside_the_plan_are_named(
    tmp_path: Path,
) -> None:
    path = tmp_path / "plan.teamtide"
    document = Document.create(path, small_state())
    assert listed(plain_copies(path), path) == ""
    document.back_up(DAILY)
    assert listed(plain_copies(path), path) == "1 backup"
    document.apply(edit_plan(document.state, name="Other"))
    document.back_up(HOURLY)
    for number in (1, 2):
        (tmp_path / f"plan.teamtide.version-{number}.bak").write_bytes(MAGIC)
    (tmp_path / "other.teamtide").write_bytes(MAGIC)
    (tmp_path / "plan.teamtide.version-3.bak").write_bytes(b"sealed")
    key = cheap_key()
    document.reseal(key)
    document.apply(edit_plan(document.state, name="Secret"))
    document.back_up(HOURLY)
    document.close()
    told = "2 backups, plan.teamtide.version-1.bak, plan.teamtide.version-2.bak"
    assert listed(plain_copies(path), path) == told
    key.release()
