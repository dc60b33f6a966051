"""Make a working copy ready: a Python, `.venv` from the lock, Qt's system libraries.

`make run` and `make test` call this first. It needs nothing but the standard library and runs on
any Python 3.8 or newer, because its first duty is to find a Python that Teamtide can use. When
nothing is missing it says nothing and is done in a few hundredths of a second: what was checked
is noted in `.venv/teamtide-ready.json`, and looked at again only when something changed.
"""

from __future__ import annotations

import argparse
import functools
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCK = ROOT / "packaging" / "requirements.txt"
STAMP = VENV / "teamtide-ready.json"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST, NEWEST = (3, 11), (3, 13)

# What a Teamtide process loads of Qt, including the plugins Qt opens by itself at run time.
QT_FILES = (
    "QtCore.abi3.so",
    "QtGui.abi3.so",
    "QtWidgets.abi3.so",
    "QtSvg.abi3.so",
    "QtSvgWidgets.abi3.so",
    "QtOpenGLWidgets.abi3.so",
    "QtPrintSupport.abi3.so",
    "QtTest.abi3.so",
    "Qt/plugins/platforms/libqoffscreen.so",
    "Qt/plugins/platforms/libqxcb.so",
    "Qt/plugins/xcbglintegrations/libqxcb-egl-integration.so",
    "Qt/plugins/xcbglintegrations/libqxcb-glx-integration.so",
    "Qt/plugins/iconengines/libqsvgicon.so",
    "Qt/plugins/imageformats/libqsvg.so",
)
# Library: its package on Debian and Ubuntu, its package on Fedora.
PACKAGES = {
    "libEGL.so.1": ("libegl1", "libglvnd-egl"),
    "libGL.so.1": ("libgl1", "libglvnd-glx"),
    "libGLX.so.0": ("libglx0", "libglvnd-glx"),
    "libOpenGL.so.0": ("libopengl0", "libglvnd-opengl"),
    "libGLdispatch.so.0": ("libglvnd0", "libglvnd"),
    "libX11.so.6": ("libx11-6", "libX11"),
    "libX11-xcb.so.1": ("libx11-xcb1", "libX11-xcb"),
    "libXau.so.6": ("libxau6", "libXau"),
    "libICE.so.6": ("libice6", "libICE"),
    "libSM.so.6": ("libsm6", "libSM"),
    "libdbus-1.so.3": ("libdbus-1-3", "dbus-libs"),
    "libexpat.so.1": ("libexpat1", "expat"),
    "libfontconfig.so.1": ("libfontconfig1", "fontconfig"),
    "libfreetype.so.6": ("libfreetype6", "freetype"),
    "libglib-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgthread-2.0.so.0": ("libglib2.0-0", "glib2"),
    "libgssapi_krb5.so.2": ("libgssapi-krb5-2", "krb5-libs"),
    "libstdc++.so.6": ("libstdc++6", "libstdc++"),
    "libxcb.so.1": ("libxcb1", "libxcb"),
    "libxcb-cursor.so.0": ("libxcb-cursor0", "xcb-util-cursor"),
    "libxcb-glx.so.0": ("libxcb-glx0", "libxcb"),
    "libxcb-icccm.so.4": ("libxcb-icccm4", "xcb-util-wm"),
    "libxcb-image.so.0": ("libxcb-image0", "xcb-util-image"),
    "libxcb-keysyms.so.1": ("libxcb-keysyms1", "xcb-util-keysyms"),
    "libxcb-randr.so.0": ("libxcb-randr0", "libxcb"),
    "libxcb-render.so.0": ("libxcb-render0", "libxcb"),
    "libxcb-render-util.so.0": ("libxcb-render-util0", "xcb-util-renderutil"),
    "libxcb-shape.so.0": ("libxcb-shape0", "libxcb"),
    "libxcb-shm.so.0": ("libxcb-shm0", "libxcb"),
    "libxcb-sync.so.1": ("libxcb-sync1", "libxcb"),
    "libxcb-util.so.1": ("libxcb-util1", "xcb-util"),
    "libxcb-xfixes.so.0": ("libxcb-xfixes0", "libxcb"),
    "libxcb-xinput.so.0": ("libxcb-xinput0", "libxcb"),
    "libxcb-xkb.so.1": ("libxcb-xkb1", "libxcb"),
    "libxkbcommon.so.0": ("libxkbcommon0", "libxkbcommon"),
    "libxkbcommon-x11.so.0": ("libxkbcommon-x11-0", "libxkbcommon-x11"),
    "libz.so.1": ("zlib1g", "zlib"),
    "libzstd.so.1": ("libzstd1", "libzstd"),
}
FONT = "a font"
FONT_PACKAGES = ("fonts-dejavu-core", "dejavu-sans-fonts")
FONT_FILES = (".ttf", ".otf", ".ttc", ".pfb", ".pcf.gz")


class NotReadyError(Exception):
    """Something only the person at the keyboard can put right; the text says what to do."""


