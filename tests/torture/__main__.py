"""`make torture`: look for what a plan file does not endure, for as long as one likes.

Each kind says what it did and with which seed, and stops at the first promise that is broken, with
the line that repeats it. `search` is every property test of the suite, for hours, and only where it
is named.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A program that is to be forked has one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.torture.failing import Failed


def main() -> int:
    """Run the named kinds of torture, or all but `search`; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    parser.add_argument(
        "kinds", nargs="*", metavar="KIND", help=f"{', '.join(KINDS)}; all but search where none"
    )
    parser.add_argument("--seed", type=int, default=None, help="repeat what a seed gave")
    parser.add_argument("--kills", type=int, default=4000, help="programs to kill")
    parser.add_argument("--images", type=int, default=20000, help="disks after a power failure")
    parser.add_argument("--sealed-kills", type=int, default=500, help="the same, plan encrypted")
    parser.add_argument("--seconds", type=float, default=300, help="of broken plan files")
    parser.add_argument("--examples", type=int, default=200, help="lives against a model, twice")
    parser.add_argument("--commands", type=int, default=20000, help="at the window")
    parser.add_argument("--people", type=int, default=2000, help="in the plan it shows")
    parser.add_argument("--untimed", action="store_true", help="let the window be slow")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    unknown = [name for name in options.kinds if name not in KINDS]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(KINDS)}")
    for name in options.kinds or [name for name in KINDS if name != "search"]:
        say(f"{name} (seed {seed})")
        began = time.monotonic()
        try:
            told = KINDS[name](options, seed)
        except Failed as failed:
            say(f"  {failed}")
            return 1
        say(f"  {told} ({time.monotonic() - began:.1f} s)")
    return 0


def _kills(options: argparse.Namespace, seed: int) -> str:
    from tests.torture import kills

    if not hasattr(os, "fork"):
        return NO_FORK
    struck = kills.torture(options.kills, seed, say)
    return f"{struck.total()} kills, each endured; while it was to {_counted(struck)}"


def _power(options: argparse.Namespace, seed: int) -> str:
    from tests.torture import power

    found = power.torture(options.images, seed, say)
    return f"{found.total()} disks, each recovered; while it was to {_counted(found)}"


def _sealed(options: argparse.Namespace, _seed: int) -> str:
    from tests.torture import longer

    return longer.sealed_kills(options.sealed_kills) if hasattr(os, "fork") else NO_FORK


def _fuzz(options: argparse.Namespace, seed: int) -> str:
    from tests.torture import longer

    return longer.mutants(options.seconds, seed, say)


def _lives(options: argparse.Namespace, seed: int) -> str:
    from tests.torture import longer

    return longer.lives(options.examples, seed, say)


def _window(options: argparse.Namespace, seed: int) -> str:
    from tests.torture import window

    timed = not options.untimed
    return str(window.torture(options.commands, seed, say, people=options.people, timed=timed))


def _search(_options: argparse.Namespace, seed: int) -> str:
    words = ["-m", "hypothesis", "--hypothesis-profile", "long", "-n", "2", "-q"]
    tests = [sys.executable, "-m", "pytest", *words, f"--hypothesis-seed={seed}"]
    if subprocess.run(tests).returncode:
        raise Failed(f"a property does not hold; with --hypothesis-seed={seed}")
    return "every property held"


NO_FORK = "left out: this system can't fork"
KINDS: dict[str, Callable[[argparse.Namespace, int], str]] = {
    "kills": _kills,
    "power": _power,
    "sealed": _sealed,
    "fuzz": _fuzz,
    "lives": _lives,
    "window": _window,
    "search": _search,
}


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def _counted(found: dict[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(found.items(), key=lambda f: -f[1]))


if __name__ == "__main__":
    sys.exit(main())
