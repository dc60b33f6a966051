"""The timeline of moves: who moves when, as a strip of waves under the board."""
