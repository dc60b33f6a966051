"""An exception as what may be told of it: what kind, and where in the program, but no text.

The text of an exception may hold names out of the plan, and what is copied out of a dialog is sent
to somebody. So is a log. Where something happened is lines of code, which are no secret; paths are
cut to the part below the program, since the rest names whoever uses it.
"""

from __future__ import annotations

import platform
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

import PySide6

import teamtide
from teamtide import __version__

_HOME = Path(teamtide.__file__).resolve().parent.parent
_DEEPEST = 5
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something nobody expected.

    Args:
        kind: The exception's type, such as `KeyError`.
        place: Where it was raised; two of one kind and place are alike.
        where: The lines of code that led there, and those of what it came of.
    """

    kind: str
    place: str
    where: str

    @property
    def key(self) -> tuple[str, str]:
        """What is alike in two that are alike."""
        return self.kind, self.place

    @property
    def details(self) -> str:
        """What to send to whoever mends it."""
        return f"{program()}\n{self.where}{self.kind}\n"


def program() -> str:
    """Which program this is, on what."""
    system = f"{platform.system()} {platform.release()}"
    return (
        f"Teamtide {__version__}, Python {platform.python_version()}, "
        f"PySide6 {PySide6.__version__}, {system}"
    )


def trouble_of(
    kind: type[BaseException], error: BaseException | None, trace: TracebackType | None
) -> Trouble:
    """What may be told of an exception."""
    frames = traceback.extract_tb(trace)
    last = frames[-1] if frames else None
    place = f"{_short(last.filename)}:{last.lineno}" if last is not None else "nowhere"
    return Trouble(kind.__qualname__, place, "".join((*_causes(error), *_lines(trace))))


def _causes(error: BaseException | None) -> Iterator[str]:
    chain: list[BaseException] = []
    while error is not None and len(chain) < _DEEPEST:
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None:
            chain.append(error)
    for cause in reversed(chain):
        yield from _lines(cause.__traceback__)
        yield f"{type(cause).__qualname__}, and of it came:\n"


def _lines(trace: TracebackType | None) -> Iterator[str]:
    frames = traceback.extract_tb(trace)
    for frame in frames[-_LONGEST:]:
        yield f"  {_short(frame.filename)}:{frame.lineno} in {frame.name}\n"
        if frame.line:
            yield f"    {frame.line}\n"


def _short(filename: str) -> str:
    path = Path(filename)
    try:
        return path.resolve().relative_to(_HOME).as_posix()
    except (ValueError, OSError):
        return "/".join(path.parts[-3:]) if path.is_absolute() else filename
