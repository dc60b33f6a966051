"""A plan without names: codes for people, wherever they are spoken of."""
