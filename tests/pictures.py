"""`make pictures`: render the window on the sample plan into `resources/pictures/`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from teamtide.exchange.sample import sample_state
from teamtide.plan.document import Document
from teamtide.plan.rows import Scenario
from teamtide.ui.picture import grab

PICTURES = Path(__file__).resolve().parents[1] / "resources" / "pictures"
SHOTS = (
    ("board-light", (1440, 900), False),
    ("board-dark", (1440, 900), True),
    ("board-small", (1100, 700), False),
)


def main(folder: Path = PICTURES) -> int:
    """Write every picture; 0 when all are written."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        os.environ["TEAMTIDE_DATA"] = scratch
        for name, size, dark in SHOTS:
            document = Document.create(Path(scratch) / f"{name}.teamtide", sample_state())
            state = document.state
            option = next(s.id for s in state.rows(Scenario) if s.id != state.today)
            picture = grab(document, scenario=option, size=size, dark=dark)
            out = folder / f"{name}.png"
            print(f"{out}: {'written' if picture.save(str(out), 'PNG') else 'NOT WRITTEN'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
