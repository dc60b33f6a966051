"""Searches over structures and assumptions: engine and rows only, no window."""
