"""The board: the bench and a column per team, with what is in them and what that does to load."""
