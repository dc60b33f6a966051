"""Files nobody else on this computer may read, whatever the system's habit for new files is."""

from __future__ import annotations

import os
from pathlib import Path


def private_opener(path: str, flags: int) -> int:
    """The `opener` of `open` that makes a new file readable by its owner only."""
    return os.open(path, flags, 0o600)


def private_folder(folder: Path) -> Path:
    """A folder that is there; one that is made now is its owner's only.

    Raises:
        OSError: it can't be made.
    """
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
    return folder
