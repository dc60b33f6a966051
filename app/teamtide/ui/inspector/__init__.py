"""What is selected, in full, and editable."""
