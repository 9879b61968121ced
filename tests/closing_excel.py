"""The Excel that the process behind Använd valen finds, and a log of what it is asked to do.

``install`` puts ``sitecustomize`` in a folder: a process that is started with it on its path and
runs ``while_closed`` has a stand-in for COM and for Windows under xlwings' own classic engine.
Everything else of that process is real.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

CUSTOMIZE = """
import sys
if "shk_xl.excel.live.while_closed" in sys.orig_argv:
    sys.path.append({tests!r})
    import closing_excel
    closing_excel.stand_in()
"""
PLAN = "SHK_XL_STAND_IN"


def install(folder: Path, book: Path, **plan: object) -> dict[str, str]:
    """Give the environment of processes that have such an Excel.

    Args:
        folder: An empty one.
        book: The workbook that is open.
        plan: ``saved``: it has no changes; ``opens``: Excel can open it again; ``held``:
            somebody else has it open too.
    """
    tests = str(Path(__file__).parent)
    (folder / "sitecustomize.py").write_text(CUSTOMIZE.format(tests=tests), encoding="utf-8")
    told = {"book": str(book), "log": str(log_of(folder)), "macro": str(macro_of(folder)), **plan}
    return {
        "PATH": "",
        "HOME": str(folder),
        "PYTHONPATH": str(folder),
        "PYTHONIOENCODING": "utf-8",
        PLAN: json.dumps(told),
    }


def log_of(folder: Path) -> Path:
    """The file that tells what Excel was asked to do, one JSON list a line."""
    return folder / "excel.log"


def macro_of(folder: Path) -> Path:
    """A file that is there while the macro of the press runs."""
    return folder / "macro"


def stand_in() -> None:
    """Put such an Excel under xlwings in this process."""
    import com_book  # noqa: PLC0415 - it changes the process that it is loaded in
    from xlwings import _xlwindows  # noqa: PLC0415 - after the stand-ins

    plan = json.loads(os.environ[PLAN])
    open_again = plan.get("opens", True)

    def log(*event: object) -> None:
        with Path(plan["log"]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(event) + "\n")

    def hear(what: str, name: str) -> None:
        log(what, name, Path(plan["macro"]).exists(), len(excel.Workbooks))
        if what == "open" and not open_again:
            raise com_book.PYWINTYPES.com_error
        if what == "closed" and name == book.Name and plan.get("held"):
            book.owner_file.write_bytes(b"x")

    def tell(window: int, text: str, title: str, _style: object) -> int:
        log("message", window in [one.window for one in excel.Workbooks], title, text)
        return 1

    excel = com_book.ComApp()
    book = excel.Workbooks.Open(plan["book"])
    book.Saved = plan.get("saved", True)
    excel.heard = hear
    com_book.WIN32API.MessageBox.side_effect = tell
    _xlwindows.get_excel_hwnds = lambda: iter([book.window])
    _xlwindows.get_xl_app_from_hwnd = lambda _window: excel
