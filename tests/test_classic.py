"""What xlwings' own Windows code makes of the catalogue, without Windows.

The Windows libraries that ``xlwings.udfs`` imports are replaced by empty modules in a process
of its own; the decorators and the writer of the VBA module are xlwings' real ones.
"""

from __future__ import annotations

import json
import subprocess
import sys

from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS

PROBE = """
import io, json, sys, types
from unittest.mock import MagicMock
for name in ("pythoncom", "pywintypes", "win32com", "win32com.client", "win32com.server",
             "win32com.server.util", "win32com.server.dispatcher", "win32com.server.policy"):
    sys.modules[name] = MagicMock(name=name)
from xlwings import udfs
from shk_xl.excel import classic
from shk_xl.functions.catalogue import FUNCTIONS
module = types.ModuleType("shk_functions")
for entry in FUNCTIONS:
    setattr(module, entry.name, classic.register(entry, udfs.xlfunc, udfs.xlarg))
vba = io.StringIO()
workbook = types.SimpleNamespace(Name="bok.xlsm", FullName="bok.xlsm")
udfs.generate_vba_wrapper("shk_functions", module, vba, workbook)
meta = {}
for entry in FUNCTIONS:
    x = getattr(module, entry.name).__xlfunc__
    meta[entry.name] = {
        "category": x["category"],
        "arguments": [[a["name"], a["doc"], a["options"], "optional" in a] for a in x["args"]],
        "doc": x["ret"]["doc"],
    }
print(json.dumps({"vba": vba.getvalue(), "meta": meta}))
"""


def test_xlwings_registers_every_function_with_its_help() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    found = json.loads(answer.stdout)
    for entry in FUNCTIONS:
        meta = found["meta"][entry.name]
        assert meta["category"] == CATEGORY
        assert meta["doc"] == entry.help
        for parameter, (name, doc, options, optional) in zip(
            entry.parameters, meta["arguments"], strict=True
        ):
            assert name.isascii()
            assert doc == parameter.help
            assert options["err_to_str"], "an error cell must not be read as blank"
            assert options.get("ndim") == (2 if parameter.block else None)
            assert optional == parameter.optional
        assert f"Function {entry.name}(" in found["vba"]
