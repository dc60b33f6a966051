"""Workbooks to be filled: the blank plan workbook, and a lead's own template with our tables."""
