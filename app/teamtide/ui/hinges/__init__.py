"""What a decision hinges on: the search for it, as a chart and in sentences."""
