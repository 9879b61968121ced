"""The file where an error that nobody foresaw is kept for whoever looks after the program."""

from __future__ import annotations

import platform
import traceback
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.ooxml.user_file import reason_of
from shk_xl.wording.live import LOG_NOT_WRITTEN, PROGRAM_FAILED

NAME: Final = "shk-xl-fel.log"
"""In the person's home folder."""


def keep(error: Exception, button: str, state: str) -> str:
    """Append an error to the log.

    Args:
        error: What was raised.
        button: The name of the button that was pressed.
        state: What may have changed, in Swedish.

    Returns:
        What the person is told: whose fault it is, what may have changed, where the log is.
    """
    log = Path.home() / NAME
    when = datetime.now().astimezone().isoformat(timespec="seconds")
    head = (
        f"{when} {button} shk-xl {version('shk-xl')} xlwings {xlwings.__version__} "
        f"Python {platform.python_version()} {platform.platform()}"
    )
    text = "".join(traceback.format_exception(error))
    try:
        with log.open("a", encoding="utf-8") as file:
            file.write(f"{head}\n{text}\n")
    except OSError as unwritten:
        reason = f"{type(error).__name__}; {reason_of(unwritten)}"
        return LOG_NOT_WRITTEN.format(state=state, error=reason)
    return PROGRAM_FAILED.format(state=state, log=log)
