"""Quick ways to say what work there is."""
