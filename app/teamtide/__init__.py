"""Teamtide: plan a reorganisation by dragging people between teams and watching the load."""

__version__ = "0.1.0"
