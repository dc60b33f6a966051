"""A spreadsheet on its way in, shown before anything happens."""
