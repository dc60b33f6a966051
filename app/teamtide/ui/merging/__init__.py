"""Another copy of the plan brought in: what both changed, and what will change here."""