def main() -> int:
    """Prepare the working copy; 0 when it is ready, 1 with a sentence on stderr when not."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--python", help="the Python to make .venv with (3.11 to 3.13)")
    wanted = parser.parse_args().python or os.environ.get("TEAMTIDE_PYTHON")
    try:
        done = read_stamp()
        facts = {"root": str(ROOT), "lock": digest(LOCK), "project": project_digest()}
        if not PYTHON.exists() or any(done.get(key) != facts[key] for key in ("root", "lock")):
            fill_venv(wanted)
            done = {}
        if done.get("project") != facts["project"]:
            install_project()
            note({**facts, "system": ""})
        facts["system"] = system_state()
        if facts["system"] and (done.get("system") != facts["system"] or not has_font()):
            check_system()
            facts["system"] = system_state()
        if facts != done:
            note(facts)
    except NotReadyError as missing:
        print(f"\n{missing}", file=sys.stderr)
        return 1
    return 0


# The stamp


def read_stamp() -> dict[str, Any]:
    """What the last run found in order; empty when there was none."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def note(facts: dict[str, str]) -> None:
    """Keep what is now in order, for the next run to skip."""
    STAMP.write_text(json.dumps(facts, indent=1), encoding="utf-8")


def digest(file: Path) -> str:
    """SHA-256 of what the file holds."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def project_digest() -> str:
    """What the editable install depends on: pyproject.toml up to the settings of the tools."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    tables = [table for table in ("\n" + text).split("\n[") if table.strip()]
    names = ((table.lstrip("["), table) for table in tables)
    kept = [t for name, t in names if not name.startswith("tool.") or name.startswith("tool.hatch")]
    return hashlib.sha256("\n[".join(kept).encode()).hexdigest()


# Python and .venv


def fill_venv(wanted: str | None) -> None:
    """Make `.venv` if it is missing, moved or of the wrong Python, and install the lock into it."""
    if not usable_venv():
        make_venv(find_python(wanted))
    else:
        print("Bringing .venv up to packaging/requirements.txt.", flush=True)
    pip("install", "--require-hashes", "-r", str(LOCK))


def usable_venv() -> bool:
    """Whether there is a `.venv` that runs here, has pip, and is of a supported Python."""
    if not PYTHON.exists() or version_of(str(PYTHON)) is None:
        return False
    probe = "import pip, sys; print(sys.prefix)"
    found = subprocess.run([str(PYTHON), "-c", probe], capture_output=True, text=True)
    home = found.stdout.strip()
    return found.returncode == 0 and Path(home).resolve() == VENV.resolve() and not moved()


def moved() -> bool:
    """Whether `.venv` came here from another folder: its scripts still name the old one."""
    script = PYTHON.with_name("pip.exe" if WINDOWS else "pip")
    if WINDOWS or not script.exists():
        return False
    first = script.read_bytes().split(b"\n", 2)
    return str(VENV).encode() not in b"\n".join(first[:2])


def find_python(wanted: str | None) -> str:
    """The newest fitting Python: the one asked for, the one running this, or one on the PATH."""
    if wanted:
        if version_of(wanted) is None:
            raise NotReadyError(f"{wanted} is not a Python {spoken_range()}. Name one that is.")
        return wanted
    names = [f"python{OLDEST[0]}.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for candidate in [sys.executable, *names, "python3", "python"]:
        if candidate and version_of(candidate):
            return candidate
    running = ".".join(map(str, sys.version_info[:3]))
    raise NotReadyError(
        f"Teamtide needs Python {spoken_range()}; this is {running}, and no other was found.\n"
        + "Install one (Debian, Ubuntu: apt install python3 python3-venv; Fedora: dnf install "
        + "python3.13; macOS and Windows: python.org), or name one you have: "
        + "TEAMTIDE_PYTHON=/path/to/python make run"
    )


def spoken_range() -> str:
    """The supported versions as a person writes them."""
    return "{}.{} to {}.{}".format(*OLDEST, *NEWEST)


def version_of(python: str) -> tuple[int, int] | None:
    """Major and minor version of a Python that can be used, None for any other or none at all."""
    probe = "import sys; print(*sys.version_info[:2])"
    try:
        found = subprocess.run([python, "-c", probe], capture_output=True, text=True)
        major, minor = map(int, found.stdout.split())
    except (OSError, ValueError):
        return None
    return (major, minor) if OLDEST <= (major, minor) <= NEWEST else None


def make_venv(python: str) -> None:
    """Create `.venv` anew; where Python came without venv or pip, say how to get them."""
    if subprocess.run([python, "-c", "import venv, ensurepip"], capture_output=True).returncode:
        name = Path(python).name
        package = f"{name if name.startswith('python3.') else 'python3'}-venv"
        raise NotReadyError(
            f"{python} cannot make a virtual environment: venv or ensurepip is missing.\n"
            + f"Install it (Debian, Ubuntu: {as_root(f'apt install {package}')}; Fedora: "
            + f"{as_root('dnf install python3-pip')}), then run this again."
        )
    print("Making .venv from packaging/requirements.txt; this takes a minute or two.", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = subprocess.run([python, "-m", "venv", str(VENV)], capture_output=True, text=True)
    if made.returncode:
        shutil.rmtree(VENV, ignore_errors=True)
        raise NotReadyError(
            f"{python} could not make .venv:\n{(made.stderr or made.stdout).strip()}"
        )


def install_project() -> None:
    """Install Teamtide itself as editable, with nothing fetched: the lock has all it needs."""
    pip("install", "--no-build-isolation", "--no-deps", "--editable", str(ROOT))


def pip(*arguments: str) -> None:
    """Run the pip of `.venv`, quietly; its words are shown only if it fails."""
    command = [str(PYTHON), "-m", "pip", "--quiet", "--disable-pip-version-check", *arguments]
    ran = subprocess.run(command, capture_output=True, text=True)
    if ran.returncode:
        raise NotReadyError(
            f"pip could not install what Teamtide needs:\n{(ran.stderr or ran.stdout).strip()}\n"
            + "If that speaks of the network, check the connection and run this again."
        )


# Qt's system libraries


def system_state() -> str:
    """A mark that changes when system libraries come or go; empty where there is nothing to check.

    Only Linux leaves libraries that Qt needs to the distribution.
    """
    if not sys.platform.startswith("linux"):
        return ""
    cache = Path("/etc/ld.so.cache")
    return str(cache.stat().st_mtime_ns) if cache.exists() else "no cache"


def check_system() -> None:
    """See that Qt finds its libraries and one font; as root on Debian, install what is missing."""
    missing = missing_libraries()
    if not has_font():
        missing.append(FONT)
    if not missing:
        return
    debian = shutil.which("apt-get") is not None
    packages = packages_for(missing, debian=debian)
    if debian and packages and is_root():
        print(f"Installing what Qt needs of the system: {' '.join(packages)}", flush=True)
        apt_install(packages)
        missing = missing_libraries()
        if not has_font():
            missing.append(FONT)
        if not missing:
            return
        packages = packages_for(missing, debian=debian)
    raise NotReadyError(advice(missing, packages, debian=debian))


def missing_libraries() -> list[str]:
    """The libraries that the Qt in `.venv` asks for and this system does not have."""
    ldd = shutil.which("ldd")
    package = next(VENV.glob("lib/python*/site-packages/PySide6"), None)
    if ldd is None or package is None:
        return []
    files = [str(package / name) for name in QT_FILES if (package / name).exists()]
    environment = {**os.environ, "LC_ALL": "C"}
    listed = subprocess.run([ldd, *files], capture_output=True, text=True, env=environment)
    lines = [line.split() for line in listed.stdout.splitlines() if line.endswith("not found")]
    return sorted({line[0] for line in lines})


def has_font() -> bool:
    """Whether there is a font file in the places where fontconfig looks."""
    home = Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    shared = (os.environ.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share").split(":")
    folders = [Path(folder) / "fonts" for folder in shared if folder]
    folders += [Path("/usr/share/fonts"), data / "fonts", home / ".fonts"]
    for folder in folders:
        for _, _, names in os.walk(str(folder), followlinks=True):
            if any(name.lower().endswith(FONT_FILES) for name in names):
                return True
    return False


def packages_for(missing: list[str], *, debian: bool) -> list[str]:
    """The packages that bring what is missing, as far as they are known by name."""
    column = 0 if debian else 1
    known = {**PACKAGES, FONT: FONT_PACKAGES}
    return sorted({known[name][column] for name in missing if name in known})


def apt_install(packages: list[str]) -> None:
    """Install Debian packages, fetching the package lists first where there are none."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run = functools.partial(subprocess.run, capture_output=True, text=True, env=environment)
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    lists = Path("/var/lib/apt/lists")
    if not any(lists.glob("*Packages*")) or run(install).returncode:
        updated = run(["apt-get", "update"])
        installed = run(install)
        if installed.returncode:
            words = installed.stderr or updated.stderr
            raise NotReadyError(f"apt-get could not install {' '.join(packages)}:\n{words.strip()}")


def advice(missing: list[str], packages: list[str], *, debian: bool) -> str:
    """What is missing and the exact line that brings it."""
    lines = [f"Qt cannot show a window yet: this system lacks {', '.join(missing)}."]
    if packages and debian:
        lines.append("Install it:  " + as_root(f"apt install {' '.join(packages)}"))
    elif packages and shutil.which("dnf"):
        lines.append("Install it:  " + as_root(f"dnf install {' '.join(packages)}"))
    elif packages:
        lines.append(f"Install it; Fedora calls the packages {' '.join(packages)}.")
    unknown = [name for name in missing if name != FONT and name not in PACKAGES]
    if unknown:
        lines.append(f"Look up which package of this system brings {', '.join(unknown)}.")
    return "\n".join([*lines, "Then run this again."])


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def as_root(command: str) -> str:
    """The command as this person has to type it."""
    return command if is_root() else f"sudo {command}"


if __name__ == "__main__":
    sys.exit(main())
