"""The profile for thousands of examples by hand; see `test_messy.py`."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("messes", max_examples=4000, print_blob=True)
