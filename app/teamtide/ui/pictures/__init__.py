"""Pictures that leave the app: curves as PNG or SVG, the board as PNG."""
