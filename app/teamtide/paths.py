"""Where the files that ship with the app are: icons, the sample plan, templates, help pages.

They lie in three different places: unpacked beside a bundled app, inside the package once a wheel
is installed, and in `resources/` at the top of a working copy. Nothing else needs to know which.
"""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, as in `resource("icons", "teamtide.svg")`.

    Whether it exists is not looked at.
    """
    return _root().joinpath(*parts)


@cache
def _root() -> Path:
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle is not None:
        return Path(bundle, "resources")
    package = Path(__file__).resolve().parent
    installed = package / "resources"
    return installed if installed.is_dir() else package.parents[1] / "resources"
