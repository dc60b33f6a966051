"""The bundle as a user gets it; outside the quick run (`make package` builds and tries it)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
def test_that_the_bundle_loads_the_sample_and_opens_its_window_on_its_own() -> None:
    done = subprocess.run(
        [sys.executable, str(ROOT / "packaging" / "bundle.py")],
        capture_output=True,
        text=True,
        timeout=900,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stdout + done.stderr
