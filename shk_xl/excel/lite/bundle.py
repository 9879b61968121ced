"""The text of main.py for the editor of xlwings Lite, made from the catalogue and the buttons.

First stands what Excel sees, as plain Python: a function for each worksheet function, a script
for each button. Below stand the modules behind them, to the letter, and the Word templates.
Rules: the same project gives the same text. The head tells the version and the SHA-256 of all
that is below it, so that an edited main.py is recognised.
"""

from __future__ import annotations

import base64
import hashlib
import inspect
import json
from collections.abc import Iterable, Mapping
from typing import Final

from shk_xl import __version__
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.templates.files import read_template
from shk_xl.excel.buttons import BUTTONS, Button
from shk_xl.excel.lite.closure import Module, closure
from shk_xl.excel.lite.unpack import unpack
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.evaluate import Parameter, WorksheetFunction

ROOTS: Final = ("shk_xl.excel.lite.calls", "shk_xl.excel.lite.press")
"""The modules that main.py itself imports from; what they need comes along."""

FIRST_LINE: Final = "# Samhällskontraktets funktioner och knappar för xlwings Lite."
RULE: Final = "# " + "-" * 88 + "\n"
DIGEST_LABEL: Final = "# SHA-256 för allt under strecket: "
TEMPLATE_FOLDER: Final = "shk_xl/data/word_templates"

_HEAD: Final = f"""\
{FIRST_LINE}
#
# Gjord av shk_xl {__version__}. Ändra inget här: en ny main.py görs med kommandot
#     shk-xl excel lite MAPP
#
# Överst står det som Excel ser: en Python-funktion för varje kalkylbladsfunktion och en för
# varje knapp. Under dem står modulerna som gör arbetet, ordagrant som i shk_xl.
"""
_OPENING: Final = '''\
"""# Samhällskontraktet
Knapparna arbetar på den öppna arbetsboken. Funktionerna `SHK_…` skriver du i en cell."""

import base64
import importlib
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import xlwings as xw
from xlwings import arg, func, script
'''
_CLOSING: Final = """\
unpack(MODULES, TEMPLATES)

from shk_xl.excel.lite.calls import answer
"""
_LINE_OF_BASE64: Final = 96


def main_py() -> str:
    """Write main.py.

    Raises:
        ValueError: The source of a module cannot stand in a raw string.
    """
    parts = (
        _OPENING,
        *(_function(function) for function in FUNCTIONS),
        *(_script(button) for button in BUTTONS),
        inspect.getsource(unpack),
        _dictionary("MODULES", {module.path: _raw(module) for module in closure(ROOTS)}),
        _dictionary("TEMPLATES", {path: _base64(data) for path, data in _templates().items()}),
        _CLOSING,
    )
    body = "\n\n".join(parts)
    return f"{_HEAD}{DIGEST_LABEL}{digest(body)}\n{RULE}{body}"


def digest(body: str) -> str:
    """Give the SHA-256 of what stands under the rule, in hexadecimal."""
    return hashlib.sha256(body.encode()).hexdigest()


def _function(function: WorksheetFunction) -> str:
    """Write the function that a formula calls; no annotations, which xlwings would enforce."""
    names = [parameter.name for parameter in function.parameters]
    signature = ", ".join(
        f"{parameter.name}=None" if parameter.optional else parameter.name
        for parameter in function.parameters
    )
    lines = [
        "@func",
        *(_arg(parameter) for parameter in function.parameters),
        f"def {function.name}({signature}):",
        f"    {_quoted(function.help)}",
        f"    return answer({', '.join((_quoted(function.name), *names))})",
    ]
    return "\n".join(lines) + "\n"


def _arg(parameter: Parameter) -> str:
    doc = _quoted(parameter.help)
    return f"@arg({_quoted(parameter.name)}, ndim=2, err_to_str=True, doc={doc})"


def _script(button: Button) -> str:
    """Write the script of a button; the annotation is how xlwings knows the workbook."""
    return (
        f"@script(name={_quoted(button.caption)})\n"
        f"async def {button.name}(book: xw.Book):\n"
        f"    {_quoted(button.help)}\n"
        "    from shk_xl.excel.lite.press import press\n\n"
        f"    await press({_quoted(button.name)}, book)\n"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _raw(module: Module) -> str:
    """Write a source as a raw string.

    Raises:
        ValueError: It would not come out as it went in.
    """
    source = module.source
    if "'''" in source or "\r" in source or source.endswith(("'", "\\")):
        raise ValueError(module.path)
    return f"r'''{source}'''"


def _base64(data: bytes) -> str:
    text = base64.b64encode(data).decode("ascii")
    lines = (
        text[start : start + _LINE_OF_BASE64] for start in range(0, len(text), _LINE_OF_BASE64)
    )
    return "'''\n" + "\n".join(lines) + "'''"


def _templates() -> Mapping[str, bytes]:
    names = sorted({kind.template for kind in DocumentKind})
    return {f"{TEMPLATE_FOLDER}/{name}": read_template(name) for name in names}


def _dictionary(name: str, values: Mapping[str, str]) -> str:
    """Write a dictionary whose values are Python already."""
    return "\n".join((f"{name} = {{", *_entries(values.items()), "}\n"))


def _entries(values: Iterable[tuple[str, str]]) -> Iterable[str]:
    return (f"{_quoted(path)}: {text}," for path, text in values)
