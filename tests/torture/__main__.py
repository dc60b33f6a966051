"""`make torture`: look for what a plan file does not endure, for as long as one likes.

Each kind says what it did and with which seed, and stops at the first promise that is broken, with
the line that repeats it. `search` is every property test of the suite, for hours.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# A program that is to be forked has one thread.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

from tests.torture.failing import Failed

MINUTES, HOURS = ("kills", "power"), ("search",)


def main() -> int:
    """Run the named kinds of torture, or those that take minutes; 1 if a promise was broken."""
    parser = argparse.ArgumentParser(prog="python -m tests.torture", description=__doc__)
    known = f"{', '.join((*MINUTES, *HOURS))}; {' and '.join(MINUTES)} where none"
    parser.add_argument("kinds", nargs="*", metavar="KIND", help=known)
    parser.add_argument("--seed", type=int, default=None, help="repeat what a seed gave")
    parser.add_argument("--kills", type=int, default=4000, help="programs to kill")
    parser.add_argument("--images", type=int, default=20000, help="disks after a power failure")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed

    def kills() -> str:
        from tests.torture import kills

        if not hasattr(os, "fork"):
            return "left out: this system can't fork"
        struck = kills.torture(options.kills, seed, say)
        return f"{struck.total()} kills, each endured; while it was to {_counted(struck)}"

    def power() -> str:
        from tests.torture import power

        found = power.torture(options.images, seed, say)
        return f"{found.total()} disks, each recovered; while it was to {_counted(found)}"

    def search() -> str:
        words = ["-m", "hypothesis", "--hypothesis-profile", "long", "-n", "2", "-q"]
        tests = [sys.executable, "-m", "pytest", *words, f"--hypothesis-seed={seed}"]
        if subprocess.run(tests).returncode:
            raise Failed(f"a property does not hold; with --hypothesis-seed={seed}")
        return "every property held"

    kinds = {"kills": kills, "power": power, "search": search}
    unknown = [name for name in options.kinds if name not in kinds]
    if unknown:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(kinds)}")
    for name in options.kinds or MINUTES:
        say(f"{name} (seed {seed})")
        began = time.monotonic()
        try:
            told = kinds[name]()
        except Failed as failed:
            say(f"  {failed}")
            return 1
        say(f"  {told} ({time.monotonic() - began:.1f} s)")
    return 0


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


def _counted(found: dict[str, int]) -> str:
    return ", ".join(f"{what} {n}" for what, n in sorted(found.items(), key=lambda f: -f[1]))


if __name__ == "__main__":
    sys.exit(main())
