"""Copies of plans from before: kept while one works, looked at, restored; and salvage."""
