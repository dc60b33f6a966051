"""What a torture finds, and how it is told."""

from __future__ import annotations

from collections.abc import Callable

Say = Callable[[str], None]


class Failed(AssertionError):
    """A promise was broken. The text says which, and how to see it again."""
