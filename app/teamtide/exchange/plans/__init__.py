"""The plan workbook: a whole plan as sheets, out and in again."""
