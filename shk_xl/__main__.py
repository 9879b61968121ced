"""Start of the program: ``shk-xl`` and ``python -m shk_xl``.

The version is answered before the command-line library loads, since scripts ask for it.
"""

from __future__ import annotations

import sys

from shk_xl import __version__


def main() -> int:
    """Run the command line.

    Returns:
        The exit code: 0 done; 1 done, with something to settle; 2 wrong usage; 3 input refused.
    """
    if sys.argv[1:] == ["--version"]:
        print(f"shk-xl {__version__}")  # noqa: T201 - the answer
        return 0
    from shk_xl.cli.app import run  # noqa: PLC0415 - see the module's first lines

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
