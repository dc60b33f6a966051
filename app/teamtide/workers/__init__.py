"""Long computations in a process beside the window.

One computing Python thread was measured to turn a commit of half a millisecond into fifty, so what
takes longer than a frame is computed by a child process: this program started again, with the
engine and nothing else. The window's half of it is `teamtide.ui.background`.
"""
