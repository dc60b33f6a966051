"""Nothing here speaks to a network: it is shown by the source, and by the system itself.

On Linux the whole program, its children included, runs where the kernel ends every process that
asks for a socket of the internet (seccomp). Elsewhere Python's audit hooks tell of each.
"""

from __future__ import annotations

import ast
import json
import os
import platform
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.plan.full_plan import ROOT

APP = ROOT / "app" / "teamtide"
FORBIDDEN = {
    "socket",
    "ssl",
    "http",
    "urllib.request",
    "urllib3",
    "requests",
    "httpx",
    "aiohttp",
    "ftplib",
    "smtplib",
    "imaplib",
    "poplib",
    "telnetlib",
    "xmlrpc",
    "socketserver",
    "asyncio",
    "webbrowser",
    "multiprocessing.managers",
    "multiprocessing.connection",
    "PySide6.QtNetwork",
    "PySide6.QtWebSockets",
    "PySide6.QtWebEngineCore",
    "PySide6.QtWebEngineWidgets",
    "PySide6.QtHttpServer",
    "PySide6.QtDBus",
}
ALLOWED = {("plan/lock.py", "socket"): {"gethostname"}}
"""The name of this computer, for the sentence a second window shows; it asks nobody."""


def imported(source: str) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found.update(one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{one.name}" for one in node.names)
    return found


def banned(source: str) -> set[str]:
    found = imported(source)
    return {
        name for name in FORBIDDEN for one in found if one == name or one.startswith(f"{name}.")
    }


def test_that_no_module_imports_what_speaks_to_a_network() -> None:
    checked = 0
    word = re.compile("|".join({name.rpartition(".")[2] for name in FORBIDDEN} | {"urllib"}))
    for path in APP.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        checked += 1
        if not word.search(source):  # most name none of them, and reading them takes its time
            continue
        here = path.relative_to(APP).as_posix()
        for name in banned(source):
            used = {
                node.attr
                for node in ast.walk(ast.parse(source))
                if isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == name
            }
            assert used == ALLOWED.get((here, name)), f"{here} imports {name}"
    assert checked > 200


def test_that_the_search_knows_every_form_of_import() -> None:
    for source in (
        "import socket",
        "import urllib.request as u",
        "from urllib import request",
        "from PySide6 import QtNetwork",
        "def f():\n    from http.client import HTTPConnection",
    ):
        assert banned(source), source
    assert not banned("from urllib.parse import quote\nfrom pathlib import Path")


SITE = """
import os, sys
_out = os.environ["TEAMTIDE_TEST_SOCKETS"]
def _say(line):
    handle = os.open(_out, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
    os.write(handle, (line + "\\n").encode())
    os.close(handle)
_say("process " + " ".join(sys.orig_argv[1:6]).replace("\\n", " ")[:80])
def _hook(event, args):
    if event == "socket.__new__" and int(args[1]) in (2, 10, 23, 30):
        _say(f"socket {args[1]}")
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "urllib.Request"):
        _say(event)
sys.addaudithook(_hook)
"""
"""Found by every Python that starts: tells of the process, and of its sockets."""

FILTER = """
import ctypes, platform, struct, sys
ARCH, SOCKET = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}[platform.machine()]
KILL, ALLOW = 0x80000000, 0x7FFF0000
steps = [
    (0x20, 0, 0, 4), (0x15, 0, 6, ARCH), (0x20, 0, 0, 0), (0x15, 0, 4, SOCKET),
    (0x20, 0, 0, 16), (0x15, 1, 0, 2), (0x15, 0, 1, 10), (0x06, 0, 0, KILL), (0x06, 0, 0, ALLOW),
]
code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
class Program(ctypes.Structure):
    _fields_ = [("len", ctypes.c_ushort), ("filter", ctypes.c_void_p)]
program = Program(len(steps), ctypes.addressof(code))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, ctypes.byref(program), 0, 0) == 0, ctypes.get_errno()
"""
"""From here on, this process and its children end where they ask for a socket of the internet."""

USE = """
import importlib, pkgutil, sys
from pathlib import Path
import teamtide
for found in pkgutil.walk_packages(teamtide.__path__, "teamtide."):
    if not found.name.endswith("__main__"):
        importlib.import_module(found.name)

from PySide6.QtTest import QTest
from teamtide.cli import run
from teamtide.plan.commands import edit_plan
from teamtide.plan.document import Document
from teamtide.ui.application import show_window
from teamtide.workers.reader import ReaderProcess

folder = Path(sys.argv[1])
plan = folder / "plan.teamtide"
assert run(["sample", str(plan)]) == 0
document = Document.open(plan)
document.apply(edit_plan(document.state, samples=10, weeks=8))
document.close()
app, window = show_window(str(plan))
sys.excepthook = sys.__excepthook__
window.panels.show_compare()
window.show_help()
roster = folder / "roster.csv"
roster.write_text("Name,Team\\nAna Silva,Ops\\nBo Li,Ops\\nEva Maas,Dev\\n")
with ReaderProcess() as reader:
    assert reader.ask(roster, window.session.state).create == 3
for _ in range(600):
    QTest.qWait(100)
    if not window.background.busy:
        break
assert not window.background.busy, window.background.busy
window.close()
for line in (["export", str(plan), str(folder / "out.xlsx"), "--hinges", "0.5"],
             ["check", str(plan)], ["picture", str(plan), str(folder / "out.png")]):
    assert run(line) == 0, line
print("used")
"""


def environment(tmp_path: Path) -> dict[str, str]:
    site = tmp_path / "site"
    site.mkdir()
    (site / "sitecustomize.py").write_text(SITE)
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(site), str(ROOT / "app")]),
        "TEAMTIDE_TEST_SOCKETS": str(tmp_path / "sockets.txt"),
        "TEAMTIDE_DATA": str(tmp_path / "data"),
        "QT_QPA_PLATFORM": "offscreen",
    }


SECCOMP = sys.platform == "linux" and platform.machine() in ("x86_64", "aarch64")


def test_that_using_every_part_opens_no_socket_of_the_internet(tmp_path: Path) -> None:
    script = (FILTER if SECCOMP else "") + USE
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)],
        env=environment(tmp_path),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    assert done.stdout.endswith("used\n")
    told = (tmp_path / "sockets.txt").read_text().splitlines()
    processes = [line for line in told if line.startswith("process ")]
    assert any("--worker" in line for line in processes)
    assert any("--reader" in line for line in processes)
    assert [line for line in told if line not in processes] == []


@pytest.mark.skipif(not SECCOMP, reason="only Linux ends a process for it")
@pytest.mark.parametrize("family", ["AF_INET", "AF_INET6", "AF_UNIX"])
def test_that_a_socket_would_be_seen(tmp_path: Path, family: str) -> None:
    ask = f"import socket; socket.socket(socket.{family}).close(); print('lives')"
    child = f"import subprocess, sys; sys.exit(subprocess.call([sys.executable, '-c', {ask!r}]))"
    done = subprocess.run(
        [sys.executable, "-c", FILTER + child],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = (tmp_path / "sockets.txt").read_text()
    internet = family != "AF_UNIX"
    assert ("lives" in done.stdout) is not internet
    assert (done.returncode == 0) is not internet
    assert ("socket " in told) is internet
    assert json.dumps(told)
