"""What goes through the pipes between the window and its helpers: frames of pickled tuples.

Both ends are the same program started by the same user, and the pipe is theirs alone, so pickles
are safe here; nothing that comes from a file or from outside is ever read this way. Plans travel
apart from what is asked of them (`plans`), which is why arguments are pickled with plans replaced
by their numbers.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, fields, is_dataclass
from operator import attrgetter
from typing import Any

from teamtide.capacity.inputs import Inputs

PROTOCOL = 5
"""Arrays that are read-only at one end are so at the other from this protocol on."""

_LENGTH = struct.Struct("<Q")
_LARGEST = 1 << 32


@dataclass(frozen=True, slots=True)
class Ask:
    """Something to compute.

    Args:
        topic: What the answer is for; a newer ask on a topic makes those before it stale.
        generation: Grows with every ask of any topic.
        place: The job as `module:function`; None takes back whatever was asked on the topic.
        arguments: The job's arguments as `pack_arguments` packs them.
        plans: Numbers of the plans among them, in the order in which they were packed.
    """

    topic: str
    generation: int
    place: str | None
    arguments: bytes = b""
    plans: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanPart:
    """A piece of a plan; see `plans`.

    Args:
        number: The plan's number.
        base: Number of the plan whose specs are kept, None for none.
        pieces: (section, specs) or (section, (first, stop) of the base's specs), in order.
        rest: The fields of `Inputs` that are no sections, in the last part; None before it.
    """

    number: int
    base: int | None
    pieces: tuple[tuple[str, range | tuple[Any, ...]], ...]
    rest: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Forget:
    """A plan that nothing will refer to again."""

    number: int


@dataclass(frozen=True, slots=True)
class Reply:
    """What a child says of an ask.

    Args:
        topic: As asked.
        generation: As asked.
        kind: `progress` (payload: done and total), `partial` or `result` (payload: the job's), or
            `failed` (payload: a sentence).
        payload: See above.
    """

    topic: str
    generation: int
    kind: str
    payload: Any


def frame(message: object) -> bytes:
    """A message with its length in front."""
    body = _pickled(message)
    return _LENGTH.pack(len(body)) + body


def pack_arguments(arguments: tuple[object, ...]) -> tuple[bytes, list[Inputs]]:
    """Pickles arguments without the plans in them, however deep; and those plans, each once."""
    out = io.BytesIO()
    packer = _Packer(out)
    packer.dump(arguments)
    return out.getvalue(), list(packer.plans.values())


def unpack_arguments(packed: bytes, plans: Sequence[Inputs]) -> tuple[Any, ...]:
    """The arguments, with the plans put back."""
    found: tuple[Any, ...] = _Unpacker(io.BytesIO(packed), plans).load()
    return found


class Frames:
    """Cuts a stream of bytes into the messages it was made of."""

    def __init__(self) -> None:
        """Nothing received yet."""
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[Any]:
        """The messages that are whole after some more bytes.

        Raises:
            ValueError: If this is no stream of frames.
        """
        self._held += data
        start = 0
        try:
            while len(self._held) - start >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(self._held, start)
                if length > _LARGEST:
                    raise ValueError("not a frame")
                body = start + _LENGTH.size
                if len(self._held) - body < length:
                    return
                start = body + length
                yield pickle.loads(bytes(memoryview(self._held)[body:start]))
        finally:
            del self._held[:start]


class _Packer(pickle.Pickler):
    def __init__(self, out: io.BytesIO) -> None:
        super().__init__(out, PROTOCOL)
        self.dispatch_table = _REDUCERS
        self.plans: dict[int, Inputs] = {}

    def persistent_id(self, thing: object) -> int | None:
        if not isinstance(thing, Inputs):
            return None
        self.plans.setdefault(id(thing), thing)
        return list(self.plans).index(id(thing))


class _Unpacker(pickle.Unpickler):
    def __init__(self, source: io.BytesIO, plans: Sequence[Inputs]) -> None:
        super().__init__(source)
        self._plans = plans

    def persistent_load(self, place: int) -> Inputs:
        return self._plans[place]


def _pickled(message: object) -> bytes:
    out = io.BytesIO()
    pickler = pickle.Pickler(out, PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(message)
    return out.getvalue()


Reducer = Callable[[Any], tuple[type, tuple[Any, ...]]]


class _Reducers(dict[type, Reducer]):
    """How values with slots are pickled, worked out once a class.

    Taking one for a call of its class is several times as fast as what a dataclass with slots
    does by itself, and a plan has thousands of them.
    """

    def __missing__(self, kind: type) -> Reducer:
        if not (is_dataclass(kind) and "__slots__" in vars(kind)):
            raise KeyError(kind)
        known = fields(kind)
        if not all(field.init and not field.kw_only for field in known) or not known:
            raise KeyError(kind)
        names = [field.name for field in known]
        found = self[kind] = _reducer(kind, names)
        return found


def _reducer(kind: type, names: list[str]) -> Reducer:
    if len(names) == 1:
        (name,) = names
        return lambda thing: (kind, (getattr(thing, name),))
    values = attrgetter(*names)
    return lambda thing: (kind, values(thing))


_REDUCERS = _Reducers()
