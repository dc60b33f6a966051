"""Spreadsheets in, workbooks out.

Everything that comes from or goes to a file other people also have: rosters as HR keeps them, the
plan workbook, the workbook a lead sends. What comes in ends as one `ChangeSet`; nothing here
changes a plan. Importing this package costs nothing: the readers and writers load calamine and
openpyxl when they are called.
"""
