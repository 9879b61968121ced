"""Where the documents of an open workbook belong: the folder ``underlag`` beside it.

Rules: a workbook that Excel has opened from the web has no folder on this computer unless
OneDrive keeps one in step; then a folder of its own among the person's documents is used,
and the person is told which.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.domain.faults import refuse
from shk_xl.ooxml.safe_names import safe

FOLDER: Final = "underlag"
_DOCUMENTS_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Explorer\User Shell Folders"


def documents_folder(book: xlwings.Book) -> Path:
    """Find the folder for a workbook's documents; it need not exist.

    Raises:
        Refused: The workbook has never been saved.
    """
    try:
        fullname = book.fullname
    except xlwings.XlwingsError:  # a web address that no local folder is in step with
        return _own_documents() / f"{FOLDER} {safe(Path(book.name).stem)}"
    if "://" in fullname:
        return _own_documents() / f"{FOLDER} {safe(Path(book.name).stem)}"
    if fullname == book.name:
        raise refuse("book_not_saved")
    return Path(fullname).parent / FOLDER


def open_folder(folder: Path) -> bool:
    """Show a folder to the person; whether that worked."""
    try:
        if sys.platform == "win32":
            os.startfile(folder)  # noqa: S606 - our own folder, in the file manager
            return True
        opener = "open" if sys.platform == "darwin" else "xdg-open"
        done = subprocess.run([opener, folder], check=False, capture_output=True, timeout=10)  # noqa: S603 - our own folder
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _own_documents() -> Path:
    """Find the person's own documents, also where Windows has moved them to OneDrive."""
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 - only there

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _DOCUMENTS_KEY) as key:
                return Path(os.path.expandvars(winreg.QueryValueEx(key, "Personal")[0]))
        except OSError:
            pass
    documents = Path.home() / "Documents"
    return documents if documents.is_dir() else Path.home()
