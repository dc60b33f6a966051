"""Workbooks to be filled: a blank one, and a lead's own with a dialog that says what goes where."""
