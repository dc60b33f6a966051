"""Editors of single values, shared by the inspector, the tables and the dialogs."""
