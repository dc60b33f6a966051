"""What of the clipboard is a table of people, and what is just text."""

from __future__ import annotations


def looks_like_table(text: str) -> bool:
    """Whether a copied text has rows and columns, rather than being a word or a sentence."""
    lines = [line for line in text.splitlines() if line.strip()]
    return len(lines) > 1 and any(mark in lines[0] for mark in "\t;,|")
