"""Start-up: to a usable window on the sample, beside a bare script with the same libraries."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Report, percentile

BARE = """
import PySide6.QtWidgets as w, pyqtgraph, sqlmodel
app = w.QApplication([]); window = w.QMainWindow(); window.resize(1440, 900); window.show()
app.processEvents(); app.processEvents()
import os, sys; sys.stdout.flush(); os._exit(0)
"""
OURS = """
import os, sys
from teamtide.window import start
app, window = start(sys.argv[1]); app.processEvents(); app.processEvents()
sys.stdout.flush(); os._exit(0 if window.view.board.isVisible() else 1)
"""
TIMES = 9


def measure(report: Report, scratch: Path) -> None:
    """Wall time of whole processes, turn about."""
    import time

    report.title("Start to a usable window on the sample, against a bare script (turn about)")
    plan = scratch / "sample.teamtide"
    environment = dict(os.environ)
    subprocess.run(
        [sys.executable, "-m", "teamtide", "sample", str(plan)], check=True, capture_output=True
    )
    found: dict[str, list[float]] = {"bare": [], "ours": []}
    for turn in range(TIMES + 1):
        for name, code in (("bare", BARE), ("ours", OURS)):
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-c", code, str(plan)], check=True, env=environment)
            if turn:
                found[name].append((time.perf_counter() - begin) * 1000)
    report.times("bare script: PySide6, pyqtgraph, sqlmodel, empty window", found["bare"])
    report.times("Teamtide on the sample", found["ours"])
    middle = statistics.median(found["ours"]) / statistics.median(found["bare"])
    tail = percentile(found["ours"], 0.95) / percentile(found["bare"], 0.95)
    report.value("ratio", f"p50 {middle:.2f} ×   p95 {tail:.2f} ×   (to reach: ≤ 1.3 ×)")
