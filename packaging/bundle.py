"""Build the bundled app and try it where neither `.venv` nor the sources can help it.

The folder in `dist/` is copied elsewhere and run with a bare environment: the command line first,
then, on Linux, the window under an X server of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUNDLE = ROOT / "dist" / "teamtide"
PICTURE = ROOT / "build" / "bundle-window.png"
LINUX = sys.platform.startswith("linux")
# How long a start may take on a slow, busy machine before it counts as hung.
PATIENCE_S = 120
FEWEST_COLOURS = 24
# Read a picture of the whole screen, keep it, and say how many colours it has.
LOOK = """
import sys
from PySide6.QtGui import QGuiApplication
app = QGuiApplication([])
image = app.primaryScreen().grabWindow(0).toImage()
image.save(sys.argv[1])
spots = ((x, y) for x in range(0, image.width(), 3) for y in range(0, image.height(), 3))
print(len({image.pixel(x, y) for x, y in spots}))
"""


class BundleError(Exception):
    """The bundle could not be built, or does not do its work; the text says where."""


def main() -> int:
    """Build and try; 0 when the bundle does its work, 1 with a sentence on stderr when not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--no-build", action="store_true", help="try the bundle in dist/ as it is")
    options = parser.parse_args()
    try:
        require_tools()
        if not options.no_build:
            build()
        with tempfile.TemporaryDirectory(prefix="teamtide-") as name:
            elsewhere = Path(name)
            program = copy_of_bundle(elsewhere)
            try_command_line(program, elsewhere)
            if LINUX:
                try_window(program, elsewhere)
            else:
                print("The window was not tried: that is done under Linux only.")
    except BundleError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1
    print(f"dist/teamtide: {megabytes(BUNDLE):.0f} MB, does its work on its own.")
    return 0


def require_tools() -> None:
    """Name what building and trying need of the system and it does not have."""
    tools = {"objdump": "binutils", "Xvfb": "xvfb", "xdotool": "xdotool"} if LINUX else {}
    missing = [package for tool, package in tools.items() if shutil.which(tool) is None]
    if missing:
        raise BundleError(
            f"The bundle needs {', '.join(missing)}. "
            + f"Debian, Ubuntu, as root: apt install {' '.join(missing)}"
        )


