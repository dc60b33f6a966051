"""Run every check, let none hide another, and fail if any failed.

The static ones come first, one line each, with a tool's own words only where it objects. The
tests come last, so that their summary closes the output.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
STATIC = (
    ("ruff check", ("ruff", "check", "--quiet", "--output-format=concise", ".")),
    ("ruff format --check", ("ruff", "format", "--check", "--output-format=concise", ".")),
    ("mypy --strict", ("mypy",)),
    ("lint-imports", ("lint-imports", "--no-logo")),
)


def main() -> int:
    """Run the static checks and, with --tests, pytest; 1 if anything failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tests", action="store_true", help="run the tests as well")
    parser.add_argument("pytest", nargs="*", help="what to hand on to pytest")
    options = parser.parse_args()
    failed = [name for name, command in STATIC if not passes(name, command)]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr, flush=True)
    if options.tests:
        tests = subprocess.run([sys.executable, "-m", "pytest", *options.pytest], cwd=ROOT)
        return 1 if failed or tests.returncode else 0
    return 1 if failed else 0


def passes(name: str, command: tuple[str, ...]) -> bool:
    """Run one tool, print one line about it, and show what it said only if it objected."""
    started = time.monotonic()
    tool = str(SCRIPTS / command[0])
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "app")}
    ran = subprocess.run(
        [tool, *command[1:]],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    verdict = "FAIL" if ran.returncode else "ok"
    print(f"{verdict:>4}  {name}  ({time.monotonic() - started:.1f} s)", flush=True)
    if ran.returncode:
        print(ran.stdout.rstrip(), flush=True)
    return ran.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
