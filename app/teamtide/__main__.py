"""Start Teamtide: the window when called alone or with a plan file, else the command line.

Kept lean on purpose: a worker process imports this module again, and must not pay for Qt.
"""

from __future__ import annotations

import sys
from multiprocessing import freeze_support


def main() -> int:
    """Run Teamtide with the arguments of the process; the exit code."""
    freeze_support()
    arguments = sys.argv[1:]
    if not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(".teamtide")):
        from teamtide.window import open_window

        return open_window(arguments[0] if arguments else None)
    if arguments == ["--worker"]:
        from teamtide.workers.child import serve

        return serve()
    if arguments == ["--reader"]:
        from teamtide.workers.reading import serve as serve_reading

        return serve_reading()
    from teamtide.cli import run

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