def build() -> None:
    """Run PyInstaller over the recipe."""
    print("Building dist/teamtide; this takes a minute or two.", flush=True)
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR"]
    command += ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build/pyinstaller")]
    command.append(str(ROOT / "packaging/teamtide.spec"))
    built = subprocess.run(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if built.returncode:
        raise BundleError(f"PyInstaller could not build the bundle:\n{built.stdout.strip()}")


def copy_of_bundle(elsewhere: Path) -> Path:
    """Put the bundle where no source lies beside it; the path of its program."""
    name = {"win32": "teamtide-cli.exe"}.get(sys.platform, "teamtide")
    if not (BUNDLE / name).exists():
        raise BundleError(f"There is no {name} in dist/teamtide. Build it first.")
    shutil.copytree(BUNDLE, elsewhere / "app", symlinks=True)
    return elsewhere / "app" / name


def bare_environment(elsewhere: Path) -> dict[str, str]:
    """What a person's session has and a developer's shell adds nothing to."""
    kept = ("SYSTEMROOT", "TEMP", "TMP", "USERPROFILE", "APPDATA", "LOCALAPPDATA")
    environment = {key: os.environ[key] for key in kept if key in os.environ}
    home = elsewhere / "home"
    home.mkdir(exist_ok=True)
    return {**environment, "HOME": str(home), "PATH": os.defpath, "LANG": "C.UTF-8"}


def try_command_line(program: Path, elsewhere: Path) -> None:
    """Write the sample plan and read its load."""
    plan = elsewhere / "sample.teamtide"
    output(program, "sample", str(plan), where=elsewhere)
    answer = json.loads(output(program, "load", str(plan), "--json", where=elsewhere))
    teams = [team["name"] for team in answer["teams"]]
    if not teams or not any(any(team["demand"]) for team in answer["teams"]):
        raise BundleError("The bundle's sample plan has no load.")
    print(f"   ok  command line: {len(teams)} teams over {len(answer['weeks'])} weeks")
    options = ("--projected", "--bands", "20", "--json")
    answer = json.loads(output(program, "load", str(plan), *options, where=elsewhere))
    if not answer["projects"] or "p90" not in answer["teams"][0]:
        raise BundleError("The bundle can't project the sample plan.")
    word = elsewhere / "passphrase.txt"
    word.write_text("four short words", encoding="utf-8")
    output(
        program, "passphrase", "set", str(plan), "--new-passphrase-file", str(word), where=elsewhere
    )
    output(program, "check", str(plan), "--passphrase-file", str(word), where=elsewhere)
    output(
        program, "passphrase", "remove", str(plan), "--passphrase-file", str(word), where=elsewhere
    )
    print("   ok  a plan encrypted, opened and made plain again")
    output(program, "--worker", where=elsewhere)
    output(program, "--reader", where=elsewhere)
    print("   ok  projection, bands, and child processes that end with their parent")


def output(program: Path, *arguments: str, where: Path) -> str:
    """What the program prints; an error with what it said if it fails."""
    environment = bare_environment(where)
    command = [str(program), *arguments]
    ran = subprocess.run(
        command,
        cwd=where,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
    )
    if ran.returncode:
        said = (ran.stderr or ran.stdout).strip()
        raise BundleError(f"teamtide {' '.join(arguments)} ended with {ran.returncode}:\n{said}")
    return ran.stdout


def try_window(program: Path, elsewhere: Path) -> None:
    """Open the sample in the window, see that it is painted, and that nothing is borrowed."""
    with x_server() as display:
        environment = {**bare_environment(elsewhere), "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        with (elsewhere / "window.log").open("w+b") as log:
            app = subprocess.Popen(
                [str(program), str(elsewhere / "sample.teamtide")],
                cwd=elsewhere,
                env=environment,
                stdout=log,
                stderr=log,
            )
            try:
                wait_for_window(app, display)
                colours = look(display)
                borrowed = files_of_ours(app.pid)
            except BundleError as error:
                said = (elsewhere / "window.log").read_text(errors="replace").strip()
                raise BundleError(f"{error}\n{said}".rstrip()) from None
            finally:
                app.terminate()
                app.wait(PATIENCE_S)
    if colours < FEWEST_COLOURS:
        raise BundleError(f"The window is blank: {colours} colours in {PICTURE.name}.")
    if borrowed:
        raise BundleError(f"The bundle leans on this working copy: {', '.join(borrowed[:5])}")
    print(f"   ok  window: painted, see build/{PICTURE.name}")


@contextmanager
def x_server() -> Iterator[str]:
    """An X server without a screen to show, on a number that is free; its display name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise BundleError("Xvfb did not start.")
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def wait_for_window(app: subprocess.Popen[bytes], display: str) -> None:
    """Return once a window with Teamtide in its title is on the screen."""
    search = ["xdotool", "search", "--onlyvisible", "--name", "Teamtide"]
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        if app.poll() is not None:
            raise BundleError(f"The window's process ended with {app.returncode}.")
        found = subprocess.run(
            search, env={**os.environ, "DISPLAY": display}, capture_output=True, text=True
        )
        if found.stdout.strip():
            return
        time.sleep(0.2)
    raise BundleError(f"No window titled Teamtide appeared within {PATIENCE_S} s.")


def look(display: str) -> int:
    """Keep a picture of the screen once it has stopped changing; how many colours it has."""
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
    colours, before = 0, b""
    for _ in range(20):
        time.sleep(0.5)
        command = [sys.executable, "-c", LOOK, str(PICTURE)]
        seen = subprocess.run(command, env=environment, capture_output=True, text=True)
        if seen.returncode:
            raise BundleError(f"No picture could be taken:\n{seen.stderr.strip()}")
        colours, now = int(seen.stdout), PICTURE.read_bytes()
        if now == before and colours >= FEWEST_COLOURS:
            break
        before = now
    return colours


def files_of_ours(process: int) -> list[str]:
    """Files of this working copy that the process has mapped."""
    maps = Path(f"/proc/{process}/maps").read_text().splitlines()
    paths = {line.split(maxsplit=5)[5] for line in maps if line.count("/")}
    return sorted(path for path in paths if path.startswith(f"{ROOT}/"))


def megabytes(folder: Path) -> float:
    """The size of a folder's files."""
    files = (file for file in folder.rglob("*") if file.is_file() and not file.is_symlink())
    return sum(file.stat().st_size for file in files) / 1e6


if __name__ == "__main__":
    sys.exit(main())
