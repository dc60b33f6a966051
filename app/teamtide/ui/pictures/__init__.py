"""Pictures that leave the app: curves and the board as PNG, SVG or PDF, and the window."""
