"""Power failures: whatever the disk kept of what it was not yet told to keep, nothing is lost.

A program lives with a plan on a disk that is recorded. Then, for every moment at which it waited
for the disk, and others between, disks are made as the failure may have left them, and the plan on
each is held against what was acknowledged.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.torture.chance import Chance
from tests.torture.disk import Disk, Mark, Noted, Sync
from tests.torture.failing import Failed, Say
from tests.torture.life import Life, Told, World, older_plans
from tests.torture.looking import Looking
from tests.torture.recording import recording

STEPS = 40
"""Of one life."""


class _Log(Told):
    """Notes on the disk's own log what was promised when."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def doing(self, what: str, then: World) -> None:
        self._disk.mark((what, then))

    def done(self) -> None:
        self._disk.mark(None)


def torture(
    images: int,
    seed: int,
    say: Say,
    *,
    rewrite: Mapping[str, str] | None = None,
    syncs_of_folder: bool = True,
) -> Counter[str]:
    """Look at so many disks; what was under way when the power failed, counted.

    Raises:
        Failed: something acknowledged was lost. The text says how to see it again.
    """
    memory = Path("/dev/shm")
    base = Path(tempfile.mkdtemp(dir=memory if memory.is_dir() else None, prefix="teamtide-power-"))
    found: Counter[str] = Counter()
    looking = Looking()
    with contextlib.ExitStack() as stack:
        stack.callback(shutil.rmtree, base)
        stack.enter_context(_data_folder(base / "data"))
        life, most = 0, max(50, images // 20)
        while found.total() < images:
            folder = base / f"life-{life}"
            folder.mkdir()
            first, chance = World(None, older_plans(folder)), Chance(f"{seed}/{life}")
            with recording(folder, rewrite=rewrite, syncs_of_folder=syncs_of_folder) as (disk, _):
                _live(Life(folder, first, chance, _Log(disk)))
            try:
                for doing in _failures(disk, first, chance, looking, base / "image", most):
                    found[doing] += 1
                    if found.total() == images:
                        break
            except Failed as failed:
                raise Failed(
                    f"Life {life} of seed {seed}, {failed}. To see it again: "
                    f"python -m tests.torture power --seed {seed} --images {images}"
                ) from failed
            shutil.rmtree(folder)
            life += 1
            if life % 10 == 0:
                say(f"  {found.total()} disks")
    return found


@contextlib.contextmanager
def _data_folder(folder: Path) -> Iterator[None]:
    before = os.environ.get("TEAMTIDE_DATA")
    os.environ["TEAMTIDE_DATA"] = str(folder)
    try:
        yield
    finally:
        del os.environ["TEAMTIDE_DATA"]
        if before is not None:
            os.environ["TEAMTIDE_DATA"] = before


def _live(life: Life) -> None:
    """Open the plan, do this and that, and leave."""
    life.begin()
    for _ in range(STEPS):
        life.step()
    life.end()


def _failures(
    disk: Disk, world: World, chance: Chance, looking: Looking, image: Path, most: int
) -> Iterator[str]:
    """Let the power fail before each sync and at as many other points; what was under way then.

    Where that is more than `most`, at some of them.
    """
    syncs = [number for number, told in enumerate(disk.log) if isinstance(told, Sync)]
    points = [*syncs, *chance.choices(range(len(disk.log) + 1), k=len(syncs))]
    points = sorted(chance.sample(points, min(most, len(points))))
    under_way: World | None = None
    doing, done = "do nothing", 0
    for point, files in disk.after_power_failure(points, chance):
        for told in disk.log[done:point]:
            if isinstance(told, Mark) and told.what is None:
                assert under_way is not None
                world, under_way, doing = under_way, None, "go on"
            elif isinstance(told, Mark):
                doing, under_way = told.what
        done = point
        image.mkdir()
        for name, content in files.items():
            (image / name).write_bytes(content)
            if name.endswith("-wal") and chance.random() < 0.3:
                # Nobody syncs the index of a log; after a failure anything may be in it.
                (image / f"{name[:-3]}shm").write_bytes(chance.randbytes(32768))
        try:
            looking.at(image, [world, *([] if under_way is None else [under_way])])
        except Exception as failed:  # what does not even fail as it should is a find, too
            before = disk.log[max(0, point - 12) : point]
            raise Failed(
                f"when the power failed at entry {point} of {len(disk.log)}, while it was to "
                f"{doing}: {failed!r}\n{_shown(before)}\n  on the disk: "
                f"{ {name: len(content) for name, content in files.items()} }"
            ) from failed
        shutil.rmtree(image)
        yield doing


def _shown(log: list[Noted]) -> str:
    return "\n".join(f"    {str(told)[:110]}" for told in log)
