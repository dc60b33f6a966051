"""The capacity model of MODEL.md in numpy: frozen inputs in, frozen results out.

Nothing here knows of Qt, of storage, of the clock or of any global state, so that the same call
gives the same numbers in the window, on the command line, in a worker process and in a test.
"""
