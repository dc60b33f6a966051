"""Where the bundled app starts.

A worker process of a bundled app starts the same program again: `freeze_support` turns it into the
worker before anything else is imported.
"""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from teamtide.__main__ import main

    sys.exit(main())
