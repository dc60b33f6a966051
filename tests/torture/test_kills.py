"""A plan file endures 200 kills: the short form of `make torture`."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.plan.full_plan import ROOT


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system can't fork")
def test_that_a_program_killed_at_any_moment_leaves_what_it_acknowledged() -> None:
    """In a process of its own, since one that has threads is no good to fork."""
    ran = subprocess.run(
        [sys.executable, "-m", "tests.torture", "kills", "--kills", "200", "--seed", "7"],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "app"), str(ROOT)])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=1500,
    )
    assert ran.returncode == 0, ran.stdout
    assert "200 kills, each endured" in ran.stdout
