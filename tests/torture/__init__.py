"""What a plan file has to endure, searched for hard: `make torture`, and a short form in the suite.

One module per kind of torture. Each has `torture(options, say)`, which raises `Failed` with what is
needed to repeat it, and its line in `__main__`.
"""
