"""Long searches for what breaks a plan; see `__main__.py`."""
