"""Curves of load by week: the small one of a column and the large one of a dock."""
