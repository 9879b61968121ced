"""What the Python in xlwings' settings says about itself, whichever it is.

The person may have set another one than the one that runs now: it is started, as Excel would
start it, and asked.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from shk_xl.excel.setup import interpreter
from shk_xl.excel.setup.facts import Interpreter

_SECONDS: Final = 30
"""A virus scanner may take its time over a Python that was never started."""


def this_interpreter() -> Interpreter:
    """Describe the Python that runs now."""
    return _interpreter(interpreter.describe())


def ask_interpreter(executable: str) -> Interpreter | None:
    """Start a Python and ask it about itself.

    Args:
        executable: Its full path.

    Returns:
        What it said; None when it does not start, or gives no answer that can be understood.
    """
    if os.path.normcase(executable) == os.path.normcase(sys.executable):
        return this_interpreter()
    script = str(Path(interpreter.__file__))
    try:
        answer = subprocess.run(  # noqa: S603 - the program that Excel would start as well
            [executable, "-I", "-B", script], capture_output=True, check=True, timeout=_SECONDS
        )
        return _interpreter(json.loads(answer.stdout))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError, TypeError):
        return None


def _interpreter(said: dict[str, Any]) -> Interpreter:
    major, minor, micro = said["version"]
    return Interpreter(
        executable=said["executable"],
        version=(major, minor, micro),
        bits=said["bits"],
        base=said["base"],
        shk_xl=said["shk_xl"],
        xlwings=said["xlwings"],
        bridge=said["bridge"],
        libraries=tuple(said["libraries"]),
    )
