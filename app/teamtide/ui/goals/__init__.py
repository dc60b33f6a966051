"""Goals by rank: what each gets of the work, what serves it, and what starves."""
