"""`make bench`: measure what DESIGN gives a figure for, and print it, as p50/p95 and ratios.

Nothing here fails on a time. Each figure stands beside something run in the same minute on the
same machine: a bare fsync, a bare start, a plain library reading the same file.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.bench import (
    background,
    board,
    compare,
    engine,
    pausing,
    projection,
    sealing,
    sheets,
    start,
)
from tests.bench.measure import Report


def main(names: list[str]) -> int:
    """Run the named benchmarks, or all."""
    parts = {
        "engine": engine.measure,
        "board": board.measure,
        "pausing": pausing.measure,
        "projection": projection.measure,
        "background": background.measure,
        "compare": compare.measure,
        "start": start.measure,
        "sealing": sealing.measure,
        "sheets": sheets.measure,
    }
    unknown = [name for name in names if name not in parts]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(parts)}")
        return 2
    report = Report()
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TEAMTIDE_DATA"] = scratch
        for name in names or parts:
            parts[name](report, Path(scratch))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
