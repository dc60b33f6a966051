"""The assumptions of a plan: shown with their sources, moved, and put back."""
