"""What is asked before a plan is sent out."""
