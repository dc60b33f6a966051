"""One virtual screen for all tests that need a pointer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.pointer import virtual_screen


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    """The name of a virtual screen of 1280 × 800."""
    with virtual_screen() as name:
        yield name
