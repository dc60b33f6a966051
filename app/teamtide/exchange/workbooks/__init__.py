"""The workbook a lead sends: summary, moves, load, charts, and the plan sheets."""
