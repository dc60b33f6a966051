"""Qt itself: a release of the bindings once dropped a reference with each signal emitted."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from PySide6.QtCore import QObject, Signal

class Sender(QObject):
    happened = Signal(object)

class Listener(QObject):
    def __init__(self):
        super().__init__()
        self.count = 0
        self.last = None
    def hear(self, what):
        self.count += 1
        self.last = what

sender, listener, payload = Sender(), Listener(), {"a": (1, 2)}
sender.happened.connect(listener.hear)
before = sys.getrefcount(payload)
for _ in range(100_000):
    sender.happened.emit(payload)
assert listener.count == 100_000, listener.count
listener.last = None
assert sys.getrefcount(payload) == before, sys.getrefcount(payload) - before
none = sys.getrefcount(None)
for _ in range(100_000):
    sender.happened.emit(None)
assert listener.count == 200_000
assert abs(sys.getrefcount(None) - none) < 1000 or sys.version_info >= (3, 12)
print("fine")
"""


def test_that_a_hundred_thousand_signals_lose_no_reference() -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "fine"
