"""Runs in Pyodide: loads main.py as the add-in does, calls its functions, presses its buttons.

Reads /job/main.py and /job/job.json, writes /job/result.json. xlwings is the installed one,
with its own converters for Office.js; only Excel itself is played, by ``Office``.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
import time
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any

os.environ["XLWINGS_LICENSE_KEY"] = "noncommercial"
os.environ["XLWINGS_ON_SERVER"] = "true"
sys.path.insert(0, "/packages")

import js  # type: ignore[import-not-found]  # the browser's side, in Pyodide only
import xlwings
import xlwings.server
from pyodide.ffi import to_js  # type: ignore[import-not-found]  # as above

SERVER: Any = xlwings.server  # its types are partial
CELL = re.compile(r"\$?([A-Z]+)\$?(\d+)")


def load(path: str) -> ModuleType:
    """Run the code of a file in a new module."""
    module = ModuleType("main")
    sys.modules["main"] = module
    exec(compile(Path(path).read_text(), "main.py", "exec"), module.__dict__)  # noqa: S102
    return module


async def call(module: ModuleType, name: str, arguments: str) -> Any:
    """Call a function as a formula does; the arguments come through JavaScript."""
    data = {
        "client": "Office.js",
        "func_name": name,
        "args": js.JSON.parse(arguments).to_py(),
        "caller_address": "[bok.xlsx]Blad1!A1",
        "culture_info_name": "sv-SE",
        "date_format": "yyyy-MM-dd",
        "version": xlwings.__version__,
        "runtime": "1.4",
    }
    return await SERVER.custom_functions_call(data, module=module)


class Office:
    """What xlwings Lite offers to Python: Excel's answers, given by a job.

    Args:
        book: The workbook.
        formulas: By sheet, the formulas of cells by address.
    """

    def __init__(self, book: Any, formulas: dict[str, dict[str, str]]) -> None:
        self.book = book
        self.formulas = formulas
        self.batches: list[Any] = []

    async def runActions(self, batch: Any) -> None:  # noqa: N802 - JavaScript's name
        """Take what Python wants done."""
        self.batches.append(batch.to_py()["actions"])

    async def getBookData(self, _options: Any) -> Any:  # noqa: N802 - JavaScript's name
        """Give the workbook as it is."""
        return js.JSON.parse(json.dumps(self.book))

    async def getRangeData(self, sheet: str, address: str, _keys: Any) -> Any:  # noqa: N802
        """Give the formulas of cells."""
        (left, top), (right, bottom) = CELL.findall(address)[0], CELL.findall(address)[-1]
        known = self.formulas.get(sheet, {})
        rows = [
            [known.get(f"{letters(column)}{row}", "") for column in span(left, right)]
            for row in range(int(top), int(bottom) + 1)
        ]
        return to_js({"formulas": rows}, dict_converter=js.Object.fromEntries)


def span(left: str, right: str) -> range:
    return range(column_number(left), column_number(right) + 1)


def column_number(text: str) -> int:
    number = 0
    for letter in text:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def letters(number: int) -> str:
    text = ""
    while number:
        number, rest = divmod(number - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


async def press(module: ModuleType, job: dict[str, Any]) -> dict[str, Any]:
    """Press a button, and give what Excel was asked to do, batch by batch."""
    office = Office(job["book"], job["formulas"])
    js.xlwings = office
    book = xlwings.Book(json=(await office.getBookData(None)).to_py())
    try:
        book = await SERVER.custom_scripts_call(
            module, job["button"], typehint_to_value={xlwings.Book: book}
        )
    except Exception:  # noqa: BLE001 - told to the test
        return {"batches": office.batches, "error": traceback.format_exc()}
    return {"batches": [*office.batches, book.json()["actions"]], "error": None}


def files() -> dict[str, Any]:
    """Write files as the documents are written, and find the templates that came along."""
    from shk_xl.ooxml.atomic import write_atomically  # noqa: PLC0415
    from shk_xl.ooxml.user_file import make_folder  # noqa: PLC0415

    folder = Path("/data/bok")
    make_folder(folder)  # /data is there in the add-in, and from here on
    for content in (b"old", b"new"):
        write_atomically(folder / "å.docx", content)
    root = Path(sys.modules["shk_xl"].__file__ or "").parent
    found = (root / "data" / "word_templates").glob("*.docx")
    return {
        "written": {path.name: path.read_bytes().decode() for path in folder.iterdir()},
        "templates": {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in found},
    }


async def measured(module: ModuleType, times: dict[str, float]) -> None:
    """Time calls: seconds for one with a single cell, and for one with 60 000 cells."""
    small = json.dumps([[["648 000 kr"]]])
    large = json.dumps([[[float(row)] for row in range(60_000)]])
    for label, arguments, count in (("scalar_call", small, 200), ("60000_cells", large, 3)):
        name = "SHK_BELOPP" if count > 3 else "SHK_BUDGETSUMMA"
        start = time.perf_counter()
        for _ in range(count):
            await call(module, name, arguments)
        times[label] = (time.perf_counter() - start) / count


def job() -> Any:
    return json.loads(Path("/job/job.json").read_text())


def answer(result: dict[str, Any]) -> None:
    Path("/job/result.json").write_text(json.dumps(result, ensure_ascii=False))


async def main() -> None:
    """Do the job; the runner calls this."""
    wanted = job()
    times: dict[str, float] = {}
    start = time.perf_counter()
    module = load("/job/main.py")
    times["load"] = time.perf_counter() - start
    result = {
        "loaded": sorted(name for name in sys.modules if name.startswith("shk_xl")),
        "functions": SERVER.custom_functions_meta(module),
        "scripts": SERVER.custom_scripts_meta(module),
        "calls": [await call(module, name, arguments) for name, arguments in wanted["calls"]],
        "files": files(),
        "presses": {name: await press(module, one) for name, one in wanted["presses"].items()},
        "times": times,
    }
    if wanted["measure"]:
        await measured(module, times)
    load("/job/main.py")
    result["loaded_again"] = sum("shk_xl-lite-" in path for path in sys.path)
    answer(result)
