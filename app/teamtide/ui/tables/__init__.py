"""Every table of the plan, editable like a spreadsheet."""
